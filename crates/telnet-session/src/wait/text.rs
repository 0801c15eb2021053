//! The reads and the send of text as strings.

use std::borrow::Cow;
use std::io;
use std::task::Poll;
use std::time::Instant;

use super::event::Received;
use super::patience::Patience;
use super::{Timeouts, Wait};
use crate::error::TimedOutError;
use crate::session::Session;

/// Waits for at least one character of text, or the end of the stream.
///
/// Ends with all the text there is, decoded as
/// [`Session::take_text`](crate::Session::take_text) does; it is empty at the end
/// of the stream and nowhere else.
#[derive(Clone, Copy, Debug)]
pub struct ReadText {
    patience: Patience,
}

impl ReadText {
    /// Waits for as long as the timeouts say; what they say of a silence is
    /// of no account.
    #[must_use]
    pub fn new(timeouts: impl Into<Timeouts>) -> Self {
        Self { patience: Patience::new(timeouts.into()) }
    }
}

impl Wait for ReadText {
    type Output = Result<String, TimedOutError>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.patience.poll(session, now);
        loop {
            let text = session.take_text();
            // What was stalled has become text meanwhile.
            let is_over = session.is_eof() && session.unread().is_empty();
            if !text.is_empty() || is_over {
                return Poll::Ready(Ok(text));
            }
            if session.unread().is_empty() {
                break;
            }
        }
        self.patience.waiting(session, now)
    }

    fn deadline(&self) -> Option<Instant> {
        self.patience.deadline()
    }
}

/// Waits for text or an [`Event`](crate::Event), as
/// [`ReadNext`](super::ReadNext) does, with the text decoded.
///
/// A character whose octets have an event amid them is given behind that, but
/// none goes on behind a GA, an EOR or another character set.
#[derive(Clone, Copy, Debug)]
pub struct ReadNextText {
    patience: Patience,
}

impl ReadNextText {
    /// Waits for as long as the timeouts say; what they say of a silence is
    /// of no account, and `idle` is about text.
    #[must_use]
    pub fn new(timeouts: impl Into<Timeouts>) -> Self {
        Self { patience: Patience::new(timeouts.into()) }
    }
}

impl Wait for ReadNextText {
    type Output = io::Result<Option<Received<String>>>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.patience.poll(session, now);
        loop {
            let octets = session.text_before_event();
            let text = if octets > 0 {
                session.take_text_of(octets)
            } else if session.text_ends_here() {
                session.finish_text()
            } else {
                String::new()
            };
            if !text.is_empty() {
                return Poll::Ready(Ok(Some(Received::Text(text))));
            }
            if octets == 0 {
                break;
            }
        }
        let event = session.poll_event();
        if event.is_some() || session.is_eof() {
            return Poll::Ready(Ok(event.map(Received::Event)));
        }
        self.patience.waiting(session, now)
    }

    fn deadline(&self) -> Option<Instant> {
        self.patience.deadline()
    }
}

/// Waits until a text was transmitted, in the
/// [encoding](crate::Session::text_encoding) of the moment at which it is first
/// polled.
///
/// A character that this has not is an
/// [`UnmappableError`](crate::encoding::UnmappableError), and nothing is sent.
#[derive(Clone, Debug)]
pub struct SendText<'a> {
    text: &'a str,
    kind: Kind,
    /// What is to be sent, and how much of it is queued.
    octets: Option<(Cow<'a, [u8]>, usize)>,
    patience: Patience,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Data,
    Line,
    Prompt,
}

impl<'a> SendText<'a> {
    /// Sends `text`, its line ends left alone, at most until the deadline of
    /// `timeouts`.
    #[must_use]
    pub fn new(text: &'a str, timeouts: impl Into<Timeouts>) -> Self {
        let patience = Patience::until(timeouts);
        Self { text, kind: Kind::Data, octets: None, patience }
    }

    /// Sends it as a line, as [`send_line`](crate::Session::send_line) does.
    #[must_use]
    pub fn line(text: &'a str, timeouts: impl Into<Timeouts>) -> Self {
        Self { kind: Kind::Line, ..Self::new(text, timeouts) }
    }

    /// Sends it as a prompt, as [`send_prompt`](crate::Session::send_prompt)
    /// does.
    #[must_use]
    pub fn prompt(text: &'a str, timeouts: impl Into<Timeouts>) -> Self {
        Self { kind: Kind::Prompt, ..Self::new(text, timeouts) }
    }
}

impl Wait for SendText<'_> {
    type Output = io::Result<()>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.patience.poll(session, now);
        let (octets, queued) = match &mut self.octets {
            Some(octets) => octets,
            none => match session.text_encoding().encode(self.text) {
                Ok(octets) => none.insert((octets, 0)),
                Err(error) => return Poll::Ready(Err(error.into())),
            },
        };
        // An empty line is one item, too.
        let len = octets.len().max(1);
        if *queued < len {
            let sent = match self.kind {
                Kind::Data => {
                    let rest = octets.get(*queued..).unwrap_or_default();
                    *queued += session.send_part(rest);
                    *queued = if octets.is_empty() { len } else { *queued };
                    Ok(())
                }
                Kind::Line => session.send_line(octets).map(|()| *queued = len),
                Kind::Prompt => {
                    session.send_prompt(octets).map(|()| *queued = len)
                }
            };
            match sent {
                Err(error) if !session.wants_write() => {
                    return Poll::Ready(Err(error.into()));
                }
                Ok(()) | Err(_) => {}
            }
        }
        self.patience.sending(session, (*queued, len), now)
    }

    fn deadline(&self) -> Option<Instant> {
        self.patience.deadline()
    }
}
