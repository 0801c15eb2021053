//! Independent models: slow, naive, written from the specification alone.
//!
//! None of them shares code with what it judges beyond the types that name
//! the codes.

mod decode;
pub mod expect;
mod options;
mod session;

pub use decode::{Item, Joined, NaiveDecoder, canonical, decode};
pub use session::{Given, NaiveSession, Note, Rules, Said};
