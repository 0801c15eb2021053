//! Results on their way to the disk.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use crate::output::Output;
use crate::report::Report;

/// A thread that writes results into an [`Output`] in the order in which they come, so
/// that who has them waits for the disk only where it is far behind.
///
/// What waits when the process is killed is lost: [`Writer::MOST`] results at most. To
/// drop a writer is to wait for all of them; [`Writer::finish`] says how that went.
#[derive(Debug)]
pub struct Writer {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<io::Result<Output>>>,
}

/// Most octets that devices have said of all results that wait, but for one.
const MOST_OCTETS: usize = 32 << 20;

#[derive(Debug, Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Waiting {
    reports: VecDeque<Report>,
    /// How many are not in their files yet: those, and the one that is being written.
    count: usize,
    octets: usize,
    /// No more will come.
    is_over: bool,
    /// The thread takes no more.
    is_broken: bool,
}

impl Writer {
    /// Most results that wait.
    pub const MOST: usize = 256;

    /// Starts the thread.
    ///
    /// # Errors
    /// Those of starting it.
    pub fn new(output: Output) -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let of_thread = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("results".to_owned())
            .spawn(move || of_thread.write_to(output))?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Has a result written. Waits as long as [`Self::MOST`] of them, or 32 MiB, wait
    /// before it.
    ///
    /// # Errors
    /// Those of writing one of before. Nothing is written behind it.
    pub fn write(&mut self, report: Report) -> io::Result<()> {
        let mut waiting = self.shared.lock();
        while waiting.is_full() && !waiting.is_broken {
            waiting = self.shared.wait(waiting);
        }
        if waiting.is_broken {
            drop(waiting);
            return self.end().map(drop);
        }
        waiting.count += 1;
        waiting.octets += size(&report);
        waiting.reports.push_back(report);
        drop(waiting);
        self.shared.changed.notify_all();
        Ok(())
    }

    /// Ends when all results are in their files.
    ///
    /// # Errors
    /// Those of writing one of them.
    pub fn finish(mut self) -> io::Result<Output> {
        self.end()
    }

    fn end(&mut self) -> io::Result<Output> {
        self.shared.lock().is_over = true;
        self.shared.changed.notify_all();
        let over = || io::Error::other("the thread that writes has ended");
        let thread = self.thread.take().ok_or_else(over)?;
        thread.join().map_err(|_| over())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Who wants to know how it went has called `finish`.
        let _unsaid = self.end();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, of: MutexGuard<'a, Waiting>) -> MutexGuard<'a, Waiting> {
        self.changed.wait(of).unwrap_or_else(PoisonError::into_inner)
    }

    /// What the thread does. However it ends, nobody waits for it.
    fn write_to(self: Arc<Self>, mut output: Output) -> io::Result<Output> {
        let _broken = Broken(&self);
        loop {
            let mut waiting = self.lock();
            while waiting.reports.is_empty() && !waiting.is_over {
                waiting = self.wait(waiting);
            }
            let Some(report) = waiting.reports.pop_front() else {
                return Ok(output);
            };
            drop(waiting);
            output.write(&report)?;
            let mut waiting = self.lock();
            let was_full = waiting.is_full();
            waiting.count -= 1;
            waiting.octets -= size(&report);
            drop(waiting);
            if was_full {
                self.changed.notify_all();
            }
        }
    }
}

struct Broken<'a>(&'a Shared);

impl Drop for Broken<'_> {
    fn drop(&mut self) {
        self.0.lock().is_broken = true;
        self.0.changed.notify_all();
    }
}

impl Waiting {
    fn is_full(&self) -> bool {
        self.count >= Writer::MOST || self.octets >= MOST_OCTETS
    }
}

