//! What each match holds, and how far before it the match may begin.
//!
//! ```text
//!   \d+ packets output
//!   ╰┬╯╰──────┬──────╯
//!  before   needle
//!
//!   . . . l o s t , ␣ 1 2 ␣ p a c k e t s ␣ o u t p u t
//!                     ▲   ▲
//!                     │   the first needle: no match has ended before its end
//!                     no match that goes on begins before: a blank is not in \d+
//! ```

mod before;
mod choice;
pub(crate) mod kind;

use regex_syntax::hir::Hir;

use crate::engine::needles::kind::Kind;

/// What each match of a set holds: of each kind one.
///
/// There are two kinds where patterns have so many, for of a text nobody knows
/// what it is full of. Where one is seldom the other is not even looked for.
#[derive(Debug)]
pub(crate) struct Needles {
    one: Kind,
    other: Option<Kind>,
}

/// Which kind of needles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    One,
    Other,
}

/// Something for each kind of needles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Each<T> {
    pub(crate) one: T,
    pub(crate) other: T,
}

impl Needles {
    /// What the matches of patterns hold, none of it longer than `most` octets;
    /// none where one of them may hold too many things.
    ///
    /// At best it is what they begin with, and if that is little, what is
    /// inside of them.
    pub(crate) fn of(patterns: &[&Hir], most: usize) -> Option<Self> {
        let fits = |kind: &Kind| kind.longest() <= most;
        let (best, other) = choice::inside(patterns);
        let best = best.or_else(|| choice::prefixes(patterns)).filter(fits);
        let other = other.filter(fits);
        match (best, other) {
            (Some(one), other) => Some(Self { one, other }),
            (None, Some(one)) => Some(Self { one, other: None }),
            (None, None) => None,
        }
    }

    /// Octets of the longest.
    pub(crate) fn longest(&self) -> usize {
        let other = self.other.as_ref().map_or(0, Kind::longest);
        self.one.longest().max(other)
    }

    /// Whether there are two kinds.
    pub(crate) const fn are_two(&self) -> bool {
        self.other.is_some()
    }

    /// A kind, if there is one.
    pub(crate) const fn kind(&self, which: Which) -> Option<&Kind> {
        match which {
            Which::One => Some(&self.one),
            Which::Other => self.other.as_ref(),
        }
    }
}

impl Which {
    pub(crate) const BOTH: [Self; 2] = [Self::One, Self::Other];

    pub(crate) const fn next(self) -> Self {
        match self {
            Self::One => Self::Other,
            Self::Other => Self::One,
        }
    }
}

impl<T> Each<T> {
    pub(crate) const fn get(&self, which: Which) -> &T {
        match which {
            Which::One => &self.one,
            Which::Other => &self.other,
        }
    }

