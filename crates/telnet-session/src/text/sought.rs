//! One text that is waited for: the search of `read_until`.

use std::fmt;
use std::sync::Arc;

use memchr::memmem::Finder;

use super::inbox::Inbox;

/// A text to search for, not empty. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Sought(Arc<Inner>);

struct Inner {
    finder: Finder<'static>,
    /// The same for [`NoMatch::expected`](crate::NoMatch::expected).
    #[cfg(feature = "expect")]
    pattern: stream_expect::Pattern,
}

impl Sought {
    /// None for the empty text.
    pub(crate) fn new(text: &[u8]) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let finder = Finder::new(text).into_owned();
        Some(Self(Arc::new(Inner {
            finder,
            #[cfg(feature = "expect")]
            pattern: stream_expect::Pattern::literal(text),
        })))
    }

    pub(crate) fn text(&self) -> &[u8] {
        self.0.finder.needle()
    }

    #[cfg(feature = "expect")]
    pub(crate) fn pattern(&self) -> &stream_expect::Pattern {
        &self.0.pattern
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
        if let Some(found) = sought.0.finder.find(rest) {
            // Sooner made anew than kept by each connection that is idle.
            *last = None;
            let start = from + found;
            return Some((start, start + length));
        }
        *last = Some(Self { sought: sought.clone(), at: inbox.end_offset() });
        None
    }
}
