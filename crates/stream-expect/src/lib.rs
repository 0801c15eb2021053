//! The first match of several patterns in a stream.
//!
//! ```text
//!   Pattern ──▶ PatternSet ──▶ Program: forward, reverse, greedy Machine
//!                  │                         │ remembered in
//!                  ▼                         ▼
//!   unread text ─▶ Scan ── search ──▶ Cache: states ▸ rows of transitions
//!                  │  ▲      └ skip: to the next needle or escape octet
//!                  │  └ Place: a state that outlives the cache
//!                  ▼
//!         fires ─▶ start (backwards) ─▶ greedy (onwards) ─▶ Found
//! ```

mod automaton;
mod cache;
mod captures;
mod check;
mod classes;
mod dialect;
mod error;
mod found;
mod greedy;
mod look;
mod machine;
mod pattern;
mod patterns;
mod place;
mod program;
mod scan;
mod search;
mod set;
mod skip;
mod sparse;
mod start;
mod text;

pub use captures::Groups;
pub use error::{PatternError, PatternFault, cut};
pub use found::{Decided, End, Found, Step};
pub use pattern::Pattern;
pub use patterns::{Given, Patterns};
pub use scan::Scan;
pub use set::{PatternSet, SetLimits};
pub use text::Text;
