//! Which of several ways to match is preferred: the first that is found by
//! trying alternatives from left to right.

use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

use super::look::{holds, looks_ahead};
use super::starts::contains;

/// Where groups begin and end: two places for each, the whole match first.
pub(super) type Slots = Vec<Option<usize>>;

/// The tree as steps, each knowing what comes after it.
#[derive(Clone, Debug)]
pub(super) struct Program {
    steps: Vec<Step>,
    first: usize,
    slots: usize,
}

#[derive(Clone, Debug)]
enum Step {
    /// Goes on behind this octet.
    Octet(u8, usize),
    /// Goes on behind an octet of this class.
    OneOf(Class, usize),
    /// Goes on where this holds.
    If(regex_syntax::hir::Look, usize),
    /// Goes on with one of these, the first preferred.
    Either(Vec<usize>),
    /// Notes the place.
    Save(usize, usize),
    /// It matches.
    Match,
}

/// Which ways are looked for.
pub(super) struct Span<'a> {
    /// The text from the cursor on.
    pub(super) text: &'a [u8],
    /// Where the match starts.
    pub(super) start: usize,
    /// Where it may end, at the earliest.
    pub(super) earliest: usize,
    /// And at the latest.
    pub(super) latest: usize,
    /// Whether more text may follow.
    pub(super) open: bool,
}

/// The preferred way.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It is one through these places.
    Match(Slots),
    /// It may lead through what is to come.
    Open,
    /// There is none.
    None,
}

impl Program {
    pub(super) fn new(tree: &Hir) -> Self {
        let slots = 2 * (tree.properties().explicit_captures_len() + 1);
        let mut program = Self { steps: vec![], first: 0, slots };
        let last = program.push(Step::Match);
        let last = program.push(Step::Save(1, last));
        let whole = program.build(tree, last);
        program.first = program.push(Step::Save(0, whole));
        program
    }

    fn push(&mut self, step: Step) -> usize {
        self.steps.push(step);
        self.steps.len() - 1
    }

    /// Adds `tree` with `next` behind it, and says where it begins.
    fn build(&mut self, tree: &Hir, next: usize) -> usize {
        match tree.kind() {
            HirKind::Empty => next,
            HirKind::Literal(it) => {
                let octets = it.0.iter().rev();
                octets.fold(next, |next, &it| self.push(Step::Octet(it, next)))
            }
            HirKind::Class(it) => self.push(Step::OneOf(it.clone(), next)),
            HirKind::Look(it) => self.push(Step::If(*it, next)),
            HirKind::Capture(it) => {
                let slot = 2 * it.index as usize;
                let end = self.push(Step::Save(slot + 1, next));
                let sub = self.build(&it.sub, end);
                self.push(Step::Save(slot, sub))
            }
            HirKind::Concat(list) => {
                list.iter().rev().fold(next, |next, it| self.build(it, next))
            }
            HirKind::Alternation(list) => {
                let list = list.iter().map(|it| self.build(it, next));
                let list = list.collect();
                self.push(Step::Either(list))
            }
            HirKind::Repetition(it) => self.repeat(it, next),
        }
    }

    fn repeat(&mut self, it: &Repetition, next: usize) -> usize {
        let either = |on: usize, off: usize| {
            Step::Either(if it.greedy { vec![on, off] } else { vec![off, on] })
        };
        let (mut at, mut least) = (next, it.min);
        if let Some(most) = it.max {
            for _ in it.min..most {
                let sub = self.build(&it.sub, at);
                at = self.push(either(sub, next));
            }
        } else {
            let again = self.push(Step::Match);
            let sub = self.build(&it.sub, again);
            self.steps[again] = either(sub, next);
            let moves =
                it.sub.properties().minimum_len().is_some_and(|len| len > 0);
            at = match least {
                0 if moves => again,
                // One round may be empty, for what it captures.
                0 => self.push(either(sub, next)),
                _ => sub,
            };
            least = least.saturating_sub(1);
        }
        (0..least).fold(at, |at, _| self.build(&it.sub, at))
    }

    /// The preferred way through a text. A step that was tried at a place is
    /// not tried there again: it led nowhere, or goes round.
    pub(super) fn way(&self, span: &Span<'_>) -> Way {
        let end = span.text.len();
        let mut tried = vec![false; self.steps.len() * (end + 1)];
        let mut slots = vec![None; self.slots];
        let mut stack = vec![Task::Try(self.first, span.start)];
        while let Some(task) = stack.pop() {
            let (step, at) = match task {
                Task::Try(step, at) => (step, at),
                Task::Restore(slot, was) => {
                    slots[slot] = was;
                    continue;
                }
            };
            if std::mem::replace(&mut tried[step * (end + 1) + at], true) {
                continue;
            }
            let next = match &self.steps[step] {
                Step::Match if (span.earliest..=span.latest).contains(&at) => {
                    return Way::Match(slots);
                }
                Step::Match => continue,
                Step::Octet(..) | Step::OneOf(..) if at >= span.latest => {
                    continue;
                }
                Step::Octet(..) | Step::OneOf(..) if at == end => {
                    if span.open {
                        return Way::Open;
                    }
                    continue;
                }
                Step::Octet(it, next) => {
                    (span.text[at] == *it).then_some((*next, at + 1))
                }
                Step::OneOf(class, next) => {
                    contains(class, span.text[at]).then_some((*next, at + 1))
                }
                Step::If(look, _)
                    if span.open && at == end && looks_ahead(*look) =>
                {
                    return Way::Open;
                }
                Step::If(look, next) => {
                    holds(*look, span.text, at).then_some((*next, at))
                }
                Step::Either(list) => {
                    let list = list.iter().rev();
                    stack.extend(list.map(|&next| Task::Try(next, at)));
                    continue;
                }
                Step::Save(slot, next) => {
                    stack.push(Task::Restore(*slot, slots[*slot]));
                    slots[*slot] = Some(at);
                    Some((*next, at))
                }
            };
            stack.extend(next.map(|(step, at)| Task::Try(step, at)));
        }
        Way::None
    }
}

enum Task {
    Try(usize, usize),
    Restore(usize, Option<usize>),
}
