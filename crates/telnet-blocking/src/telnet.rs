//! The connection: a session and its stream.

use std::fmt;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Instant;

use telnet_adapter::session::bytes::Bytes;
use telnet_adapter::session::wait::{Readable, SendItem};
use telnet_adapter::session::{Session, Wait};
use telnet_adapter::tcp::socket::Prepared;
use telnet_adapter::{
    Closing, Connection, Drive, Eager, Flow, Progress, Purpose, preamble,
    read_methods, write_methods,
};

use crate::pace::{Pace, Paced, WRITE_SLICE};
use crate::{Config, Proxy, Stream, ToAddress};

/// A Telnet connection over a blocking stream.
///
/// A read takes what it matched and nothing else; one that times out takes
/// nothing, so the next call goes on where it stopped. Deadlines run from the
/// start of the call and hold however much the peer sends. What was received
/// before an error stays readable.
///
/// Negotiation goes on whenever a read or write is under way, and only then.
///
/// What does not touch the stream, `read_lazy`, `set_timeout`,
/// `set_debuglevel`, the session, is in [`Connection`], which this
/// dereferences to.
pub struct Telnet<S> {
    connection: Connection<S>,
    pace: Pace,
    prepared: Prepared,
}

impl<S: Stream> Telnet<S> {
    /// A connection over a stream that is connected already. What
    /// [`Config`] requests goes out with the first read or write.
    ///
    /// # Errors
    /// Those of setting up the stream: see [`Stream::prepare`].
    pub fn new(
        mut stream: S,
        config: impl Into<Arc<Config>>,
    ) -> io::Result<Self> {
        let prepared = stream.prepare()?;
        Ok(Self { prepared, ..Self::opened(stream, config)? })
    }

    /// A connection over a socket that was opened for it.
    pub(crate) fn opened(
        stream: S,
        config: impl Into<Arc<Config>>,
    ) -> io::Result<Self> {
        let connection = Connection::new(stream, config);
        let (pace, prepared) = (Pace::default(), Prepared::default());
        let mut telnet = Self { connection, pace, prepared };
        if !telnet.parts().2.tells()? {
            let (stream, ..) = telnet.connection.parts();
            stream.set_write_timeout(Some(WRITE_SLICE))?;
        }
        Ok(telnet)
    }

    /// A connection to a host through a proxy, over a stream that is connected
    /// to the proxy already, of any kind: TLS, another proxy. How long the proxy
    /// may take is for the stream's own timeouts to bound; to a TCP socket,
    /// [`ConnectOptions::proxy`](crate::ConnectOptions::proxy) does it.
    ///
    /// # Errors
    /// `InvalidInput` if the proxy cannot be told of that host; what the proxy
    /// said; those of the stream.
    pub fn through(
        mut stream: S,
        proxy: &Proxy,
        to: impl ToAddress,
        config: impl Into<Arc<Config>>,
    ) -> io::Result<Self> {
        let to = to.to_address()?;
        preamble::run(&mut proxy.begin(&to)?, &mut stream, |_| Ok(()))?;
        let telnet = Self::new(stream, config)?;
        Ok(telnet.map(|it| it.connected(to.to_string(), None)))
    }

    pub(crate) fn map(
        self,
        change: impl FnOnce(Connection<S>) -> Connection<S>,
    ) -> Self {
        Self { connection: change(self.connection), ..self }
    }

    #[cfg(feature = "tls")]
    pub(crate) const fn stream_mut(&mut self) -> &mut S {
        self.connection.parts().0
    }

    // ---- reads ----

    read_methods!([] []);
    telnet_adapter::server_methods!([] []);
    #[cfg(feature = "expect")]
    telnet_adapter::expect_methods!([] []);
    #[cfg(feature = "encoding")]
    telnet_adapter::text_read_methods!([] []);

    /// Runs any [`Wait`] to its end.
    ///
    /// # Errors
    /// Those of the stream; `QuotaExceeded` if the wait can never end because
    /// a cap is reached, `UnexpectedEof` if it goes on behind the end of the
    /// stream and has no deadline.
    pub fn wait<W: Wait>(&mut self, wait: &mut W) -> io::Result<W::Output> {
        self.drive(wait, Purpose::Read)
    }

    // ---- writes ----

    write_methods!([] []);
    #[cfg(feature = "encoding")]
    telnet_adapter::text_write_methods!([] []);
    #[cfg(feature = "serde")]
    telnet_adapter::gmcp_methods!([] []);

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
    pub fn close(&mut self) -> io::Result<()> {
        if self.flow().is_closed() {
            return Ok(());
        }
        let mut closing = Closing::new(self.default_deadline());
        let sent = self.steps(|flow, session, stream, now| {
            Ok(closing.step(flow, session, stream, now))
        })?;
        let (stream, ..) = self.connection.parts();
        let closed = stream.shutdown();
        sent.and(closed)
    }

