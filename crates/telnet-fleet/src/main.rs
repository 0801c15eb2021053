//! `telnet-fleet`: jobs for many Telnet devices.

mod args;
mod files;
mod local;
mod shared;
mod telemetry;
mod watchdog;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Arguments, Command};

/// All went well.
pub(crate) const WELL: u8 = 0;
/// Not all orders ended as done.
pub(crate) const NOT_ALL: u8 = 1;
/// A file, an argument or the queue is not what it is to be.
pub(crate) const USAGE: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let end = match Arguments::parse().command {
        Command::Run(run) => run.run().await,
        Command::Submit(submit) => submit.run().await,
        Command::Worker(work) => work.run().await,
        Command::Status(status) => status.run().await,
        Command::Results(results) => results.run().await,
        Command::Cancel(which) => which.cancel().await,
        Command::Schema { of } => args::schema(of),
    };
    match end {
        Ok(code) => ExitCode::from(code),
        Err(why) => {
            // Without a standard error nothing can be said.
            let _unseen = writeln!(std::io::stderr(), "telnet-fleet: {why}");
            ExitCode::from(USAGE)
        }
    }
}
