//! One kind of needles: where they are, and where a match with one begins.

use std::ops::Range;

use regex_automata::MatchKind;
use regex_automata::util::prefilter::Prefilter;
use regex_syntax::hir::literal::Literal;

use crate::engine::needles::before::Before;
use crate::engine::octets::Octets;

/// Texts of which each match of a set holds one.
#[derive(Debug)]
pub(crate) struct Kind {
    finder: Finder,
    longest: usize,
    before: Before,
}

/// What finds them.
#[derive(Debug)]
enum Finder {
    Octets(Octets),
    Texts(Prefilter),
}

/// Where needles are in a part of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sight {
    /// No needle begins before it.
    pub(crate) first: usize,
    /// Where one begins that is there in whole.
    pub(crate) found: Option<usize>,
}

/// How far is gone back from a needle. What may be before it in any number
/// (`.*`) would be gone back over in vain, time and again.
pub(super) const BACK: usize = 128;

/// What a match may begin in is read as it is, where it is one octet in so many.
const ONE_IN: usize = 16;

impl Kind {
    pub(super) fn new(needles: &[Literal], before: Before) -> Option<Self> {
        let longest = needles.iter().map(Literal::len).max()?;
        let mut each = needles.iter();
        let octets = each.try_fold(Octets::default(), |octets, needle| {
            let [octet] = needle.as_bytes() else { return None };
            octets.with(*octet)
        });
        let finder = match octets {
            Some(octets) => Finder::Octets(octets),
            None => {
                let kind = MatchKind::LeftmostFirst;
                Finder::Texts(Prefilter::new(kind, needles)?)
            }
        };
        Some(Self { finder, longest, before })
    }

    /// Octets of the longest.
    pub(crate) const fn longest(&self) -> usize {
        self.longest
    }

    /// Whether to look for them is a lot faster than to read the text.
    pub(crate) fn is_fast(&self) -> bool {
        match &self.finder {
            Finder::Octets(_) => true,
            Finder::Texts(finder) => finder.is_fast(),
        }
    }

    /// Where the first begins that is there in whole.
    #[inline]
    pub(crate) fn find(&self, text: &[u8], at: Range<usize>) -> Option<usize> {
        match &self.finder {
            Finder::Octets(octets) => {
                let from = at.start;
                Some(from + octets.find(text.get(at)?)?)
            }
            Finder::Texts(finder) => Some(finder.find(text, at.into())?.start),
        }
    }

    /// What is known where that was found. A short one in the last octets may
    /// hide a longer one which begins before it, and is cut off: no more than
    /// that is known.
    #[inline]
    pub(crate) fn sight(
        &self,
        at: Range<usize>,
        found: Option<usize>,
    ) -> Sight {
        let known = (at.end + 1).saturating_sub(self.longest()).max(at.start);
        Sight { first: found.map_or(known, |it| it.min(known)), found }
    }

    /// The first place, `at` or behind it, at which a match may begin whose
    /// needle is at `needle` or behind it. Where that is not to be seen it
    /// is `at`.
    pub(crate) fn back(&self, text: &[u8], at: usize, needle: usize) -> usize {
        let most = self.before.most.unwrap_or(usize::MAX);
        let least = at.max(needle.saturating_sub(most));
        if (needle - least).saturating_mul(ONE_IN) <= needle - at {
            return least;
        }
        let from = least.max(needle.saturating_sub(BACK));
        let octets = text.get(from..needle).unwrap_or_default();
        match octets.iter().rposition(|octet| !self.before.may_hold(*octet)) {
            Some(last) => from + last + 1,
            None if from == least => least,
            None => at,
        }
    }
}
