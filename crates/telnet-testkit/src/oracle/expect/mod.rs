//! The model of `expect`: the definition in its own words, on the syntax tree
//! of a pattern, one octet and one end at a time.
//!
//! What is to be matched is a sequence of octets and ends, an end saying that
//! what has arrived is all there is for now. A pattern is *late* if a match of
//! it can end with an assertion that looks at the next octet, otherwise
//! *early*. After k octets `D[..k]` it fires
//!
//! * at the octet k, if early: if it matches some `D[s..k]`;
//! * at the octet k, if late: if it matches some `D[s..k - 1]`, the last octet
//!   being only looked at;
//! * at an end, late ones only: if it matches some `D[s..k]`, nothing
//!   following.
//!
//! The first to fire is the result; of several at once, the first in the list;
//! of its matches with that end, the one that starts leftmost in the window.
//! A greedy pattern then goes on from that start, for as long as anything that
//! may come could change the end it prefers.
//!
//! * `pattern.rs`: what is searched for, and whether it is late;
//! * `starts.rs`: where matches begin that end at a given place;
//! * `path.rs`: which of several ways to match is preferred;
//! * `judge.rs`: the above.

mod judge;
mod look;
mod path;
mod pattern;
mod starts;

pub use judge::{By, Judge, Verdict};
pub use pattern::{NaivePattern, Source};
pub use starts::MOST_TEXT;