    /// Sends what is queued, and says that it was all: the peer reads the end of
    /// the stream. What it sends can be read on. Many login hosts take that for
    /// the end of the connection, and stop what still runs.
    ///
    /// # Errors
    /// Those of the stream; `Unsupported` where it can only be closed whole;
    /// `TimedOut` after [`set_timeout`](Connection::set_timeout).
    pub fn finish(&mut self) -> io::Result<()> {
        let mut closing = Closing::half(self.default_deadline());
        self.steps(|flow, session, stream, now| {
            Ok(closing.step(flow, session, stream, now))
        })?
    }

    /// The stream, as it was given, and the session, with all that is unread
    /// and unsent.
    #[must_use]
    pub fn into_parts(self) -> (S, Session) {
        let (mut stream, session) = self.connection.into_parts();
        // What cannot be set any more is of a stream that is gone.
        let _gone = stream.restore(self.prepared);
        (stream, session)
    }

    /// The same connection over what its stream is made into: a box, say, so
    /// that connections over TCP and inside TLS are of one type. It has to lead
    /// to the same place.
    ///
    /// ```no_run
    /// use std::net::TcpStream;
    /// use telnet_blocking::{Stream, Telnet};
    ///
    /// type Any = Box<dyn Stream + Send>;
    /// let tn: Telnet<TcpStream> = Telnet::connect("192.0.2.1")?;
    /// let tn: Telnet<Any> = tn.map_stream(|it| Box::new(it) as Any);
    /// # drop(tn);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn map_stream<T: Stream>(
        self,
        change: impl FnOnce(S) -> T,
    ) -> Telnet<T> {
        Telnet {
            connection: self.connection.map_stream(change),
            pace: self.pace,
            prepared: self.prepared,
        }
    }

    // ---- between session and stream ----

    fn parts(&mut self) -> (&mut Flow, &mut Session, Paced<'_, S>) {
        let (stream, session, flow) = self.connection.parts();
        (flow, session, Paced { stream, pace: &mut self.pace })
    }

    /// Makes steps until one is the last. They wait by themselves.
    fn steps<T>(
        &mut self,
        mut step: impl FnMut(
            &mut Flow,
            &mut Session,
            &mut Paced<'_, S>,
            Instant,
        ) -> io::Result<Progress<T>>,
    ) -> io::Result<T> {
        let (flow, session, mut stream) = self.parts();
        loop {
            let now = Instant::now();
            if let Progress::Ready(output) =
                step(flow, session, &mut stream, now)?
            {
                return Ok(output);
            }
        }
    }

    fn drive<W: Wait>(
        &mut self,
        wait: &mut W,
        purpose: Purpose,
    ) -> io::Result<W::Output> {
        let mut drive = Drive::new(wait, purpose);
        self.steps(|flow, session, stream, now| {
            drive.step(flow, session, stream, now)
        })
    }

    /// Runs a wait for output to its end, and flushes the stream.
    ///
    /// # Errors
    /// Those of the stream and of the wait.
    pub fn send(
        &mut self,
        wait: &mut impl Wait<Output = io::Result<()>>,
    ) -> io::Result<()> {
        self.drive(wait, Purpose::Send)?
    }

    fn read_now(&mut self, mut eager: Eager) -> io::Result<Bytes> {
        self.steps(|flow, session, stream, now| {
            eager.step(flow, session, stream, now)
        })?;
        self.read_very_lazy()
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

impl<S: Stream> Read for Telnet<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(buffer)?;
        self.consume(n);
        Ok(n)
    }
}

impl<S: Stream> BufRead for Telnet<S> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let timeouts = self.default_timeouts();
        self.wait(&mut Readable::new(timeouts))??;
        Ok(self.session().unread())
    }

    fn consume(&mut self, n: usize) {
        self.session_mut().consume(n);
    }
}

impl<S: Stream> Write for Telnet<S> {
    /// Takes data as [`Telnet::write`] does, as much as there is room for.
    /// What was taken is sent now or, if the peer does not take it, later.
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.flush()?;
        let accepted = self.session_mut().send_part(data);
        match self.flush() {
            Err(e) if e.kind() != ErrorKind::TimedOut => Err(e),
            _ => Ok(accepted),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send(&mut SendItem::nothing(self.default_deadline()))
    }
}
