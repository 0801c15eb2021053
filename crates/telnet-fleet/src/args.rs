//! The command line.

use std::io::Write as _;

use clap::{Parser, Subcommand, ValueEnum};
use telnet_fleet::{Inventory, Job, Report, schema_of};

use crate::WELL;
use crate::files::Failure;
use crate::local::Run;
use crate::shared::{Results, Status, Submit, Which, Work};

/// Jobs for many Telnet devices: on one machine, or on several that share a queue.
///
/// Telnet is plaintext: anyone on the way reads and alters everything, passwords
/// included. Use this for what speaks nothing else.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "telnet-fleet",
    version,
    max_term_width = 80,
    after_help = "Exit codes: 0 all are done, 1 not all are, 2 wrong usage, a \
        wrong file, or no queue."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Clone, Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum Command {
    /// Do a job at each device of an inventory, in this process
    Run(Run),
    /// Put a job at each device of an inventory into a queue
    Submit(Submit),
    /// Work off what is in the queue
    Worker(Work),
    /// Tell how far a run is
    Status(Status),
    /// Fetch the results of a run
    Results(Results),
    /// Have nothing of a run begun any more that has not been
    Cancel(Which),
    /// Print the JSON schema of a file
    Schema {
        /// Of which
        of: Kind,
    },
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Kind {
    /// The devices, their sites and credentials
    Inventory,
    /// What to do
    Job,
    /// What became of it
    Report,
}

/// Prints a schema.
pub(crate) fn schema(of: Kind) -> Result<u8, Failure> {
    let text = match of {
        Kind::Inventory => schema_of::<Inventory>(),
        Kind::Job => schema_of::<Job>(),
        Kind::Report => schema_of::<Report>(),
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(WELL)
}
