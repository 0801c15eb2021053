//! What crosses the wire, with names and times, for a user to see.

use std::fs::File;
use std::io::{IsTerminal as _, Write, stderr};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use telnet_blocking::watch::Trace;

use crate::connect::Line;
use crate::exit::Exit;
use crate::script::Mask;

/// What of the wire is shown, and where.
#[derive(Args, Clone, Debug)]
pub(crate) struct Tracing {
    /// Show what is negotiated, by name and with the seconds since the start;
    /// `hex` shows text and octets, too, but what may be a password
    #[arg(
        short = 'd', long, value_name = "HOW", num_args = 0..=1,
        require_equals = true, default_missing_value = "names"
    )]
    trace: Option<How>,
    /// Write that to a file in the place of standard error
    #[arg(short = 'n', long, value_name = "FILE")]
    trace_file: Option<PathBuf>,
}

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum How {
    /// What is negotiated.
    Names,
    /// Text, and the octets that came.
    Hex,
}

impl Tracing {
    /// Begins, if it is asked for; secrets are left out.
    pub(crate) fn start(
        &self,
        line: &mut Line,
        mask: &Mask,
    ) -> Result<(), Exit> {
        let how = self.trace.unwrap_or(How::Names);
        let (mut out, end) = match &self.trace_file {
            Some(file) => (create(file)?, "\n"),
            None if self.trace.is_none() => return Ok(()),
            None => {
                let out: Box<dyn Write + Send> = Box::new(stderr());
                // A terminal may be one that does not go back to the left.
                (out, if stderr().is_terminal() { "\r\n" } else { "\n" })
            }
        };
        let start = Instant::now();
        let mask = mask.clone();
        let session = line.session_mut();
        session.trace_octets(how == How::Hex);
        session.set_trace(move |line| {
            if how == How::Hex || !matches!(line, Trace::Text(..)) {
                let since = start.elapsed().as_secs_f64();
                let line = shown(line, &mask);
                // A trace that cannot be written is no reason to stop.
                let _unseen = write!(out, "{since:8.3} {line}{end}");
            }
        });
        Ok(())
    }
}

/// A line of the trace without secrets: of text they are looked for before it is
/// cut.
fn shown(line: &Trace<'_>, mask: &Mask) -> String {
    if let Trace::Text(way, Some(text), len) = *line {
        Trace::Text(way, Some(&mask.octets(text)), len).to_string()
    } else if let Trace::Octets(Some(octets), len) = *line {
        Trace::Octets(Some(&mask.octets(octets)), len).to_string()
    } else {
        mask.text(&line.to_string())
    }
}

fn create(file: &Path) -> Result<Box<dyn Write + Send>, Exit> {
    let created = File::create(file);
    Ok(Box::new(created.map_err(|error| Exit::file(file, &error))?))
}
