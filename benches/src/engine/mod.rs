//! Decoders side by side: ours, its peers, and what no decoder can beat.

use crate::workload::Cooked;

#[cfg(feature = "libtelnet")]
mod libtelnet;
mod limits;
mod mudtelnet;
mod naive;
mod ours;
mod telnet_codec;

#[cfg(feature = "libtelnet")]
pub use libtelnet::Libtelnet;
pub use limits::{Memchr, Memcpy};
pub use mudtelnet::Mudtelnet;
pub use naive::Naive;
pub use ours::Ours;
pub use telnet_codec::Codec;

/// Who takes what an engine finds.
pub trait Sink {
    /// Data octets.
    fn data(&mut self, data: &[u8]);
    /// A command without operand.
    fn command(&mut self, code: u8);
    /// WILL, WONT, DO or DONT.
    fn negotiation(&mut self, verb: u8, option: u8);
    /// A subnegotiation begins.
    fn sub_begin(&mut self, option: u8);
    /// Payload octets.
    fn sub_data(&mut self, data: &[u8]);
}

/// A decoder.
pub trait Engine {
    /// Its name in the tables.
    const NAME: &'static str;
    /// At the start of a stream.
    fn new() -> Self;
    /// Decodes the next octets.
    fn feed<S: Sink>(&mut self, chunk: &[u8], sink: &mut S);
}

/// Takes everything and keeps only sums: what a decoder costs by itself.
#[derive(Default)]
pub struct Count {
    octets: usize,
    items: usize,
}

impl Count {
    /// All that was counted.
    #[must_use]
    pub const fn sum(&self) -> usize {
        self.octets + self.items
    }
}

impl Sink for Count {
    #[inline]
    fn data(&mut self, data: &[u8]) {
        self.octets += data.len();
    }

    #[inline]
    fn command(&mut self, code: u8) {
        self.items += usize::from(code);
    }

    #[inline]
    fn negotiation(&mut self, verb: u8, option: u8) {
        self.items += usize::from(verb) + usize::from(option);
    }

    #[inline]
    fn sub_begin(&mut self, option: u8) {
        self.items += usize::from(option);
    }

    #[inline]
    fn sub_data(&mut self, data: &[u8]) {
        self.octets += data.len();
    }
}

impl Sink for Cooked {
    fn data(&mut self, data: &[u8]) {
        self.data.extend_from_slice(data);
    }

    fn command(&mut self, _code: u8) {
        self.commands += 1;
    }

    fn negotiation(&mut self, _verb: u8, _option: u8) {
        self.negotiations += 1;
    }

    fn sub_begin(&mut self, option: u8) {
        self.subnegotiations.push((option, Vec::new()));
    }

    fn sub_data(&mut self, data: &[u8]) {
        if let Some((_, payload)) = self.subnegotiations.last_mut() {
            payload.extend_from_slice(data);
        }
    }
}

/// Feeds a stream in chunks of that many octets.
pub fn run<E: Engine>(wire: &[u8], chunk: usize, sink: &mut impl Sink) {
    let mut engine = E::new();
    for part in wire.chunks(chunk) {
        engine.feed(part, sink);
    }
}

/// What an engine makes of a stream.
#[must_use]
pub fn cook<E: Engine>(wire: &[u8], chunk: usize) -> Cooked {
    let mut cooked = Cooked::default();
    run::<E>(wire, chunk, &mut cooked);
    cooked
}
