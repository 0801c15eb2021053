//! The lines that were typed before.

use std::collections::VecDeque;

use bytes::Bytes;

/// The lines that were typed before, the last one last.
pub(super) struct History {
    lines: VecDeque<Bytes>,
    max: usize,
    /// Which one is looked at; behind the last one is the line being typed.
    at: usize,
    /// That line, while another one is looked at.
    draft: Bytes,
}

impl History {
    pub(super) const fn new(max: usize) -> Self {
        Self { lines: VecDeque::new(), max, at: 0, draft: Bytes::new() }
    }

    /// A line was entered. Empty ones are not kept, nor the same one twice in a
    /// row.
    pub(super) fn push(&mut self, line: &Bytes) {
        let is_new = self.lines.back() != Some(line);
        if !line.is_empty() && is_new && self.max > 0 {
            if self.lines.len() >= self.max {
                self.lines.pop_front();
            }
            self.lines.push_back(line.clone());
        }
        self.leave();
    }

    /// A new line is typed.
    pub(super) fn leave(&mut self) {
        self.at = self.lines.len();
        self.draft = Bytes::new();
    }

    /// The line before the one that is looked at, which is `current`.
    pub(super) fn earlier(&mut self, current: Bytes) -> Option<Bytes> {
        let at = self.at.checked_sub(1)?;
        if self.at == self.lines.len() {
            self.draft = current;
        }
        self.at = at;
        self.lines.get(at).cloned()
    }

    /// The line behind the one that is looked at.
    pub(super) fn later(&mut self) -> Option<Bytes> {
        if self.at >= self.lines.len() {
            return None;
        }
        self.at += 1;
        let line = self.lines.get(self.at);
        Some(line.unwrap_or(&self.draft).clone())
    }
}
