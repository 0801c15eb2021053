//! A line that a user types, octet by octet, and what is echoed of it.

mod desk;
mod edit;
mod entry;
mod history;
mod keys;
mod line;
mod pen;
mod task;

pub(crate) use desk::{Desk, Echo};
pub use entry::Entry;
pub(crate) use keys::octet_of;
pub(crate) use task::{Face, Task};
