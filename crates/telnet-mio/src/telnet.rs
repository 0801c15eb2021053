//! The connection: a session, its stream, and the steps between them.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use mio::{event::Event, net::TcpStream};
use telnet_adapter::session::{Session, Wait};
use telnet_adapter::tcp::begin;
use telnet_adapter::tcp::socket::Prepared;
use telnet_adapter::{
    Closing, Connection, Drive, Eager, Flow, Progress, Purpose, sooner,
};

use crate::link::{Link, Ready};
use crate::{Config, ConnectOptions, Stream};

/// How many reads of 16 KiB a look makes at most, and steps a close, so that one peer
/// that never stops does not keep all others waiting: as much as a turn.
pub(crate) const BUDGET: u32 = 4;

/// A Telnet connection in the caller's event loop: see the
/// [crate's page](crate).
///
/// Nothing here blocks. A read takes what it matched and nothing else; one that
/// is dropped or times out takes nothing. What was received before an error
/// stays readable, and a wait that has what it waits for does not meet the
/// error.
///
/// What does not touch the stream, `read_lazy`, `set_timeout`,
/// `set_debuglevel`, the session, is in [`Connection`], which this
/// dereferences to.
pub struct Telnet<S> {
    pub(crate) connection: Connection<S>,
    pub(crate) closing: Option<Box<Closing>>,
    pub(crate) ready: Ready,
    prepared: Prepared,
    /// Whether the last call used up its budget.
    pub(crate) stopped: bool,
}

impl Telnet<TcpStream> {
    /// Begins to connect. It is complete when a wait sees something of the
    /// peer; why it failed is the error of the [`poll`](Self::poll) which
    /// finds out. The deadline of a wait holds for connecting, too.
    ///
    /// Looking up a name blocks, and is left to the caller:
    /// [`Address::look_up`](crate::Address::look_up) does it.
    ///
    /// # Errors
    /// Those of opening a socket.
    pub fn connect(addr: SocketAddr) -> io::Result<Self> {
        Self::connect_with(addr, ConnectOptions::default())
    }

    /// Begins to connect with a [`Config`], and what else there is to say. The
    /// timeout is left to the waits. [`Connecting`](crate::Connecting) is for
    /// several addresses, and for proxies.
    ///
    /// # Errors
    /// Those of opening a socket; `Unsupported` with a proxy.
    pub fn connect_with(
        addr: SocketAddr,
        options: ConnectOptions,
    ) -> io::Result<Self> {
        if options.proxy_as_set().is_some() {
            let why = "to connect through a proxy there is Connecting";
            return Err(io::Error::new(io::ErrorKind::Unsupported, why));
        }
        let stream = TcpStream::from_std(begin(&addr, &options)?);
        Ok(Self::connected(stream, addr.to_string(), options))
    }
}

impl<S: Stream> Telnet<S> {
    /// A connection over a stream that is connected, or about to be: one that
    /// was accepted, for example. What [`Config`] requests goes out with the
    /// first [`poll`](Self::poll).
    ///
    /// # Errors
    /// Those of setting up the stream: see [`Stream::prepare`].
    pub fn new(
        mut stream: S,
        config: impl Into<Arc<Config>>,
    ) -> io::Result<Self> {
        let prepared = stream.prepare()?;
        Ok(Self { prepared, ..Self::opened(stream, config) })
    }

    /// A connection to a host that traces call `label`, over a stream that was opened
    /// for it.
    pub(crate) fn connected(
        stream: S,
        label: String,
        options: ConnectOptions,
    ) -> Self {
        let within = options.timeout_as_set();
        let mut telnet = Self::opened(stream, options.into_config());
        telnet.connection = telnet.connection.connected(label, within);
        telnet
    }

    fn opened(stream: S, config: impl Into<Arc<Config>>) -> Self {
        Self {
            connection: Connection::new(stream, config),
            closing: None,
            ready: Ready::default(),
            prepared: Prepared::default(),
            stopped: false,
        }
    }

