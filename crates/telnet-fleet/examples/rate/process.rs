//! Processes of this program's, and what they use.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use crate::{End, SECRET};

/// One that ends with this value.
pub(crate) struct Process(Child);

/// Ticks of CPU time in a second, and octets of a page: on all Linux of today.
const TICKS: f64 = 100.0;
const PAGE: usize = 4096;

impl Process {
    /// This program with other arguments.
    pub(crate) fn start(arguments: &[&str]) -> End<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        Self::of(command.args(arguments).env(SECRET, crate::devices::PASSWORD))
    }

    pub(crate) fn of(command: &mut Command) -> End<Self> {
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped());
        Ok(Self(command.spawn()?))
    }

    /// Copies what it prints to a file, up to an empty line.
    pub(crate) fn print_to(&mut self, file: &str) -> End {
        let stdout = self.0.stdout.as_mut().ok_or("it has no output")?;
        let mut text = String::new();
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            if line.is_empty() {
                break;
            }
            text += &line;
            text.push('\n');
        }
        Ok(fs::write(file, text)?)
    }

    /// Kills it.
    pub(crate) fn end(&mut self) -> End {
        self.0.kill()?;
        self.0.wait()?;
        Ok(())
    }

    /// To its end.
    pub(crate) fn wait(&mut self) -> End {
        let status = self.0.wait()?;
        if status.success() { Ok(()) } else { Err("it failed".into()) }
    }

    /// Seconds of CPU it has used.
    pub(crate) fn cpu(&self) -> End<f64> {
        cpu(&self.0.id().to_string(), 11)
    }

    /// Octets of memory that it has in use.
    pub(crate) fn resident(&self) -> End<usize> {
        let text = fs::read_to_string(format!("/proc/{}/statm", self.0.id()))?;
        let pages = text.split(' ').nth(1).ok_or("no such field")?;
        Ok(pages.parse::<usize>()? * PAGE)
    }

    /// How many open files it has, connections among them.
    pub(crate) fn files(&self) -> End<usize> {
        let files = fs::read_dir(format!("/proc/{}/fd", self.0.id()))?;
        Ok(files.count())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // One that has ended is not killed by that.
        let _ended = self.0.kill();
        let _ended = self.0.wait();
    }
}

/// Seconds of CPU of those that have ended.
pub(crate) fn cpu_of_ended() -> End<f64> {
    cpu("self", 13)
}

/// The sum of this field, from 0 behind the name, and the next one.
fn cpu(process: &str, field: usize) -> End<f64> {
    let text = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, fields) = text.rsplit_once(") ").ok_or("no name")?;
    let ticks = fields.split(' ').skip(field).take(2);
    let ticks: Result<Vec<f64>, _> = ticks.map(str::parse).collect();
    Ok(ticks?.iter().sum::<f64>() / TICKS)
}
