//! How far a search has come, how far it is to go, and what it has seen.

use crate::engine::budget::Budget;
use crate::engine::needles::kind::{Kind, Sight};
use crate::engine::needles::{Each, Needles, Which};

/// How far a search has come, how far it is to go, and what it has seen.
#[derive(Debug)]
pub(crate) struct Way {
    /// Octets before this were read.
    pub(crate) at: usize,
    /// As far as this they are to be.
    pub(crate) to: usize,
    /// So many octets may be left unread where no needle ends.
    most: usize,
    /// What is known of each kind of needles.
    ahead: Each<Ahead>,
    /// What was seen already of one kind between its `none` and `to`.
    sight: Option<(Which, Sight)>,
}

/// What is known of a kind of needles.
#[derive(Clone, Copy, Debug)]
struct Ahead {
    /// No needle ends before this place which a match can read.
    none: usize,
    /// Up to here there is no need to look for needles once more.
    seen: usize,
    /// Before this place no needle has been read to its end by the matches
    /// that go on.
    clear: usize,
}

/// What was seen of the needles ahead.
pub(crate) struct Leap {
    pub(crate) at: usize,
    /// Where the first match may begin that holds one of each kind.
    pub(crate) place: usize,
    /// No match ends before it.
    pub(crate) first: usize,
    /// Whether it tells if looking pays.
    pub(crate) tells: bool,
    /// How many octets were looked at.
    looked: usize,
}

/// Octets between two looks at what state it is that a search stays in.
const BLOCK: usize = 512;

/// Octets in which needles are looked for at once: before the budget is asked
/// again, and before it is known that going back is in vain.
const WINDOW: usize = 16 << 10;

/// Where less text was looked at, and nothing found, that says nothing.
const SHORT: usize = 64;

impl Way {
    /// From one place to another, without needles.
    pub(crate) const fn new(at: usize, to: usize) -> Self {
        let ahead = Each { one: Ahead::NEVER, other: Ahead::NEVER };
        Self { at, to, most: 0, ahead, sight: None }
    }

    /// The same with a kind of needles: none ends before the place `none`, and
    /// whether the matches that have begun and go on have read one is known, or
    /// not.
    pub(crate) const fn with(
        mut self,
        which: Which,
        none: usize,
        is_clear: bool,
    ) -> Self {
        let clear = if is_clear { self.at + 1 } else { 0 };
        let ahead = Ahead { none, seen: self.at, clear };
        *self.ahead.get_mut(which) = ahead;
        self
    }

    /// The same, where `most` octets may be left unread, and so much was seen
    /// already.
    pub(crate) const fn waiting(
        self,
        most: usize,
        sight: Option<(Which, Sight)>,
    ) -> Self {
        Self { most, sight, ..self }
    }

    /// Whether what is still to be read may as well be read later, since no
    /// match ends there: it holds no needle of this kind.
    #[inline]
    pub(crate) const fn waits(&self) -> Option<Which> {
        let Each { one, other } = &self.ahead;
        if self.to - self.at > self.most {
            None
        } else if one.none == self.to && self.at < one.clear {
            Some(Which::One)
        } else if other.none == self.to && self.at < other.clear {
            Some(Which::Other)
        } else {
            None
        }
    }

    /// No needle of the kind ends before this place which a match can read.
    pub(crate) const fn none(&self, which: Which) -> usize {
        self.ahead.get(which).none
    }

    /// Whether the matches that have begun and go on have read no needle of
    /// the kind.
    pub(crate) const fn is_clear(&self, which: Which) -> bool {
        self.at < self.ahead.get(which).clear
    }

    /// Whether it may be looked for needles where matches have begun: for a
    /// kind of which they have read none.
    #[inline]
    pub(crate) const fn is_due(&self) -> bool {
        let Each { one, other } = &self.ahead;
        (self.at >= one.seen && self.at < one.clear)
            || (self.at >= other.seen && self.at < other.clear)
    }

    /// As far as is read without asking what state it is that the search is
    /// in.
    pub(crate) fn block(&self) -> usize {
        let end = self.to.min(self.at + BLOCK);
        let Each { one, other } = &self.ahead;
        let end = if one.seen > self.at { end.min(one.seen) } else { end };
        if other.seen > self.at { end.min(other.seen) } else { end }
    }

    /// All that is left was passed; nothing has begun at its end, or something
    /// may have.
    pub(crate) fn pass(&mut self, is_idle: bool) {
        self.at = self.to;
        let clear = if is_idle { self.to + 1 } else { 0 };
        for ahead in [&mut self.ahead.one, &mut self.ahead.other] {
            ahead.none = ahead.none.max(self.to);
            ahead.clear = clear;
        }
    }

