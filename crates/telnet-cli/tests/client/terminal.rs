//! The program on a terminal of its own: a pseudo-terminal.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{
    InputModes, LocalModes, Termios, Winsize, tcgetattr, tcsetwinsize,
};

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program on a terminal.
pub(crate) struct Terminal {
    user: OwnedFd,
    slave: File,
    child: Child,
    before: Termios,
    seen: Vec<u8>,
}

impl Terminal {
    /// Runs it with this as its terminal, of 80 columns.
    pub(crate) fn run(command: Command) -> Self {
        Self::run_in(command, 80, 24)
    }

    /// The same, in a window of this size.
    pub(crate) fn run_in(
        mut command: Command,
        columns: u16,
        rows: u16,
    ) -> Self {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
        let user = openpt(flags).unwrap();
        grantpt(&user).unwrap();
        unlockpt(&user).unwrap();
        let name = ptsname(&user, Vec::new()).unwrap();
        let slave = OpenOptions::new()
            .read(true)
            .write(true)
            .open(name.to_str().unwrap())
            .unwrap();
        set_size(&user, columns, rows);
        Self {
            before: tcgetattr(&slave).unwrap(),
            child: command
                .stdin(slave.try_clone().unwrap())
                .stdout(slave.try_clone().unwrap())
                .stderr(Stdio::from(slave.try_clone().unwrap()))
                .spawn()
                .unwrap(),
            user,
            slave,
            seen: Vec::new(),
        }
    }

    /// Gives the window another size, and says so as a terminal does.
    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        set_size(&self.user, columns, rows);
        self.signal(Signal::WINCH);
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).unwrap();
    }

    /// Types.
    pub(crate) fn type_in(&self, keys: &str) {
        File::from(self.user.try_clone().unwrap())
            .write_all(keys.as_bytes())
            .unwrap();
    }

    /// Waits until the screen shows a text, and forgets all up to its end.
    pub(crate) fn wait_for(&mut self, text: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let shown = String::from_utf8_lossy(&self.seen).into_owned();
            if let Some(at) = shown.find(text) {
                let (before, rest) = shown.split_at(at + text.len());
                self.seen = rest.as_bytes().to_vec();
                return before.to_owned();
            }
            assert!(self.read(end), "no {text:?} in {shown:?}");
        }
    }

    /// Reads some; whether there was any before a time.
    fn read(&mut self, end: Instant) -> bool {
        let left = end.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).unwrap();
        let fd = self.user.as_fd();
        let mut fds = [PollFd::from_borrowed_fd(fd, PollFlags::IN)];
        if poll(&mut fds, Some(&left)).unwrap() == 0 {
            return false;
        }
        let mut buffer = [0; 4096];
        let mut user = File::from(self.user.try_clone().unwrap());
        let n = user.read(&mut buffer).unwrap_or_default();
        self.seen.extend_from_slice(&buffer[..n]);
        n > 0
    }

    /// Whether the terminal is in the mode in which it was before.
    pub(crate) fn is_as_before(&self) -> bool {
        let now = tcgetattr(&self.slave).unwrap();
        format!("{now:?}") == format!("{:?}", self.before)
    }

    /// Whether it shows what is typed by itself.
    pub(crate) fn echoes(&self) -> bool {
        let now = tcgetattr(&self.slave).unwrap();
        now.local_modes.contains(LocalModes::ECHO)
    }

    /// What it does by itself with what is typed.
    pub(crate) fn input_modes(&self) -> InputModes {
        tcgetattr(&self.slave).unwrap().input_modes
    }

    /// Waits for a condition of the terminal.
    pub(crate) fn wait_until(&mut self, what: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !what(self) {
            assert!(Instant::now() < end, "it never came about");
            self.read(Instant::now() + Duration::from_millis(10));
        }
    }

    /// Waits for the end: the exit code, or 128 and the number of the signal.
    pub(crate) fn end(mut self) -> i32 {
        let end = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < end, "it does not end");
            self.read(Instant::now() + Duration::from_millis(10));
        };
        assert!(self.is_as_before(), "the terminal is not as it was");
        status.code().unwrap_or_else(|| 128 + status.signal().unwrap())
    }

    /// Whether the process is stopped.
    pub(crate) fn is_stopped(&self) -> bool {
        let file = format!("/proc/{}/stat", self.child.id());
        let stat = std::fs::read_to_string(file).unwrap();
        stat.rsplit(") ").next().unwrap().starts_with('T')
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

fn set_size(user: &OwnedFd, columns: u16, rows: u16) {
    let size =
        Winsize { ws_col: columns, ws_row: rows, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(user, size).unwrap();
}
