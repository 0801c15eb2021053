//! One text that is waited for: the search of `read_until`.

use std::fmt;
use std::sync::{Arc, OnceLock};

use memchr::memmem::Finder;

use super::inbox::Inbox;

/// From how many octets on a search is worth its preparation.
const LONG: usize = 64;

/// A text to search for, not empty. Cheap to make and to clone.
#[derive(Clone)]
pub(crate) struct Sought(Arc<Inner>);

struct Inner {
    text: Box<[u8]>,
    /// Made once much is to be searched.
    finder: OnceLock<Box<Finder<'static>>>,
    /// Made for [`NoMatch::expected`](crate::NoMatch::expected).
    #[cfg(feature = "expect")]
    pattern: OnceLock<stream_expect::Pattern>,
}

impl Sought {
    /// None for the empty text.
    pub(crate) fn new(text: &[u8]) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        Some(Self(Arc::new(Inner {
            text: text.into(),
            finder: OnceLock::new(),
            #[cfg(feature = "expect")]
            pattern: OnceLock::new(),
        })))
    }

    pub(crate) fn text(&self) -> &[u8] {
        &self.0.text
    }

    #[cfg(feature = "expect")]
    pub(crate) fn pattern(&self) -> &stream_expect::Pattern {
        let make = || stream_expect::Pattern::literal(self.text());
        self.0.pattern.get_or_init(make)
    }

    /// Where it begins.
    fn find_in(&self, text: &[u8]) -> Option<usize> {
        match self.text() {
            [octet] => memchr::memchr(*octet, text),
            sought if text.len() < LONG => memchr::memmem::find(text, sought),
            sought => {
                let make = || Box::new(Finder::new(sought).into_owned());
                self.0.finder.get_or_init(make).find(text)
            }
        }
    }
}

impl fmt::Debug for Sought {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.text().escape_ascii())
    }
}

/// How far the unread text was searched for a text. Each octet is searched
/// once, over all waits for the same text.
pub(super) struct Finding {
    sought: Sought,
    /// Octets before this stream offset were searched.
    at: u64,
}

impl Finding {
    /// Where in the unread text a text lies that is searched for, the two ends,
    /// given how far the last search came.
    pub(super) fn find(
        last: &mut Option<Self>,
        sought: &Sought,
        inbox: &Inbox,
    ) -> Option<(usize, usize)> {
        let base = inbox.offset();
        let same = |it: &&Self| it.sought.text() == sought.text();
        let at = last.as_ref().filter(same).map_or(base, |it| it.at);
        let length = sought.text().len();
        // It may have begun in the last octets.
        let from = at.saturating_sub(length as u64 - 1).max(base);
        let from = usize::try_from(from - base).unwrap_or(usize::MAX);
        let rest = inbox.unread().get(from..).unwrap_or_default();
        if let Some(found) = sought.find_in(rest) {
            // Sooner made anew than kept by each connection that is idle.
            *last = None;
            let start = from + found;
            return Some((start, start + length));
        }
        *last = Some(Self { sought: sought.clone(), at: inbox.end_offset() });
        None
    }
}
