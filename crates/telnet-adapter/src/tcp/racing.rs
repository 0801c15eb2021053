//! A race, and the attempts that are under way.

use std::io;
use std::net::SocketAddr;
use std::task::Poll;
use std::time::Instant;

use super::Race;

/// A [`Race`] and its attempts, each of which is a socket that is being connected,
/// or what leads to one.
#[derive(Debug)]
pub struct Racing<A> {
    race: Race,
    under_way: Vec<(SocketAddr, A)>,
}

impl<A> Racing<A> {
    /// None is under way yet.
    #[must_use]
    pub const fn new(race: Race) -> Self {
        Self { race, under_way: Vec::new() }
    }

    /// Begins what is to begin now, and looks at each attempt: the first one that
    /// is connected has won. `begin` begins to connect to an address, without
    /// waiting; `is_connected` looks whether one is. Call it again when something
    /// has come of one of them, and when the [timer](Self::timer) strikes.
    ///
    /// # Errors
    /// One that names each address and why it failed, of the last failure's kind,
    /// once there is nothing to hope for.
    pub fn step(
        &mut self,
        now: Instant,
        mut begin: impl FnMut(SocketAddr) -> io::Result<A>,
        mut is_connected: impl FnMut(SocketAddr, &mut A) -> io::Result<bool>,
    ) -> io::Result<Poll<A>> {
        loop {
            let mut has_failed = false;
            while let Some(address) = self.race.next(now) {
                match begin(address) {
                    Ok(attempt) => self.under_way.push((address, attempt)),
                    Err(error) => self.race.failed(address, &error),
                }
            }
            let mut n = 0;
            while let Some((address, attempt)) = self.under_way.get_mut(n) {
                match is_connected(*address, attempt) {
                    Ok(false) => n += 1,
                    Ok(true) => {
                        return Ok(Poll::Ready(self.under_way.remove(n).1));
                    }
                    Err(error) => {
                        self.race.failed(*address, &error);
                        self.under_way.remove(n);
                        has_failed = true;
                    }
                }
            }
            if self.race.is_lost(now) {
                return Err(self.race.clone().into_error());
            }
            // The next one begins at once.
            if !has_failed {
                return Ok(Poll::Pending);
            }
        }
    }

    /// When to go on though nothing happens. `None` is never.
    #[must_use]
    pub fn timer(&self) -> Option<Instant> {
        self.race.timer()
    }

    /// The attempts that are under way.
    pub fn under_way(&mut self) -> impl Iterator<Item = &mut A> {
        self.under_way.iter_mut().map(|(_, attempt)| attempt)
    }
}
