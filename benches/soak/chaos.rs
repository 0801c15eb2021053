//! A transport on which nothing is whole and nothing is at once.

use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use telnet_testkit::chaos::Weather;
use telnet_tokio::tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use telnet_tokio::tokio::net::TcpStream;

/// A socket that moves 1 to 7 octets at a time, is late by turns, and may end.
#[derive(Debug)]
pub(crate) struct Chaos {
    socket: TcpStream,
    weather: Weather,
    /// Octets until it is reset, where it is to be.
    left: Option<usize>,
}

impl Chaos {
    pub(crate) fn new(
        socket: TcpStream,
        seed: u64,
        reset_at: Option<usize>,
    ) -> Self {
        Self { socket, weather: Weather::of(seed), left: reset_at }
    }

    /// How many of so many octets move now; none where the task is to come again.
    fn portion(
        &mut self,
        there: usize,
        context: &Context<'_>,
    ) -> Poll<io::Result<usize>> {
        if self.left == Some(0) {
            return Poll::Ready(Err(ErrorKind::ConnectionReset.into()));
        }
        if self.weather.trouble().is_some() {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let most = self.weather.portion(there);
        Poll::Ready(Ok(self.left.map_or(most, |left| most.min(left))))
    }

    fn moved(&mut self, octets: usize) {
        self.left = self.left.map(|left| left.saturating_sub(octets));
        if self.left == Some(0) {
            // The peer is to see it, too.
            let _gone = socket2::SockRef::from(&self.socket)
                .set_linger(Some(std::time::Duration::ZERO));
        }
    }
}

impl AsyncRead for Chaos {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let portion = ready!(self.portion(buffer.remaining(), context))?;
        let mut octets = [0; 7];
        let mut some = ReadBuf::new(&mut octets[..portion]);
        ready!(Pin::new(&mut self.socket).poll_read(context, &mut some))?;
        buffer.put_slice(some.filled());
        let moved = some.filled().len();
        self.moved(moved);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Chaos {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        let portion = ready!(self.portion(octets.len(), context))?;
        let socket = Pin::new(&mut self.socket);
        let moved = ready!(socket.poll_write(context, &octets[..portion]))?;
        self.moved(moved);
        Poll::Ready(Ok(moved))
    }

    fn poll_flush(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(context)
    }
}
