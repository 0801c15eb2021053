//! Whether the line that stands is the prompt.

use std::ops::Range;

use super::cli::{Cli, Named};
use super::prompt::{Likeness, likeness, second};
use super::silence::Silence;

/// A prompt that stands at the end of what came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// Up to where in the line the output goes.
    pub(super) text: usize,
    /// Where in the line the prompt is.
    pub(super) prompt: Range<usize>,
    /// So many lines before it belong to it.
    pub(super) lines: usize,
    /// What has to follow.
    pub(super) silence: Silence,
}

/// What a line is compared with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    pub(super) cli: &'a Cli,
    /// The prompt that stood last; empty if there was none.
    pub(super) prompt: &'a [u8],
    /// Those that stood before.
    pub(super) prompts: &'a [Vec<u8>],
    /// The lines before it, each with LF.
    pub(super) before: &'a [u8],
    /// The line is all of the current line: it was not too long.
    pub(super) is_whole: bool,
}

impl Known<'_> {
    /// The prompt, if the line is the one that stood last, or one of the same
    /// host.
    pub(super) fn same(&self, line: &[u8]) -> Option<Standing> {
        let known = self.prompt.trim_ascii();
        let is_known =
            |it: &[u8]| !known.is_empty() && it.trim_ascii() == known;
        if let Some(at) = second(line, is_known).filter(|_| self.is_whole) {
            let same = line.get(at..) == Some(self.prompt);
            let silence = if same { Silence::None } else { Silence::Usual };
            return Some(Standing::at(0, at..line.len(), silence));
        }
        // The output did not end its line, and the prompt is behind it.
        let is_tail = !known.is_empty()
            && line.trim_ascii_end().ends_with(known)
            && line.trim_ascii() != known;
        if is_tail && self.is_whole && self.has_stood(line) {
            return Some(Standing::whole(line, Silence::Usual));
        }
        if is_tail {
            let end = line.trim_ascii_end().len();
            let at = end - known.len();
            return Some(Standing::at(at, at..line.len(), Silence::Long));
        }
        let silence = match likeness(self.prompt, line) {
            _ if !self.is_whole => return None,
            Likeness::Same => Silence::None,
            Likeness::Blanks => Silence::Usual,
            // It has stood before, or it may be the begin of another one.
            Likeness::Family if self.has_stood(line) => Silence::Usual,
            Likeness::Begin | Likeness::Family => Silence::Long,
            Likeness::Shape | Likeness::None => return None,
        };
        Some(Standing::whole(line, silence))
    }

    /// The prompt, if the line looks like one.
    pub(super) fn other(&self, line: &[u8]) -> Option<Standing> {
        let is_first = self.prompt.is_empty();
        let named = self.cli.named(line, self.before);
        if self.is_whole {
            if let Some(Named::Whole(lines)) = named {
                let whole = Standing::whole(line, Silence::Usual);
                return Some(Standing { lines, ..whole });
            }
            let is_prompt = |it: &[u8]| self.cli.is_prompt(it);
            if let Some(at) = second(line, is_prompt) {
                return Some(Standing::at(0, at..line.len(), Silence::Usual));
            }
            if let Some(silence) = self.unnamed(line, is_first) {
                return Some(Standing::whole(line, silence));
            }
        }
        let end = |at: usize, silence| {
            Some(Standing::at(at, at..line.len(), silence))
        };
        match named {
            Some(Named::End(at)) => return end(at, Silence::Usual),
            Some(Named::Tail(at)) => return end(at, Silence::Long),
            Some(Named::Whole(_)) | None => {}
        }
        if !is_first {
            return None;
        }
        Cli::tail(line).and_then(|at| end(at, Silence::Long))
    }

    fn has_stood(&self, line: &[u8]) -> bool {
        self.prompts.iter().any(|it| it == line)
    }

    /// How sure a prompt is that was not named.
    fn unnamed(&self, line: &[u8], is_first: bool) -> Option<Silence> {
        if self.cli.has_named() {
            return None;
        }
        let is_like = likeness(self.prompt, line) == Likeness::Shape;
        if is_like {
            Some(Silence::Long)
        } else if self.cli.is_prompt(line) {
            Some(if is_first { Silence::Usual } else { Silence::Longest })
        } else {
            (is_first && Cli::is_lone(line)).then_some(Silence::Longest)
        }
    }
}

impl Standing {
    fn at(text: usize, prompt: Range<usize>, silence: Silence) -> Self {
        Self { text, prompt, lines: 0, silence }
    }

    /// The same in a line with so many octets more before it.
    pub(super) fn behind(self, before: usize) -> Self {
        let Range { start, end } = self.prompt;
        let prompt = start + before..end + before;
        Self { text: self.text + before, prompt, ..self }
    }

    pub(super) fn whole(line: &[u8], silence: Silence) -> Self {
        Self::at(0, 0..line.len(), silence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_was_cut_is_no_prompt_but_may_end_with_one() {
        let cli = Cli::default();
        let prompts = [b"R1#".to_vec()];
        let prompt = b"R1#".as_slice();
        let known = |is_whole| {
            let (before, prompts) = (&b""[..], &prompts[..]);
            Known { cli: &cli, prompt, prompts, before, is_whole }
        };
        for line in [&b"R1#"[..], b"R1# ", b"R1(config)#"] {
            assert!(known(true).same(line).is_some());
            assert_eq!(known(false).same(line), None, "{line:?}");
        }
        // Twice it is the prompt, of a line that was cut the end of that.
        let whole = Standing::at(0, 3..6, Silence::None);
        assert_eq!(known(true).same(b"R1#R1#"), Some(whole));
        for line in [b"R1#R1#", b"outR1#"] {
            let tail = Standing::at(3, 3..6, Silence::Long);
            assert_eq!(known(false).same(line), Some(tail));
        }
    }

    #[test]
    fn all_that_stands_moves_with_what_is_before_it() {
        let moved = Standing::at(2, 3..5, Silence::Usual).behind(7);
        assert_eq!(moved, Standing::at(9, 10..12, Silence::Usual));
    }
}
