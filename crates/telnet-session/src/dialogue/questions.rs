//! Answering what the line asks, once.

use std::time::Instant;

use super::answered::{Answered, Rest};
use super::cli::Cli;
use super::failure::Failure;
use super::talk::Talk;
use super::turn::{Turn, answer, press};
use crate::session::Session;

/// In all of these `said` is how much text there is before the line.
impl Talk {
    /// Answers what a line asks, from an octet of it on.
    pub(super) fn take_turn(
        &mut self,
        turn: Turn,
        from: usize,
        said: usize,
        session: &mut Session,
        now: Instant,
    ) -> Result<(), Failure> {
        let line = self.line();
        let at = match turn {
            Turn::Open => return Ok(()),
            Turn::Asked => {
                let question = line.get(from..).unwrap_or_default();
                return Err(Failure::Asked(question.to_vec()));
            }
            Turn::Page(at, key) => {
                press(session, &key)?;
                self.take_question(from + at);
                from + at
            }
            Turn::Answer(at, it) => {
                answer(session, &it)?;
                from + at
            }
        };
        self.has_answered(line, at, said, now);
        Ok(())
    }

    /// What a line asks, from an octet of it on, was answered `now`.
    pub(super) fn has_answered(
        &mut self,
        asked: Vec<u8>,
        from: usize,
        said: usize,
        now: Instant,
    ) {
        let shown = self.line();
        self.answered = Some(Answered::new(said, asked, from, shown));
        self.sent(now);
    }

    /// So much of the text before the line was taken away.
    pub(super) fn forget(&mut self, octets: usize) {
        if let Some(it) = &mut self.answered {
            it.forget(octets);
        }
    }

    /// How much of the line was answered already.
    pub(super) fn behind_answer(&self, said: usize, line: &[u8]) -> usize {
        self.answered.as_ref().map_or(0, |it| it.len_in(said, line))
    }

    /// Whether a line asks what was answered last.
    pub(super) fn is_asked_again(&self, line: &[u8]) -> bool {
        self.answered.as_ref().is_some_and(|it| it.is_asked_by(line))
    }

    /// Whether a line only goes on with the question that was answered.
    pub(super) fn goes_on(
        &mut self,
        cli: &Cli,
        said: usize,
        line: &[u8],
    ) -> bool {
        let rest =
            self.answered.as_ref().and_then(|it| it.rest(cli, said, line));
        let Some(Rest { asked, from, is_page }) = rest else { return false };
        if is_page {
            self.take_question(from);
        }
        let shown = self.line();
        self.answered = Some(Answered::new(said, asked, from, shown));
        true
    }

    /// Text comes, and maybe the rest of the question that was answered is the
    /// begin of it; what follows that. Lines that end go to `lines`.
    pub(super) fn show_rest<'t>(
        &mut self,
        cli: &Cli,
        text: &'t [u8],
        lines: &mut Vec<u8>,
    ) -> &'t [u8] {
        let said = lines.len();
        if self.answered.as_ref().is_none_or(|it| !it.is_in_line(said)) {
            return text;
        }
        let end = text.iter().position(u8::is_ascii_control);
        let (plain, rest) = text.split_at(end.unwrap_or(text.len()));
        if !plain.is_empty() {
            self.screen.write(plain, lines);
            let line = self.line();
            let _is_question = self.goes_on(cli, lines.len(), &line);
        }
        rest
    }
}
