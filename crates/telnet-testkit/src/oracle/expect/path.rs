//! Which of several ways to match is preferred: the first that is found by
//! trying alternatives from left to right.

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

use super::look::holds;
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
    /// Goes on where the text is so.
    Read(What, usize),
    /// Goes on with one of these, the first preferred.
    Either(Vec<usize>),
    /// Notes the place.
    Save(usize, usize),
    /// It matches.
    Match,
}

#[derive(Clone, Debug)]
enum What {
    /// This octet.
    Octet(u8),
    /// An octet of this class.
    OneOf(Class),
    /// A place where this holds.
    If(Look),
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

    fn read(&mut self, what: What, next: usize) -> usize {
        self.push(Step::Read(what, next))
    }

    /// Adds `tree` with `next` behind it, and says where it begins.
    fn build(&mut self, tree: &Hir, next: usize) -> usize {
        match tree.kind() {
            HirKind::Empty => next,
            HirKind::Literal(it) => {
                let octets = it.0.iter().rev();
                octets.fold(next, |next, &it| self.read(What::Octet(it), next))
            }
            HirKind::Class(it) => self.read(What::OneOf(it.clone()), next),
            HirKind::Look(it) => self.read(What::If(*it), next),
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
        let places = span.text.len() + 1;
        let mut tried = vec![false; self.steps.len() * places];
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
            if std::mem::replace(&mut tried[step * places + at], true) {
                continue;
            }
            match &self.steps[step] {
                Step::Match if (span.earliest..=span.latest).contains(&at) => {
                    return Way::Match(slots);
                }
                Step::Match => {}
                Step::Either(list) => {
                    let list = list.iter().rev();
                    stack.extend(list.map(|&next| Task::Try(next, at)));
                }
                Step::Save(slot, next) => {
                    stack.push(Task::Restore(*slot, slots[*slot]));
                    slots[*slot] = Some(at);
                    stack.push(Task::Try(*next, at));
                }
                Step::Read(what, next) => match span.read(what, at) {
                    Some(to) => {
                        stack.extend(to.map(|to| Task::Try(*next, to)));
                    }
                    None => return Way::Open,
                },
            }
        }
        Way::None
    }
}

impl Span<'_> {
    /// Where it goes on behind what is read, if that is there; `None` if what
    /// is to come will tell.
    fn read(&self, what: &What, at: usize) -> Option<Option<usize>> {
        let moves = !matches!(what, What::If(_));
        let to = at + usize::from(moves);
        if to > self.latest {
            return Some(None);
        }
        let next = self.text.get(at);
        // Also what looks back: it is read with the next octet.
        if next.is_none() && self.open {
            return None;
        }
        let holds = match what {
            What::Octet(it) => next == Some(it),
            What::OneOf(it) => next.is_some_and(|&next| contains(it, next)),
            What::If(it) => holds(*it, self.text, at),
        };
        Some(holds.then_some(to))
    }
}

enum Task {
    Try(usize, usize),
    Restore(usize, Option<usize>),
}
