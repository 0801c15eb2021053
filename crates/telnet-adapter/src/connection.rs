//! A session and its stream: what the connections of all adapters are.

use std::fmt;
use std::io::{self, Write as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use telnet_session::bytes::Bytes;
#[cfg(feature = "expect")]
use telnet_session::expect::PatternError;
use telnet_session::{
    Command, Config, Deadline, OptionHandle, Session, TelnetOption, Timeouts,
};
#[cfg(feature = "expect")]
use telnet_session::{PatternSet, Patterns};

use crate::Flow;

/// A Telnet session and the stream it goes over. The `Telnet` of each adapter
/// has one, and dereferences to it: these are the methods that are the same in
/// all of them, since none of them touches the stream.
pub struct Connection<S> {
    stream: S,
    session: Session,
    flow: Flow,
    timeout: Option<Duration>,
    /// Whether `timeout` bounds each receive, as telnetlib's third argument
    /// did, and not the whole of a call.
    of_each_receive: bool,
    label: String,
}

/// For its user.
impl<S> Connection<S> {
    /// The text that has been received already, without looking at the stream:
    /// telnetlib's `read_lazy`.
    ///
    /// # Errors
    /// `UnexpectedEof` if the connection is closed and nothing is left.
    pub fn read_lazy(&mut self) -> io::Result<Bytes> {
        Ok(self.session.read_lazy()?)
    }

    /// The text that has been received already, without looking at the stream:
    /// telnetlib's `read_very_lazy`. It is the same as
    /// [`read_lazy`](Self::read_lazy): received octets are decoded at once.
    ///
    /// # Errors
    /// `UnexpectedEof` if the connection is closed and nothing is left.
    pub fn read_very_lazy(&mut self) -> io::Result<Bytes> {
        Ok(self.session.read_very_lazy()?)
    }

    /// The last whole subnegotiation of an enabled option: the option's code,
    /// then the payload; empty if none has come since the last call.
    pub fn read_sb_data(&mut self) -> Bytes {
        self.session.read_sb_data()
    }

    /// Bounds the calls that take no deadline: `read_all`, `read_some`, the
    /// writes, `close`, and the reads and writes of the traits of `std` or
    /// futures where they wait. `None`, the default, lets them wait for ever.
    pub const fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.timeout = timeout;
        self.of_each_receive = false;
    }

    /// Calls `callback` for each command received, as telnetlib did: see
    /// [`Session::set_option_negotiation_callback`].
    pub fn set_option_negotiation_callback(
        &mut self,
        callback: impl FnMut(&mut OptionHandle<'_>, Command, TelnetOption)
        + Send
        + 'static,
    ) {
        self.session.set_option_negotiation_callback(callback);
    }

    /// Above 0, prints what crosses the wire to standard output, with the
    /// seconds since this call, names, and octets escaped, without what may be
    /// passwords; above 1 the octets as they came, too; 0 ends it.
    /// [`Session::set_trace`] is for any other place.
    ///
    /// In telnetlib's profile lines are as telnetlib has them, without seconds.
    pub fn set_debuglevel(&mut self, level: u32) {
        if level == 0 || self.session.config().is_telnetlib() {
            let out = io::stdout();
            return self.session.set_debuglevel(level, &self.label, out);
        }
        self.session.trace_octets(level > 1);
        let (label, start) = (self.label.clone(), Instant::now());
        self.session.set_trace(move |line| {
            let since = start.elapsed().as_secs_f64();
            let mut out = io::stdout().lock();
            // A trace that cannot be written is no reason to stop.
            let _unseen = writeln!(out, "Telnet({label}) {since:.3}: {line}");
        });
    }

    /// Writes what a person at the terminal would have seen, line by line,
    /// passwords masked: see [`Session::set_transcript`].
    pub fn set_transcript(&mut self, to: impl io::Write + Send + 'static) {
        self.session.set_transcript(to);
    }

    /// Ends that: see [`Session::end_transcript`].
    ///
    /// # Errors
    /// The first error of writing it.
    pub fn end_transcript(&mut self) -> io::Result<()> {
        self.session.end_transcript()
    }

    /// Prints a line among those of [`set_debuglevel`](Self::set_debuglevel),
    /// if it is above 0.
    pub fn msg(&mut self, line: fmt::Arguments<'_>) {
        self.session.msg(line);
    }

    /// The stream.
    #[must_use]
    pub const fn get_socket(&self) -> &S {
        &self.stream
    }

    /// The session: options, events, unread text.
    #[must_use]
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// The session, to ask for options or take events. What it queues goes out
    /// with the next read, write or flush.
    pub const fn session_mut(&mut self) -> &mut Session {
        &mut self.session
    }
}

/// For makers of adapters.
impl<S> Connection<S> {
    /// A connection at its start. What [`Config`] requests is queued.
    #[must_use]
    pub fn new(stream: S, config: impl Into<Arc<Config>>) -> Self {
        Self {
            stream,
            session: Session::new(config),
            flow: Flow::default(),
            timeout: None,
            of_each_receive: false,
            label: String::new(),
        }
    }

    /// What debug lines call the peer, and what bounded the connecting: in
    /// [`Config::telnetlib`] that time bounds each receive from here on, as
    /// telnetlib's third argument did.
    #[must_use]
    pub fn connected(mut self, to: String, within: Option<Duration>) -> Self {
        self.label = to;
        if self.session.config().is_telnetlib() {
            self.timeout = within;
            self.of_each_receive = true;
        }
        self
    }

    /// The stream, the session, and how the stream fares.
    pub const fn parts(&mut self) -> (&mut S, &mut Session, &mut Flow) {
        (&mut self.stream, &mut self.session, &mut self.flow)
    }

    /// How the stream fares.
    #[must_use]
    pub const fn flow(&self) -> &Flow {
        &self.flow
    }

    /// For how long a read goes on that takes no timeouts.
    #[must_use]
    pub fn default_timeouts(&self) -> Timeouts {
        match self.timeout {
            Some(time) if self.of_each_receive => {
                Timeouts::default().idle(time)
            }
            timeout => timeout.into(),
        }
    }

    /// Until when a write goes on that begins now.
    #[must_use]
    pub fn default_deadline(&self) -> Option<Instant> {
        self.default_deadline_at(Instant::now())
    }

    /// The same for one that begins at another time, as a clock tells it that
    /// is not the system's.
    #[must_use]
    pub fn default_deadline_at(&self, now: Instant) -> Option<Instant> {
        Deadline::from(self.timeout).at(now)
    }

    /// Compiles patterns, unless they are among the lists that were given last.
    ///
    /// # Errors
    /// If one of them is not a pattern.
    #[cfg(feature = "expect")]
    pub fn pattern_set(
        &self,
        patterns: impl Patterns,
    ) -> Result<PatternSet, PatternError> {
        self.session.pattern_set(patterns)
    }

    /// The same connection over what its stream is made into.
    #[must_use]
    pub fn map_stream<T>(self, change: impl FnOnce(S) -> T) -> Connection<T> {
        Connection {
            stream: change(self.stream),
            session: self.session,
            flow: self.flow,
            timeout: self.timeout,
            of_each_receive: self.of_each_receive,
            label: self.label,
        }
    }

    /// The stream and the session, with all that is unread and unsent.
    #[must_use]
    pub fn into_parts(self) -> (S, Session) {
        (self.stream, self.session)
    }
}

impl<S: fmt::Debug> fmt::Debug for Connection<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("stream", &self.stream)
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}
