//! A stream on which nothing is quiet, and time that passes on command.
//!
//! What is at the other end is a [`Far`]: a stream that was recorded, or a
//! device that is talked to. A [`Wire`] lies between it and who is tested. It
//! moves 1 to 7 octets at a time, blocks, is interrupted, stalls for seconds,
//! keeps what is written until it is flushed, and may end at any octet, in each
//! of the ways of [`End`]. All of that follows from a seed: see [`Weather`].
//!
//! A wire is asked with the time as an argument. [`ChaosStream`] is one with a
//! clock of its own, for adapters: where it would block, its clock moves on to
//! when it goes on, so a stall of seconds takes no time.

mod far;
mod stream;
mod weather;
mod wire;

pub use far::{Far, Says};
pub use stream::{Chaos, ChaosStream};
pub use weather::{Trouble, Weather};
pub use wire::{End, Wire};

/// The seeds to try: `CHAOS_SEEDS` of them, or so many.
///
/// # Panics
/// If `CHAOS_SEEDS` is no number.
#[must_use]
pub fn seeds(default: u64) -> core::ops::Range<u64> {
    let said = std::env::var("CHAOS_SEEDS");
    0..said.map_or(default, |it| it.parse().expect("CHAOS_SEEDS is no number"))
}
