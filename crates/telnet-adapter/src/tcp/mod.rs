//! TCP as Telnet needs it, for sockets of any kind: those of std, of mio and
//! of async runtimes.
//!
//! [`Address`] is where to connect to, [`ConnectOptions`] how; [`Attempts`] is
//! the order in which the addresses of a name are tried, [`open`] a socket for
//! one of them. [`socket`] is what Telnet asks of a connected socket.

mod address;
mod attempts;
mod maybe;
mod open;
mod options;
pub mod socket;
mod target;
mod url;

pub use address::{Address, AddressError, ToAddress};
pub use attempts::{Attempt, Attempts};
pub use maybe::Tcp;
pub use open::{begin, open};
pub use options::{ConnectOptions, KeepAlive};
pub use target::Target;
