//! What all dialogues do: look at what comes as a terminal shows it, until
//! nothing comes.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::answered::Answered;
use super::silence::Silence;
use crate::outcome::Cause;
use crate::session::Session;
use crate::terminal::Screen;
use crate::text::Place;
use crate::wait::Patience;
use crate::wait::Timeouts;

/// A line that is longer is no prompt; its end may be, in octets.
pub(super) const LONGEST: usize = 1024;

/// The host's side of a dialogue.
///
/// What the dialogue has made use of stays unread until it ends, so that none
/// of it is lost if it is dropped before.
pub(super) struct Talk {
    patience: Patience,
    pub(super) screen: Screen,
    /// Up to where the screen has what came; none before the dialogue begins.
    seen: Option<Place>,
    /// The question that was answered last.
    pub(super) answered: Option<Answered>,
    /// When a line was sent, until something comes.
    sent: Option<Instant>,
    trip: Option<Duration>,
}

impl Talk {
    /// The timeouts are for all of it.
    pub(super) fn new(timeouts: Timeouts) -> Self {
        Self {
            patience: Patience::new(timeouts),
            screen: Screen::default(),
            seen: None,
            answered: None,
            sent: None,
            trip: None,
        }
    }

    /// Whether it has begun.
    pub(super) const fn has_begun(&self) -> bool {
        self.seen.is_some()
    }

    /// It begins, where the dialogue before it has ended.
    pub(super) fn begin(&mut self, session: &mut Session) {
        let offset = session.offset();
        let console = session.console();
        self.screen = console.screen().clone();
        self.trip = console.trip();
        self.seen = Some(console.place(offset));
    }

    /// It is polled `now`: the place from which on something has come since
    /// the last time.
    pub(super) fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Option<Place> {
        self.patience.poll(session, now);
        let from = self.seen();
        let to = session.inbox().end();
        self.seen = Some(to);
        if to == from {
            return None;
        }
        if let Some(sent) = self.sent.take() {
            let trip = now.saturating_duration_since(sent);
            self.trip = Some(self.trip.map_or(trip, |it| it.max(trip)));
        }
        Some(from)
    }

    /// Shows what came from a place on. The lines that end in it are appended
    /// to `lines`.
    pub(super) fn show(
        &mut self,
        session: &Session,
        from: Place,
        lines: &mut Vec<u8>,
    ) {
        for text in session.inbox().all_from(from, self.seen().text()) {
            self.screen.write(text, lines);
        }
    }

    /// Something was sent `now`.
    pub(super) fn sent(&mut self, now: Instant) {
        self.patience.restart(now);
        self.sent = Some(now);
    }

    /// Whether the line is complete, as far as a silence can tell: if not, it
    /// is looked at again at the end of that time.
    pub(super) fn is_silent(
        &mut self,
        silence: Silence,
        session: &Session,
        now: Instant,
    ) -> bool {
        if self.is_end(session) {
            return true;
        }
        let time = silence.time(self.patience.quiet(), self.trip);
        time.is_some_and(|time| self.patience.is_silent(time, now))
    }

    /// The same for what is no prompt: whatever was said of silences.
    pub(super) fn is_silent_for(
        &mut self,
        time: Duration,
        session: &Session,
        now: Instant,
    ) -> bool {
        self.is_end(session) || self.patience.is_silent(time, now)
    }

    /// Whether nothing has come for so long, whatever the host's marks say.
    pub(super) fn is_quiet_for(
        &mut self,
        time: Duration,
        now: Instant,
    ) -> bool {
        self.patience.is_silent(time, now)
    }

    /// Whether the host says that this is an end: by a mark, or for good.
    pub(super) fn is_end(&self, session: &Session) -> bool {
        let mark = session.inbox().marks().back();
        session.is_eof() || mark == Some(&self.seen().text())
    }

    /// Whether the last look brought nothing.
    pub(super) const fn has_looked(&self) -> bool {
        self.patience.has_looked()
    }

    /// Something has come: it is looked at again at once, for more.
    pub(super) fn look_again(&mut self, now: Instant) {
        self.patience.look_again(now);
    }

    /// Why it is over for want of time, if it is.
    pub(super) fn is_late(&mut self, now: Instant) -> Option<Cause> {
        self.patience.is_over_and_all_seen(now)
    }

    /// Why it is over, if it is.
    pub(super) fn is_over(
        &mut self,
        session: &Session,
        now: Instant,
    ) -> Option<Cause> {
        if session.is_eof() && self.seen() == session.inbox().end() {
            return Some(Cause::Eof);
        }
        self.is_late(now)
    }

    /// The current line, as it is shown; of a long one the end.
    pub(super) fn line(&self) -> Vec<u8> {
        let mut line = Vec::new();
        if self.screen.line_len() > 0 {
            self.screen.show(&mut line);
        }
        if line.len() > LONGEST {
            line.drain(..line.len() - LONGEST);
        }
        line
    }

    /// The question that [`line`](Self::line) ends with, from an octet of that
    /// on, was answered: it is taken away.
    pub(super) fn take_question(&mut self, from: usize) {
        let hidden = if self.is_whole() {
            0
        } else {
            let mut line = Vec::new();
            self.screen.show(&mut line);
            line.len().saturating_sub(LONGEST)
        };
        self.screen.take_question(hidden + from);
    }

    /// A line that stands, from an octet on: up to the cursor, and all of it.
    /// A host may write a question over other text.
    pub(super) fn views<'l>(
        &self,
        from: usize,
        line: &'l [u8],
    ) -> [Cow<'l, [u8]>; 2] {
        let mut before = Vec::new();
        if self.is_whole() {
            self.screen.show_to_cursor(&mut before);
        }
        let before = before.get(from..).unwrap_or_default().to_vec();
        [before.into(), line.into()]
    }

    /// Whether [`line`](Self::line) is all of the current line.
    pub(super) fn is_whole(&self) -> bool {
        self.screen.is_whole() && self.screen.line_len() <= LONGEST
    }

    /// What it has made use of is read; it goes on.
    pub(super) fn read(&self, session: &mut Session) {
        let _raw = self.end(session, u64::MAX);
    }

    /// What it has made use of is read, and handed out from a stream offset
    /// on. The next dialogue begins here.
    pub(super) fn end(&self, session: &mut Session, from: u64) -> Bytes {
        let offset = session.offset();
        let seen = self.seen().text();
        let len = |to: u64| {
            usize::try_from(to.saturating_sub(offset)).unwrap_or(usize::MAX)
        };
        let (before, all) = (len(from.min(seen)), len(seen));
        let raw = session.take_seen(before, all - before);
        let console = session.console();
        console.leave(&self.screen, self.seen());
        console.set_trip(self.trip);
        raw
    }

    /// It has what came up to a place.
    pub(super) const fn see(&mut self, place: Place) {
        self.seen = Some(place);
    }

    /// Up to where it has what came.
    pub(super) fn seen(&self) -> Place {
        self.seen.unwrap_or_default()
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.patience.deadline()
    }
}
