//! The automata of a set, and the memory of their searches.

use std::sync::{Mutex, TryLockError};

use regex_automata::nfa::thompson::{Compiler, Config, NFA, WhichCaptures};
use regex_syntax::hir::Hir;

use crate::engine::automaton::{Automaton, Rule};
use crate::engine::budget::Budget;
use crate::engine::cache::Cache;
use crate::engine::machine::Machine;
use crate::pattern::Pattern;
use crate::pattern::error::{PatternError, PatternFault};
use crate::set::limits::SetLimits;

/// Most threads that search for a set at the same time, each with memory that
/// it finds again.
const SLOTS: usize = 32;

/// So many octets in which no match ends may be left to be read later: they
/// are there still, as is a needle which has begun before them, and to read
/// them all at once is soon done.
const LATER: usize = 16 << 10;

/// Everything that a set with more than one text needs.
pub(crate) struct Program {
    /// Finds the first octet with which a pattern fires.
    pub(crate) forward: Machine,
    /// Finds where a match begins, backwards from its end.
    pub(crate) reverse: Machine,
    /// Finds where a greedy match ends.
    pub(crate) greedy: Machine,
    /// Whether it matters where the text ends.
    pub(crate) heeds_ends: bool,
    /// So many octets without a needle may be left unread.
    pub(crate) later: usize,
    limits: SetLimits,
    slots: [Mutex<Option<Caches>>; SLOTS],
}

/// The memory of the searches of one thread.
pub(crate) struct Caches {
    pub(crate) forward: Box<Cache>,
    pub(crate) reverse: Box<Cache>,
    pub(crate) greedy: Option<Box<Cache>>,
}

impl Program {
    pub(crate) fn new(
        patterns: &[Pattern],
        limits: &SetLimits,
    ) -> Result<Self, PatternError> {
        let hirs: Vec<&Hir> = patterns.iter().map(Pattern::hir).collect();
        let build = |reverse| {
            build(&hirs, reverse, limits.nfa)
                .ok_or_else(|| too_large(patterns, reverse, limits.nfa))
        };
        let (forward, reverse) = (build(false)?, build(true)?);
        let late = patterns.iter().map(Pattern::is_late).collect();
        let greedy = Automaton::new(forward.clone(), Rule::Preferred);
        let first = Automaton::new(forward, Rule::First(late));
        let forward = Machine::with_needles(first, &hirs, limits.max_match);
        Ok(Self {
            later: forward.needles.as_ref().map_or(0, |needles| {
                let kept = limits.max_match - needles.longest();
                LATER.min(kept).min(Budget::new(limits.work).most())
            }),
            forward,
            reverse: Machine::new(Automaton::new(reverse, Rule::Every)),
            greedy: Machine::new(greedy),
            heeds_ends: patterns
                .iter()
                .any(|it| it.is_late() || it.is_greedy()),
            limits: *limits,
            slots: Default::default(),
        })
    }

    /// Lends the memory of searches for as long as one look at the text takes.
    /// Threads that search at the same time have one each.
    pub(crate) fn with_caches<T>(
        &self,
        search: impl FnOnce(&mut Caches) -> T,
    ) -> T {
        let free = self.slots.iter().find_map(|slot| match slot.try_lock() {
            Ok(slot) => Some(slot),
            Err(TryLockError::Poisoned(slot)) => Some(slot.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        });
        match free {
            Some(mut slot) => {
                search(slot.get_or_insert_with(|| self.new_caches()))
            }
            // So many threads: this one starts from nothing.
            None => search(&mut self.new_caches()),
        }
    }

    fn new_caches(&self) -> Caches {
        let half = self.limits.dfa / 2;
        Caches {
            forward: Box::new(Cache::new(&self.forward, half)),
            reverse: Box::new(Cache::new(&self.reverse, half / 2)),
            greedy: None,
        }
    }

    pub(crate) fn greedy_cache<'a>(
        &self,
        caches: &'a mut Caches,
    ) -> &'a mut Cache {
        let limit = self.limits.dfa / 4;
        caches
            .greedy
            .get_or_insert_with(|| Box::new(Cache::new(&self.greedy, limit)))
    }
}

fn build(hirs: &[&Hir], reverse: bool, limit: usize) -> Option<NFA> {
    let config = Config::new()
        .utf8(false)
        .reverse(reverse)
        .which_captures(WhichCaptures::None)
        .nfa_size_limit(Some(limit));
    Compiler::new().configure(config).build_many_from_hir(hirs).ok()
}

/// Blames the first pattern that is too large by itself, or else the last.
fn too_large(
    patterns: &[Pattern],
    reverse: bool,
    limit: usize,
) -> PatternError {
    let alone = |it: &&Pattern| build(&[it.hir()], reverse, limit).is_none();
    let blamed = patterns.iter().find(alone).or_else(|| patterns.last());
    let fault = PatternFault::TooLarge;
    match blamed {
        Some(pattern) => pattern.error(fault),
        None => PatternError::new("", fault),
    }
}
