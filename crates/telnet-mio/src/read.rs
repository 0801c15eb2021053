//! The reads: waits to be polled, and reads that never wait.

use std::io;

use telnet_adapter::Eager;
use telnet_adapter::session::bytes::Bytes;
#[cfg(feature = "expect")]
use telnet_adapter::session::dialogue::{Login, Run};
#[cfg(feature = "expect")]
use telnet_adapter::session::expect::Expect;
use telnet_adapter::session::server::{
    Admit, AskLogin, Credentials, LoginRules, ReadLine,
};
use telnet_adapter::session::wait::{
    Logout, Negotiate, ReadAll, ReadNext, ReadSome, ReadUntil, TimingMark,
};
#[cfg(feature = "encoding")]
use telnet_adapter::session::wait::{ReadNextText, ReadText};
#[cfg(feature = "expect")]
use telnet_adapter::session::{Cli, Patterns};
use telnet_adapter::session::{Side, TelnetOption, Timeouts};

use crate::{Stream, Telnet};

/// The reads. Those that wait give a wait, to be [polled](Telnet::poll); but for
/// that they are as those of `telnet-blocking`.
impl<S: Stream> Telnet<S> {
    /// A wait until `expected` has been received, or the deadline has passed,
    /// or the peer has closed the connection. Its
    /// [`Outcome`](crate::Outcome) tells which; `.matched()?` makes all but the
    /// first an error.
    #[must_use]
    pub fn read_until(
        &self,
        expected: impl AsRef<[u8]>,
        timeouts: impl Into<Timeouts>,
    ) -> ReadUntil {
        ReadUntil::new(expected.as_ref(), timeouts)
    }

    /// A wait until the peer closes the connection, for all it has sent until
    /// then; `TimedOut` after [`set_timeout`](crate::Connection::set_timeout).
    #[must_use]
    pub fn read_all(&self) -> ReadAll {
        ReadAll::new(self.default_timeouts())
    }

    /// A wait for at least one octet; its result is empty at the end of the
    /// stream only. `TimedOut` after
    /// [`set_timeout`](crate::Connection::set_timeout).
    #[must_use]
    pub fn read_some(&self) -> ReadSome {
        ReadSome::new(self.default_timeouts())
    }

    /// A wait for text or an event, whichever the peer has sent first; its result
    /// is `None` at the end of the stream. Events need
    /// [`Config::events`](crate::Config::events).
    #[must_use]
    pub fn read_next(&self, timeouts: impl Into<Timeouts>) -> ReadNext {
        ReadNext::new(timeouts)
    }

    /// A wait for at least one character, decoded; the string is empty at the end
    /// of the stream only.
    #[cfg(feature = "encoding")]
    #[must_use]
    pub fn read_text(&self, timeouts: impl Into<Timeouts>) -> ReadText {
        ReadText::new(timeouts)
    }

    /// A wait for text or an event, as [`read_next`](Self::read_next), with the
    /// text decoded.
    #[cfg(feature = "encoding")]
    #[must_use]
    pub fn read_next_text(
        &self,
        timeouts: impl Into<Timeouts>,
    ) -> ReadNextText {
        ReadNextText::new(timeouts)
    }

    /// A wait for the answer to a request, which asks that one side enable or
    /// disable an option: whether it is in force then.
    #[must_use]
    pub fn negotiate(
        &self,
        side: Side,
        option: TelnetOption,
        enable: bool,
        timeouts: impl Into<Timeouts>,
    ) -> Negotiate {
        Negotiate::new(side, option, enable, timeouts)
    }

    /// A wait until the peer has dealt with all that was sent.
    #[must_use]
    pub fn timing_mark(&self, timeouts: impl Into<Timeouts>) -> TimingMark {
        TimingMark::new(timeouts)
    }

    /// A wait for the answer to the request to log this user off: whether the peer
    /// agrees, or has closed the connection.
    #[must_use]
    pub fn logout(&self, timeouts: impl Into<Timeouts>) -> Logout {
        Logout::new(timeouts)
    }

    /// Everything that can be read without waiting, maybe nothing, and 64 KiB
    /// or `max_unread` octets at most.
    ///
    /// # Errors
    /// `UnexpectedEof` if the connection is closed and nothing is left; those
    /// of the stream.
    pub fn read_very_eager(&mut self) -> io::Result<Bytes> {
        self.look(Eager::new(|_session| false))?;
        self.read_very_lazy()
    }

    /// Some text, if any can be read without waiting, maybe none: it stops
    /// reading the stream once there is some.
    ///
    /// # Errors
    /// As [`read_very_eager`](Self::read_very_eager).
    pub fn read_eager(&mut self) -> io::Result<Bytes> {
        self.look(Eager::new(|session| !session.unread().is_empty()))?;
        self.read_very_lazy()
    }
}

/// What a server asks its users for.
impl<S: Stream> Telnet<S> {
    /// A wait for a line that a user types, who sees it echoed.
    #[must_use]
    pub fn read_line(
        &self,
        prompt: impl AsRef<[u8]>,
        timeouts: impl Into<Timeouts>,
    ) -> ReadLine {
        ReadLine::new(prompt, timeouts)
    }

    /// A wait for a secret that a user types, of which nothing is echoed.
    #[must_use]
    pub fn read_secret(
        &self,
        prompt: impl AsRef<[u8]>,
        timeouts: impl Into<Timeouts>,
    ) -> ReadLine {
        ReadLine::secret(prompt, timeouts)
    }

    /// A wait for name and password, once, which leaves it to you to check them.
    #[must_use]
    pub fn ask_login(
        &self,
        rules: &LoginRules,
        attempt: u32,
        timeouts: impl Into<Timeouts>,
    ) -> AskLogin {
        AskLogin::new(rules, attempt, timeouts)
    }

    /// A wait for a login: asks until a function says that name and password are
    /// right; its result is the name.
    #[must_use]
    pub fn admit<F>(
        &self,
        rules: &LoginRules,
        check: F,
        timeouts: impl Into<Timeouts>,
    ) -> Admit<F>
    where
        F: FnMut(&Credentials) -> bool,
    {
        Admit::new(rules, check, timeouts)
    }
}

/// Waits for patterns, and dialogues.
#[cfg(feature = "expect")]
impl<S: Stream> Telnet<S> {
    /// A wait until one of several patterns matches: regular expressions as
    /// `&str`, [`Pattern`](crate::session::Pattern)s, or a
    /// [`PatternSet`](crate::session::PatternSet), compiled once for all
    /// connections. To leave the match unread call [`Expect::peek`] on it.
    ///
    /// # Errors
    /// `InvalidInput` if one of them is no pattern.
    pub fn expect(
        &self,
        patterns: impl Patterns,
        timeouts: impl Into<Timeouts>,
    ) -> io::Result<Expect> {
        Ok(Expect::new(&self.pattern_set(patterns)?, timeouts))
    }

    /// A login, whose result is what the host said through the prompt.
    #[must_use]
    pub fn login(
        &self,
        cli: &Cli,
        user: impl AsRef<[u8]>,
        password: impl AsRef<[u8]>,
        timeouts: impl Into<Timeouts>,
    ) -> Login {
        Login::new(cli, user, password, timeouts)
    }

    /// A command, whose result is its output without echo, prompt, and the
    /// questions of a pager.
    #[must_use]
    pub fn run(
        &self,
        cli: &Cli,
        line: impl AsRef<[u8]>,
        timeouts: impl Into<Timeouts>,
    ) -> Run {
        Run::new(cli, line, timeouts)
    }
}
