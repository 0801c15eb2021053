//! How many orders a worker takes: time is an argument, and nothing is waited for.
//!
//! ```text
//!   asked for ──▶ held, its device locked ──▶ session ──▶ the result is stored
//!       └──────────────── orders ─────────────────┘        └── storing ──┘
//! ```
//!
//! There are as many sessions as there may be, and some orders ahead of them: those
//! whose turn comes in [`AHEAD`], since what is held is not to be had by others.

use std::time::{Duration, Instant};

/// Most orders that are asked for at once, and that are held ahead of their sessions.
pub(super) const AT_ONCE: usize = 256;

/// Orders are held that are begun within so long, if sessions take as long as they did.
const AHEAD: Duration = Duration::from_millis(50);

/// Sessions that could all begin at once do so within this time.
const SPREAD: Duration = Duration::from_millis(40);

/// How late a timer may be.
const TICK: Duration = Duration::from_millis(1);

/// An order is given back that has waited so long for a session: they have become slow.
pub(super) const LATE: Duration = Duration::from_secs(1);

/// The orders of a worker, by how far they are.
#[derive(Debug)]
pub(super) struct Room {
    /// Most at once.
    sessions: usize,
    /// Orders up to the end of their session.
    orders: usize,
    /// Orders that are not asked for any more, but are here.
    held: usize,
    /// Orders behind their session.
    storing: usize,
    /// How long a session takes; nothing if that is not known.
    usual: Option<Duration>,
    /// When the last session was to begin.
    next: Option<Instant>,
}

impl Room {
    pub(super) fn new(sessions: usize) -> Self {
        let sessions = sessions.max(1);
        Self {
            sessions,
            orders: 0,
            held: 0,
            storing: 0,
            usual: None,
            next: None,
        }
    }

    /// So many orders are held that have no session.
    pub(super) const fn held(&self) -> usize {
        self.held
    }

    /// So many are to be asked for now: none if those that are there will do, and there
    /// is not yet enough room to ask for several.
    pub(super) fn wanted(&self) -> usize {
        let ahead = self.ahead();
        let most = self.sessions.saturating_add(ahead);
        let free = most.saturating_sub(self.orders);
        // A queue that takes results slowly is not to fill this process with them.
        let all = self.orders.saturating_add(self.storing);
        let free = free.min(most.saturating_mul(2).saturating_sub(all));
        if self.orders >= self.sessions && free < ahead.div_ceil(2) {
            return 0;
        }
        free.min(AT_ONCE)
    }

    /// So many were asked for.
    pub(super) const fn asked(&mut self, count: usize) {
        self.orders = self.orders.saturating_add(count);
    }

    /// So many of them did not come.
    pub(super) const fn not_come(&mut self, count: usize) {
        self.orders = self.orders.saturating_sub(count);
    }

    /// One has come.
    pub(super) const fn come(&mut self) {
        self.held = self.held.saturating_add(1);
    }

    /// One that is held has a session.
    pub(super) const fn begun(&mut self) {
        self.held = self.held.saturating_sub(1);
    }

    /// Its session has ended, and took so long.
    pub(super) fn ended(&mut self, took: Duration) {
        self.orders = self.orders.saturating_sub(1);
        self.storing = self.storing.saturating_add(1);
        let usual = self.usual.unwrap_or(took);
        self.usual = Some((usual * 7 + took) / 8);
    }

    /// It is to have one more session.
    pub(super) const fn again(&mut self) {
        self.stored();
        self.asked(1);
        self.come();
    }

    /// Its result is stored.
    pub(super) const fn stored(&mut self) {
        self.storing = self.storing.saturating_sub(1);
    }

    /// One that is held is given back.
    pub(super) const fn given_back(&mut self) {
        self.held = self.held.saturating_sub(1);
        self.orders = self.orders.saturating_sub(1);
    }

    /// One that is held has waited for [`LATE`]: none are, until sessions have become
    /// quick again.
    pub(super) fn late(&mut self) {
        let sessions = u32::try_from(self.sessions).unwrap_or(u32::MAX);
        let slow = AHEAD.saturating_mul(sessions.saturating_add(1));
        self.usual = self.usual.map(|it| it.max(slow));
    }

