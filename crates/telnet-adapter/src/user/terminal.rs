//! The user's terminal: its mode while a connection has it, and as it was before.

use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::{io, panic};

use rustix::stdio::stdin;
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, OutputModes, SpecialCodeIndex,
    Termios, tcgetattr, tcgetwinsize, tcsetattr,
};
use telnet_session::flow_control::FlowState;
use telnet_session::proto::sub;
use telnet_session::{Session, Side, TelnetOption, WindowSize};

/// `^C`.
pub(super) const INTERRUPT: u8 = 3;

/// The mode as it was, and as it is to be while the connection has the terminal.
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
pub struct Mode {
    /// Whether keys are handed on one by one; else whole lines are, once they
    /// are edited.
    pub by_character: bool,
    /// Whether what is typed is shown here.
    pub echoes: bool,
    /// The key that is for the program, which ends a line, too. So does `^C`, and
    /// no key is a signal.
    pub escape: Option<u8>,
    /// What the peer says of XOFF and XON, which stop what is shown and let it go on
    /// (RFC 1372). Without it they are keys like any other where keys are handed on
    /// one by one, else as the terminal had them before.
    pub flow: Option<FlowState>,
    /// Whether a tab is shown as blanks (`SOFT_TAB` of LINEMODE, RFC 1184); on Linux.
    pub expands_tabs: bool,
}

impl Mode {
    /// As the peer has it: keys one by one where it has agreed to ECHO and to SGA,
    /// else lines, which are shown unless it has agreed to ECHO. Flow control and
    /// tabs are as the peer has said, where they were agreed on.
    #[must_use]
    pub fn of(session: &Session, escape: Option<u8>) -> Self {
        let has = |option| session.is_enabled(Side::Remote, option);
        let peer_echoes = has(TelnetOption::ECHO);
        let by_character = peer_echoes && has(TelnetOption::SGA);
        let soft_tab = sub::linemode::Mode::SOFT_TAB;
        let linemode = session.linemode();
        Self {
            by_character,
            echoes: !peer_echoes,
            escape,
            flow: session.flow_control(Side::Local),
            expands_tabs: linemode
                .is_some_and(|it| it.mode().contains(soft_tab)),
        }
    }
}

/// The terminal of standard input, in use. It is as before once this is dropped,
/// and after a panic of any thread. Signals are the program's: see
/// [`restore_terminal`]. There is one at a time.
#[derive(Debug)]
pub struct Terminal {
    mode: Option<Mode>,
}

impl Terminal {
    /// Takes note of the mode, and sees to it that it comes back.
    ///
    /// # Errors
    /// Those of the system: standard input is no terminal.
    pub fn open() -> io::Result<Self> {
        static HOOK: Once = Once::new();
        let before = tcgetattr(stdin())?;
        *modes() = Some(Modes { before, now: None });
        HOOK.call_once(|| {
            let hook = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                restore_terminal();
                hook(info);
            }));
        });
        Ok(Self { mode: None })
    }

    /// Sets a mode, unless it is set.
    ///
    /// # Errors
    /// Those of the system.
    pub fn set(&mut self, mode: Mode) -> io::Result<()> {
        if self.mode != Some(mode) {
            apply(mode)?;
            self.mode = Some(mode);
        }
        Ok(())
    }

    /// The mode that was set last.
    #[must_use]
    pub const fn mode(&self) -> Option<Mode> {
        self.mode
    }

    /// Has the terminal as before, for a time.
    pub fn set_back(&mut self) {
        self.mode = None;
        restore_terminal();
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore_terminal();
        *modes() = None;
    }
}

/// Puts the terminal back as it was before [`Terminal::open`], if there is one in
/// use; more often than once does no harm. It is for what ends or stops the program
/// without a panic: a thread that takes its signals, as signal-hook has them. No
/// handler of a signal may call it itself, for it takes a lock.
pub fn restore_terminal() {
    if let Some(modes) = &*modes() {
        // Of a terminal that is gone nothing can be put back.
        let _gone = tcsetattr(stdin(), OptionalActions::Now, &modes.before);
    }
}

/// Sets the mode again that was set last: for a program that was stopped, and goes
/// on.
pub fn resume_terminal() {
    let now = modes().as_ref().and_then(|it| it.now.clone());
    if let Some(now) = now {
        let _gone = tcsetattr(stdin(), OptionalActions::Now, &now);
    }
}

/// The size of the window; 80 to 24 where the terminal does not know it, as that
/// of a serial line.
#[must_use]
pub fn window() -> WindowSize {
    let size = tcgetwinsize(stdin()).ok();
    let size = size.filter(|it| it.ws_col > 0 && it.ws_row > 0);
    let (columns, rows) = size.map_or((80, 24), |it| (it.ws_col, it.ws_row));
    WindowSize { columns, rows }
}

/// Tells the peer the size of the window, if it is told any and this one is new.
pub fn tell_window(session: &mut Session) {
    let told = session.config().window_size;
    let now = Some(window());
    if told.is_some() && told != now {
        session.set_window_size(now);
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
    let codes = &mut termios.special_codes;
    if mode.by_character {
        termios.input_modes.remove(
            InputModes::ICRNL
                | InputModes::INLCR
                | InputModes::IGNCR
                | InputModes::IXON
                | InputModes::ISTRIP,
        );
        termios.output_modes.set(OutputModes::OPOST, mode.echoes);
        codes[SpecialCodeIndex::VMIN] = 1;
        codes[SpecialCodeIndex::VTIME] = 0;
    } else {
        // Without IEXTEN the system does not look at VEOL2.
        local.insert(LocalModes::IEXTEN);
        codes[SpecialCodeIndex::VLNEXT] = 0;
        codes[SpecialCodeIndex::VEOL] = mode.escape.unwrap_or_default();
        codes[SpecialCodeIndex::VEOL2] = INTERRUPT;
    }
    apply_to_output(mode, &mut termios);
    tcsetattr(stdin(), OptionalActions::Now, &termios)?;
    modes.now = Some(termios);
    Ok(())
}

/// What of the mode is about what is shown.
fn apply_to_output(mode: Mode, termios: &mut Termios) {
    if let Some(flow) = mode.flow {
        let input = &mut termios.input_modes;
        input.set(InputModes::IXON, flow.is_on());
        if let Some(any) = flow.restarts_at_any() {
            input.set(InputModes::IXANY, any);
        }
    }
    #[cfg(target_os = "linux")]
    if mode.expands_tabs {
        let output = &mut termios.output_modes;
        if !output.contains(OutputModes::OPOST) {
            // Line ends stay those of the host.
            *output = OutputModes::OPOST;
        }
        *output |= OutputModes::XTABS;
    }
}
