//! Workers that share a queue, with a NATS server of the system, which the tests
//! start.
#![cfg(target_os = "linux")]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

mod ahead;
mod device;
mod fleet;
#[path = "../fleet/gate.rs"]
mod gate;
mod held;
mod marks;
mod server;
mod small;
mod workers;