    pub(crate) const fn get_mut(&mut self, which: Which) -> &mut T {
        match which {
            Which::One => &mut self.one,
            Which::Other => &mut self.other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::kind::{BACK, Sight};
    use super::*;

    fn needles(patterns: &[&str]) -> Option<Needles> {
        let parse = |it: &&str| {
            let mut parser = regex_syntax::ParserBuilder::new();
            parser.utf8(false).unicode(false).build().parse(it).unwrap()
        };
        let hirs: Vec<Hir> = patterns.iter().map(parse).collect();
        Needles::of(&hirs.iter().collect::<Vec<_>>(), usize::MAX)
    }

    fn sight(kind: &Kind, text: &[u8]) -> Sight {
        let at = 0..text.len();
        kind.sight(at.clone(), kind.find(text, at))
    }

    fn places(patterns: &[&str], text: &[u8]) -> (usize, usize) {
        let needles = needles(patterns).unwrap().one;
        assert!(needles.is_fast(), "{patterns:?}");
        let Sight { first, .. } = sight(&needles, text);
        (first, needles.back(text, 0, first))
    }

    #[test]
    fn what_is_inside_is_found_and_where_the_match_may_begin() {
        let text = b"1 lost, 12 packets output";
        assert_eq!(places(&[r"\d+ packets output"], text), (10, 8));
        assert_eq!(places(&[r"(?m)^(\d+) (packets|bits)x"], text), (17, 17));
        // Which of both it is makes no difference.
        let both = [r"\d+ packets output", r"[a-z]+, 12"];
        assert_eq!(places(&both, text), (6, 2));
        assert_eq!(places(&[r"[\d ]+ packets|[a-z]+, 12"], text), (6, 0));
        // Of two needles one begins with the other: it is enough.
        let prompt = "(?m)^[a-z]+[>#] ?$";
        assert_eq!(places(&[prompt], b"1\nab# "), (4, 2));
        // At most so many octets.
        assert_eq!(places(&["[a-z, 0-9]{3,5} packets o"], text), (10, 5));
        assert_eq!(places(&["(?:.{2}){2} packets o"], text), (10, 6));
        let text = b"a.b\xE9\xE9: qqq";
        assert_eq!(places(&["(?-u:[^\x00-\x7F])+: qqq"], text), (5, 3));
    }

    #[test]
    fn what_a_match_begins_with_goes_first() {
        let text = b"12 login: 4 packets output";
        assert_eq!(places(&[r"login: \d+ packets output"], text), (3, 3));
        let both = [r"(?:login|Password): \w+", r"Password: "];
        assert_eq!(places(&both, text), (3, 3));
    }

    /// Where a needle of each kind is, if there are two.
    fn kinds(patterns: &[&str], text: &[u8]) -> [Option<Option<usize>>; 2] {
        let needles = needles(patterns).unwrap();
        let find = |kind: &Kind| kind.find(text, 0..text.len());
        Which::BOTH.map(|which| needles.kind(which).map(find))
    }

    #[test]
    fn there_are_two_kinds_where_a_match_holds_so_many() {
        let prompt = r"(?m)^[\w.-]+\(\w+\)[>#] ?$";
        // Of two octets it is slow to look for two: not for `)>` and `)#`.
        assert_eq!(kinds(&[prompt], b") >("), [Some(Some(2)), Some(Some(3))]);
        assert_eq!(kinds(&[prompt], b"a(b"), [Some(None), Some(Some(1))]);
        // One of both kinds where a pattern has no other.
        let both = [r"\w+qqq\w+zzz", r"\d+ packets output"];
        let text = b"1 packets output";
        assert_eq!(kinds(&both, text), [Some(Some(1)), Some(Some(1))]);
        let text = b"aqqqbzzz";
        assert_eq!(kinds(&both, text), [Some(Some(1)), Some(Some(5))]);
        // What is there with the first says nothing, nor do common octets.
        assert_eq!(kinds(&[r"\d+ packets output"], b""), [Some(None), None]);
        assert_eq!(kinds(&[r"\d+#[ab]+#"], b""), [Some(None), None]);
        assert_eq!(kinds(&[r"\d+#\w+e"], b""), [Some(None), None]);
        // What it begins with is one.
        let text = b"login: #";
        let found = [Some(Some(0)), Some(Some(7))];
        assert_eq!(kinds(&[r"login: \w+#"], text), found);
    }

    #[test]
    fn one_that_holds_nothing_spoils_it() {
        assert!(needles(&[r"\d+ packets output", r"\w+\d"]).is_none());
        assert!(needles(&[r"\d+ packets output|\w+\d"]).is_none());
        assert!(needles(&[r"\w+\d"]).is_none());
        // It can begin anywhere before.
        assert!(needles(&[r"(?s).*packets output"]).is_none());
    }

    #[test]
    fn what_goes_on_for_long_is_not_gone_back_over() {
        let needles = needles(&[r"\d+ packets output"]).unwrap().one;
        let mut text = vec![b'1'; BACK];
        text.extend(b" packets output");
        assert_eq!(needles.back(&text, 0, BACK), 0);
        text.insert(0, b'1');
        assert_eq!(needles.back(&text, 1, BACK + 1), 1);
        assert_eq!(needles.back(&text, 0, BACK + 1), 0);
        text[0] = b'.';
        assert_eq!(needles.back(&text, 0, BACK), 1);
        assert_eq!(needles.back(&text, 0, BACK + 1), 0, "too far");
    }

    #[test]
    fn a_needle_that_is_cut_off_is_not_seen_past() {
        let needles = needles(&["qqz", "zqqqqq"]).unwrap().one;
        let sight = |text: &[u8]| sight(&needles, text);
        let none = sight(b"......");
        assert_eq!((none.first, none.found), (1, None));
        let short = sight(b"..zqqz");
        assert_eq!((short.first, short.found), (1, Some(3)));
        let whole = sight(b"zqqqqq");
        assert_eq!((whole.first, whole.found), (0, Some(0)));
    }
}
