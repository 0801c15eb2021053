//! What is at the other end of a wire.

use std::time::Instant;

use crate::device::Device;

/// What is at the other end of a wire.
pub trait Far {
    /// It hears octets.
    fn hear(&mut self, octets: &[u8], now: Instant);

    /// The next piece of what it has said by `now`.
    fn take(&mut self, now: Instant) -> Option<Vec<u8>>;

    /// When, from `now` on, there is a next piece, if it hears nothing more
    /// before.
    fn next_at(&self, now: Instant) -> Option<Instant>;

    /// Whether it has said all that it will ever say, and closes its side.
    fn is_over(&self) -> bool;
}

/// One that says all it has to say at once, and closes its side. What it hears
/// is no matter to it.
#[derive(Clone, Debug)]
pub struct Says {
    octets: Option<Vec<u8>>,
}

impl Says {
    /// One that says this.
    #[must_use]
    pub fn new(octets: impl Into<Vec<u8>>) -> Self {
        Self { octets: Some(octets.into()) }
    }
}

impl Far for Says {
    fn hear(&mut self, _octets: &[u8], _now: Instant) {}

    fn take(&mut self, _now: Instant) -> Option<Vec<u8>> {
        self.octets.take()
    }

    fn next_at(&self, now: Instant) -> Option<Instant> {
        self.octets.as_ref().map(|_| now)
    }

    fn is_over(&self) -> bool {
        self.octets.is_none()
    }
}

/// A device waits for the user for ever.
impl Far for Device<'_> {
    fn hear(&mut self, octets: &[u8], now: Instant) {
        Device::hear(self, octets, now);
    }

    fn take(&mut self, now: Instant) -> Option<Vec<u8>> {
        Device::take(self, now)
    }

    fn next_at(&self, now: Instant) -> Option<Instant> {
        Device::next_at(self).map(|at| at.max(now))
    }

    fn is_over(&self) -> bool {
        false
    }
}

impl<F: Far + ?Sized> Far for Box<F> {
    fn hear(&mut self, octets: &[u8], now: Instant) {
        (**self).hear(octets, now);
    }

    fn take(&mut self, now: Instant) -> Option<Vec<u8>> {
        (**self).take(now)
    }

    fn next_at(&self, now: Instant) -> Option<Instant> {
        (**self).next_at(now)
    }

    fn is_over(&self) -> bool {
        (**self).is_over()
    }
}
