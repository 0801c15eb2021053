//! Questions that any dialogue answers.

use std::time::{Duration, Instant};

use bytes::Bytes;
use telnet_proto::encode;

use super::cli::Cli;
use super::patterns::Answer;
use super::silence::LONG;
use super::talk::Talk;
use crate::error::OutputFullError;
use crate::session::Session;
use crate::wait::QUIET;

/// What a line asks that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// A pager asks, from an octet of the line on; the key.
    Page(usize, Bytes),
    /// Something that this answers, from an octet of the line on.
    Answer(usize, Answer),
    /// Something that nothing answers.
    Asked,
    /// Something, as it seems: more may follow.
    Open,
}

impl Turn {
    /// The same, but that a pager is told to quit.
    pub(super) fn quitting(self) -> Self {
        match self {
            Self::Page(at, _) => Self::Page(at, Bytes::from_static(b"q")),
            Self::Answer(..) | Self::Asked | Self::Open => self,
        }
    }
}

/// What a line asks, once it is sure: a question that is all of the line
/// counts when no more is there to be read, one behind other text or one that
/// may go on after a silence, and one that ends the dialogue after a long one.
///
/// `line` is the line that stands, from an octet on.
pub(super) fn asked(
    cli: &Cli,
    talk: &mut Talk,
    from: usize,
    line: &[u8],
    session: &Session,
    now: Instant,
) -> Option<Turn> {
    let again = talk.is_asked_again(line);
    let views = talk.views(from, line);
    views.iter().find_map(|shown| {
        let wait = |from: usize| {
            let before = shown.get(..from).unwrap_or_default();
            match shown.trim_ascii().len() {
                // A sign alone, as `:`, begins many a line of output.
                1 if !again => LONG,
                1 => QUIET,
                _ if before.trim_ascii().is_empty() => Duration::ZERO,
                _ => QUIET,
            }
        };
        let (turn, time) = if let Some((from, key)) = cli.pager(shown) {
            (Turn::Page(from, key.clone()), wait(from))
        } else {
            let asked = cli.asked(shown)?;
            match asked.answer {
                Answer::Caller if session.is_eof() => return None,
                Answer::Caller => (Turn::Asked, LONG),
                it @ (Answer::Key(_) | Answer::Line(_)) => {
                    let turn = Turn::Answer(asked.from, it.clone());
                    (turn, wait(asked.from).max(last_word(shown)))
                }
            }
        };
        Some(if talk.is_silent_for(time, session, now) {
            turn
        } else {
            Turn::Open
        })
    })
}

/// How long a question has to stand that may go on with another word, as
/// `Press <enter>` does with `for 1 line, <space> for one page`.
fn last_word(question: &[u8]) -> Duration {
    match question.trim_ascii_end().last() {
        Some(b'>') => QUIET,
        Some(it) if it.is_ascii_alphanumeric() => QUIET,
        Some(_) | None => Duration::ZERO,
    }
}

/// What a host asks that logs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub(super) enum Credential {
    User,
    Password,
}

/// Which of the two a line asks for.
pub(super) fn asked_credential(
    cli: &Cli,
    talk: &Talk,
    from: usize,
    line: &[u8],
) -> Option<Credential> {
    talk.views(from, line).iter().find_map(|shown| {
        if cli.asks_user(shown) {
            Some(Credential::User)
        } else {
            cli.asks_password(shown).then_some(Credential::Password)
        }
    })
}

/// Sends an answer.
pub(super) fn answer(
    session: &mut Session,
    answer: &Answer,
) -> Result<(), OutputFullError> {
    match answer {
        Answer::Key(key) => press(session, key),
        Answer::Line(line) => session.send_line(line),
        Answer::Caller => Ok(()),
    }
}

/// Sends a key.
pub(super) fn press(
    session: &mut Session,
    key: &[u8],
) -> Result<(), OutputFullError> {
    session.check_output(encode::escape(key))?;
    let _all = session.send(key);
    Ok(())
}
