//! The connection: a session, its stream, and the steps between them.

use std::io;
use std::net::SocketAddr;
use std::task::Poll;
use std::time::{Duration, Instant};

use mio::{event::Event, net::TcpStream};
use telnet_adapter::session::{Session, Wait};
use telnet_adapter::{Drive, Flow, Progress, Purpose};

use crate::link::{Link, Ready};
use crate::{Config, Stream};

/// How many reads and writes one call makes at most, 16 KiB each, so that one
/// peer that never stops does not keep all others waiting.
const BUDGET: u64 = 4;

/// A Telnet connection in the caller's event loop: see the
/// [crate's page](crate).
///
/// Nothing here blocks. A read takes what it matched and nothing else; one that
/// is dropped or times out takes nothing. What was received before an error
/// stays readable, and a wait that has what it waits for does not meet the
/// error.
pub struct Telnet<S> {
    pub(crate) stream: S,
    pub(crate) session: Session,
    pub(crate) timeout: Option<Duration>,
    pub(crate) label: String,
    pub(crate) ready: Ready,
    pub(crate) flow: Flow,
    /// Whether the last call used up its budget.
    stopped: bool,
}

telnet_adapter::adapter_methods!(Telnet, Instant::now, io::stdout);

impl Telnet<TcpStream> {
    /// Begins to connect. It is complete when a wait sees something of the
    /// peer; why it failed is the error of the [`poll`](Self::poll) which
    /// finds out. The deadline of a wait holds for connecting, too.
    ///
    /// Looking up a name blocks, and is left to the caller.
    ///
    /// # Errors
    /// Those of opening a socket.
    pub fn connect(addr: SocketAddr, config: Config) -> io::Result<Self> {
        let mut telnet = Self::new(TcpStream::connect(addr)?, config)?;
        telnet.label = addr.to_string();
        Ok(telnet)
    }
}

impl<S: Stream> Telnet<S> {
    /// A connection over a stream that is connected, or about to be: one that
    /// was accepted, for example. What [`Config`] requests goes out with the
    /// first [`poll`](Self::poll).
    ///
    /// # Errors
    /// Those of setting up the stream: see [`Stream::prepare`].
    pub fn new(mut stream: S, config: Config) -> io::Result<Self> {
        stream.prepare()?;
        Ok(Self {
            stream,
            session: Session::new(config),
            timeout: None,
            label: String::new(),
            ready: Ready::default(),
            flow: Flow::default(),
            stopped: false,
        })
    }

    /// Takes note of an event with this connection's token. No octet moves:
    /// call [`poll`](Self::poll) next, or a read or a write. One event too many
    /// does no harm; one that is kept back does.
    pub fn on_event(&mut self, event: &Event) {
        // What kind of event it is, is a hint; the stream itself tells.
        self.ready.read_blocked = false;
        self.ready.write_blocked = false;
        self.ready.urgent |= event.is_priority();
    }

    /// Polls a wait, at the time `now`, and moves all octets that can be moved
    /// on its behalf. Call it for a new wait, after each event, when the
    /// [`timeout`](Self::timeout) has passed, and while there
    /// [is more](Self::has_more).
    ///
    /// Ready, the wait is over. Pending, nothing can be done before the next
    /// event, or the budget of 64 KiB is used up. The wait may be dropped at
    /// any time, or go on after other waits: nothing is lost.
    ///
    /// # Errors
    /// Those of the stream, and of connecting; `QuotaExceeded` if the wait can
    /// never end because a cap is reached.
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
            flow.input(session, &mut link)?;
        }
        let mut drive = Drive::new(wait, Purpose::Read);
        let end = flow.moves() + BUDGET;
        while flow.moves() < end {
            match drive.step(flow, session, &mut link, now)? {
                Progress::Ready(output) => return Ok(Poll::Ready(output)),
                Progress::Moved => {}
                _ => return Ok(Poll::Pending),
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
        let end = wait.deadline();
        let left = end.map(|end| end.saturating_duration_since(now));
        if self.has_more() { Some(Duration::ZERO) } else { left }
    }

    /// Whether there is something to do now: an event has come, or the last
    /// call stopped before it had to, for the sake of other connections or for
    /// want of room. No further event tells: poll it in the next round.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.stopped
            || !self.ready.read_blocked && self.session.wants_read()
            || !self.ready.write_blocked && self.has_unsent()
    }

    // ---- between session and stream ----

    /// Lends the parts that octets move between.
    pub(crate) const fn parts(
        &mut self,
    ) -> (&mut Flow, &mut Session, Link<'_, S>) {
        let Self { stream, session, ready, flow, .. } = self;
        (flow, session, Link { stream, ready })
    }

    /// Reads what is there, within the budget, and answers it.
    pub(crate) fn fill(
        &mut self,
        enough: impl Fn(&Session) -> bool,
    ) -> io::Result<()> {
        let (flow, session, mut link) = self.parts();
        let end = flow.moves() + BUDGET;
        while session.wants_read()
            && flow.moves() < end
            && !enough(session)
            && flow.input(session, &mut link)?
        {
            flow.replies(session, &mut link);
        }
        flow.replies(session, &mut link);
        Ok(())
    }

    /// Writes what is queued, as far as the stream takes it.
    pub(crate) fn output(&mut self) -> io::Result<()> {
        let (flow, session, mut link) = self.parts();
        flow.output(session, &mut link).map(drop)
    }

    /// Whether octets that were sent are still here.
    pub(crate) fn has_unsent(&self) -> bool {
        self.flow.is_unflushed() || self.session.wants_write()
    }
}
