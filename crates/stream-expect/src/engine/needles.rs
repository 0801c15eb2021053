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

use std::ops::Range;

use regex_automata::MatchKind;
use regex_automata::util::prefilter::Prefilter;
use regex_syntax::hir::literal::{Extractor, Literal, Seq, rank};
use regex_syntax::hir::{Class, Hir, HirKind};

/// Texts of which each match of a set holds one.
#[derive(Debug)]
pub(crate) struct Needles {
    finder: Prefilter,
    before: Before,
}

/// What may be between the begin of a match and its needle.
#[derive(Clone, Debug)]
struct Before {
    /// For each octet whether it may.
    octets: Box<[bool; 256]>,
    /// How many octets at most; none where there is no bound.
    most: Option<usize>,
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
const BACK: usize = 128;

/// What a match may begin in is read as it is, where it is one octet in so many.
const ONE_IN: usize = 16;

/// A part of a pattern is looked at only if it is among so many first ones.
const PARTS: usize = 16;

/// A needle that is worth so much is not bettered.
const GOOD: u32 = 160;
/// One that is worth less is not looked for inside a pattern which begins with
/// none.
const POOR: u32 = 48;

/// In a set of more alternatives it is not looked for what is inside of them.
const BRANCHES: usize = 64;

impl Needles {
    /// What the matches of patterns hold; none where one of them may hold too
    /// many things.
    ///
    /// At best it is what they begin with, and if that is little, what is
    /// inside of them.
    pub(crate) fn of(patterns: &[&Hir]) -> Option<Self> {
        let prefixes = || patterns.iter().map(|hir| Choice::prefix(hir));
        Self::inside(patterns).or_else(|| Self::build(prefixes()))
    }

    /// Those of which one at least is not what its pattern begins with.
    fn inside(patterns: &[&Hir]) -> Option<Self> {
        let mut each = Vec::new();
        patterns.iter().for_each(|hir| branches(hir, &mut each));
        if each.len() > BRANCHES {
            return None;
        }
        let choices: Vec<Choice> =
            each.iter().map(|parts| choose(parts)).collect();
        if choices.iter().all(|it| it.before.is_none()) {
            return None;
        }
        Self::build(choices.into_iter()).filter(Self::is_fast)
    }

    fn build(choices: impl Iterator<Item = Choice>) -> Option<Self> {
        let mut all = Seq::empty();
        let mut before = Before::nothing();
        for mut choice in choices {
            all.union(&mut choice.needles);
            if let Some(it) = &choice.before {
                before.add(it);
            }
        }
        if before.most != Some(0) {
            tidy(&mut all);
        }
        // Only where one is found matters, not which: so the order of
        // preference that leftmost-first goes by may drop needles which begin
        // with another one.
        all.optimize_for_prefix_by_preference();
        let finder = Prefilter::new(MatchKind::LeftmostFirst, all.literals()?)?;
        Some(Self { finder, before })
    }

    /// Octets of the longest.
    pub(crate) fn longest(&self) -> usize {
        self.finder.max_needle_len()
    }

    /// Whether to look for them is a lot faster than to read the text.
    pub(crate) fn is_fast(&self) -> bool {
        self.finder.is_fast()
    }

    /// Looks for the first. A short one in the last octets may hide a longer
    /// one which begins before it, and is cut off: no more than that is known.
    pub(crate) fn look(&self, text: &[u8], at: Range<usize>) -> Sight {
        let known = (at.end + 1).saturating_sub(self.longest()).max(at.start);
        let found = self.finder.find(text, at.into()).map(|it| it.start);
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

impl Before {
    fn nothing() -> Self {
        Self { octets: Box::new([false; 256]), most: Some(0) }
    }

    fn may_hold(&self, octet: u8) -> bool {
        self.octets.get(usize::from(octet)).is_none_or(|it| *it)
    }

    /// Whether it says nothing: any octets, any number of them.
    fn is_anything(&self) -> bool {
        self.most.is_none() && self.octets.iter().all(|it| *it)
    }

    /// Either may be before a needle.
    fn add(&mut self, other: &Self) {
        for (it, other) in self.octets.iter_mut().zip(&*other.octets) {
            *it |= other;
        }
        let most = self.most.zip(other.most);
        self.most = most.map(|(one, other)| one.max(other));
    }

    /// This part of a pattern stands behind what is before already.
    fn push(&mut self, part: &Hir) {
        let most = self.most.zip(part.properties().maximum_len());
        self.most = most.map(|(one, other)| one.saturating_add(other));
        self.hold(part);
    }

    fn hold(&mut self, part: &Hir) {
        match part.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                literal
                    .0
                    .iter()
                    .for_each(|octet| self.hold_all(*octet, *octet));
            }
            HirKind::Class(Class::Bytes(class)) => {
                class.iter().for_each(|it| self.hold_all(it.start(), it.end()));
            }
            HirKind::Class(Class::Unicode(class)) => {
                for it in class.iter() {
                    let octet = |char| u8::try_from(u32::from(char)).ok();
                    let ascii = |char| octet(char).filter(u8::is_ascii);
                    if let Some(first) = ascii(it.start()) {
                        self.hold_all(first, ascii(it.end()).unwrap_or(0x7F));
                    }
                    if ascii(it.end()).is_none() {
                        self.hold_all(0x80, 0xFF);
                    }
                }
            }
            HirKind::Repetition(it) => self.hold(&it.sub),
            HirKind::Capture(it) => self.hold(&it.sub),
            HirKind::Concat(each) | HirKind::Alternation(each) => {
                each.iter().for_each(|it| self.hold(it));
            }
        }
    }

