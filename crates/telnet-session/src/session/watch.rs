//! Watching a connection: events and the trace.

use std::io::Write;

use crate::session::Session;
use crate::watch::Trace;
use crate::watch::{Event, EventKind};

impl Session {
    /// The next event, if any. Always `None` unless
    /// [`Config::events`](crate::Config::events) is on; then it must be called
    /// now and then, or input stops at
    /// [`Config::max_events`](crate::Config::max_events).
    pub fn poll_event(&mut self) -> Option<Event> {
        let event = self.events.pop_front()?;
        if let EventKind::Subnegotiation { payload, .. } = &event.kind {
            self.event_octets -= payload.len();
        }
        self.resume();
        Some(event)
    }

    /// Shows everything that crosses the wire to `sink`. Octets are escaped
    /// when displayed; what we send is left out while the peer echoes for us,
    /// for it may be a password, and so is what comes behind a password, up to
    /// the end of the line, for it may be its echo.
    pub fn set_trace(&mut self, sink: impl FnMut(&Trace<'_>) + Send + 'static) {
        self.tracer.set(Some(Box::new(sink)));
    }

    /// Above 0, writes the trace to `out`, each line with `label` in front, as
    /// telnetlib does; 0 ends it, and from 2 on octets are shown as they come,
    /// too.
    pub fn set_debuglevel(
        &mut self,
        level: u32,
        label: &str,
        mut out: impl Write + Send + 'static,
    ) {
        if level == 0 {
            return self.clear_trace();
        }
        self.trace_octets(level > 1);
        let label = label.to_owned();
        self.set_trace(move |line| {
            // A trace that cannot be written is no reason to stop.
            let _unseen = writeln!(out, "Telnet({label}): {line}");
        });
    }

    /// Whether the trace shows octets as they come as well, before anything is
    /// made of them: [`Trace::Octets`].
    pub const fn trace_octets(&mut self, on: bool) {
        self.tracer.set_octets(on);
    }

    /// Ends the trace.
    pub fn clear_trace(&mut self) {
        self.tracer.set(None);
    }

    /// Sends a line of the caller's to the trace: telnetlib's `msg`.
    pub fn msg(&mut self, line: std::fmt::Arguments<'_>) {
        self.tracer.line(&Trace::Message(line));
    }

    /// The connection was closed, by the peer or by us.
    pub(crate) fn trace_end(&mut self, by_peer: bool) {
        match (self.config.telnetlib, by_peer) {
            (false, true) => self.tracer.line(&Trace::Eof),
            (false, false) => self.tracer.line(&Trace::Closed),
            (true, true) => self.msg(format_args!("recv b''")),
            // telnetlib said nothing of its own close.
            (true, false) => {}
        }
    }

    pub(crate) fn note(&mut self, kind: EventKind) {
        if self.config.events && !self.config.telnetlib {
            if let EventKind::Subnegotiation { payload, .. } = &kind {
                self.event_octets += payload.len();
            }
            let offset = self.inbox.end_offset();
            self.events.push_back(Event { offset, kind });
        }
    }
}
