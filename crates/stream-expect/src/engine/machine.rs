//! An automaton with what makes a search with it fast.

use std::sync::Arc;

use regex_automata::PatternID;
use regex_automata::util::primitives::StateID;
use regex_syntax::hir::{Hir, Look};

use crate::engine::automaton::{Automaton, Key};
use crate::engine::classes::{BEFORE, Classes};
use crate::engine::needles::kind::Kind;
use crate::engine::needles::{Needles, Which};

/// An automaton, its classes of octets, and how to skip what cannot match.
#[derive(Debug)]
pub(crate) struct Machine {
    pub(crate) automaton: Automaton,
    pub(crate) classes: Classes,
    /// What each match holds, where that is known.
    pub(crate) needles: Option<Needles>,
    /// Whether patterns fire at the end of the text and nowhere else.
    pub(crate) fires_at_ends: bool,
    /// The sets in which no match has begun.
    pub(crate) idle: Vec<Key>,
}

impl Machine {
    /// One that looks at each octet.
    pub(crate) fn new(automaton: Automaton) -> Self {
        let classes = Classes::new(automaton.nfa());
        Self {
            automaton,
            classes,
            needles: None,
            fires_at_ends: false,
            idle: Vec::new(),
        }
    }

    /// One that skips to what each match of `patterns` holds, where that is
    /// known. Nothing longer than `most` octets is looked for: where a
    /// search goes on, so much of what it has read is there still, and no more.
    pub(crate) fn with_needles(
        automaton: Automaton,
        patterns: &[&Hir],
        most: usize,
    ) -> Self {
        let mut machine = Self::new(automaton);
        let ends =
            |it: &&Hir| it.properties().look_set_suffix().contains(Look::End);
        machine.fires_at_ends = patterns.iter().all(ends);
        machine.needles = Needles::of(patterns, most);
        if machine.needles.is_some() {
            let automaton = &machine.automaton;
            let mut scratch = automaton.scratch();
            let start = automaton.nfa().start_unanchored();
            for before in BEFORE {
                automaton.start(&mut scratch, start, before);
                let key: Key = Arc::from(scratch.key.as_slice());
                if !machine.idle.contains(&key) {
                    machine.idle.push(key);
                }
            }
        }
        machine
    }

    /// A kind of needles, if there is one.
    pub(crate) fn kind(&self, which: Which) -> Option<&Kind> {
        self.needles.as_ref()?.kind(which)
    }

    /// Where a search for one pattern begins.
    pub(crate) fn start_of(&self, index: usize) -> StateID {
        let nfa = self.automaton.nfa();
        let pattern = PatternID::new(index).unwrap_or(PatternID::ZERO);
        nfa.start_pattern(pattern).unwrap_or_else(|| nfa.start_anchored())
    }
}
