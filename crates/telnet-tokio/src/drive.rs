//! A stream and a timer of tokio, as the loop wants them.

use std::fmt;
use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use telnet_adapter::task::{self, Duplex};
use telnet_adapter::tcp::Tcp;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{self, Sleep};

/// The timer of a connection, made with the first deadline: it belongs to the
/// runtime that polls it.
///
/// It is set only where it would strike too late, and left alone where it
/// strikes too early: a wait whose deadline is far and which seldom sees it
/// costs no call of the timer.
pub(crate) struct Alarm {
    sleep: Option<Pin<Box<Sleep>>>,
    at: Option<Instant>,
}

impl Alarm {
    pub(crate) const fn new() -> Self {
        Self { sleep: None, at: None }
    }
}

impl task::Alarm for Alarm {
    fn poll_at(&mut self, cx: &mut Context<'_>, at: Instant) -> Poll<()> {
        let time = time::Instant::from_std(at);
        let sleep =
            self.sleep.get_or_insert_with(|| Box::pin(time::sleep_until(time)));
        if self.at.is_none_or(|set| set > at) {
            sleep.as_mut().reset(time);
            self.at = Some(at);
        }
        sleep.as_mut().poll(cx).map(|()| self.at = None)
    }

    fn now(&self) -> Instant {
        time::Instant::now().into_std()
    }
}

impl fmt::Debug for Alarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Alarm").field("at", &self.at).finish_non_exhaustive()
    }
}

/// A stream of tokio, and what TCP has on top if it is a socket.
pub(crate) struct Tokio<'t, S> {
    stream: &'t mut S,
    tcp: Option<&'t Tcp<S>>,
    /// What has arrived is to be seen, whatever the runtime knows of it.
    looks: bool,
}

impl<'t, S> Tokio<'t, S> {
    pub(crate) const fn new(
        stream: &'t mut S,
        tcp: Option<&'t Tcp<S>>,
    ) -> Self {
        Self { stream, tcp, looks: false }
    }

    /// Receives what is there, past the runtime: it sees that later, or, behind
    /// the mark of urgent data, where the read before stopped, never.
    fn recv(&self, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        let Some(tcp) = self.tcp else { return Poll::Pending };
        let received = if self.looks {
            tcp.recv_now(self.stream, buffer)
        } else {
            tcp.recv_behind_mark(self.stream, buffer)
        };
        match received {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                Poll::Pending
            }
            done => Poll::Ready(done),
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Duplex for Tokio<'_, S> {
    fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let mut read = ReadBuf::new(buffer);
        let stream = Pin::new(&mut *self.stream);
        match stream.poll_read(cx, &mut read) {
            Poll::Ready(done) => {
                Poll::Ready(done.map(|()| read.filled().len()))
            }
            Poll::Pending => self.recv(buffer),
        }
    }

    fn look(&mut self) {
        self.looks = true;
    }

    fn poll_write(
        &mut self,
        cx: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.stream).poll_write(cx, octets)
    }

    fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.stream).poll_flush(cx)
    }

    fn poll_finish(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.stream).poll_shutdown(cx)
    }

    fn is_urgent_ahead(&mut self) -> bool {
        self.tcp.is_some_and(|tcp| tcp.is_urgent_ahead(self.stream))
    }

    fn write_urgent(&mut self, octets: &[u8]) -> Option<io::Result<usize>> {
        Some(self.tcp?.send_urgent(self.stream, octets))
    }
}
