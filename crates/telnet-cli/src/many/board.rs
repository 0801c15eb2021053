//! What is shown of many hosts: their outputs as they come, how far it is, and
//! the summary.

use std::io::{IsTerminal as _, Stdout, Write as _, stderr, stdout};
use std::time::{Duration, Instant};

use rustix::termios::tcgetwinsize;

use super::visit::Visit;
use crate::args::Arguments;
use crate::exit::Exit;
use crate::print::unprinted;
use crate::screen::Screen;
use crate::script::Json;

/// How far it is.
pub(crate) struct Board {
    /// All hosts of the list, and how many of them are visited.
    all: usize,
    wanted: usize,
    done: usize,
    /// Place in the list, name, code, and the begin of why.
    failed: Vec<(usize, String, u8, String)>,
    start: Instant,
    shown: Option<Instant>,
    /// Whether how far it is is shown at all.
    has_line: bool,
    out: Screen<Stdout>,
}

/// How often how far it is is shown at most.
const OFTEN: Duration = Duration::from_millis(100);

impl Board {
    pub(crate) fn new(
        all: usize,
        wanted: usize,
        arguments: &Arguments,
    ) -> Self {
        let manner = arguments.manner();
        let is_verbose = arguments.script().is_verbose();
        Self {
            all,
            wanted,
            done: 0,
            failed: Vec::new(),
            start: Instant::now(),
            shown: None,
            has_line: stderr().is_terminal() && !is_verbose,
            out: Screen::new(stdout())
                .decode(manner.encoding())
                .filter(stdout().is_terminal() && !manner.is_raw()),
        }
    }

    /// A host was visited.
    pub(crate) fn add(&mut self, at: usize, visit: Visit) -> Result<(), Exit> {
        let Visit { name, end, output, report } = visit;
        let mut text = Vec::new();
        if let Some(report) = report {
            text.extend(Json(&report).to_string().bytes());
        }
        for line in output.split_inclusive(|it| *it == b'\n') {
            text.extend_from_slice(name.as_bytes());
            text.extend_from_slice(b": ");
            text.extend_from_slice(line);
        }
        if !text.is_empty() {
            self.clear();
            self.out.show(&text).map_err(|it| unprinted(&it))?;
        }
        match end {
            Ok(()) => self.done += 1,
            Err(exit) => {
                let why = exit.message().lines().next().unwrap_or_default();
                let why = why.to_owned();
                self.failed.push((at, name, exit.number(), why));
            }
        }
        self.tick();
        Ok(())
    }

    /// Shows how far it is, unless it was shown just now.
    pub(crate) fn tick(&mut self) {
        let is_new = self.shown.is_none_or(|it| it.elapsed() >= OFTEN);
        if !self.has_line || !is_new {
            return;
        }
        self.shown = Some(Instant::now());
        let (failed, wanted) = (self.failed.len(), self.wanted);
        let visited = self.done + failed;
        let time = self.start.elapsed().as_secs();
        let mut line =
            format!("{visited} of {wanted} hosts, {failed} failed, {time} s");
        // A line that does not fit could not be taken back.
        line.truncate(columns().unwrap_or(line.len()));
        say(&format!("\r\x1b[K{line}"));
    }

    fn clear(&mut self) {
        if self.has_line && self.shown.take().is_some() {
            say("\r\x1b[K");
        }
    }

    /// Shows the summary; how many have failed.
    pub(crate) fn finish(mut self) -> usize {
        self.clear();
        let skipped = self.all - self.wanted;
        let (all, done, failed) = (self.all, self.done, self.failed.len());
        let time = self.start.elapsed().as_secs_f64();
        say(&format!(
            "{all} hosts: {done} done, {failed} failed, {skipped} skipped; \
             {time:.1} s\n"
        ));
        self.failed.sort();
        let names = self.failed.iter().map(|(_, name, ..)| name.len());
        let width = names.max().unwrap_or_default().max("host".len());
        if failed > 0 {
            say(&format!("{:width$}  code  why\n", "host"));
        }
        for (_, name, code, why) in &self.failed {
            say(&format!("{name:width$}  {code:4}  {why}\n"));
        }
        failed
    }
}

/// How many columns the window has, if there is one that says so.
fn columns() -> Option<usize> {
    let size = tcgetwinsize(rustix::stdio::stderr()).ok()?;
    (size.ws_col > 0).then(|| usize::from(size.ws_col))
}

/// Tells the user something that is not a host's.
fn say(text: &str) {
    // Who cannot be told has nothing else to be told by.
    let _unseen = stderr().write_all(text.as_bytes());
}
