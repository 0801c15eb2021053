//! The loop of all adapters over a stream on which nothing is quiet, in time
//! that passes on command: see `telnet_testkit::chaos`.
//!
//! ```text
//! CHAOS_SEEDS=10000 cargo test --release -p telnet-adapter --test chaos
//! ```
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

mod devices;
mod ends;
mod line;
mod recorded;