    /// Takes note of an event with this connection's token. No octet moves:
    /// call [`poll`](Self::poll) next, or a read or a write. One event too many
    /// does no harm; one that is kept back does.
    pub fn on_event(&mut self, event: &Event) {
        self.ready.on_event(event);
    }

    /// Polls a wait, at the time `now`, and moves all octets that can be moved
    /// on its behalf. Call it for a new wait, after each event, when the
    /// [`timeout`](Self::timeout) has passed, and while there
    /// [is more](Self::has_more).
    ///
    /// Ready, the wait is over. Pending, nothing can be done before the next
    /// event, or the budget is used up: 64 KiB, or of a wait for patterns the
    /// work that one look may be. The wait may be dropped at
    /// any time, or go on after other waits: nothing is lost.
    ///
    /// # Errors
    /// Those of the stream, and of connecting; `QuotaExceeded` if the wait can
    /// never end because a cap is reached, `UnexpectedEof` if it goes on behind
    /// the end of the stream and has no deadline.
    pub fn poll<W: Wait>(
        &mut self,
        wait: &mut W,
        now: Instant,
    ) -> io::Result<Poll<W::Output>> {
        let late = wait.deadline().is_some_and(|end| now >= end);
        self.stopped = false;
        let (flow, session, mut link) = self.parts();
        // What has arrived counts for more than a deadline that has passed.
        if late && session.wants_read() {
            flow.input(session, &mut link, Some(now))?;
        }
        let mut drive = Drive::new(wait, Purpose::Read);
        let end = flow.work() + Flow::TURN;
        while flow.work() < end {
            match drive.step(flow, session, &mut link, now)? {
                Progress::Ready(output) => return Ok(Poll::Ready(output)),
                Progress::Moved => {}
                Progress::Stuck => return Ok(Poll::Pending),
            }
            #[cfg(feature = "expect")]
            if session.is_searching() {
                break;
            }
        }
        self.stopped = true;
        Ok(Poll::Pending)
    }

    /// What to give `mio::Poll::poll`: the time until the wait must be polled
    /// though nothing happens, zero if there [is more](Self::has_more). Of
    /// several connections the least counts.
    #[must_use]
    pub fn timeout<W: Wait>(&self, wait: &W, now: Instant) -> Option<Duration> {
        let end = sooner(wait.deadline(), self.session());
        let left = end.map(|end| end.saturating_duration_since(now));
        if self.has_more() { Some(Duration::ZERO) } else { left }
    }

    /// Whether there is something to do now: an event has come, or the last
    /// call stopped before it had to, for the sake of other connections or for
    /// want of room. No further event tells: poll it in the next round.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.stopped
            || !self.ready.read_blocked && self.session().wants_read()
            || !self.ready.write_blocked && self.has_unsent()
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

    // ---- between session and stream ----

    /// Lends the parts that octets move between.
    pub(crate) const fn parts(
        &mut self,
    ) -> (&mut Flow, &mut Session, Link<'_, S>) {
        let (stream, session, flow) = self.connection.parts();
        (flow, session, Link { stream, ready: &mut self.ready })
    }

    /// Receives what is there, within the budget, and answers.
    pub(crate) fn look(&mut self, eager: Eager) -> io::Result<()> {
        let mut eager = eager.looks(BUDGET);
        let (flow, session, mut link) = self.parts();
        let now = Instant::now();
        while eager.step(flow, session, &mut link, now)? == Progress::Moved {}
        self.stopped = eager.is_spent();
        Ok(())
    }

    /// Writes what is queued, as far as the stream takes it within the budget.
    pub(crate) fn output(&mut self) -> io::Result<()> {
        let (flow, session, mut link) = self.parts();
        for _ in 0..BUDGET {
            if !flow.output(session, &mut link)? {
                return Ok(());
            }
        }
        self.stopped = self.has_unsent();
        Ok(())
    }

    /// Whether octets that were sent are still here.
    pub(crate) fn has_unsent(&self) -> bool {
        self.flow().is_unflushed() || self.session().wants_write()
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
