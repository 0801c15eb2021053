//! The stream between who is tested and the other end, without a clock.

use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use super::far::Far;
use super::weather::{Trouble, Weather};

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The peer closes its side, and still reads.
    Half,
    /// The peer is gone in good order: who writes to it meets a broken pipe.
    Whole,
    /// The connection is reset, for reads and for writes.
    Reset,
}

impl End {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Half, Self::Whole, Self::Reset];
}

/// The stream between who is tested and the other end. It never waits: what
/// cannot be done now fails with `WouldBlock`, and [`wake_at`](Self::wake_at)
/// tells when to come again.
#[derive(Clone, Debug)]
pub struct Wire<F> {
    far: F,
    weather: Weather,
    /// All that the other end has said, and how much of it was read.
    said: Vec<u8>,
    read: usize,
    /// All that the other end has heard.
    heard: Vec<u8>,
    /// What was written and not yet flushed.
    kept: Vec<u8>,
    /// Until when reads block, and writes.
    reads_blocked: Option<Instant>,
    writes_blocked: Option<Instant>,
    /// Behind how many octets of the other end it ends, and how.
    end: Option<(usize, End)>,
    is_finished: bool,
}

impl<F: Far> Wire<F> {
    /// A wire to the other end in this weather.
    #[must_use]
    pub const fn new(far: F, weather: Weather) -> Self {
        Self {
            far,
            weather,
            said: Vec::new(),
            read: 0,
            heard: Vec::new(),
            kept: Vec::new(),
            reads_blocked: None,
            writes_blocked: None,
            end: None,
            is_finished: false,
        }
    }

    /// The same that ends behind so many octets of what the other end says,
    /// whatever it would say then.
    #[must_use]
    pub const fn ending(mut self, behind: usize, end: End) -> Self {
        self.end = Some((behind, end));
        self
    }

    /// The other end.
    pub const fn far(&mut self) -> &mut F {
        &mut self.far
    }

    /// All that was read.
    #[must_use]
    pub fn read_so_far(&self) -> &[u8] {
        &self.said[..self.read]
    }

    /// All that the other end has heard.
    #[must_use]
    pub fn heard(&self) -> &[u8] {
        &self.heard
    }

    /// Reads, as [`io::Read::read`] does.
    ///
    /// # Errors
    /// `WouldBlock`, `Interrupted`; `ConnectionReset` at its end.
    pub fn read(
        &mut self,
        buffer: &mut [u8],
        now: Instant,
    ) -> io::Result<usize> {
        gate(&mut self.reads_blocked, &mut self.weather, now)?;
        self.listen(now);
        let there = self.readable();
        if there > 0 {
            let n = self.weather.portion(there).min(buffer.len());
            let from = self.read;
            buffer[..n].copy_from_slice(&self.said[from..from + n]);
            self.read += n;
            return Ok(n);
        }
        if self.has_ended() == Some(End::Reset) {
            return Err(ErrorKind::ConnectionReset.into());
        }
        if self.is_at_end() { Ok(0) } else { Err(ErrorKind::WouldBlock.into()) }
    }

    /// Writes, as [`io::Write::write`] does.
    ///
    /// # Errors
    /// `WouldBlock`, `Interrupted`; `ConnectionReset` or `BrokenPipe` where it
    /// has ended.
    pub fn write(&mut self, octets: &[u8], now: Instant) -> io::Result<usize> {
        gate(&mut self.writes_blocked, &mut self.weather, now)?;
        self.is_writable(now)?;
        let n = self.weather.portion(octets.len());
        self.kept.extend_from_slice(&octets[..n]);
        if !self.weather.keeps() {
            self.deliver(now);
        }
        Ok(n)
    }

    /// Passes on what was kept.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn flush(&mut self, now: Instant) -> io::Result<()> {
        gate(&mut self.writes_blocked, &mut self.weather, now)?;
        self.is_writable(now)?;
        self.deliver(now);
        Ok(())
    }

    /// Says that nothing more will be written. The other end then says nothing
    /// more either.
    ///
    /// # Errors
    /// `WouldBlock`, `Interrupted`.
    pub fn finish(&mut self, now: Instant) -> io::Result<()> {
        gate(&mut self.writes_blocked, &mut self.weather, now)?;
        self.is_finished = true;
        Ok(())
    }

    /// When to come again if nothing could be done now: the next time at which
    /// something changes, or now, if there is something to be read. `None` if
    /// nothing will ever come.
    #[must_use]
    pub fn wake_at(&self, now: Instant) -> Option<Instant> {
        let said = self.far.next_at(now);
        let times = [self.reads_blocked, self.writes_blocked, said];
        let later = times.into_iter().flatten().filter(|at| *at > now).min();
        let is_ready =
            self.readable() > 0 || self.is_at_end() || said.is_some();
        later.or_else(|| is_ready.then_some(now))
    }

    /// Octets that were said, are before the end, and were not read yet.
    fn readable(&self) -> usize {
        let end = self.end.map_or(usize::MAX, |(at, _)| at);
        self.said.len().min(end).saturating_sub(self.read)
    }

    /// How it has ended, if it has.
    fn has_ended(&self) -> Option<End> {
        self.end.filter(|&(at, _)| self.said.len() >= at).map(|(_, end)| end)
    }

    fn is_at_end(&self) -> bool {
        let over = self.far.is_over() || self.is_finished;
        self.readable() == 0 && (over || self.has_ended().is_some())
    }

    fn listen(&mut self, now: Instant) {
        while let Some(piece) = self.far.take(now) {
            self.said.extend(piece);
        }
    }

    fn is_writable(&mut self, now: Instant) -> io::Result<()> {
        self.listen(now);
        match self.has_ended() {
            Some(End::Reset) => Err(ErrorKind::ConnectionReset.into()),
            Some(End::Whole) => Err(ErrorKind::BrokenPipe.into()),
            Some(End::Half) | None => Ok(()),
        }
    }

    fn deliver(&mut self, now: Instant) {
        self.heard.extend_from_slice(&self.kept);
        self.far.hear(&self.kept, now);
        self.kept.clear();
    }
}

