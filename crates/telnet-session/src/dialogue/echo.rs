//! The line that comes back.

use super::cli::Cli;
use super::prompt::{Likeness, likeness};
use super::typed::Typed;

/// What a line that ended is, while the one that was typed is to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The line that was typed, behind so many octets: a prompt, blanks.
    Echo { behind: usize },
    /// The line on which it was typed, with something else on it. It is the
    /// echo if that does not come: the host has completed it, or put
    /// something else in its place.
    Perhaps,
    /// Something else.
    Other,
}

/// What is known of the host.
#[derive(Clone, Copy, Debug)]
pub(super) struct Host<'a> {
    pub(super) cli: &'a Cli,
    /// Its prompt, if one has stood.
    pub(super) prompt: &'a [u8],
    /// It has said that it echoes.
    pub(super) will_echo: bool,
    /// It has said so, or was seen to.
    pub(super) echoes: bool,
}

/// Looks for the line that was typed among the lines that come then.
#[derive(Debug)]
pub(super) struct Echo {
    line: Vec<u8>,
    /// The line as it stood when it was typed, without blanks at its end.
    base: Vec<u8>,
    typed: Typed,
    /// No line but blank ones has ended.
    is_first: bool,
}

/// A tail behind a scroll mark has to be so long.
const TAIL: usize = 8;

impl Echo {
    pub(super) fn new(line: &[u8], base: &[u8]) -> Self {
        let line = line.trim_ascii_end();
        Self {
            line: line.to_vec(),
            base: base.trim_ascii_end().to_vec(),
            typed: Typed::new(line),
            is_first: true,
        }
    }

    /// Whether a line is the one on which it was typed, and nothing more.
    pub(super) fn is_base(&self, line: &[u8]) -> bool {
        !self.base.is_empty() && line.trim_ascii_end() == self.base
    }

    /// Whether the begin of what was typed has come.
    pub(super) fn is_under_way(&self) -> bool {
        self.typed.is_under_way()
    }

    /// Takes what came, before [`judge`](Self::judge) is asked of its line.
    /// Whether it ends what was typed.
    pub(super) fn take(&mut self, raw: &[u8]) -> bool {
        self.typed.take(raw)
    }

    /// A line has ended.
    pub(super) fn judge(
        &mut self,
        line: &[u8],
        is_typed: bool,
        host: &Host<'_>,
    ) -> Kind {
        let shown = line.trim_ascii_end();
        let is_first = self.is_first;
        self.is_first &= shown.is_empty();
        let bare = is_first || host.echoes;
        if let Some(behind) = self.behind(shown) {
            let before = shown.get(..behind).unwrap_or_default();
            if self.is_prompt(before, host, bare) {
                return Kind::Echo { behind };
            }
        }
        if is_typed && bare {
            let behind =
                if shown.starts_with(&self.base) { self.base.len() } else { 0 };
            return Kind::Echo { behind };
        }
        if is_first && host.will_echo && !shown.is_empty() {
            return self.perhaps(shown, host);
        }
        Kind::Other
    }

    /// The first line, where the host echoes.
    fn perhaps(&self, shown: &[u8], host: &Host<'_>) -> Kind {
        let is_prompt = self.base.is_empty()
            || likeness(host.prompt, &self.base) != Likeness::None
            || host.cli.is_prompt(&self.base);
        let Some(rest) = shown.strip_prefix(&self.base[..]) else {
            return Kind::Other;
        };
        if !is_prompt {
            return Kind::Other;
        }
        // Nothing was typed there yet, or not all of it: something came
        // between.
        let typed = rest.trim_ascii();
        if self.line.starts_with(typed) {
            return Kind::Perhaps;
        }
        let blank = rest.starts_with(b" ") && !self.line.starts_with(b" ");
        Kind::Echo { behind: self.base.len() + usize::from(blank) }
    }

    /// Behind how many octets of a line that was typed stands, or its tail
    /// behind a scroll mark.
    fn behind(&self, shown: &[u8]) -> Option<usize> {
        let same = |at: &usize| {
            let tail = shown.get(*at..).unwrap_or_default();
            tail.eq_ignore_ascii_case(&self.line)
        };
        let whole = shown.len().checked_sub(self.line.len());
        whole.filter(same).or_else(|| self.scrolled(shown))
    }

    /// A host scrolls a long line left, and marks that with a sign at its
    /// begin: `R1#$version of it`.
    fn scrolled(&self, shown: &[u8]) -> Option<usize> {
        let is_mark = |it: &u8| matches!(it, b'$' | b'<');
        let marks = shown.iter().enumerate().filter(|(_, it)| is_mark(it));
        marks.map(|(at, _)| at).find(|at| {
            let tail = shown.get(at + 1..).unwrap_or_default();
            tail.len() >= TAIL && self.line.ends_with(tail)
        })
    }

    /// Whether what stands before what was typed is a prompt, or nothing.
    fn is_prompt(&self, before: &[u8], host: &Host<'_>, bare: bool) -> bool {
        let before = before.trim_ascii();
        let known = host.prompt.trim_ascii();
        if before.is_empty() {
            return bare || known.is_empty() && self.line.is_empty();
        }
        let base = self.base.trim_ascii_start();
        !base.is_empty() && before.starts_with(base)
            || !known.is_empty() && before.ends_with(known)
            || matches!(
                likeness(known, before),
                Likeness::Same | Likeness::Blanks | Likeness::Family
            )
            || host.cli.is_prompt(before)
    }
}
