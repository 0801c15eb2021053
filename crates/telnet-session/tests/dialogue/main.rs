//! Dialogues with hosts, in virtual time and without sockets.
//!
//! * [`hosts`]: those of the testkit, which answer by what they hear;
//! * [`ends`]: dialogues that do not come to their end.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

mod ends;
mod hosts;
