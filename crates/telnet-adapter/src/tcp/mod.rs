//! TCP as Telnet needs it, for sockets of any kind: those of std, of mio and
//! of async runtimes.
//!
//! The adapters are built on it; programs seldom need it. [`socket`] is what
//! Telnet asks of a connected socket. [`ConnectOptions`] and [`Attempts`] are
//! how one comes by it; they open no socket themselves, since each kind has a
//! way of its own.

mod connect;
mod maybe;
#[cfg(unix)]
pub mod socket;

pub use connect::{Attempt, Attempts, ConnectOptions};
pub use maybe::Tcp;
