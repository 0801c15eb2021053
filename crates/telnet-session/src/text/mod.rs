//! The text that was received and not read yet.

#[cfg(feature = "expect")]
mod hidden;
mod inbox;
mod sought;

#[cfg(feature = "expect")]
pub(crate) use hidden::Place;
pub(crate) use inbox::Inbox;
pub(crate) use sought::{Finding, Sought};
