//! Which texts are looked for, of all that a match holds.

use memchr::memmem;
use regex_automata::MatchKind;
use regex_automata::util::prefilter::Prefilter;
use regex_syntax::hir::literal::{Extractor, Literal, Seq, rank};
use regex_syntax::hir::{Hir, HirKind};

use crate::engine::needles::before::Before;
use crate::engine::needles::kind::Kind;

/// A part of a pattern is looked at only if it is among so many first ones.
const PARTS: usize = 16;

/// A needle that is worth so much is not bettered.
const GOOD: u32 = 160;
/// One that is worth less is not looked for inside a pattern which begins with
/// none.
const POOR: u32 = 48;

/// In a set of more alternatives it is not looked for what is inside of them.
const BRANCHES: usize = 64;

/// What is looked for of a pattern.
#[derive(Clone)]
pub(super) struct Choice {
    needles: Seq,
    /// What may be before it; none if it is what matches begin with.
    before: Option<Before>,
    worth: u32,
}

impl Choice {
    /// What a match of the parts begins with.
    fn of(parts: &[&Hir], before: Option<Before>) -> Self {
        let parts = parts.iter().take(PARTS).map(|it| (*it).clone());
        let hir = Hir::concat(parts.collect());
        let needles = Extractor::new().extract(&hir);
        let worth = worth(&needles);
        Self { needles, before, worth }
    }

    fn take(self) -> (Seq, Option<Before>) {
        (self.needles, self.before)
    }

    /// Whether each needle of another one holds one of these.
    fn is_in(&self, other: &Self) -> bool {
        let each = |it: &Self| it.needles.literals().map(<[Literal]>::to_vec);
        let (Some(these), Some(others)) = (each(self), each(other)) else {
            return false;
        };
        let holds = |other: &Literal| {
            let held = |it: &Literal| {
                memmem::find(other.as_bytes(), it.as_bytes()).is_some()
            };
            these.iter().any(held)
        };
        others.iter().all(holds)
    }
}

/// What patterns begin with.
pub(super) fn prefixes(patterns: &[&Hir]) -> Option<Kind> {
    let prefix = |hir: &&Hir| (Extractor::new().extract(hir), None);
    build(patterns.iter().map(prefix))
}

/// What is inside of them: the best of it, one at least of which is not what its
/// pattern begins with, and the next best of which no other one is.
pub(super) fn inside(patterns: &[&Hir]) -> (Option<Kind>, Option<Kind>) {
    let mut each = Vec::new();
    patterns.iter().for_each(|hir| branches(hir, &mut each));
    if each.len() > BRANCHES {
        return (None, None);
    }
    let choices: Vec<_> = each.iter().map(|parts| choose(parts)).collect();
    let best = choices.iter().map(|(best, _)| best);
    let best = best
        .clone()
        .any(|it| it.before.is_some())
        .then(|| build(best.cloned().map(Choice::take)))
        .flatten();
    let other = choices
        .iter()
        .any(|(_, other)| other.is_some())
        .then(|| {
            // Where a pattern has but one it is in both kinds.
            let each = choices.into_iter();
            build(each.map(|(best, other)| other.unwrap_or(best).take()))
        })
        .flatten();
    (best.filter(Kind::is_fast), other.filter(Kind::is_fast))
}

fn build(choices: impl Iterator<Item = (Seq, Option<Before>)>) -> Option<Kind> {
    let mut all = Seq::empty();
    let mut before = Before::nothing();
    for (mut needles, choice) in choices {
        all.union(&mut needles);
        if let Some(it) = &choice {
            before.add(it);
        }
    }
    if !before.is_nothing() {
        tidy(&mut all);
    }
    // Only where one is found matters, not which: so the order of preference
    // that leftmost-first goes by may drop needles which begin with another
    // one.
    all.optimize_for_prefix_by_preference();
    Kind::new(all.literals()?, before)
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

/// What is best looked for of a pattern, and the next best beside it.
fn choose(parts: &[&Hir]) -> (Choice, Option<Choice>) {
    let mut best = Choice::of(parts, None);
    let mut others = Vec::new();
    let mut before = Before::nothing();
    let mut rest = parts.get(..PARTS).unwrap_or(parts);
    while let Some((first, behind)) = rest.split_first() {
        before.push(first);
        rest = behind;
        if before.is_anything() {
            break;
        }
        let other = Choice::of(rest, Some(before.clone()));
        let least = if best.worth == 0 { POOR } else { best.worth };
        if best.worth < GOOD && other.worth > least {
            others.push(std::mem::replace(&mut best, other));
        } else {
            others.push(other);
        }
    }
    // One that is there wherever the best one is says nothing.
    others.retain(|it| it.worth > POOR && !it.is_in(&best));
    // Of equals the first.
    let other = others.into_iter().rev().max_by_key(|it| it.worth);
    (best, other)
}

/// Drops those that begin with another one, and makes the order free.
fn tidy(needles: &mut Seq) {
    needles.sort();
    needles.minimize_by_preference();
}

/// How seldom needles are found, by and large; nothing if that is slow.
fn worth(needles: &Seq) -> u32 {
    let mut needles = needles.clone();
    tidy(&mut needles);
    needles.optimize_for_prefix_by_preference();
    let Some(each) = needles.literals() else { return 0 };
    let finder = Prefilter::new(MatchKind::LeftmostFirst, each);
    if !finder.is_some_and(|it| it.is_fast()) {
        return 0;
    }
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
