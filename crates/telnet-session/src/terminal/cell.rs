//! What one column of a line shows.

use unicode_width::UnicodeWidthChar as _;

/// What one column of a line shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// A character, and what is put above or below it.
    Char(char, [Option<char>; 2]),
    /// An octet that is no UTF-8.
    Octet(u8),
    /// The second half of a character that is two columns wide.
    Half,
    /// The first column of a tab, and the others.
    Tab,
    Tabbed,
}

impl Cell {
    pub(super) const BLANK: Self = Self::Char(' ', [None; 2]);

    pub(crate) const fn of(it: char) -> Self {
        Self::Char(it, [None; 2])
    }

    /// Puts a mark on it, as far as there is room for marks.
    pub(crate) fn mark(&mut self, mark: char) {
        if let Self::Char(_, marks) = self {
            if let Some(free) = marks.iter_mut().find(|it| it.is_none()) {
                *free = Some(mark);
            }
        }
    }

    /// Whether it shows nothing.
    pub(crate) fn is_blank(self) -> bool {
        matches!(self, Self::BLANK | Self::Tab | Self::Tabbed)
    }

    /// Whether it belongs to the column before it.
    pub(super) const fn is_part(self) -> bool {
        matches!(self, Self::Half | Self::Tabbed)
    }

    /// Appends its text.
    pub(crate) fn show(self, output: &mut Vec<u8>) {
        let mut buffer = [0; 4];
        match self {
            Self::Char(it, [None, _]) if it.is_ascii() => {
                output.push(u8::try_from(it).unwrap_or(b'?'));
            }
            Self::Char(it, marks) => {
                for it in std::iter::once(it).chain(marks.into_iter().flatten())
                {
                    let text = it.encode_utf8(&mut buffer);
                    output.extend_from_slice(text.as_bytes());
                }
            }
            Self::Octet(octet) => output.push(octet),
            Self::Tab => output.push(b'\t'),
            Self::Half | Self::Tabbed => {}
        }
    }

    /// How many octets [`show`](Self::show) appends.
    pub(crate) fn len(self) -> usize {
        match self {
            Self::Char(it, marks) => {
                let marks = marks.into_iter().flatten();
                it.len_utf8() + marks.map(char::len_utf8).sum::<usize>()
            }
            Self::Octet(_) | Self::Tab => 1,
            Self::Half | Self::Tabbed => 0,
        }
    }
}

/// How many columns a character takes on a terminal: 0 (one that stands on the
/// character before it, or a control character), 1 or 2.
#[must_use]
pub fn width(it: char) -> usize {
    it.width().unwrap_or_default()
}
