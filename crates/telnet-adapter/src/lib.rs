//! What a Telnet adapter is made of.

mod drive;
mod halves;
mod methods;
mod polled;
pub mod tcp;
mod transfer;
mod transport;
pub mod user;

pub use drive::{Drive, Progress, Purpose};
pub use halves::Half;
pub use polled::{QueueData, ReadInto};
pub use telnet_session as session;
pub use transfer::{on_read, on_written, try_again};
pub use transport::{Flow, Transport};
