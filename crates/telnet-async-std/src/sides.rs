//! What reads and what writes: a connection does both, its halves one each.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_io::{AsyncRead, AsyncWrite};
use telnet_adapter::Purpose::{Queue, Read, Send};
use telnet_adapter::session::bytes::Bytes;
use telnet_adapter::session::{Deadline, Event, NextEvent, SendItem, Wait};
use telnet_adapter::{
    Drive, Eager, Purpose, QueueData, ReadInto, read_methods, write_methods,
};

use crate::{ReadHalf, Telnet, WriteHalf};

/// For what has `poll_telnet`, which polls the whole connection.
macro_rules! reads {
    ($name:ident) => {
        impl<S: AsyncRead + AsyncWrite + Unpin> $name<S> {
            read_methods!([async] [.await]);

            /// Runs any [`Wait`] to its end. Dropped before, it can be run on.
            ///
            /// # Errors
            /// Those of the stream; `QuotaExceeded` if the wait can never end
            /// because a cap is reached, `UnexpectedEof` if it goes on behind
            /// the end of the stream and has no deadline.
            pub async fn wait<W: Wait>(
                &mut self,
                wait: &mut W,
            ) -> io::Result<W::Output> {
                let mut drive = Drive::new(wait, Read);
                poll_fn(|cx| {
                    self.poll_telnet(cx, |tn, cx| tn.poll_drive(cx, &mut drive))
                })
                .await
            }

            async fn read_now(&mut self, mut eager: Eager) -> io::Result<Bytes> {
                poll_fn(|cx| {
                    self.poll_telnet(cx, |tn, cx| tn.poll_eager(cx, &mut eager))
                })
                .await
            }

            /// The next event, or `None` at the end of the stream: see
            /// [`NextEvent`].
            ///
            /// # Errors
            /// Those of the stream, and `QuotaExceeded` if `max_unread` octets
            /// of text wait to be read.
            pub async fn next_event(&mut self) -> io::Result<Option<Event>> {
                self.wait(&mut NextEvent::new(Deadline::Never)).await?
            }
        }

        /// The text.
        impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for $name<S> {
            fn poll_read(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                buffer: &mut [u8],
            ) -> Poll<io::Result<usize>> {
                let wait = ReadInto::new(buffer);
                self.poll_telnet(cx, |tn, cx| tn.poll_wait(cx, wait, Read))
            }
        }

        /// The events, as `next_event` gives them.
        impl<S: AsyncRead + AsyncWrite + Unpin> Stream for $name<S> {
            type Item = io::Result<Event>;

            fn poll_next(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
            ) -> Poll<Option<Self::Item>> {
                let wait = NextEvent::new(Deadline::Never);
                self.poll_telnet(cx, |tn, cx| tn.poll_wait(cx, wait, Read))
                    .map(Result::transpose)
            }
        }
    };
}

/// The same for what writes.
macro_rules! writes {
    ($name:ident) => {
        impl<S: AsyncRead + AsyncWrite + Unpin> $name<S> {
            write_methods!([async] [.await]);

            /// Runs a wait for output to its end, and flushes the stream.
            /// Dropped before, it can be run on;
            /// [`SendData`](telnet_adapter::session::SendData) tells how much it has
            /// queued.
            ///
            /// # Errors
            /// Those of the stream and of the wait.
            pub async fn send(
                &mut self,
                wait: &mut impl Wait<Output = io::Result<()>>,
            ) -> io::Result<()> {
                let mut drive = Drive::new(wait, Send);
                poll_fn(|cx| {
                    self.poll_telnet(cx, |tn, cx| tn.poll_drive(cx, &mut drive))
                })
                .await?
            }
        }

        /// Takes data as `write` does. What was taken is sent at once or, if
        /// the peer does not take it, later; a flush waits for it.
        impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for $name<S> {
            fn poll_write(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                data: &[u8],
            ) -> Poll<io::Result<usize>> {
                let wait = QueueData::new(data);
                self.poll_telnet(cx, |tn, cx| tn.poll_wait(cx, wait, Queue))
            }

            fn poll_flush(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
            ) -> Poll<io::Result<()>> {
                let wait = SendItem::nothing(None);
                self.poll_telnet(cx, |tn, cx| tn.poll_wait(cx, wait, Send))
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

impl<S: AsyncRead + AsyncWrite + Unpin> Telnet<S> {
    fn poll_telnet<T>(
        &mut self,
        cx: &mut Context<'_>,
        poll: impl FnOnce(&mut Self, &mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        poll(self, cx)
    }

    fn poll_drive<W: Wait>(
        &mut self,
        cx: &mut Context<'_>,
        drive: &mut Drive<'_, W>,
    ) -> Poll<io::Result<W::Output>> {
        let (flow, session, mut task) = self.parts(cx);
        task.poll_drive(flow, session, drive)
    }

    fn poll_wait<T>(
        &mut self,
        cx: &mut Context<'_>,
        wait: impl Wait<Output = io::Result<T>>,
        purpose: Purpose,
    ) -> Poll<io::Result<T>> {
        let (flow, session, mut task) = self.parts(cx);
        task.poll_wait(flow, session, wait, purpose)
    }

    fn poll_eager(
        &mut self,
        cx: &mut Context<'_>,
        eager: &mut Eager,
    ) -> Poll<io::Result<Bytes>> {
        let (flow, session, mut task) = self.parts(cx);
        ready!(task.poll_eager(flow, session, eager))?;
        Poll::Ready(self.read_very_lazy())
    }
}
