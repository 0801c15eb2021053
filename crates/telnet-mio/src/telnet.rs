//! The connection: a session, its stream, and what is known of the stream.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::task::Poll;
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use telnet_session::{Session, Wait};

use crate::{Config, Stream, buffer};

/// How many octets one call reads at most, give or take a buffer, so that one
/// peer that never stops does not keep all others waiting.
pub(crate) const BUDGET: usize = 64 << 10;

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
    connected: bool,
    /// Whether a read may give something: at first, and from an event until
    /// `WouldBlock`.
    pub(crate) readable: bool,
    /// The same for writes.
    pub(crate) writable: bool,
    /// Whether an event has told of urgent data that may be ahead.
    pub(crate) urgent: bool,
    /// Whether the last poll used up its budget.
    stopped: bool,
    /// Whether the stream may hold back octets that were written.
    unflushed: bool,
    /// Why a read failed, for whoever needs more than came before it.
    pub(crate) input_error: Option<io::Error>,
    /// Why output ended; reading may still go on.
    pub(crate) output_error: Option<ErrorKind>,
}

impl Telnet<TcpStream> {
    /// Begins to connect. It is complete when the first wait sees something of
    /// the peer; an error of connecting is that of the first
    /// [`poll`](Self::poll) which finds it. The deadline of the wait holds for
    /// connecting, too.
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
            connected: false,
            readable: true,
            writable: true,
            urgent: false,
            stopped: false,
            unflushed: false,
            input_error: None,
            output_error: None,
        })
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
        let mut budget = BUDGET;
        self.stopped = false;
        // What has arrived counts for more than a deadline that has passed. And
        // the first poll of a wait does not time out, but the second does.
        let mut late = wait.deadline().is_some_and(|end| now >= end);
        if late {
            self.fill(&mut budget, |_| false);
        }
        loop {
            let step = wait.poll(&mut self.session, now);
            let sent = self.flush_replies();
            if step.is_ready() {
                return Ok(step);
            }
            if let Some(error) = self.input_error.take() {
                return Err(error);
            }
            self.session.check_room()?;
            budget = budget.saturating_sub(sent);
            self.stopped = budget == 0;
            let came = self.fill(&mut budget, |_| false);
            let more = came || sent > 0 || std::mem::take(&mut late);
            if self.stopped || !more {
                return Ok(Poll::Pending);
            }
        }
    }

    /// What to give `mio::Poll::poll`: the time until the wait must be polled
    /// though nothing happens, zero if there [is more](Self::has_more). Of
    /// several connections the least counts.
    #[must_use]
    pub fn timeout<W: Wait>(&self, wait: &W, now: Instant) -> Option<Duration> {
        if self.has_more() {
            return Some(Duration::ZERO);
        }
        Some(wait.deadline()?.saturating_duration_since(now))
    }

    /// Whether the last call stopped before it had to, for the sake of other
    /// connections or for want of room. No event tells: poll it again in the
    /// next round.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.stopped
            || self.readable && self.session.wants_read()
            || self.writable && self.session.wants_write()
            || self.input_error.is_some()
    }

    // ---- between session and stream ----

    /// Reads until there is nothing, no room, or enough, or the budget is used
    /// up; writes what comes of it. Whether anything came.
    pub(crate) fn fill(
        &mut self,
        budget: &mut usize,
        enough: impl Fn(&Session) -> bool,
    ) -> bool {
        let mut came = false;
        while self.is_connected()
            && self.readable
            && self.input_error.is_none()
            && self.session.wants_read()
            && *budget > 0
            && !enough(&self.session)
        {
            let read = buffer::with(|buffer| self.read(buffer));
            match read {
                Ok(n) => *budget = budget.saturating_sub(n),
                Err(error) => self.input_error = Some(error),
            }
            came |= self.readable;
            self.flush_replies();
        }
        came || self.input_error.is_some()
    }

    /// Reads once; how much.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer);
        let n = *read.as_ref().unwrap_or(&0);
        // Here it is the connection that timed out.
        if read.as_ref().is_err_and(|e| e.kind() == ErrorKind::TimedOut) {
            return read;
        }
        // To fail here must not cost what was read: the next read meets what
        // is wrong with the stream.
        if self.urgent && n > 0 {
            self.urgent = matches!(self.stream.is_urgent_ahead(), Ok(true));
            if self.urgent {
                self.session.receive_urgent();
            }
        }
        self.readable = self.session.on_read(read, buffer)?;
        Ok(n)
    }

    /// Writes what is queued, as far as the peer takes it. A failure ends
    /// output, not reading: what the peer sent before it went is still to be
    /// read. How much was written.
    pub(crate) fn flush_replies(&mut self) -> usize {
        self.flush_queued().unwrap_or_else(|_told_by_the_next_write| {
            self.session.close_output();
            0
        })
    }

    /// Writes what is queued, as far as the peer takes it. How much that was.
    pub(crate) fn flush_queued(&mut self) -> io::Result<usize> {
        let connected = self.is_connected();
        if let Some(kind) = self.output_error {
            return Err(kind.into());
        }
        if !connected {
            return Ok(0);
        }
        self.write_queued()
            .inspect_err(|error| self.output_error = Some(error.kind()))
    }

    fn write_queued(&mut self) -> io::Result<usize> {
        let mut sent = 0;
        while self.writable && self.session.wants_write() {
            let octets = self.session.transmit();
            let written = if self.session.is_urgent() {
                self.stream.write_urgent(octets)
            } else {
                self.stream.write(octets)
            };
            sent += *written.as_ref().unwrap_or(&0);
            self.writable = self.session.on_written(written)?;
            self.unflushed = true;
        }
        while self.writable && self.unflushed {
            match self.stream.flush() {
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) if e.kind() == ErrorKind::WouldBlock => {
                    self.writable = false;
                }
                flushed => {
                    flushed?;
                    self.unflushed = false;
                }
            }
        }
        Ok(sent)
    }

    /// Whether octets that were sent are still here.
    pub(crate) fn has_unsent(&self) -> bool {
        self.unflushed || self.session.wants_write()
    }

    /// Whether the connection is made, as far as is known without an event.
    fn is_connected(&mut self) -> bool {
        if !self.connected && (self.readable || self.writable) {
            match self.stream.is_connected() {
                Ok(connected) => {
                    self.connected = connected;
                    self.readable = connected;
                    self.writable = connected;
                }
                Err(error) => {
                    self.connected = true;
                    self.output_error = Some(error.kind());
                    self.input_error = Some(error);
                }
            }
        }
        self.connected
    }
}
