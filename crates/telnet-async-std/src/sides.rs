//! The traits of futures-io, for a connection and its halves.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_io::{AsyncRead, AsyncWrite};
use telnet_adapter::session::Event;

use crate::{ReadHalf, Telnet, WriteHalf};

macro_rules! reads {
    ($name:ident) => {
        /// The text.
        impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for $name<S> {
            fn poll_read(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                buffer: &mut [u8],
            ) -> Poll<io::Result<usize>> {
                self.poll_text(cx, buffer)
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

            fn poll_close(
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
