//! One text that is waited for: the search of `read_until`.

use std::fmt;
use std::sync::{Arc, OnceLock};

use memchr::memmem::Finder;

use super::inbox::Inbox;

/// From how many octets on a search is worth its preparation.
const LONG: usize = 64;

/// A text to search for, not empty. Cheap to make and to clone.
#[derive(Clone)]
pub(crate) struct Sought(Kind);

#[derive(Clone)]
enum Kind {
    /// The first so many of these.
    Short(u8, [u8; SHORT]),
    Long(Arc<Long>),
}

/// So long is what is kept in place. A line end, as a rule.
const SHORT: usize = 4;

struct Long {
    text: Box<[u8]>,
    /// Made once much is to be searched.
    finder: OnceLock<Box<Finder<'static>>>,
}

impl Sought {
    /// None for the empty text.
    pub(crate) fn new(text: &[u8]) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let mut short = [0; SHORT];
        Some(Self(match short.get_mut(..text.len()) {
            Some(place) => {
                place.copy_from_slice(text);
                Kind::Short(text.len() as u8, short)
            }
            None => Kind::Long(Arc::new(Long {
                text: text.into(),
                finder: OnceLock::new(),
            })),
        }))
    }

    pub(crate) fn text(&self) -> &[u8] {
        match &self.0 {
            Kind::Short(len, text) => {
                text.get(..usize::from(*len)).unwrap_or_default()
            }
            Kind::Long(long) => &long.text,
        }
    }

    /// Where it begins.
    fn find_in(&self, text: &[u8]) -> Option<usize> {
        match (self.text(), &self.0) {
            ([octet], _) => memchr::memchr(*octet, text),
            ([first, last], _) => find_two(*first, *last, text),
            (sought, Kind::Long(long)) if text.len() >= LONG => {
                let make = || Box::new(Finder::new(sought).into_owned());
                long.finder.get_or_init(make).find(text)
            }
            (sought, _) => memchr::memmem::find(text, sought),
        }
    }
}

/// Where two octets stand one behind the other.
fn find_two(first: u8, last: u8, text: &[u8]) -> Option<usize> {
    let tail = text.get(1..)?;
    let all = memchr::memchr_iter(last, tail);
    all.into_iter().find(|at| text.get(*at) == Some(&first))
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
        last: &mut Option<Box<Self>>,
        sought: &Sought,
        inbox: &Inbox,
    ) -> Option<(usize, usize)> {
        let base = inbox.offset();
        last.take_if(|it| it.sought.text() != sought.text());
        let at = last.as_ref().map_or(base, |it| it.at);
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
        let new = || Box::new(Self { sought: sought.clone(), at });
        last.get_or_insert_with(new).at = inbox.end_offset();
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was searched is not searched again, however often more comes: a
    /// second look begins with the last octets that may begin a match.
    #[test]
    fn each_octet_is_searched_once() {
        for text in [&b"b"[..], b"ab", b"login: ", &[b'x'; SHORT]] {
            let sought = Sought::new(text).unwrap();
            let mut inbox = Inbox::default();
            inbox.push(&[b'.'; 100]);
            let mut last = None;
            assert_eq!(Finding::find(&mut last, &sought, &inbox), None);
            assert_eq!(last.as_ref().unwrap().at, 100);

            // A match in front of that would be found only by looking back.
            let mut marked = Inbox::default();
            marked.push(&[b'.'; 100][text.len()..]);
            marked.push(text);
            marked.push(&vec![b'.'; text.len()]);
            assert_eq!(Finding::find(&mut last, &sought, &marked), None);

            // One that begins in the last octets is seen.
            let (begin, rest) = text.split_at(text.len() - 1);
            let mut inbox = Inbox::default();
            inbox.push(&[b'.'; 100]);
            inbox.push(begin);
            assert_eq!(Finding::find(&mut last, &sought, &inbox), None);
            inbox.push(rest);
            let end = 100 + text.len();
            let found = Finding::find(&mut last, &sought, &inbox);
            assert_eq!(found, Some((100, end)));
            assert!(last.is_none());
        }
    }
}
