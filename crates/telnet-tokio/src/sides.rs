//! The traits of tokio, for a connection and its halves.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use telnet_adapter::session::Event;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::{ReadHalf, Telnet, WriteHalf};

macro_rules! reads {
    ($name:ident) => {
        /// The text.
        impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for $name<S> {
            fn poll_read(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                buffer: &mut ReadBuf<'_>,
            ) -> Poll<io::Result<()>> {
                let room = buffer.initialize_unfilled();
                let n = ready!(self.poll_text(cx, room))?;
                buffer.advance(n);
                Poll::Ready(Ok(()))
            }
        }

        /// The events, as `next_event` gives them.
        impl<S: AsyncRead + AsyncWrite + Unpin> Stream for $name<S> {
            type Item = io::Result<Event>;

            fn poll_next(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
            ) -> Poll<Option<Self::Item>> {
                self.poll_event_next(cx)
            }
        }
    };
}

macro_rules! writes {
    ($name:ident) => {
        /// Takes data as `write` does. What was taken is sent at once or, if
        /// the peer does not take it, later; a flush waits for it.
        impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for $name<S> {
            fn poll_write(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                data: &[u8],
            ) -> Poll<io::Result<usize>> {
                self.poll_data(cx, data)
            }

            fn poll_flush(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
            ) -> Poll<io::Result<()>> {
                self.poll_sent(cx)
            }

            fn poll_shutdown(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
            ) -> Poll<io::Result<()>> {
                self.poll_telnet(cx, Telnet::poll_closed)
            }
        }
    };
}

reads!(Telnet);
reads!(ReadHalf);
writes!(Telnet);
writes!(WriteHalf);
