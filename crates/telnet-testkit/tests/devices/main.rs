//! Devices that are logged in to and run commands: see
//! `telnet_testkit::device`.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

mod broken;
mod files;
mod kinds;
mod recorded;
mod served;
mod table;

use telnet_session::Cli;

/// What every device is talked to with: nothing is said about any of them.
fn cli() -> Cli {
    Cli::default()
}
