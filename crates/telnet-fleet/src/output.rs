//! Where results go: JSON lines, and a file for each device.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use crate::report::Report;

/// A folder of results: `results.jsonl`, a [`Report`] a line as they come, and for
/// each device `DEVICE.txt`, what it said.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    lines: BufWriter<File>,
}

/// The name of the file of JSON lines.
pub(crate) const LINES: &str = "results.jsonl";

impl Output {
    /// Makes the folder, or adds to what is in it.
    ///
    /// # Errors
    /// Those of making it.
    pub fn open(folder: impl Into<PathBuf>) -> io::Result<Self> {
        let folder = folder.into();
        fs::create_dir_all(&folder)?;
        let lines = folder.join(LINES);
        let lines = File::options().create(true).append(true).open(lines)?;
        Ok(Self { folder, lines: BufWriter::new(lines) })
    }

    /// Writes a result.
    ///
    /// # Errors
    /// Those of writing it.
    pub fn write(&mut self, report: &Report) -> io::Result<()> {
        if !report.steps.is_empty() {
            let file = self.folder.join(format!("{}.txt", report.device));
            fs::write(file, text(report))?;
        }
        // The line is last: where it is, all is.
        serde_json::to_writer(&mut self.lines, report)?;
        self.lines.write_all(b"\n")?;
        self.lines.flush()
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// What a device said, each line that was sent before its output.
fn text(report: &Report) -> String {
    let mut text = String::new();
    for done in &report.steps {
        let sent = done.sent.as_deref().unwrap_or(&done.step);
        text.push_str("### ");
        text.push_str(sent);
        text.push('\n');
        text.push_str(&done.output);
        if !done.output.is_empty() && !done.output.ends_with('\n') {
            text.push('\n');
        }
    }
    text
}
