//! The user's side of an interactive connection: an input that can be waited
//! for together with a socket, the loop that connects the two, and the terminal.
//!
//! A thread that sits in a read of standard input cannot be called off: it
//! outlives the connection and eats the user's next line. So inputs are read
//! here only when `poll` says that there is something.

mod awaited;
#[cfg(unix)]
mod face;
#[cfg(feature = "futures")]
pub mod futures;
#[cfg(unix)]
mod input;
#[cfg(unix)]
mod interact;
#[cfg(unix)]
mod keyboard;
#[cfg(unix)]
mod terminal;

#[cfg(unix)]
pub use face::{Face, Listen, Typed, to_wire};
#[cfg(unix)]
pub use input::{forward, read_if_ready, read_once, ready, stdin};
#[cfg(unix)]
pub use interact::{Peer, interact, interact_at_terminal, mt_interact};
#[cfg(unix)]
pub use keyboard::{Keyboard, Watch};
#[cfg(unix)]
pub use terminal::{
    Mode, Terminal, restore_terminal, resume_terminal, tell_window, window,
};

/// Which side ended an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there are two sides")]
pub enum Ended {
    /// The input came to its end. The connection is still open; the peer's
    /// answer to the last input may be yet to come.
    Input,
    /// The peer closed the connection. All it sent was written.
    Peer,
}

/// Whether a write failed because the peer is no more: its last words may
/// still be on their way to us.
#[must_use]
pub fn is_gone(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{BrokenPipe, ConnectionReset};
    matches!(error.kind(), BrokenPipe | ConnectionReset)
}
