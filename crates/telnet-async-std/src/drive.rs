//! A stream and a timer of futures-io and async-io, as the loop wants them.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use async_io::Timer;
use futures_io::{AsyncRead, AsyncWrite};
use telnet_adapter::task::{self, Duplex};
use telnet_adapter::tcp::Tcp;

/// The timer of a connection.
///
/// It is set only where it would strike too late, and left alone where it
/// strikes too early: a wait whose deadline is far and which seldom sees it
/// costs no call of the reactor.
#[derive(Debug)]
pub(crate) struct Alarm {
    timer: Timer,
    at: Option<Instant>,
}

impl Alarm {
    pub(crate) fn new() -> Self {
        Self { timer: Timer::never(), at: None }
    }
}

impl task::Alarm for Alarm {
    fn poll_at(&mut self, cx: &mut Context<'_>, at: Instant) -> Poll<()> {
        if self.at.is_none_or(|set| set > at) {
            self.timer.set_at(at);
            self.at = Some(at);
        }
        Pin::new(&mut self.timer).poll(cx).map(|_at| self.at = None)
    }
}

/// A stream of futures-io, and what TCP has on top if it is a socket.
pub(crate) struct Futures<'t, S> {
    stream: &'t mut S,
    tcp: Option<&'t Tcp<S>>,
}

impl<'t, S> Futures<'t, S> {
    pub(crate) const fn new(
        stream: &'t mut S,
        tcp: Option<&'t Tcp<S>>,
    ) -> Self {
        Self { stream, tcp }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Duplex for Futures<'_, S> {
    fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.stream).poll_read(cx, buffer)
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
        // To async-std's sockets a close is nothing, and smol's say no more
        // than this.
        match self.tcp {
            Some(tcp) => Poll::Ready(tcp.finish(self.stream)),
            None => Pin::new(&mut *self.stream).poll_close(cx),
        }
    }

    fn is_urgent_ahead(&mut self) -> bool {
        self.tcp.is_some_and(|tcp| tcp.is_urgent_ahead(self.stream))
    }

    fn write_urgent(&mut self, octets: &[u8]) -> Option<io::Result<usize>> {
        Some(self.tcp?.send_urgent(self.stream, octets))
    }
}
