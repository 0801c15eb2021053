//! Independent models: slow, naive, written from the specification alone.
//!
//! None of them shares code with what it judges beyond the types that name
//! the codes.

mod decode;

pub use decode::{Item, Joined, NaiveDecoder, canonical, decode};