    /// When the session may begin whose turn is next; asked once the one before it has
    /// begun. Those that begin at once answer at once, and are silent at once: so they
    /// begin a little faster than others end, and all there may be in [`SPREAD`].
    pub(super) fn turn(&mut self, now: Instant) -> Instant {
        let round = self.usual.map_or(SPREAD, |it| (it * 4 / 5).min(SPREAD));
        let sessions = u32::try_from(self.sessions).unwrap_or(u32::MAX);
        // Timers are late: what was lost by that is made up for.
        let from = now.checked_sub(TICK).unwrap_or(now);
        let turn = self.next.map_or(now, |it| it.max(from)) + round / sessions;
        self.next = Some(turn);
        turn
    }

    /// So many orders are held ahead of their sessions.
    fn ahead(&self) -> usize {
        let Some(usual) = self.usual else { return 0 };
        let sessions = u128::try_from(self.sessions).unwrap_or(u128::MAX);
        let turns = sessions.saturating_mul(AHEAD.as_nanos());
        let count = turns / usual.as_nanos().max(1);
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        count.min(self.sessions).min(AT_ONCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLI: Duration = Duration::from_millis(1);

    /// A room whose sessions have taken so long.
    fn room(sessions: usize, usual: Duration) -> Room {
        let mut it = Room::new(sessions);
        take(&mut it, 1);
        it.begun();
        it.ended(usual);
        it.stored();
        it
    }

    /// Orders that are asked for and come.
    fn take(room: &mut Room, count: usize) {
        room.asked(count);
        (0..count).for_each(|_| room.come());
    }

    #[test]
    fn what_waits_long_is_left_to_others() {
        // Nothing is known of sessions, or they take their time.
        let unknown = Room::new(100);
        for mut it in [unknown, room(100, Duration::from_secs(10))] {
            assert_eq!(it.wanted(), 100);
            take(&mut it, 100);
            assert_eq!(it.wanted(), 0);
        }
        // A tenth of them ends within the time.
        let mut it = room(100, Duration::from_millis(500));
        take(&mut it, 100);
        assert_eq!(it.wanted(), 10);
        it.late();
        assert_eq!(it.wanted(), 0);
        // They are quick again.
        for _ in 0..100 {
            it.begun();
            it.ended(50 * MILLI);
            it.stored();
            take(&mut it, 1);
        }
        assert!((90..=100).contains(&it.wanted()), "{it:?}");
    }

    #[test]
    fn no_more_are_held_than_one_batch() {
        for sessions in [1, 7, 300, 5000] {
            let mut it = room(sessions, Duration::ZERO);
            let mut all = 0;
            loop {
                let count = it.wanted();
                if count == 0 {
                    break;
                }
                assert!(count <= AT_ONCE);
                take(&mut it, count);
                all += count;
            }
            let ahead = sessions.min(AT_ONCE);
            assert!(all <= sessions + ahead, "{sessions}: {all}");
            assert!(all >= sessions + ahead / 2, "{sessions}: {all}");
        }
    }

    /// Many are asked for together.
    #[test]
    fn it_is_not_asked_for_each_one() {
        let mut it = room(100, 50 * MILLI);
        take(&mut it, 200);
        for _ in 0..49 {
            it.begun();
            it.ended(50 * MILLI);
            it.stored();
            assert_eq!(it.wanted(), 0);
        }
        it.given_back();
        assert_eq!(it.wanted(), 50);
    }

    #[test]
    fn a_queue_that_takes_no_results_is_asked_for_no_orders() {
        let mut it = room(10, Duration::from_secs(10));
        for _ in 0..20 {
            assert!(it.wanted() > 0, "{it:?}");
            take(&mut it, 1);
            it.begun();
            it.ended(Duration::from_secs(10));
        }
        assert_eq!(it.wanted(), 0);
        it.stored();
        assert_eq!(it.wanted(), 1);
    }

    #[test]
    fn sessions_begin_one_after_the_other() {
        let now = Instant::now();
        for (usual, all) in [(20, 16), (10_000, 40)] {
            let mut it = room(200, usual * MILLI);
            let turns: Vec<_> = (0..=200).map(|_| it.turn(now)).collect();
            assert!(turns.is_sorted_by(|a, b| a < b));
            assert_eq!(turns[200] - turns[0], all * MILLI);
            // Who comes later does not wait.
            let later = now + Duration::from_secs(1);
            assert!(it.turn(later) <= later);
        }
    }
}
