//! TCP as Telnet needs it, for sockets of any kind: those of std, of mio and
//! of async runtimes.
//!
//! [`Address`] is where to connect to, and [`Target`] what a user types for it;
//! [`ConnectOptions`] is how, [`Proxy`] by what way. [`Attempts`] is the order in
//! which the addresses of a name are tried, [`Race`] the same for who can try
//! several at a time, [`open`] a socket for one of them; [`connect()`] is all of
//! it for tasks. [`socket`] is what Telnet asks of a connected socket.

mod address;
mod attempts;
mod connecting;
mod error;
mod failures;
mod maybe;
mod open;
mod options;
mod proxy;
mod race;
pub mod socket;
mod target;
mod url;

pub use address::{Address, ToAddress};
pub use attempts::{Attempt, Attempts};
pub use connecting::{Connector, connect};
pub use error::AddressError;
pub use maybe::Tcp;
pub use open::{begin, open};
pub use options::{ConnectOptions, KeepAlive};
pub use proxy::{Handshake, Proxy};
pub use race::Race;
pub use target::Target;
