//! `telnet-fleet run`: all in this process.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use telnet_fleet::embedded::{self, News, Options};
use telnet_fleet::{Journal, Output, Tally, Writer};

use crate::files::{Failure, Files};
use crate::telemetry::Telemetry;
use crate::{NOT_ALL, WELL};

/// Do a job at each device of an inventory.
#[derive(Args, Clone, Debug)]
pub(crate) struct Run {
    #[command(flatten)]
    files: Files,
    /// The folder for `results.jsonl` and a file for each device
    #[arg(long, value_name = "FOLDER", default_value = "results")]
    out: PathBuf,
    /// Go on with the run that was begun in the folder: what has ended is not done
    /// again, and what may have changed its device is `unknown`
    #[arg(long)]
    resume: bool,
    #[command(flatten)]
    telemetry: Telemetry,
    /// Most sessions at once
    #[arg(long, default_value_t = Options::default().sessions)]
    sessions: usize,
}

impl Run {
    pub(crate) async fn run(&self) -> Result<u8, Failure> {
        let (inventory, job, mut name) = self.files.read()?;
        let is_logged = self.telemetry.start().await?;
        let in_folder = |it: io::Error| {
            let is_there = it.kind() == io::ErrorKind::AlreadyExists;
            let more =
                if is_there { ": `--resume` goes on with it" } else { "" };
            format!("{}: {it}{more}", self.out.display())
        };
        let journal = if self.resume {
            Journal::resume(&self.out, &job)
        } else {
            Journal::begin(&self.out, &job, &name)
        };
        let journal = journal.map_err(in_folder)?;
        if self.files.run.as_ref().is_some_and(|it| it != journal.run()) {
            let (place, run) = (self.out.display(), journal.run());
            return Err(format!("{place}: it has the run {run}").into());
        }
        name.clone_from(journal.run());
        let output = Output::open(&self.out).map_err(in_folder)?;
        let mut output = Writer::new(output)?;
        let mut tally = Tally::new(inventory.devices.len(), Instant::now());
        for report in journal.ended() {
            tally.count(report);
        }
        let mut options = Options::default();
        options.sessions = self.sessions;
        options.journal = Some(Arc::new(journal));
        let is_terminal = io::stderr().is_terminal() && !is_logged;
        let tell = |news| match news {
            News::Ended(report, _) => {
                tally.count(&report);
                output.write(*report)
            }
            News::Tick(running) if is_terminal => {
                let line = tally.line(running, Instant::now());
                write!(io::stderr(), "\r\x1b[K{line}")
            }
            News::Tick(_) | _ => Ok(()),
        };
        embedded::run(&inventory, &job, &name, &options, tell).await?;
        output.finish().map_err(in_folder)?;
        let clear = if is_terminal { "\r\x1b[K" } else { "" };
        let line = tally.line(0, Instant::now());
        writeln!(io::stderr(), "{clear}{line}")?;
        Ok(if tally.is_all_done() { WELL } else { NOT_ALL })
    }
}
