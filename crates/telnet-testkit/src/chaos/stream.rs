//! A wire with a clock of its own, for adapters.

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use super::far::Far;
use super::wire::Wire;
use crate::clock::Clock;

/// A wire to any other end.
type AnyWire = Wire<Box<dyn Far + Send>>;

struct State {
    wire: AnyWire,
    clock: Clock,
}

/// The stream, for the adapter. It never blocks: where it says `WouldBlock` its
/// clock has moved on to when it goes on, and the next call is in time.
pub struct ChaosStream {
    state: Arc<Mutex<State>>,
}

/// The same, for the test.
pub struct Chaos {
    state: Arc<Mutex<State>>,
    start: Instant,
}

impl ChaosStream {
    /// A stream over the wire that this makes, being told what time it is.
    #[must_use]
    pub fn new(wire: impl FnOnce(Instant) -> AnyWire) -> (Self, Chaos) {
        let clock = Clock::new();
        let start = clock.now();
        let state = State { wire: wire(start), clock };
        let state = Arc::new(Mutex::new(state));
        (Self { state: Arc::clone(&state) }, Chaos { state, start })
    }

    /// Says that nothing more will be written.
    ///
    /// # Errors
    /// `WouldBlock`, `Interrupted`.
    pub fn finish(&mut self) -> io::Result<()> {
        self.call(Wire::finish)
    }

    fn call<T>(
        &self,
        call: impl FnOnce(&mut AnyWire, Instant) -> io::Result<T>,
    ) -> io::Result<T> {
        let State { wire, clock } = &mut *lock(&self.state);
        let now = clock.now();
        let done = call(wire, now);
        let blocks =
            done.as_ref().is_err_and(|e| e.kind() == ErrorKind::WouldBlock);
        if let (true, Some(at)) = (blocks, wire.wake_at(now)) {
            clock.advance(at.saturating_duration_since(now));
        }
        done
    }
}

impl Read for ChaosStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.call(|wire, now| wire.read(buffer, now))
    }
}

impl Write for ChaosStream {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.call(|wire, now| wire.write(octets, now))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.call(Wire::flush)
    }
}

impl Chaos {
    /// All that the adapter has read.
    #[must_use]
    pub fn read_so_far(&self) -> Vec<u8> {
        lock(&self.state).wire.read_so_far().to_vec()
    }

    /// All that the other end has heard.
    #[must_use]
    pub fn heard(&self) -> Vec<u8> {
        lock(&self.state).wire.heard().to_vec()
    }

    /// How much time has passed on the stream's clock.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        lock(&self.state).clock.now().duration_since(self.start)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("no panic while it was locked")
}

impl fmt::Debug for ChaosStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChaosStream").finish_non_exhaustive()
    }
}

impl fmt::Debug for Chaos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chaos").finish_non_exhaustive()
    }
}
