//! What the hosts put out, a file for each.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::config::Host;
use super::visit::{Failure, Stage, Visit};

/// A folder of them: `NAME.txt` of a host that did all it was told, else
/// `NAME.failed`. What the former has is of the last visit that went well.
pub(crate) struct Files {
    folder: PathBuf,
}

impl Files {
    pub(crate) fn create(folder: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&folder).map_err(|why| at(&folder, &why))?;
        Ok(Self { folder })
    }

    /// Keeps what came of a visit; which has failed, if that fails.
    pub(crate) fn keep(&self, host: &Host, visit: Visit) -> Visit {
        let kept = match &visit.end {
            Ok(()) => self
                .write(host, "txt", &texts(host, &visit))
                .and_then(|()| remove(&self.path(host, "failed"))),
            // That it has failed is told anyway.
            Err(failure) => {
                let said = said(host, &visit, failure);
                self.write(host, "failed", &said).or(Ok(()))
            }
        };
        match kept {
            Ok(()) => visit,
            Err(error) => Visit::failed(Failure { stage: Stage::File, error }),
        }
    }

    fn path(&self, host: &Host, kind: &str) -> PathBuf {
        self.folder.join(format!("{}.{kind}", host.name))
    }

    /// All of it is there, or nothing new.
    fn write(&self, host: &Host, kind: &str, octets: &[u8]) -> io::Result<()> {
        let path = self.path(host, kind);
        // No host has a name with a dot first.
        let new = self.folder.join(format!(".{}.{kind}", host.name));
        let written = fs::write(&new, octets);
        let written = written.and_then(|()| fs::rename(&new, &path));
        written.map_err(|why| at(&path, &why))
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(|why| at(path, &why)),
    }
}

fn at(path: &Path, why: &io::Error) -> io::Error {
    io::Error::new(why.kind(), format!("{}: {why}", path.display()))
}

/// Each command and its text.
fn texts(host: &Host, visit: &Visit) -> Vec<u8> {
    let mut all = Vec::new();
    for (command, reply) in visit.replies(host) {
        let refused = if reply.refused.is_some() { " refused" } else { "" };
        all.extend(format!("==> {command} <=={refused}\n").bytes());
        all.extend_from_slice(&reply.text);
        let is_open = !reply.text.is_empty() && !reply.text.ends_with(b"\n");
        all.extend_from_slice(if is_open { b"\n\n" } else { b"\n" });
    }
    all
}

/// Why it failed, and what the host said, fit for a terminal.
fn said(host: &Host, visit: &Visit, failure: &Failure) -> Vec<u8> {
    let mut all = visit.why(host).unwrap_or_default() + "\n\n";
    let said = [&texts(host, visit), failure.said()].concat();
    for line in said.split(|it| *it == b'\n') {
        all += &format!("{}\n", line.escape_ascii());
    }
    all.into_bytes()
}
