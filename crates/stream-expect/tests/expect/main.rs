//! Searches against their definition.
//!
//! The judge is a model that knows nothing of automata; the two are run side by
//! side.
//!
//! * [`judged`]: random cases, octet by octet, whole, and in random cuts, with
//!   room to remember and with none;
//! * [`splits`]: forty patterns over fixed texts in all splits in two and
//!   three;
//! * [`edges`]: texts as they stand at the edges of slices, behind much else;
//! * [`inside`]: patterns that begin with anything, and hold a text, in texts that
//!   are full of what looks like it, against `regex`;
//! * [`kinds`]: patterns that hold two texts, in texts that are full of one, or of
//!   the other, against `regex`;
//! * [`long`]: texts of which most is skipped, against `regex`;
//! * [`window`]: what is at the edge of the window;
//! * [`groups`]: captures against `regex`, prefix by prefix;
//! * [`refusals`]: what is refused, and what is said;
//! * [`helpers`]: readers and other streams;
//! * [`cost`]: allocations, and what may be thrown away.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a helper that fails fails its test"
)]

mod cost;
mod edges;
mod groups;
mod helpers;
mod inside;
mod judged;
mod kinds;
mod long;
mod refusals;
mod splits;
mod window;

/// Where cases that have failed are kept.
const REGRESSIONS: &str = "tests/expect/regressions.txt";
