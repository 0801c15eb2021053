//! Searches through text that is kept here, and the streams it comes from.

pub(crate) mod buffer;
pub(crate) mod matched;
mod miss;
#[cfg(feature = "futures")]
pub(crate) mod pieces;
pub(crate) mod reader;
pub(crate) mod through;
