//! What of a run outlives the process that does it without a queue.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Error, ErrorKind, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::job::Job;
use crate::name::Name;
use crate::order::Order;
use crate::output::LINES;
use crate::report::Report;

/// The file beside the results: a line that says which run it is, and one for each
/// device that may be changed from then on, written before it is.
#[derive(Debug)]
pub struct Journal {
    file: Mutex<File>,
    run: Name,
    /// Results of before, without their steps.
    ended: Vec<Report>,
    ids: HashSet<String>,
    /// Orders that were to change their device.
    changing: HashSet<String>,
}

/// Its name.
const FILE: &str = "journal.jsonl";

#[derive(Deserialize, Serialize)]
struct Head {
    run: Name,
    job: Job,
}

#[derive(Deserialize, Serialize)]
struct Changes {
    changes: String,
}

impl Journal {
    /// Begins that of a run in a folder of results, in the place of that of an earlier
    /// one.
    ///
    /// # Errors
    /// Those of the file; `AlreadyExists` if this run was begun there.
    pub fn begin(
        folder: impl AsRef<Path>,
        job: &Job,
        run: &Name,
    ) -> io::Result<Self> {
        let path = folder.as_ref().join(FILE);
        fs::create_dir_all(folder.as_ref())?;
        if let Ok((head, _)) = read(&path)
            && (&head.job.name, &head.run) == (&job.name, run)
        {
            let why = format!("the run {run} was begun here already");
            return Err(Error::new(ErrorKind::AlreadyExists, why));
        }
        let mut file = File::create(path)?;
        let (job, run) = (job.clone(), run.clone());
        write(&mut file, &Head { run: run.clone(), job })?;
        Ok(Self {
            file: Mutex::new(file),
            run,
            ended: Vec::new(),
            ids: HashSet::new(),
            changing: HashSet::new(),
        })
    }

    /// Goes on with the run that was begun in a folder. A last line of its results
    /// that was not written to its end is taken out.
    ///
    /// # Errors
    /// Those of its files; `InvalidData` if it was another job.
    pub fn resume(folder: impl AsRef<Path>, job: &Job) -> io::Result<Self> {
        let path = folder.as_ref().join(FILE);
        let (head, changing) = read(&path)?;
        if head.job != *job {
            let why = "the run that was begun here was of another job";
            return Err(Error::new(ErrorKind::InvalidData, why));
        }
        whole_lines(&path)?;
        let lines = folder.as_ref().join(LINES);
        let mut ended = Vec::new();
        if lines.exists() {
            whole_lines(&lines)?;
            for line in BufReader::new(File::open(lines)?).lines() {
                let mut report: Report = serde_json::from_str(&line?)?;
                if (&report.job, &report.run) == (&job.name, &head.run) {
                    report.steps = Vec::new();
                    ended.push(report);
                }
            }
        }
        Ok(Self {
            file: Mutex::new(File::options().append(true).open(path)?),
            run: head.run,
            ids: ended.iter().map(|it| it.id.clone()).collect(),
            ended,
            changing,
        })
    }

    /// Which run it is.
    #[must_use]
    pub const fn run(&self) -> &Name {
        &self.run
    }

    /// What had ended before it was gone on with: each result without its steps.
    #[must_use]
    pub fn ended(&self) -> &[Report] {
        &self.ended
    }

    /// Whether an order had ended before.
    #[must_use]
    pub fn has_ended(&self, order: &Order) -> bool {
        self.ids.contains(&order.id())
    }

    /// Whether an order may have changed its device before, and nobody knows.
    #[must_use]
    pub fn may_have_changed(&self, order: &Order) -> bool {
        !self.has_ended(order) && self.changing.contains(&order.id())
    }

    /// Writes that an order may change its device from now on; on the disk when it
    /// returns.
    pub(crate) async fn changes(self: Arc<Self>, id: String) -> io::Result<()> {
        let written = tokio::task::spawn_blocking(move || {
            let file = self.file.lock();
            let mut file = file.unwrap_or_else(PoisonError::into_inner);
            write(&mut file, &Changes { changes: id })
        });
        written.await.map_err(Error::other)?
    }
}

fn write(file: &mut File, line: &impl Serialize) -> io::Result<()> {
    let mut text = serde_json::to_vec(line)?;
    text.push(b'\n');
    file.write_all(&text)?;
    file.sync_data()
}

/// The head, and what was to be changed. A last line without its end is none: what
/// it speaks of was not begun.
fn read(path: &Path) -> io::Result<(Head, HashSet<String>)> {
    let text = fs::read_to_string(path)?;
    let mut lines = text.split_inclusive('\n').filter(|it| it.ends_with('\n'));
    let head = lines.next().ok_or(ErrorKind::UnexpectedEof)?;
    let head = serde_json::from_str(head)?;
    let ids = lines.map(|line| {
        let it: Changes = serde_json::from_str(line)?;
        Ok(it.changes)
    });
    Ok((head, ids.collect::<io::Result<_>>()?))
}

/// Cuts off a last line that was not written to its end.
fn whole_lines(path: &Path) -> io::Result<()> {
    let octets = fs::read(path)?;
    let end = octets.iter().rposition(|it| *it == b'\n').map_or(0, |at| at + 1);
    if end < octets.len() {
        let length = u64::try_from(end).map_err(Error::other)?;
        File::options().write(true).open(path)?.set_len(length)?;
    }
    Ok(())
}