    fn hold_all(&mut self, first: u8, last: u8) {
        let range = usize::from(first)..=usize::from(last);
        if let Some(octets) = self.octets.get_mut(range) {
            octets.fill(true);
        }
    }
}

/// What is looked for of a pattern.
struct Choice {
    needles: Seq,
    /// What may be before it; none if it is what matches begin with.
    before: Option<Before>,
}

impl Choice {
    fn prefix(hir: &Hir) -> Self {
        Self { needles: Extractor::new().extract(hir), before: None }
    }
}

/// The alternatives of a pattern, each as a list of parts.
fn branches<'a>(hir: &'a Hir, into: &mut Vec<Vec<&'a Hir>>) {
    let mut parts = Vec::new();
    flatten(hir, &mut parts);
    if let [only] = parts.as_slice() {
        if let HirKind::Alternation(each) = only.kind() {
            each.iter().for_each(|it| branches(it, into));
            return;
        }
    }
    into.push(parts);
}

fn flatten<'a>(hir: &'a Hir, into: &mut Vec<&'a Hir>) {
    match hir.kind() {
        HirKind::Concat(each) => each.iter().for_each(|it| flatten(it, into)),
        HirKind::Capture(capture) => flatten(&capture.sub, into),
        HirKind::Empty
        | HirKind::Literal(_)
        | HirKind::Class(_)
        | HirKind::Look(_)
        | HirKind::Repetition(_)
        | HirKind::Alternation(_) => into.push(hir),
    }
}

/// What is best looked for of a pattern.
fn choose(parts: &[&Hir]) -> Choice {
    let mut best = Choice { needles: extract(parts), before: None };
    let mut most = worth(&best.needles);
    let mut before = Before::nothing();
    let mut rest = parts.get(..PARTS).unwrap_or(parts);
    while let Some((first, behind)) = rest.split_first() {
        before.push(first);
        rest = behind;
        if most >= GOOD || before.is_anything() {
            break;
        }
        let needles = extract(rest);
        let worth = worth(&needles);
        if worth > if most == 0 { POOR } else { most } {
            most = worth;
            best = Choice { needles, before: Some(before.clone()) };
        }
    }
    best
}

/// What a match of the parts begins with.
fn extract(parts: &[&Hir]) -> Seq {
    let parts = parts.iter().take(PARTS).map(|it| (*it).clone());
    Extractor::new().extract(&Hir::concat(parts.collect()))
}

/// Drops those that begin with another one, and makes the order free.
fn tidy(needles: &mut Seq) {
    needles.sort();
    needles.minimize_by_preference();
}

/// How seldom and how fast needles are found, by and large.
fn worth(needles: &Seq) -> u32 {
    let mut needles = needles.clone();
    tidy(&mut needles);
    needles.optimize_for_prefix_by_preference();
    let Some(each) = needles.literals() else { return 0 };
    let seldom = |octet: &u8| 272 - u32::from(rank(*octet));
    // The same octet once more says less than another one: where it is common
    // there are runs of it.
    let sum = |it: &Literal| {
        let mut octets = it.as_bytes().to_vec();
        octets.sort_unstable();
        octets.dedup();
        octets.iter().map(seldom).sum::<u32>()
    };
    let least = each.iter().map(sum).min().unwrap_or(0);
    let many = each.len().saturating_sub(1) as u32;
    least.min(GOOD).saturating_sub(many.saturating_mul(8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needles(patterns: &[&str]) -> Option<Needles> {
        let parse = |it: &&str| {
            let mut parser = regex_syntax::ParserBuilder::new();
            parser.utf8(false).unicode(false).build().parse(it).unwrap()
        };
        let hirs: Vec<Hir> = patterns.iter().map(parse).collect();
        Needles::of(&hirs.iter().collect::<Vec<_>>())
    }

    fn places(patterns: &[&str], text: &[u8]) -> (usize, usize) {
        let needles = needles(patterns).unwrap();
        assert!(needles.is_fast(), "{patterns:?}");
        let Sight { first, .. } = needles.look(text, 0..text.len());
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
        let needles = needles(&[r"\d+ packets output"]).unwrap();
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
        let needles = needles(&["qqz", "zqqqqq"]).unwrap();
        let sight = |text: &[u8]| needles.look(text, 0..text.len());
        let none = sight(b"......");
        assert_eq!((none.first, none.found), (1, None));
        let short = sight(b"..zqqz");
        assert_eq!((short.first, short.found), (1, Some(3)));
        let whole = sight(b"zqqqqq");
        assert_eq!((whole.first, whole.found), (0, Some(0)));
    }
}
