//! A question that was answered, in pieces or drawn again.

use super::cli::Cli;
use super::patterns::Answer;

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
pub(super) struct Rest {
    /// The line with all of it.
    pub(super) asked: Vec<u8>,
    /// Where in it the question begins.
    pub(super) from: usize,
    /// Whether a pager asks.
    pub(super) is_page: bool,
}

/// In all of these `said` is how much text there is before the line.
impl Answered {
    /// A line asked something from an octet of it on, and now it shows `shown`.
    pub(super) const fn new(
        said: usize,
        asked: Vec<u8>,
        from: usize,
        shown: Vec<u8>,
    ) -> Self {
        Self { said, asked, from, shown }
    }

    /// So much of the text before the line was taken away.
    pub(super) const fn forget(&mut self, octets: usize) {
        self.said = self.said.saturating_sub(octets);
    }

    /// Whether it is in the line that has so much text before it.
    pub(super) const fn is_in_line(&self, said: usize) -> bool {
        self.said == said
    }

    /// How much of a line it is.
    pub(super) fn len_in(&self, said: usize, line: &[u8]) -> usize {
        let shown = self.shown.trim_ascii_end();
        let is_it = said == self.said && line.starts_with(shown);
        if is_it { shown.len() } else { 0 }
    }

    /// Whether a line asks it again.
    pub(super) fn is_asked_by(&self, line: &[u8]) -> bool {
        let asked = self.asked.get(self.from..).unwrap_or_default();
        asked.trim_ascii() == line.trim_ascii()
    }

    /// The rest of the question in a line, if that only goes on with it: it came
    /// in pieces, and the first one was a question of its own.
    pub(super) fn rest(
        &self,
        cli: &Cli,
        said: usize,
        line: &[u8],
    ) -> Option<Rest> {
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
        is_it.then_some(Rest { asked, from: self.from, is_page })
    }
}
