//! Watching a connection: events, the trace, the transcript.

use std::io::{self, Write};

use super::Session;
use crate::watch::{Event, EventKind, Stamp, Trace, Transcript};

impl Session {
    /// The next event, if any. Always `None` unless
    /// [`Config::events`](crate::Config::events) is on; then it must be called
    /// now and then, or input stops at
    /// [`Config::max_events`](crate::Config::max_events).
    pub fn poll_event(&mut self) -> Option<Event> {
        let event = self.watch.next_event()?;
        self.resume();
        Some(event)
    }

    /// How many octets of unread text are before the next event; all, if there is
    /// none.
    pub(crate) fn text_before_event(&self) -> usize {
        let unread = self.unread().len();
        let Some(at) = self.watch.next_event_at() else { return unread };
        let before = at.saturating_sub(self.offset());
        usize::try_from(before).unwrap_or(usize::MAX).min(unread)
    }

    /// Shows everything that crosses the wire to `sink`. Octets are escaped
    /// when displayed; what we send is left out while the peer echoes for us,
    /// for it may be a password, and so is what comes behind a password, up to
    /// the end of the line, for it may be its echo.
    pub fn set_trace(&mut self, sink: impl FnMut(&Trace<'_>) + Send + 'static) {
        self.watch.tracer().set(Some(Box::new(sink)));
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
        self.watch.tracer().set_octets(on);
    }

    /// Ends the trace.
    pub fn clear_trace(&mut self) {
        self.watch.tracer().set(None);
    }

    /// Sends a line of the caller's to the trace: telnetlib's `msg`.
    pub fn msg(&mut self, line: std::fmt::Arguments<'_>) {
        self.watch.tracer().line(&Trace::Message(line));
    }

    /// The connection was closed, by the peer or by us.
    pub(super) fn trace_end(&mut self, by_peer: bool) {
        if let Some(line) = self.config.profile().end(by_peer) {
            self.watch.tracer().line(&line);
        }
    }

    #[inline]
    pub(super) fn note(&mut self, kind: EventKind) {
        if self.watch.queues() {
            self.watch.note(self.text.end_offset(), kind);
        }
    }
}

impl Session {
    /// Writes what a person at the terminal would have seen, from now on, line
    /// by line as each ends: what the host shows, with what it wrote over or
    /// erased in its last state, without escape sequences, lines ended by LF.
    ///
    /// What we send is in it as well, by the host's echo or, where there is
    /// none, as a terminal shows what is typed. A password is not, if it was
    /// sent by [`send_secret_line`](Self::send_secret_line), as dialogues do:
    /// `********` is in its place, also where the host echoes it.
    ///
    /// It ends with [`end_transcript`](Self::end_transcript), or with the
    /// session; the line that stands then is written, too. The writer is not
    /// flushed before that.
    pub fn set_transcript(&mut self, to: impl Write + Send + 'static) {
        self.watch.set_transcript(Transcript::new(Box::new(to), None));
    }

    /// Like [`set_transcript`](Self::set_transcript), with what `stamp` gives at
    /// the begin of each line: the time, say. It is asked when the line ends.
    ///
    /// ```
    /// # use telnet_session::{Config, Session};
    /// # let mut session = Session::new(Config::default());
    /// let start = std::time::Instant::now();
    /// let stamp = move || format!("{:9.3} ", start.elapsed().as_secs_f64());
    /// session.set_stamped_transcript(std::io::stderr(), stamp);
    /// ```
    pub fn set_stamped_transcript(
        &mut self,
        to: impl Write + Send + 'static,
        stamp: impl FnMut() -> String + Send + 'static,
    ) {
        let stamp: Stamp = Box::new(stamp);
        let transcript = Transcript::new(Box::new(to), Some(stamp));
        self.watch.set_transcript(transcript);
    }

    /// Ends the transcript, if there is one.
    ///
    /// # Errors
    /// The first error of writing it: nothing was written since.
    pub fn end_transcript(&mut self) -> io::Result<()> {
        match self.watch.take_transcript() {
            Some(mut transcript) => transcript.finish(),
            None => Ok(()),
        }
    }
}
