//! A text that stops at each page.

use std::collections::VecDeque;

/// What a page ends with.
pub(super) const MORE: &str = " --More-- ";
/// What takes [`MORE`] away: it goes back all columns but the first, which is
/// blank, writes spaces over the words, and goes back to the first column.
pub(super) const ERASE: &str = "\x08\x08\x08\x08\x08\x08\x08\x08\x08        \
    \x08\x08\x08\x08\x08\x08\x08\x08\x08";

/// The lines not shown yet.
#[derive(Clone, Debug)]
pub(super) struct Pager {
    lines: VecDeque<String>,
    /// Lines of a page; `None` never stops.
    page: Option<usize>,
    /// Lines until it stops.
    left: usize,
}

impl Pager {
    /// Shows lines on a terminal of so many rows; 0 never stops. One row is
    /// for what the page ends with.
    pub(super) fn new(lines: Vec<String>, rows: u16) -> Self {
        let page = usize::from(rows).saturating_sub(1).max(1);
        let page = (rows > 0).then_some(page);
        let mut pager = Self { lines: lines.into(), page, left: 0 };
        pager.next_page();
        pager
    }

    /// The next line, unless it stops before it or there is none.
    pub(super) fn next_line(&mut self) -> Option<String> {
        self.left = self.left.checked_sub(1)?;
        self.lines.pop_front()
    }

    /// Whether it stops here, with lines to come.
    pub(super) fn stops(&self) -> bool {
        self.left == 0 && !self.is_empty()
    }

    /// Whether all lines were shown.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Goes on to the end of the next page.
    pub(super) fn next_page(&mut self) {
        self.left = self.page.unwrap_or(usize::MAX);
    }

    /// Goes on for one line.
    pub(super) const fn one_more(&mut self) {
        self.left = 1;
    }
}
