//! The user's terminal: its mode while the program runs, and as it was before.
//! It is put back on every way out: the end, an error, a panic, a signal.

use std::io::{self, Read as _, Write as _};
use std::os::fd::BorrowedFd;
use std::os::unix::net::UnixStream;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{panic, thread};

use rustix::stdio::stdin;
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, OutputModes, SpecialCodeIndex,
    Termios, tcgetattr, tcgetwinsize, tcsetattr,
};
use signal_hook::consts::{
    SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH,
};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use telnet_blocking::WindowSize;

/// The mode as it was, and as it is to be while the program runs.
struct Modes {
    before: Termios,
    now: Option<Termios>,
}

/// There is one terminal, which signals and panics have to find.
static MODES: Mutex<Option<Modes>> = Mutex::new(None);

fn modes() -> MutexGuard<'static, Option<Modes>> {
    // A thread that panicked has left it whole.
    MODES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the terminal does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mode {
    /// Whether keys are handed on one by one; else whole lines are, once they
    /// are edited.
    pub(crate) by_character: bool,
    /// Whether what is typed is shown here.
    pub(crate) echoes: bool,
    /// The key that opens the menu, which ends a line, too.
    pub(crate) escape: Option<u8>,
}

/// The terminal of standard input, in use. Dropped, it is as before.
pub(crate) struct Tty {
    /// Tells of a new window size, or that the program was stopped.
    poked: UnixStream,
    mode: Option<Mode>,
}

impl Tty {
    /// Takes note of the mode, and sees to it that it comes back.
    pub(crate) fn open() -> io::Result<Self> {
        let before = tcgetattr(stdin())?;
        *modes() = Some(Modes { before, now: None });
        let hook = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            restore();
            hook(info);
        }));
        let (poked, poke) = UnixStream::pair()?;
        poked.set_nonblocking(true)?;
        poke.set_nonblocking(true)?;
        let signals = Signals::new([
            SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH,
        ])?;
        thread::spawn(move || obey(signals, &poke));
        Ok(Self { poked, mode: None })
    }

    /// Sets a mode, unless it is set.
    pub(crate) fn set(&mut self, mode: Mode) -> io::Result<()> {
        if self.mode != Some(mode) {
            apply(mode)?;
            self.mode = Some(mode);
        }
        Ok(())
    }

    /// The mode that was set last.
    pub(crate) const fn mode(&self) -> Option<Mode> {
        self.mode
    }

    /// Has the terminal as before, for a time.
    pub(crate) fn set_back(&mut self) {
        self.mode = None;
        restore();
    }

    /// Stops the program, as the shell does it by `^Z`.
    pub(crate) fn suspend(&mut self) {
        self.set_back();
        // It comes back once the program goes on.
        let _stopped = emulate_default_handler(SIGTSTP);
    }

    /// What can be polled: see [`take_poke`](Self::take_poke).
    pub(crate) fn as_fd(&self) -> BorrowedFd<'_> {
        std::os::fd::AsFd::as_fd(&self.poked)
    }

    /// The window may have another size.
    pub(crate) fn take_poke(&self) {
        let mut buffer = [0; 64];
        while matches!((&self.poked).read(&mut buffer), Ok(1..)) {}
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        restore();
    }
}

/// The size of the window; 80 to 24 where the terminal does not know it, as that
/// of a serial line.
pub(crate) fn window() -> WindowSize {
    let size = tcgetwinsize(stdin()).ok();
    let size = size.filter(|it| it.ws_col > 0 && it.ws_row > 0);
    let (columns, rows) = size.map_or((80, 24), |it| (it.ws_col, it.ws_row));
    WindowSize { columns, rows }
}

/// Does what signals ask for, once the terminal is as it was.
fn obey(mut signals: Signals, mut poke: &UnixStream) {
    for signal in &mut signals {
        if signal != SIGWINCH {
            if signal != SIGCONT {
                restore();
                // Of most this is the end; a stopped program goes on from here.
                let _stopped = emulate_default_handler(signal);
            }
            apply_again();
        }
        // One that was not read yet will do.
        let _full = poke.write(&[1]);
    }
}

/// Puts the terminal back; more often than once does no harm.
fn restore() {
    if let Some(modes) = &*modes() {
        // Of a terminal that is gone nothing can be put back.
        let _gone = tcsetattr(stdin(), OptionalActions::Now, &modes.before);
    }
}

fn apply_again() {
    let now = modes().as_ref().and_then(|it| it.now.clone());
    if let Some(now) = now {
        let _gone = tcsetattr(stdin(), OptionalActions::Now, &now);
    }
}

fn apply(mode: Mode) -> io::Result<()> {
    let mut modes = modes();
    let Some(modes) = &mut *modes else { return Ok(()) };
    let mut termios = modes.before.clone();
    let local = &mut termios.local_modes;
    // Keys that would stop the program are for the host.
    local.remove(LocalModes::ISIG | LocalModes::IEXTEN);
    local.set(LocalModes::ICANON, !mode.by_character);
    local.set(LocalModes::ECHO, mode.echoes);
    if mode.by_character {
        termios.input_modes.remove(
            InputModes::ICRNL
                | InputModes::INLCR
                | InputModes::IGNCR
                | InputModes::IXON
                | InputModes::ISTRIP,
        );
        termios.output_modes.set(OutputModes::OPOST, mode.echoes);
        termios.special_codes[SpecialCodeIndex::VMIN] = 1;
        termios.special_codes[SpecialCodeIndex::VTIME] = 0;
    } else {
        // Without IEXTEN the system does not look at VEOL2.
        local.insert(LocalModes::IEXTEN);
        termios.special_codes[SpecialCodeIndex::VLNEXT] = 0;
        let escape = mode.escape.unwrap_or_default();
        termios.special_codes[SpecialCodeIndex::VEOL] = escape;
        termios.special_codes[SpecialCodeIndex::VEOL2] = INTERRUPT;
    }
    tcsetattr(stdin(), OptionalActions::Now, &termios)?;
    modes.now = Some(termios);
    Ok(())
}

/// `^C`.
pub(crate) const INTERRUPT: u8 = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use rustix::stdio::dup2_stdin;
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
        let raw = Mode { by_character: true, echoes: false, escape: None };

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
