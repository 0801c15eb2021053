//! TCP as Telnet needs it, for sockets of any kind: those of std, of mio and
//! of async runtimes.
//!
//! [`Address`] is where to connect to, and [`Target`] what a user types for it;
//! [`ConnectOptions`] is how, [`Proxy`] by what way. [`Race`] is when to try which
//! address of a name, [`begin`] a socket for one of them, [`Racing`] the two
//! together; [`connect()`] is all of it for tasks. [`socket`] is what Telnet
//! asks of a connected socket.

mod address;
mod connecting;
mod error;
mod failures;
mod maybe;
mod open;
mod options;
mod proxy;
mod race;
mod racing;
pub mod socket;
mod target;
mod url;

pub use address::{Address, ToAddress};
pub use connecting::{Connector, connect};
pub use error::AddressError;
pub use maybe::Tcp;
pub use open::begin;
pub use options::{ConnectOptions, KeepAlive};
pub use proxy::{Handshake, Proxy};
pub use race::Race;
pub use racing::Racing;
pub use target::Target;
