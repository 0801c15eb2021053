//! A port that is served.

use std::io::{self, Read, Write};

use crate::setting::{Kind, Purge, Setting};
use crate::state::{LineState, ModemState};

/// A port that is served: a real one, a pseudo-terminal, or one in memory.
///
/// Values are read back after they were set, and what is read is what the client
/// is told. A setting that the port does not have is an error of either; the
/// client is told nothing then, but for values that were told before.
///
/// No method waits for the other end of the line, but for the reader and the
/// writer, which are on threads of their own.
pub trait Backend: Send {
    /// Sets something, now.
    ///
    /// # Errors
    /// If the port cannot do it, or is gone.
    fn set(&mut self, setting: Setting) -> io::Result<()>;

    /// What something is set to.
    ///
    /// # Errors
    /// If the port cannot tell, or is gone.
    fn get(&mut self, kind: Kind) -> io::Result<Setting>;

    /// The state of the modem's lines.
    ///
    /// # Errors
    /// If the port has none, as a pseudo-terminal, or is gone.
    fn modem(&mut self) -> io::Result<ModemState>;

    /// What has happened on the line since the last call. The default knows of
    /// nothing.
    ///
    /// # Errors
    /// If the port is gone.
    fn line(&mut self) -> io::Result<LineState> {
        Ok(LineState::default())
    }

    /// Throws away what waits in the port.
    ///
    /// # Errors
    /// If the port cannot do it, or is gone.
    fn purge(&mut self, what: Purge) -> io::Result<()>;

    /// What reads from the port. It waits for a while only: where nothing has
    /// come within some 100 ms it fails with `TimedOut` or `WouldBlock`. 0 is the
    /// end of the port.
    ///
    /// # Errors
    /// If the port cannot be opened a second time.
    fn reader(&mut self) -> io::Result<Box<dyn Read + Send>>;

    /// What writes to the port. It waits for a while only, as the reader does.
    ///
    /// # Errors
    /// If the port cannot be opened a second time.
    fn writer(&mut self) -> io::Result<Box<dyn Write + Send>>;
}
