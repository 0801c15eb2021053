//! What a worker does with an order that a queue hands it: time is an argument, and
//! nothing is waited for.
//!
//! A queue may hand out an order again: when its worker has died, was too slow to
//! say that it lives, or has given it back. So a worker locks the device, looks at
//! what is known of the order, and asks [`decide`].
//!
//! ```text
//!   handed out ──▶ lock the device ──▶ decide ──▶ Drop: it has a result
//!        ▲             │ taken            ├────▶ End: a result without an attempt
//!        │◀── later ───┘                  └────▶ Begin
//!        │                                         │ the mark: begun, unless the
//!        │                                         │ order is new
//!        │                                         ▼
//!        │                                      attempt ── before it changes the
//!        │                                         │       device: the mark: fenced
//!        │◀── the mark: ended ◀── Again ── verdict ┤
//!        │                                         ▼ End
//!        └──────── the worker dies ──── the result, then the acknowledgement
//! ```

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::order::Order;
use crate::report::Status;

/// What is known of an order besides its result, wherever workers come and go.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize,
)]
#[non_exhaustive]
pub struct Mark {
    /// Attempts that have ended, and are to be made again.
    pub ended: u32,
    /// Whether one was begun whose end is not known.
    pub is_open: bool,
    /// Attempts whose worker died.
    pub deaths: u32,
    /// Whether an attempt was to change the device.
    pub is_fenced: bool,
}

/// What a worker that has the lock sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seen {
    /// Whether there is a result.
    pub has_result: bool,
    /// Whether it was cancelled.
    pub is_cancelled: bool,
    /// The mark.
    pub mark: Mark,
}