    /// Looks for the needles that are due; none at all where there are none to
    /// look for.
    #[inline]
    pub(crate) fn leap(
        &mut self,
        needles: &Needles,
        text: &[u8],
        is_idle: bool,
        budget: &mut Budget,
    ) -> Option<Leap> {
        let (at, to) = (self.at, self.to);
        let Each { one, other } = &mut self.ahead;
        if at < one.seen && at < other.seen {
            return None;
        }
        let mut leap =
            Leap { at, place: at, first: at, tells: false, looked: 0 };
        let looked = if needles.are_two() {
            self.look_for_both(needles, text, is_idle, &mut leap)
        } else {
            let kind = needles.kind(Which::One)?;
            let sight = self.sight.take().map(|it| it.1);
            one.turn(kind, text, to, sight, is_idle, &mut leap).is_some()
        };
        if !looked {
            return None;
        }
        budget.skip(leap.looked);
        Some(leap)
    }

    /// The same where there are two kinds. Where no match has begun, and behind
    /// the place at which the next one may, the needles of one kind tell from
    /// where on to look for those of the other.
    fn look_for_both(
        &mut self,
        needles: &Needles,
        text: &[u8],
        is_idle: bool,
        leap: &mut Leap,
    ) -> bool {
        let (first, mut sight) = match self.sight.take() {
            Some((which, sight)) => (which, Some(sight)),
            None => (Which::One, None),
        };
        let mut looked = false;
        for which in [first, first.next()] {
            let Some(kind) = needles.kind(which) else { continue };
            let ahead = self.ahead.get_mut(which);
            let sight = sight.take();
            let found = ahead.turn(kind, text, self.to, sight, is_idle, leap);
            looked |= found.is_some();
            // Where there is none of one kind the other is not looked for.
            if found == Some(false) {
                break;
            }
        }
        if leap.place > leap.at {
            // No match that has begun before goes on.
            for ahead in [&mut self.ahead.one, &mut self.ahead.other] {
                ahead.none = ahead.none.max(leap.place);
                ahead.clear = ahead.clear.max(leap.place + 1);
            }
        }
        looked
    }
}

impl Ahead {
    /// There is no such kind.
    const NEVER: Self = Self { none: usize::MAX, seen: usize::MAX, clear: 0 };

    /// Looks for needles if that is due; whether there is one.
    #[inline]
    fn turn(
        &mut self,
        kind: &Kind,
        text: &[u8],
        to: usize,
        sight: Option<Sight>,
        is_idle: bool,
        leap: &mut Leap,
    ) -> Option<bool> {
        let is_fresh = is_idle || leap.place > leap.at;
        let may = is_fresh || (leap.at < self.clear && kind.is_fast());
        if leap.place < self.seen || !may {
            return None;
        }
        // What was read last may be the begin of a needle.
        let read = (leap.at + 1).saturating_sub(kind.longest());
        let from = if is_fresh { leap.place } else { read };
        Some(self.look(kind, text, (from, to), sight, leap))
    }

    /// Looks for needles that begin at `from` or behind it; whether there is
    /// one.
    #[inline]
    fn look(
        &mut self,
        kind: &Kind,
        text: &[u8],
        (from, to): (usize, usize),
        sight: Option<Sight>,
        leap: &mut Leap,
    ) -> bool {
        let at = leap.place;
        // One that begins before has been looked for.
        let looked = (self.none + 1).saturating_sub(kind.longest());
        let from = from.max(looked);
        let window = WINDOW.max(2 * kind.longest());
        let end = to.min(from.max(at).saturating_add(window));
        let look = || kind.sight(from..end, kind.find(text, from..end));
        let seen = sight.filter(|_| end == to);
        let Sight { first, found } = seen.unwrap_or_else(look);
        // The octet there is stepped over: at the end of a window it is to be
        // one that was looked at.
        let known = end - kind.longest().min(end - at);
        let first = if end < to { first.min(known) } else { first };
        let first = first.max(at);
        self.seen = match found {
            Some(found) => found.max(at) + 1,
            None if end == to => end,
            None => first + 1,
        };
        self.clear = found.unwrap_or(end) + 1;
        self.none = self.none.max(found.unwrap_or(end));
        let to_there = found.map_or(end, |found| found + 1);
        leap.looked += to_there.saturating_sub(from);
        leap.place = kind.back(text, at, first);
        leap.first = leap.first.max(first);
        leap.tells = leap.tells || found.is_some() || end - at >= SHORT;
        found.is_some()
    }
}
