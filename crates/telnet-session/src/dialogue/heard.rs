//! What a host says to a line.

use std::ops::Range;

use memchr::{memrchr, memrchr_iter};

use super::cli::Cli;
use super::echo::{Echo, Host, Kind};
use crate::terminal::Screen;

/// What a host says to a line, as it is shown: what came before it, its echo,
/// and the output.
///
/// ```text
///   sent ──▶ lines ──▶ the echo ──▶ lines ──▶ the prompt
///            before               text
/// ```
#[derive(Debug)]
pub(super) struct Heard {
    /// Lines that are not the output: they were there before the echo.
    pub(super) before: Vec<u8>,
    /// The line as it came back.
    pub(super) echo: Vec<u8>,
    /// The output. While the echo is to come, what is here may turn out to be
    /// before it.
    pub(super) text: Vec<u8>,
    /// The prompt, as it stands before the echo.
    pub(super) prompt: Option<Vec<u8>>,
    line: Vec<u8>,
    /// Where in `text` the line is that begins with what was typed.
    typed: usize,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// The echo is to come; where in `text` the line is that may be it.
    Echo {
        echo: Box<Echo>,
        perhaps: Option<Range<usize>>,
    },
    /// It has come without a prompt before it: it may come again behind one.
    Again {
        echo: Box<Echo>,
    },
    Output,
}

impl Heard {
    /// A line is typed, where `base` stands; `before` came before that.
    pub(super) fn new(line: &[u8], base: &[u8], before: Vec<u8>) -> Self {
        let echo = Box::new(Echo::new(line, base));
        let stage = Stage::Echo { echo, perhaps: None };
        let (text, line) = (Vec::new(), line.to_vec());
        Self {
            before,
            echo: Vec::new(),
            text,
            prompt: None,
            line,
            typed: 0,
            stage,
        }
    }

    /// The same from the start.
    pub(super) fn again(&self, base: &[u8], before: Vec<u8>) -> Self {
        Self::new(&self.line, base, before)
    }

    /// Whether nothing has come but blanks: the line is the one on which it was
    /// typed.
    pub(super) fn is_base(&self, line: &[u8]) -> bool {
        match &self.stage {
            Stage::Echo { echo, .. } => {
                self.text.is_empty() && echo.is_base(line)
            }
            Stage::Again { .. } | Stage::Output => false,
        }
    }

    /// Whether a line is a word of the one that was typed, behind its first:
    /// less(1) asks so, with the name of the file, where a file begins.
    pub(super) fn is_word(&self, line: &[u8]) -> bool {
        let shown = line.trim_ascii();
        let words = self.line.split(u8::is_ascii_whitespace);
        self.has_echo()
            && shown.len() > 1
            && words.skip(1).any(|it| it == shown)
    }

    /// Whether the echo has come.
    pub(super) const fn has_echo(&self) -> bool {
        !matches!(self.stage, Stage::Echo { .. })
    }

    /// Takes what came.
    pub(super) fn take(
        &mut self,
        screen: &mut Screen,
        octets: &[u8],
        host: &Host<'_>,
    ) {
        let mut rest = octets;
        while !rest.is_empty() && !matches!(self.stage, Stage::Output) {
            let start = self.text.len();
            let used = screen.write_line(rest, &mut self.text);
            let (raw, behind) = rest.split_at(used);
            rest = behind;
            self.judge(start, raw, host);
        }
        screen.write(rest, &mut self.text);
    }

    /// The line in `text` from `start` on has come as `raw`, if it has ended.
    fn judge(&mut self, start: usize, raw: &[u8], host: &Host<'_>) {
        let (Stage::Echo { echo, .. } | Stage::Again { echo }) =
            &mut self.stage
        else {
            return;
        };
        if !echo.is_under_way() {
            self.typed = start;
        }
        let is_typed = echo.take(raw);
        let line = self.text.get(start..).unwrap_or_default();
        let Some(line) = line.strip_suffix(b"\n") else { return };
        let kind = echo.judge(line, is_typed, host);
        let line = line.to_vec();
        match (kind, &mut self.stage) {
            (Kind::Echo { behind }, Stage::Echo { .. }) => {
                // It was wrapped by line ends: all of its lines.
                let from = if is_typed { self.typed } else { start };
                let whole = self.text.get(from..).unwrap_or_default();
                let whole = whole.strip_suffix(b"\n").unwrap_or(whole);
                let behind = if from < start { 0 } else { behind };
                let line = if from < start { whole.to_vec() } else { line };
                self.split(from..self.text.len());
                self.set_echo(line, behind, host);
            }
            (Kind::Perhaps, Stage::Echo { perhaps, .. }) => {
                perhaps.get_or_insert(start..self.text.len());
            }
            // The line that was completed, or drawn again behind the prompt.
            (Kind::Echo { behind }, Stage::Again { .. }) if behind > 0 => {
                self.text.truncate(start);
                self.stage = Stage::Output;
            }
            (_, Stage::Again { .. }) => self.stage = Stage::Output,
            _ => {}
        }
    }