/// Octets of what a device has said, near enough.
fn size(report: &Report) -> usize {
    report.steps.iter().map(|it| it.output.len()).sum()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;
    use std::time::SystemTime;

    use super::*;
    use crate::inventory::Inventory;
    use crate::job::{Job, Moment};
    use crate::report::{Done, Status};

    /// A folder of its own, which is gone when this is.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("telnet-fleet-{name}-{}", std::process::id());
            let it = Self(std::env::temp_dir().join(name));
            fs::create_dir_all(&it.0).unwrap();
            it
        }

        fn lines(&self) -> PathBuf {
            self.0.join("results.jsonl")
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _left = fs::remove_dir_all(&self.0);
        }
    }

    fn report() -> Report {
        let job = "name = \"j\"\nsteps = [{ do = \"login\" }]";
        let inventory = "[[devices]]\nname = \"r\"\nhost = \"h\"";
        let inventory = Inventory::parse(inventory).unwrap();
        let run = "t".parse().unwrap();
        let job = Job::parse(job).unwrap();
        let order = inventory.orders(&job, &run).next().unwrap();
        let now = Moment(SystemTime::UNIX_EPOCH);
        Report::without(&order, Status::Done, "", now)
    }

    #[test]
    fn all_are_written_as_they_came() {
        let folder = Folder::new("written");
        let output = Output::open(&folder.0).unwrap();
        let mut writer = Writer::new(output).unwrap();
        let mut report = report();
        let many = Writer::MOST * 3;
        for nth in 0..many {
            report.device = format!("r{nth}").parse().unwrap();
            let output = format!("said by {nth}");
            report.steps = vec![Done { output, ..Done::default() }];
            writer.write(report.clone()).unwrap();
        }
        writer.finish().unwrap();
        let text = fs::read_to_string(folder.lines()).unwrap();
        for (nth, line) in text.lines().enumerate() {
            let report: Report = serde_json::from_str(line).unwrap();
            assert_eq!(report.device.as_str(), format!("r{nth}"));
            let said = folder.0.join(format!("r{nth}.txt"));
            let said = fs::read_to_string(said).unwrap();
            assert!(said.contains(&format!("said by {nth}\n")), "{said}");
        }
        assert_eq!(text.lines().count(), many);
    }

    #[test]
    fn what_cannot_be_written_is_said() {
        let folder = Folder::new("unwritten");
        let output = Output::open(&folder.0).unwrap();
        let mut writer = Writer::new(output).unwrap();
        let mut report = report();
        report.steps = vec![Done::default()];
        // Where its file is to be there is a folder.
        fs::create_dir(folder.0.join("r.txt")).unwrap();
        let end = (0..Writer::MOST * 3)
            .try_for_each(|_| writer.write(report.clone()))
            .unwrap_err();
        assert_eq!(end.kind(), io::ErrorKind::IsADirectory);
        // It was said once.
        assert!(writer.write(report).is_err());
        assert!(writer.finish().is_err());
        let text = fs::read_to_string(folder.lines()).unwrap();
        assert_eq!(text, "");
    }

    /// The disk is a pipe that nobody reads.
    #[cfg(unix)]
    #[test]
    fn no_more_wait_than_may_be_lost() {
        use std::io::Read as _;
        use std::process::Command;
        use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
        use std::time::Duration;

        let folder = Folder::new("waiting");
        let made = Command::new("mkfifo").arg(folder.lines()).status().unwrap();
        assert!(made.success());
        // Both at once, for to open one end is to wait for the other one.
        let (lines, writer) = thread::scope(|scope| {
            let lines = scope.spawn(|| fs::File::open(folder.lines()).unwrap());
            let output = Output::open(&folder.0).unwrap();
            (lines.join().unwrap(), Writer::new(output).unwrap())
        });
        let mut lines = lines;
        let (mut writer, report) = (writer, report());
        let length = serde_json::to_vec(&report).unwrap().len() + 1;
        let many = 2 * Writer::MOST + (2 << 20) / length;
        let count = AtomicUsize::new(0);
        thread::scope(|scope| {
            scope.spawn(|| {
                for _ in 0..many {
                    writer.write(report.clone()).unwrap();
                    count.fetch_add(1, SeqCst);
                }
                writer.finish().unwrap();
            });
            while count.load(SeqCst) < Writer::MOST {
                thread::park_timeout(Duration::from_millis(1));
            }
            // Time for more, which only a fault would use.
            thread::park_timeout(Duration::from_millis(200));
            let seen = count.load(SeqCst);
            // What a pipe holds of Linux is 64 KiB as a rule, and 1 MiB at most.
            let most = Writer::MOST + (1 << 20) / length + 1;
            let mut text = String::new();
            lines.read_to_string(&mut text).unwrap();
            assert!(seen <= most, "{seen} of {most}");
            assert_eq!(text.lines().count(), many);
        });
    }
}
