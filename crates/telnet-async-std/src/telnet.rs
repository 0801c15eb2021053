//! The connection: a session and its stream.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::ops::{Deref, DerefMut};
use std::task::{Context, Poll, ready};

use futures_io::{AsyncRead, AsyncWrite};
use telnet_adapter::session::Session;
use telnet_adapter::tcp::{Tcp, socket::AsSocket};
use telnet_adapter::{Closing, Connection};

use crate::Config;
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
///
/// What does not touch the stream, `read_lazy`, `set_timeout`,
/// `set_debuglevel`, the session, is in [`Connection`], which this
/// dereferences to.
pub struct Telnet<S> {
    pub(crate) connection: Connection<S>,
    pub(crate) tcp: Option<Tcp<S>>,
    pub(crate) alarm: Alarm,
    closing: Option<Closing>,
}

impl<S> Telnet<S> {
    /// A connection over a stream that is connected already. What
    /// [`Config`] requests goes out with the first read or write.
    #[must_use]
    pub fn new(stream: S, config: Config) -> Self {
        Self {
            connection: Connection::new(stream, config),
            tcp: None,
            alarm: Alarm::new(),
            closing: None,
        }
    }

    /// A connection over a TCP socket of any runtime, with urgent data, which a
    /// Synch is made of: see [`prepare`](telnet_adapter::tcp::socket::prepare).
    ///
    /// # Errors
    /// Those of setting up the socket.
    pub fn tcp(stream: S, config: Config) -> io::Result<Self>
    where
        S: AsSocket,
    {
        let tcp = Some(Tcp::prepare(&stream)?);
        Ok(Self { tcp, ..Self::new(stream, config) })
    }

    #[cfg(feature = "async-std")]
    pub(crate) fn map(
        self,
        change: impl FnOnce(Connection<S>) -> Connection<S>,
    ) -> Self {
        Self { connection: change(self.connection), ..self }
    }

    /// The stream, as it was given, and the session, with all that is unread
    /// and unsent.
    #[must_use]
    pub fn into_parts(self) -> (S, Session) {
        let (stream, session) = self.connection.into_parts();
        // What cannot be set any more is of a stream that is gone.
        let _gone = self.tcp.as_ref().map(|tcp| tcp.restore(&stream));
        (stream, session)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Telnet<S> {
    /// Sends what is queued, says that it was all, and closes the connection.
    /// What was received can still be read. A second call does nothing.
    ///
    /// The peer has a second to close its side, or less as
    /// [`set_timeout`](Connection::set_timeout) says; what it sends meanwhile
    /// is kept, as far as there is room. Where it closes sooner, so does this.
    ///
    /// # Errors
    /// Those of the stream; `TimedOut` if not all could be sent, or if the peer
    /// was still sending at the end: then it may not have got all. The
    /// connection is closed all the same.
    pub async fn close(&mut self) -> io::Result<()> {
        poll_fn(|cx| self.poll_closed(cx)).await
    }

    pub(crate) fn poll_closed(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        if self.flow().is_closed() {
            return Poll::Ready(Ok(()));
        }
        let deadline = self.default_deadline();
        let closing = self.closing.take();
        let mut closing = closing.unwrap_or_else(|| Closing::new(deadline));
        let (flow, session, mut task) = self.parts(cx);
        let polled = task.poll_closing(flow, session, &mut closing);
        if polled.is_pending() {
            self.closing = Some(closing);
        }
        let sent = ready!(polled);
        let (stream, ..) = self.connection.parts();
        let tcp = self.tcp.as_ref();
        let shut = tcp.map_or(Ok(()), |tcp| tcp.shutdown(stream));
        Poll::Ready(sent.and(shut))
    }
}

impl<S> Deref for Telnet<S> {
    type Target = Connection<S>;

    fn deref(&self) -> &Connection<S> {
        &self.connection
    }
}

impl<S> DerefMut for Telnet<S> {
    fn deref_mut(&mut self) -> &mut Connection<S> {
        &mut self.connection
    }
}

impl<S: fmt::Debug> fmt::Debug for Telnet<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.connection.fmt(f)
    }
}

#[cfg(unix)]
impl<S: std::os::fd::AsFd> std::os::fd::AsFd for Telnet<S> {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.get_socket().as_fd()
    }
}

#[cfg(unix)]
impl<S: std::os::fd::AsRawFd> std::os::fd::AsRawFd for Telnet<S> {
    fn as_raw_fd(&self) -> std::os::fd::RawFd {
        self.get_socket().as_raw_fd()
    }
}