/// What it does then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decision {
    /// Acknowledges the order: there is a result.
    Drop,
    /// Stores this result, and acknowledges the order.
    End(Status, &'static str),
    /// The same, and puts the order where somebody looks at it: it kills workers.
    Bury(&'static str),
    /// Writes this mark, then makes an attempt of this number.
    Begin(u32, Mark),
}

/// So many workers may die at an order, besides the first one that it is handed out
/// to, if it has not begun to change the device: that one leaves no mark.
pub const MOST_DEATHS: u32 = 3;

/// What to do with an order.
#[must_use]
pub fn decide(order: &Order, seen: Seen, now: SystemTime) -> Decision {
    let mark = seen.mark;
    if seen.has_result {
        return Decision::Drop;
    }
    if mark.is_fenced && mark.is_open && !order.job.idempotent {
        let why = "its worker died when it may have changed the device";
        return Decision::End(Status::Unknown, why);
    }
    if seen.is_cancelled {
        return Decision::End(Status::Cancelled, "it was cancelled");
    }
    let deaths = mark.deaths + u32::from(mark.is_open);
    if deaths >= MOST_DEATHS {
        return Decision::Bury("its workers died, one after the other");
    }
    if order.job.window.is_over(now) {
        let why = "it was not begun before the end of its window";
        return Decision::End(Status::Missed, why);
    }
    let begun = Mark { is_open: true, deaths, ..mark };
    Decision::Begin(mark.ended + 1, begun)
}

impl Mark {
    /// What is written before the first step that changes the device.
    #[must_use]
    pub const fn fenced(self) -> Self {
        Self { is_fenced: true, ..self }
    }

    /// What is written when the attempt is to be made again.
    #[must_use]
    pub const fn again(self) -> Self {
        Self { ended: self.ended + 1, is_open: false, ..self }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::inventory::Inventory;
    use crate::job::Job;

    fn order(more: &str) -> Order {
        let steps = r#"steps = [{ do = "configure", lines = ["x"] }]"#;
        let job = format!("name = \"j\"\n{more}\n{steps}");
        let job = Job::parse(&job).unwrap();
        let inventory = "[[devices]]\nname = \"r1\"\nhost = \"h\"";
        let inventory = Inventory::parse(inventory).unwrap();
        let run = "t".parse().unwrap();
        let mut orders = inventory.orders(&job, &run);
        orders.next().unwrap()
    }

    /// What outlives workers, and the device.
    #[derive(Debug, Default)]
    struct World {
        seen: Seen,
        results: Vec<Status>,
        effects: u32,
        buried: u32,
        /// Whether it was handed out before.
        is_old: bool,
    }

    /// How far a worker comes before it dies.
    const STEPS: u8 = 7;

    impl World {
        /// A worker is handed the order, and dies before the step of this number,
        /// if there is one. Whether the order was acknowledged.
        fn hand_out(
            &mut self,
            order: &Order,
            dies_at: u8,
            fails: bool,
        ) -> bool {
            let now = SystemTime::UNIX_EPOCH;
            let mut mark = match decide(order, self.seen, now) {
                Decision::Drop => return dies_at != 0,
                Decision::End(status, _) => return self.end(status, dies_at),
                Decision::Bury(_) => {
                    self.buried += 1;
                    return self.end(Status::Failed, dies_at);
                }
                Decision::Begin(_, mark) => mark,
            };
            if dies_at == 0 {
                return false;
            }
            if std::mem::replace(&mut self.is_old, true) {
                self.seen.mark = mark;
            }
            if dies_at == 1 {
                return false;
            }
            if fails {
                self.seen.mark = mark.again();
                return false;
            }
            mark = mark.fenced();
            self.seen.mark = mark;
            if dies_at == 2 {
                return false;
            }
            self.effects += 1;
            if dies_at == 3 {
                return false;
            }
            self.end(Status::Done, dies_at.saturating_sub(4))
        }

        fn end(&mut self, status: Status, dies_at: u8) -> bool {
            if dies_at == 0 {
                return false;
            }
            // The store takes the first alone.
            if !self.seen.has_result {
                self.results.push(status);
            }
            self.seen.has_result = true;
            dies_at > 1
        }
    }

    proptest! {
        /// Wherever workers die, there is one result in the end, what changes a
        /// device is done once, and the result does not say otherwise.
        #[test]
        fn one_result_and_one_effect(
            hands in proptest::collection::vec((0..STEPS, any::<bool>()), 0..8),
            idempotent in any::<bool>(),
        ) {
            let more = format!("idempotent = {idempotent}");
            let order = order(&more);
            let mut world = World::default();
            let mut is_over = false;
            for (dies_at, fails) in hands {
                is_over |= world.hand_out(&order, dies_at, fails);
            }
            for _ in 0..2 {
                is_over |= world.hand_out(&order, STEPS, false);
            }
            prop_assert!(is_over);
            prop_assert_eq!(world.results.len(), 1);
            let status = world.results[0];
            if !idempotent {
                prop_assert!(world.effects <= 1);
                let is_told = [Status::Done, Status::Unknown];
                prop_assert!(world.effects == 0 || is_told.contains(&status));
            }
            if status == Status::Done {
                prop_assert!(world.effects >= 1);
            }
            prop_assert_eq!(world.buried > 0, status == Status::Failed);
        }
    }

    #[test]
    fn what_kills_workers_is_buried() {
        let order = order("");
        let mut world = World::default();
        for _ in 0..=MOST_DEATHS {
            assert!(!world.hand_out(&order, 1, false));
        }
        assert!(world.hand_out(&order, STEPS, false));
        assert_eq!((world.buried, world.effects), (1, 0));
        assert_eq!(world.results, [Status::Failed]);
    }

    #[test]
    fn what_was_cancelled_or_comes_too_late_is_not_begun() {
        let late = order("window = { not_after = \"2020-01-01T00:00:00Z\" }");
        let now = SystemTime::now();
        let end = decide(&late, Seen::default(), now);
        assert!(matches!(end, Decision::End(Status::Missed, _)));
        let seen = Seen { is_cancelled: true, ..Seen::default() };
        let end = decide(&order(""), seen, now);
        assert!(matches!(end, Decision::End(Status::Cancelled, _)));
    }
}
