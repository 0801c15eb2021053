//! The program without a queue.
#![cfg(unix)]
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

mod ahead;
mod demo;
mod gate;
mod guide;
mod local;
mod program;
mod resume;
mod schedule;
mod schema;
mod secrets;
mod telemetry;
