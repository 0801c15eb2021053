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
use tokio::runtime::Builder;

use crate::args::{Arguments, Command};
use crate::files::Failure;

/// All went well.
pub(crate) const WELL: u8 = 0;
/// Not all orders ended as done.
pub(crate) const NOT_ALL: u8 = 1;
/// A file, an argument or the queue is not what it is to be.
pub(crate) const USAGE: u8 = 2;

fn main() -> ExitCode {
    let command = Arguments::parse().command;
    let mut runtime = if matches!(command, Command::Worker(_)) {
        // What its sessions tell the queue goes out together, and no thread wakes
        // another one for it. Who has more cores starts more workers.
        Builder::new_current_thread()
    } else {
        Builder::new_multi_thread()
    };
    let end = match runtime.enable_all().build() {
        Ok(runtime) => {
            let end = runtime.block_on(run(command));
            // A read of the standard input goes on.
            runtime.shutdown_background();
            end
        }
        Err(why) => Err(why.into()),
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

async fn run(command: Command) -> Result<u8, Failure> {
    match command {
        Command::Run(run) => run.run().await,
        Command::Submit(submit) => submit.run().await,
        Command::Worker(work) => work.run().await,
        Command::Status(status) => status.run().await,
        Command::Results(results) => results.run().await,
        Command::Cancel(which) => which.cancel().await,
        Command::Schema { of } => args::schema(of),
    }
}
