//! A question that was answered, in pieces or drawn again.

use std::time::Instant;

use super::cli::Cli;
use super::failure::Failure;
use super::patterns::Answer;
use super::talk::Talk;
use super::turn::{Turn, answer, press};
use crate::session::Session;

/// A question that was answered. It is at the end of the line for a while.
pub(super) struct Answered {
    /// How much text there was before the line.
    said: usize,
    /// The line with the question.
    asked: Vec<u8>,
    /// Where in it the question begins.
    from: usize,
    /// The line since: what a pager asks is taken away.
    shown: Vec<u8>,
}

/// The rest of a question that was answered before it had come.
struct Rest {
    /// The line with all of it.
    asked: Vec<u8>,
    /// Whether a pager asks.
    is_page: bool,
}

impl Answered {
    /// The rest of the question in a line, if that only goes on with it: it came
    /// in pieces, and the first one was a question of its own.
    fn rest(&self, cli: &Cli, said: usize, line: &[u8]) -> Option<Rest> {
        if said != self.said || line.len() <= self.asked.len() {
            return None;
        }
        let (old, more) = line.split_at(self.asked.len());
        if old.trim_ascii_end() != self.shown.trim_ascii_end() {
            return None;
        }
        let asked = [&self.asked, more].concat();
        let page = cli.pager(&asked);
        let is_another = |key| {
            cli.pager(&self.asked).is_some_and(|(_, pressed)| pressed != key)
        };
        if page.is_some_and(|(_, key)| is_another(key)) {
            return None;
        }
        let page = page.map(|(from, _)| from);
        let other = || {
            let it = cli.asked(&asked)?;
            (*it.answer != Answer::Caller).then_some(it.from)
        };
        let is_page = page.is_some();
        let is_it = page.or_else(other)? <= self.from;
        is_it.then_some(Rest { asked, is_page })
    }
}

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
        self.answered = Some(Answered { said, asked, from, shown });
        self.sent(now);
    }

    /// So much of the text before the line was taken away.
    pub(super) fn forget(&mut self, octets: usize) {
        if let Some(it) = &mut self.answered {
            it.said = it.said.saturating_sub(octets);
        }
    }

    /// How much of the line was answered already.
    pub(super) fn behind_answer(&self, said: usize, line: &[u8]) -> usize {
        let Some(it) = &self.answered else { return 0 };
        let shown = it.shown.trim_ascii_end();
        let is_it = said == it.said && line.starts_with(shown);
        if is_it { shown.len() } else { 0 }
    }

    /// Whether a line asks what was answered last.
    pub(super) fn is_asked_again(&self, line: &[u8]) -> bool {
        self.answered.as_ref().is_some_and(|it| {
            let asked = it.asked.get(it.from..).unwrap_or_default();
            asked.trim_ascii() == line.trim_ascii()
        })
    }

    /// Whether a line only goes on with the question that was answered.
    pub(super) fn goes_on(
        &mut self,
        cli: &Cli,
        said: usize,
        line: &[u8],
    ) -> bool {
        let Some(answered) = &self.answered else { return false };
        let from = answered.from;
        let Some(rest) = answered.rest(cli, said, line) else { return false };
        if rest.is_page {
            self.take_question(from);
        }
        let shown = self.line();
        self.answered = Some(Answered { said, asked: rest.asked, from, shown });
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
        if self.answered.as_ref().is_none_or(|it| it.said != said) {
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
