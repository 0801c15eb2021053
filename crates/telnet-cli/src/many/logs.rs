//! What was seen of each host, a file for each.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::PathBuf;

use crate::exit::Exit;

/// A folder of them: `NAME.log` of a host that did all of the script when it was
/// visited last, else `NAME.failed`; `NAME.part` while it is visited.
pub(crate) struct Logs {
    folder: PathBuf,
}

impl Logs {
    pub(crate) fn create(folder: PathBuf) -> Result<Self, Exit> {
        let made = fs::create_dir_all(&folder);
        made.map_err(|error| Exit::file(&folder, &error))?;
        Ok(Self { folder })
    }

    /// Whether a host did all of it when it was visited last.
    pub(crate) fn is_done(&self, name: &str) -> bool {
        self.file(name, "log").exists()
    }

    /// A visit begins.
    pub(crate) fn begin(&self, name: &str) -> Result<File, Exit> {
        let part = self.file(name, "part");
        File::create(&part).map_err(|error| Exit::file(&part, &error))
    }

    /// It has come to its end, or failed for a reason.
    pub(crate) fn end(
        &self,
        name: &str,
        why: Option<&str>,
    ) -> Result<(), Exit> {
        let part = self.file(name, "part");
        let ended = self.name_it(name, why);
        ended.map_err(|error| Exit::file(&part, &error))
    }

    fn name_it(&self, name: &str, why: Option<&str>) -> io::Result<()> {
        let part = self.file(name, "part");
        let (kind, other) = match why {
            None => ("log", "failed"),
            Some(why) => {
                let mut file = OpenOptions::new().append(true).open(&part)?;
                writeln!(file, "\n{why}")?;
                ("failed", "log")
            }
        };
        match fs::remove_file(self.file(name, other)) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error);
            }
            _ => {}
        }
        fs::rename(part, self.file(name, kind))
    }

    fn file(&self, name: &str, kind: &str) -> PathBuf {
        self.folder.join(format!("{name}.{kind}"))
    }
}
