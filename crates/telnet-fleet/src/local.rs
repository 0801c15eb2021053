//! `telnet-fleet run`: all in this process.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use telnet_fleet::embedded::{self, News, Options};
use telnet_fleet::{Output, Tally};

use crate::files::{Failure, Files};
use crate::{NOT_ALL, WELL};

/// Do a job at each device of an inventory.
#[derive(Args, Clone, Debug)]
pub(crate) struct Run {
    #[command(flatten)]
    files: Files,
    /// The folder for `results.jsonl` and a file for each device
    #[arg(long, value_name = "FOLDER", default_value = "results")]
    out: PathBuf,
    /// Most sessions at once
    #[arg(long, default_value_t = Options::default().sessions)]
    sessions: usize,
}

impl Run {
    pub(crate) async fn run(&self) -> Result<u8, Failure> {
        let (inventory, job, name) = self.files.read()?;
        let mut output = Output::open(&self.out)
            .map_err(|it| format!("{}: {it}", self.out.display()))?;
        let mut tally = Tally::new(inventory.devices.len(), Instant::now());
        let mut options = Options::default();
        options.sessions = self.sessions;
        let is_terminal = io::stderr().is_terminal();
        let tell = |news| {
            if let News::Ended(report, _) = &news {
                tally.count(report);
                return output.write(report);
            }
            match news {
                News::Tick(running) if is_terminal => {
                    let line = tally.line(running, Instant::now());
                    write!(io::stderr(), "\r\x1b[K{line}")
                }
                News::Tick(_) | _ => Ok(()),
            }
        };
        embedded::run(&inventory, &job, &name, &options, tell).await?;
        let clear = if is_terminal { "\r\x1b[K" } else { "" };
        let line = tally.line(0, Instant::now());
        writeln!(io::stderr(), "{clear}{line}")?;
        Ok(if tally.is_all_done() { WELL } else { NOT_ALL })
    }
}
