//! The fields of a configuration, set one behind the other.

use std::time::Duration;

use bytes::Bytes;
use telnet_proto::nvt::Newline;
use telnet_proto::sub::Role;
use telnet_proto::sub::naws::WindowSize;

use super::Config;
use crate::heartbeat::Heartbeat;

impl Config {
    /// The cap on unread text, in octets: see [the
    /// field](Self#structfield.max_unread).
    #[must_use]
    pub const fn max_unread(mut self, max_unread: usize) -> Self {
        self.max_unread = max_unread;
        self
    }

    /// The cap on unsent output, in octets: see [the
    /// field](Self#structfield.max_output).
    #[must_use]
    pub const fn max_output(mut self, max_output: usize) -> Self {
        self.max_output = max_output;
        self
    }

    /// The cap on payloads, in octets: see [the
    /// field](Self#structfield.max_subnegotiation).
    #[must_use]
    pub const fn max_subnegotiation(
        mut self,
        max_subnegotiation: usize,
    ) -> Self {
        self.max_subnegotiation = max_subnegotiation;
        self
    }

    /// How many changes of options the peer may cause: see [the
    /// field](Self#structfield.max_option_changes).
    #[must_use]
    pub const fn max_option_changes(mut self, max_option_changes: u32) -> Self {
        self.max_option_changes = max_option_changes;
        self
    }

    /// The cap on queued events: see [the field](Self#structfield.max_events).
    #[must_use]
    pub const fn max_events(mut self, max_events: usize) -> Self {
        self.max_events = max_events;
        self
    }

    /// The cap on a line that a user types, in octets: see [the
    /// field](Self#structfield.max_line).
    #[must_use]
    pub const fn max_line(mut self, max_line: u16) -> Self {
        self.max_line = max_line;
        self
    }

    /// How many lines that a user has typed are kept: see [the
    /// field](Self#structfield.max_history).
    #[must_use]
    pub const fn max_history(mut self, max_history: u16) -> Self {
        self.max_history = max_history;
        self
    }

    /// For how long a Synch discards text without its mark: see [the
    /// field](Self#structfield.synch_timeout).
    #[must_use]
    pub const fn synch_timeout(mut self, synch_timeout: Duration) -> Self {
        self.synch_timeout = synch_timeout;
        self
    }

    /// Whether events are queued: see [the field](Self#structfield.events).
    #[must_use]
    pub const fn events(mut self, events: bool) -> Self {
        self.events = events;
        self
    }

    /// What `send_line` ends a line with: see [the field](Self#structfield.newline).
    #[must_use]
    pub const fn newline(mut self, newline: Newline) -> Self {
        self.newline = newline;
        self
    }

    /// What AYT is answered by, as text: see [the
    /// field](Self#structfield.ayt_answer).
    #[must_use]
    pub fn ayt_answer(mut self, ayt_answer: impl Into<Bytes>) -> Self {
        self.ayt_answer = Some(ayt_answer.into());
        self
    }

    /// Whether AO drops the text that is queued: see [the
    /// field](Self#structfield.abort_output).
    #[must_use]
    pub const fn abort_output(mut self, abort_output: bool) -> Self {
        self.abort_output = abort_output;
        self
    }

    /// Whether escape sequences are taken out of text: see [the
    /// field](Self#structfield.strip_ansi).
    #[must_use]
    pub const fn strip_ansi(mut self, strip_ansi: bool) -> Self {
        self.strip_ansi = strip_ansi;
        self
    }

    /// Whether the peer is asked for what it can tell of itself: see [the
    /// field](Self#structfield.ask_peer).
    #[must_use]
    pub const fn ask_peer(mut self, ask_peer: bool) -> Self {
        self.ask_peer = ask_peer;
        self
    }

    /// Which end this one is: see [the field](Self#structfield.role).
    #[must_use]
    pub const fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// The window size to tell the peer: see [the
    /// field](Self#structfield.window_size).
    #[must_use]
    pub const fn window_size(mut self, window_size: WindowSize) -> Self {
        self.window_size = Some(window_size);
        self
    }

    /// What is sent while the peer is silent: see [the
    /// field](Self#structfield.heartbeat).
    #[must_use]
    pub const fn heartbeat(mut self, heartbeat: Heartbeat) -> Self {
        self.heartbeat = Some(heartbeat);
        self
    }
}
