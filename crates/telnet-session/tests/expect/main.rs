//! `expect` against its definition.
//!
//! The judge is `telnet_testkit::oracle::expect`, which knows nothing of
//! automata; `telnet_testkit::expect` runs it and a session side by side.
//!
//! * [`scripts`]: several searches over one stream, with timeouts, looks,
//!   other reads and draining in between;
//! * [`cost`]: allocations and memory.
//!
//! The searches themselves are tested in stream-expect.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a helper that fails fails its test"
)]

mod cost;
mod scripts;