/// What blocks does so until later.
const TICK: Duration = Duration::from_micros(1);

/// What a call meets before it gets to the octets.
fn gate(
    blocked: &mut Option<Instant>,
    weather: &mut Weather,
    now: Instant,
) -> io::Result<()> {
    if blocked.is_some_and(|until| now < until) {
        return Err(ErrorKind::WouldBlock.into());
    }
    // Who has waited is let through.
    if blocked.take().is_some() {
        return Ok(());
    }
    match weather.trouble() {
        None => Ok(()),
        Some(Trouble::Interrupted) => Err(ErrorKind::Interrupted.into()),
        Some(Trouble::Blocks(time)) => {
            *blocked = Some(now + time.max(TICK));
            Err(ErrorKind::WouldBlock.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::far::Says;
    use super::*;
    use crate::clock::Clock;

    const TEXT: &[u8] = b"some octets to be read, one after the other";

    /// All that is read in the end, and how it ends.
    fn drained(wire: &mut Wire<Says>) -> (Vec<u8>, io::Result<()>) {
        let mut clock = Clock::new();
        let mut all = Vec::new();
        for _ in 0..10_000 {
            let now = clock.now();
            let mut buffer = [0; 64];
            match wire.read(&mut buffer, now) {
                Ok(0) => return (all, Ok(())),
                Ok(n) => all.extend(&buffer[..n]),
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) if e.kind() == ErrorKind::WouldBlock => {
                    let at = wire.wake_at(now).unwrap();
                    clock.advance(at - now);
                }
                Err(error) => return (all, Err(error)),
            }
        }
        panic!("it never ends: {wire:?}");
    }

    fn says() -> Says {
        Says::new(TEXT)
    }

    #[test]
    fn in_any_weather_all_is_read_in_order() {
        for seed in 0..100 {
            let mut wire = Wire::new(says(), Weather::of(seed));
            let (all, end) = drained(&mut wire);
            assert_eq!(all, TEXT);
            assert!(end.is_ok());
            assert_eq!(wire.read_so_far(), TEXT);
        }
    }

    #[test]
    fn it_ends_at_every_octet_in_every_way() {
        for end in End::ALL {
            for at in 0..=TEXT.len() {
                for weather in [Weather::quiet(), Weather::of(at as u64)] {
                    let wire = Wire::new(says(), weather);
                    let mut wire = wire.ending(at, end);
                    let (all, ended) = drained(&mut wire);
                    assert_eq!(all, TEXT[..at]);
                    let kind = ended.map_err(|error| error.kind());
                    let is_reset = kind == Err(ErrorKind::ConnectionReset);
                    assert_eq!(is_reset, end == End::Reset);
                    assert!(is_reset || kind == Ok(()));
                }
            }
        }
    }

    #[test]
    fn writes_behind_the_end_meet_it() {
        let now = Clock::new().now();
        for (end, wanted) in [
            (End::Half, Ok(3)),
            (End::Whole, Err(ErrorKind::BrokenPipe)),
            (End::Reset, Err(ErrorKind::ConnectionReset)),
        ] {
            let wire = Wire::new(says(), Weather::quiet());
            let mut wire = wire.ending(5, end);
            let written = wire.write(b"abc", now).map_err(|e| e.kind());
            assert_eq!(written, wanted);
        }
    }

    #[test]
    fn what_is_written_is_heard_in_order_once_it_is_flushed() {
        let mut clock = Clock::new();
        let mut later = || {
            clock.advance(Duration::from_secs(10));
            clock.now()
        };
        let mut keepers = 0;
        for seed in 0..50 {
            let mut wire = Wire::new(says(), Weather::of(seed));
            let mut left = TEXT;
            while !left.is_empty() {
                if let Ok(n) = wire.write(left, later()) {
                    left = &left[n..];
                }
            }
            let keeps = Weather::of(seed).keeps();
            assert_eq!(wire.heard().is_empty(), keeps);
            keepers += usize::from(keeps);
            while wire.flush(later()).is_err() {}
            assert_eq!(wire.heard(), TEXT);
        }
        assert!((10..40).contains(&keepers), "{keepers}");
    }

    #[test]
    fn a_peer_that_is_told_of_our_end_ends_too() {
        let transcript = &crate::device::all()[0];
        let now = Clock::new().now();
        let device = crate::device::Device::new(
            transcript,
            crate::device::Cuts::Nowhere,
            crate::device::Pauses::Nowhere,
            now,
        );
        let mut wire = Wire::new(device, Weather::quiet());
        wire.finish(now).unwrap();
        let mut buffer = [0; 4096];
        while wire.read(&mut buffer, now).unwrap() > 0 {}
        assert!(!wire.read_so_far().is_empty());
    }
}