    fn set_echo(&mut self, line: Vec<u8>, behind: usize, host: &Host<'_>) {
        let prefix = line.get(..behind).unwrap_or_default();
        let bare = prefix.trim_ascii();
        let known = host.prompt.trim_ascii();
        let is_bare = bare.is_empty();
        if !is_bare && !known.is_empty() && bare.starts_with(known) {
            // The prompt was not complete when it was taken for one.
            self.prompt = Some(prefix.to_vec());
        } else if !is_bare
            && !host.cli.is_prompt(prefix)
            && !bare.ends_with(known)
        {
            // Something else stood there.
            self.before.extend_from_slice(prefix);
            self.before.push(b'\n');
        }
        self.echo = line;
        let stage = std::mem::replace(&mut self.stage, Stage::Output);
        if let (Stage::Echo { echo, .. }, true) = (stage, is_bare) {
            self.stage = Stage::Again { echo };
        }
    }

    /// What is in `text` before a line was not the output.
    fn split(&mut self, line: Range<usize>) {
        let output = self.text.split_off(line.end);
        self.text.truncate(line.start);
        self.before.append(&mut self.text);
        self.text = output;
    }

    /// No more comes. If the echo has not, the line that may be it is; or
    /// there was none, and the output begins behind the prompt that stood:
    /// `known`, which is now seen whole.
    pub(super) fn end(&mut self, known: &[u8], now: &[u8]) {
        let stage = std::mem::replace(&mut self.stage, Stage::Output);
        let Stage::Echo { perhaps, .. } = stage else { return };
        if let Some(line) = perhaps {
            self.echo =
                self.text.get(line.clone()).unwrap_or_default().to_vec();
            self.split(line);
            return;
        }
        let bare = known.trim_ascii_end();
        if !bare.is_empty() && self.text.starts_with(bare) {
            let known = if now.starts_with(known) { now } else { known };
            let rest = self.text.get(bare.len()..).unwrap_or_default();
            // A sign alone has a blank behind it, though that may come late.
            let least = usize::from(Cli::is_lone(bare));
            let blanks = (known.len() - bare.len()).max(least);
            let blanks = rest.iter().take(blanks).take_while(|it| **it == b' ');
            let from = bare.len() + blanks.count();
            self.text.drain(..from);
        }
    }

    /// Takes the output away that is known to be it: all but so many lines at
    /// its end, and what follows them.
    pub(super) fn take_all_but(&mut self, lines: usize) -> Vec<u8> {
        let mut ends = memrchr_iter(b'\n', &self.text);
        let keep = ends.nth(lines).map_or(0, |at| at + 1);
        let rest = self.text.split_off(keep);
        std::mem::replace(&mut self.text, rest)
    }

    /// The last line of the output that has ended.
    pub(super) fn last_line(&self) -> Option<&[u8]> {
        let text = self.text.strip_suffix(b"\n")?;
        let start = memrchr(b'\n', text).map_or(0, |at| at + 1);
        text.get(start..)
    }

    /// Takes so many lines away from the end of the output, each with LF.
    pub(super) fn take_lines(&mut self, n: usize) -> Vec<u8> {
        let mut ends = memrchr_iter(b'\n', &self.text);
        let from = match ends.nth(n) {
            _ if n == 0 => self.text.len(),
            Some(at) => at + 1,
            None => 0,
        };
        self.text.split_off(from)
    }

    /// Takes the end of one of the last lines away: `find` says from where on.
    /// A line of which nothing is left goes with its line end.
    pub(super) fn take_end_of_last<T>(
        &mut self,
        lines: usize,
        find: impl Fn(&[u8]) -> Option<(usize, T)>,
    ) -> Option<T> {
        let text = self.text.strip_suffix(b"\n")?;
        let mut end = text.len();
        for line in text.rsplit(|it| *it == b'\n').take(lines) {
            let start = end - line.len();
            if let Some((from, it)) = find(line) {
                let is_all = line.get(..from)?.trim_ascii().is_empty();
                let gone =
                    if is_all { start..end + 1 } else { start + from..end };
                self.text.drain(gone);
                return Some(it);
            }
            end = start.saturating_sub(1);
        }
        None
    }

    /// Takes the last line away if it is this one.
    pub(super) fn drop_last_line(&mut self, line: &[u8]) {
        if self.last_line().is_some_and(|it| it.trim_ascii() == line) {
            let _line = self.take_lines(1);
        }
    }
}
