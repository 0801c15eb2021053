//! What the user is told.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write;
use std::time::Instant;

use super::config::Host;
use super::visit::{Stage, Visit};

/// What came of all hosts.
pub(crate) struct Summary {
    began: Instant,
    done: usize,
    /// Hosts that went well but for a command that they refused.
    refused: usize,
    /// Why each one failed.
    failures: BTreeMap<String, String>,
    /// How many failed where, and why.
    kinds: BTreeMap<(Stage, String), usize>,
}

impl Summary {
    pub(crate) fn new() -> Self {
        Self {
            began: Instant::now(),
            done: 0,
            refused: 0,
            failures: BTreeMap::new(),
            kinds: BTreeMap::new(),
        }
    }

    pub(crate) fn add(&mut self, host: &Host, visit: &Visit) {
        self.done += 1;
        let Err(failure) = &visit.end else {
            let is_refused =
                visit.replies.iter().any(|it| it.refused.is_some());
            self.refused += usize::from(is_refused);
            return;
        };
        let why = visit.why(host).unwrap_or_default();
        self.failures.insert(host.name.clone(), why);
        let kind = failure.error.kind().to_string();
        *self.kinds.entry((failure.stage, kind)).or_default() += 1;
    }

    pub(crate) fn failed(&self) -> usize {
        self.failures.len()
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.failures.keys().map(String::len);
        let width = names.max().unwrap_or_default();
        for (name, why) in &self.failures {
            writeln!(f, "{name:width$}  {why}")?;
        }
        let (done, failed) = (self.done, self.failed());
        writeln!(f, "{:6}  ok", done - failed - self.refused)?;
        if self.refused > 0 {
            let what = "ok, but for commands that they refused";
            writeln!(f, "{:6}  {what}", self.refused)?;
        }
        for ((stage, kind), count) in &self.kinds {
            writeln!(f, "{count:6}  {stage}: {kind}")?;
        }
        let took = self.began.elapsed().as_secs_f64();
        writeln!(f, "{done:6}  in {took:.1} s, {failed} failed")
    }
}

/// A line that is written again and again, where there is a terminal.
pub(crate) struct Progress<'a, W> {
    total: usize,
    terminal: Option<&'a mut W>,
}

impl<'a, W: Write> Progress<'a, W> {
    pub(crate) fn new(total: usize, terminal: Option<&'a mut W>) -> Self {
        Self { total, terminal }
    }

    pub(crate) fn show(&mut self, summary: &Summary) {
        let Summary { done, .. } = summary;
        let (total, failed) = (self.total, summary.failed());
        self.write(&format!("\r\x1b[K{done}/{total}, {failed} failed"));
    }

    /// Takes it away.
    pub(crate) fn end(&mut self) {
        self.write("\r\x1b[K");
    }

    fn write(&mut self, text: &str) {
        if let Some(terminal) = &mut self.terminal {
            // A terminal that is gone shows nothing, and that is all.
            let written = terminal.write_all(text.as_bytes());
            let _gone = written.and_then(|()| terminal.flush());
        }
    }
}
