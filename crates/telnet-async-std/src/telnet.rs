//! The connection: a session and its stream.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use futures_io::{AsyncRead, AsyncWrite};
use telnet_adapter::session::{Config, SendItem, Session};
use telnet_adapter::tcp::Tcp;
use telnet_adapter::{Flow, adapter_methods};

use crate::drive::Alarm;

/// A Telnet connection over a stream of futures-io.
///
/// A read takes what it matched and nothing else; one that times out, or whose
/// future is dropped, takes nothing, so the next call goes on where it stopped.
/// Deadlines run from the first poll of the call and hold however much the peer
/// sends. What was received before an error stays readable.
///
/// A write that times out, or whose future is dropped, leaves what it had
/// queued to be sent with the next call; [`send`](Self::send) tells how much
/// that is.
///
/// Negotiation goes on whenever a read or write is polled, and only then.
pub struct Telnet<S> {
    pub(crate) stream: S,
    pub(crate) session: Session,
    pub(crate) flow: Flow,
    pub(crate) tcp: Option<Tcp<S>>,
    pub(crate) alarm: Alarm,
    pub(crate) timeout: Option<Duration>,
    pub(crate) label: String,
}

adapter_methods!(Telnet, Instant::now, io::stdout);

impl<S> Telnet<S> {
    /// A connection over a stream that is connected already. What
    /// [`Config`] requests goes out with the first read or write.
    #[must_use]
    pub fn new(stream: S, config: Config) -> Self {
        Self {
            stream,
            session: Session::new(config),
            flow: Flow::default(),
            tcp: None,
            alarm: Alarm::new(),
            timeout: None,
            label: String::new(),
        }
    }

    /// The same over a TCP socket of any runtime, with urgent data, which a
    /// Synch is made of: see [`prepare`](telnet_adapter::tcp::socket::prepare).
    ///
    /// # Errors
    /// Those of setting up the socket.
    #[cfg(unix)]
    pub fn tcp(stream: S, config: Config) -> io::Result<Self>
    where
        S: std::os::fd::AsFd,
    {
        let tcp = Some(Tcp::prepare(&stream)?);
        Ok(Self { tcp, ..Self::new(stream, config) })
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Telnet<S> {
    /// Sends what is queued and closes the connection. What was received can
    /// still be read. A second call does nothing.
    ///
    /// # Errors
    /// Those of the stream; it is closed all the same.
    pub async fn close(&mut self) -> io::Result<()> {
        if self.flow.is_closed() {
            return Ok(());
        }
        let deadline = self.default_deadline();
        let flushed = self.send(&mut SendItem::nothing(deadline)).await;
        let closed = poll_fn(|cx| self.poll_shutdown(cx)).await;
        flushed.and(closed)
    }

    /// Closes the stream, and with it the session.
    pub(crate) fn poll_shutdown(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        let closed = ready!(Pin::new(&mut self.stream).poll_close(cx));
        self.flow.close(&mut self.session);
        // To async-std's sockets a close is nothing.
        closed?;
        let tcp = self.tcp.as_ref();
        Poll::Ready(tcp.map_or(Ok(()), |tcp| tcp.shutdown(&self.stream)))
    }
}
