//! Searches for patterns, held against their definition.
//!
//! A [`Case`] is a list of patterns, a window, and what comes: octets,
//! silences, marks, the end of the stream. [`in_step`] gives it to a search
//! octet by octet, beside the model of [`oracle::expect`](crate::oracle::expect),
//! and [`in_pieces`] in larger parts.

mod case;
pub mod cost;
mod grammar;
mod judged;
#[cfg(feature = "proptest")]
pub mod random;
mod search;

pub use case::{Case, Compiled, Event, Events, Spec};
pub use grammar::{ASSERTIONS, SPELLED};
pub use judged::{in_pieces, in_step};
pub use search::{Groups, Plain, Search, Seen, plain};
