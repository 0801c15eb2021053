//! Parts of a benchmark that run as processes of their own.

use std::io::{self, BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::{env, fs};

use rustix::process::{Resource, getrlimit, setrlimit};

/// A part of this program that runs beside it until it is dropped.
#[derive(Debug)]
pub struct Process {
    child: Child,
    /// Where it listens: the line that it prints first.
    pub addr: String,
}

impl Process {
    /// Runs this program again, for a part that listens.
    ///
    /// # Errors
    /// Those of starting it.
    pub fn start(words: &[&str]) -> io::Result<Self> {
        let mut child = Command::new(env::current_exe()?)
            .args(words)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut addr = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut addr)?;
        }
        Ok(Self { child, addr: addr.trim().to_owned() })
    }

    /// As [`memory`], of that process.
    ///
    /// # Errors
    /// As there.
    pub fn memory(&self, name: &str) -> io::Result<usize> {
        memory_of(&self.child.id().to_string(), name)
    }

    /// Whether it still runs.
    ///
    /// # Errors
    /// Those of the system.
    pub fn is_alive(&mut self) -> io::Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Runs this program again, for a part of the work, to its end. What it
/// printed.
///
/// # Errors
/// Those of starting it, and one if it fails or prints what is not UTF-8.
pub fn child(words: &[&str]) -> io::Result<String> {
    let output = Command::new(env::current_exe()?)
        .args(words)
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!("{words:?}: {}", output.status)));
    }
    String::from_utf8(output.stdout).map_err(io::Error::other)
}

/// Lets this process have as many descriptors as the system allows.
///
/// # Errors
/// Those of the system.
pub fn raise_descriptor_limit() -> io::Result<()> {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    Ok(setrlimit(Resource::Nofile, limit)?)
}

/// Octets of memory of this process, by the name that Linux gives them:
/// `VmRSS` is what is resident, `VmHWM` the most there ever was.
///
/// # Errors
/// Those of reading `/proc`, and one if it does not tell.
pub fn memory(name: &str) -> io::Result<usize> {
    memory_of("self", name)
}

fn memory_of(process: &str, name: &str) -> io::Result<usize> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|it| it.starts_with(name));
    let kib = line.and_then(|it| it.split_whitespace().nth(1)?.parse().ok());
    let kib: usize = kib.ok_or_else(|| io::Error::other("no such line"))?;
    Ok(kib << 10)
}
