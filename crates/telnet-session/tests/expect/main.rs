//! `expect` against its definition.
//!
//! The judge is `telnet_testkit::oracle::expect`, which knows nothing of
//! automata; `telnet_testkit::expect` runs it and a session side by side.
//!
//! * [`judged`]: random cases ([`random`]), octet by octet, whole, and in
//!   random cuts, with room to remember and with none;
//! * [`splits`]: forty patterns over fixed texts in all splits in two and
//!   three;
//! * [`scripts`]: several searches over one stream, with timeouts, looks,
//!   other reads and draining in between;
//! * [`edges`]: texts as they stand at the edges of slices, behind much else;
//! * [`long`]: texts of which most is skipped, against `regex`;
//! * [`window`]: what is at the edge of the window;
//! * [`groups`]: captures against `regex`, prefix by prefix;
//! * [`refusals`]: what is refused, and what is said;
//! * [`cost`]: allocations and memory.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a helper that fails fails its test"
)]

mod cost;
mod edges;
mod groups;
mod judged;
mod long;
mod random;
mod refusals;
mod scripts;
mod splits;
mod window;
