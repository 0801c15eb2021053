//! The user's terminal: its mode while the program runs, and as it was before.
//! It is put back on every way out: the end, an error, a panic, a signal.

use std::io::{self, Read as _, Write as _};
use std::os::fd::BorrowedFd;
use std::os::unix::net::UnixStream;
use std::sync::OnceLock;
use std::thread;

use signal_hook::consts::{
    SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH,
};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use telnet_blocking::user::{
    Mode, Terminal, restore_terminal, resume_terminal,
};

/// What the one thread tells that has the signals, from the first use of the
/// terminal on: what listens to signals can never leave them to the system again.
static POKED: OnceLock<UnixStream> = OnceLock::new();

/// The terminal of standard input, in use. Dropped, it is as before.
pub(crate) struct Tty {
    /// Tells of a new window size, or that the program was stopped.
    poked: &'static UnixStream,
    terminal: Terminal,
}

impl Tty {
    /// Takes note of the mode, and sees to it that it comes back.
    pub(crate) fn open() -> io::Result<Self> {
        let terminal = Terminal::open()?;
        if let Some(poked) = POKED.get() {
            return Ok(Self { poked, terminal });
        }
        let (poked, poke) = UnixStream::pair()?;
        poked.set_nonblocking(true)?;
        poke.set_nonblocking(true)?;
        let signals = Signals::new([
            SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH,
        ])?;
        thread::spawn(move || obey(signals, &poke));
        Ok(Self { poked: POKED.get_or_init(|| poked), terminal })
    }

    /// Sets a mode, unless it is set.
    pub(crate) fn set(&mut self, mode: Mode) -> io::Result<()> {
        self.terminal.set(mode)
    }

    /// The mode that was set last.
    pub(crate) const fn mode(&self) -> Option<Mode> {
        self.terminal.mode()
    }

    /// Has the terminal as before, for a time.
    pub(crate) fn set_back(&mut self) {
        self.terminal.set_back();
    }

    /// Stops the program, as the shell does it by `^Z`.
    pub(crate) fn suspend(&mut self) {
        self.set_back();
        suspend();
    }

    /// What can be polled: see [`take_poke`](Self::take_poke).
    pub(crate) fn as_fd(&self) -> BorrowedFd<'_> {
        std::os::fd::AsFd::as_fd(self.poked)
    }

    /// The window may have another size.
    pub(crate) fn take_poke(&self) {
        let mut buffer = [0; 64];
        while matches!({ self.poked }.read(&mut buffer), Ok(1..)) {}
    }
}

/// Stops the program; it comes back once the program goes on.
pub(crate) fn suspend() {
    let _stopped = emulate_default_handler(SIGTSTP);
}

/// Does what signals ask for, once the terminal is as it was.
fn obey(mut signals: Signals, mut poke: &UnixStream) {
    for signal in &mut signals {
        if signal != SIGWINCH {
            if signal != SIGCONT {
                restore_terminal();
                // Of most this is the end; a stopped program goes on from here.
                let _stopped = emulate_default_handler(signal);
            }
            resume_terminal();
        }
        // One that was not read yet will do.
        let _full = poke.write(&[1]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use rustix::stdio::{dup2_stdin, stdin};
    use rustix::termios::tcgetattr;
    use std::panic::catch_unwind;

    /// The only test that has a terminal at standard input.
    #[test]
    fn a_panic_and_an_end_leave_the_terminal_as_it_was() {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
        let user = openpt(flags).unwrap();
        grantpt(&user).unwrap();
        unlockpt(&user).unwrap();
        let name = ptsname(&user, Vec::new()).unwrap();
        let slave = std::fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open(name.to_str().unwrap())
            .unwrap();
        dup2_stdin(&slave).unwrap();
        let modes = || format!("{:?}", tcgetattr(stdin()).unwrap());
        let before = modes();
        let raw = Mode {
            by_character: true,
            echoes: false,
            escape: None,
            flow: None,
            expands_tabs: false,
        };

        let mut tty = Tty::open().unwrap();
        tty.set(raw).unwrap();
        assert_ne!(modes(), before);
        // Nothing is dropped: the hook alone puts it back.
        catch_unwind(|| panic!("on purpose, by a test")).unwrap_err();
        assert_eq!(modes(), before);

        tty.set_back();
        tty.set(raw).unwrap();
        assert_ne!(modes(), before);
        drop(tty);
        assert_eq!(modes(), before);
    }
}
