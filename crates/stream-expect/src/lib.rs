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

mod engine;
mod pattern;
mod search;
mod set;

pub use pattern::Pattern;
pub use pattern::error::{PatternError, PatternFault, cut};
pub use search::Scan;
pub use search::captures::Groups;
pub use search::found::{Decided, End, Found, Step};
pub use search::text::Text;
pub use set::PatternSet;
pub use set::limits::SetLimits;
pub use set::patterns::{Given, Patterns};
