//! What no decoder can beat: finding each 255, and copying.

use super::{Engine, Sink};

/// Finds each octet 255 and does nothing about it.
pub struct Memchr;

impl Engine for Memchr {
    const NAME: &'static str = "memchr";

    fn new() -> Self {
        Self
    }

    fn feed<S: Sink>(&mut self, chunk: &[u8], sink: &mut S) {
        for at in memchr::memchr_iter(255, chunk) {
            sink.command(at as u8);
        }
        sink.data(chunk);
    }
}

/// Copies all octets.
pub struct Memcpy(Vec<u8>);

impl Engine for Memcpy {
    const NAME: &'static str = "memcpy";

    fn new() -> Self {
        Self(Vec::new())
    }

    fn feed<S: Sink>(&mut self, chunk: &[u8], sink: &mut S) {
        self.0.clear();
        self.0.extend_from_slice(chunk);
        sink.data(std::hint::black_box(&self.0));
    }
}
