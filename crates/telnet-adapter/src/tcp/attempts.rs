//! The addresses of a name, one after the other.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::failures::Failures;

/// One address to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// Where to connect to.
    pub address: SocketAddr,
    /// How long to try at most, a millisecond at least; `None` leaves it to
    /// the system.
    pub time: Option<Duration>,
}

/// All addresses of a name, to be tried in order within one deadline. Who can
/// try several at a time takes a [`Race`](super::Race).
///
/// ```
/// use std::net::{SocketAddr, TcpStream};
/// use std::time::{Duration, Instant};
/// use telnet_adapter::tcp::Attempts;
///
/// let addresses: Vec<SocketAddr> = Vec::new(); // what the look-up gave
/// let start = Instant::now();
/// let deadline = start.checked_add(Duration::from_secs(10));
/// let mut attempts = Attempts::new(addresses, deadline);
/// let connected = loop {
///     let Some(attempt) = attempts.next(Instant::now()) else {
///         break Err(attempts.into_error());
///     };
///     let time = attempt.time.unwrap_or(Duration::MAX);
///     match TcpStream::connect_timeout(&attempt.address, time) {
///         Ok(stream) => break Ok(stream),
///         Err(error) => attempts.failed(&attempt, &error),
///     }
/// };
/// assert_eq!(
///     connected.unwrap_err().to_string(),
///     "cannot connect: the name has no address"
/// );
/// ```
#[derive(Clone, Debug)]
pub struct Attempts {
    addresses: VecDeque<SocketAddr>,
    deadline: Option<Instant>,
    failures: Failures,
}

impl Attempts {
    /// Tries these addresses until the deadline. One that follows itself is
    /// tried once.
    #[must_use]
    pub fn new(
        addresses: impl IntoIterator<Item = SocketAddr>,
        deadline: Option<Instant>,
    ) -> Self {
        let mut addresses = addresses.into_iter().collect::<Vec<_>>();
        addresses.dedup();
        Self {
            addresses: addresses.into(),
            deadline,
            failures: Failures::new(),
        }
    }

    /// The next address, and its share of the time left. A deadline that has
    /// passed leaves a millisecond for each.
    pub fn next(&mut self, now: Instant) -> Option<Attempt> {
        let left = u32::try_from(self.addresses.len()).unwrap_or(u32::MAX);
        let address = self.addresses.pop_front()?;
        let time = self.deadline.map(|deadline| {
            let share = deadline.saturating_duration_since(now) / left.max(1);
            share.max(Duration::from_millis(1))
        });
        Some(Attempt { address, time })
    }

    /// Says why one of them failed.
    pub fn failed(&mut self, attempt: &Attempt, error: &io::Error) {
        self.failures.add(attempt.address, error);
    }

    /// An error that names each address and why it failed, of the last
    /// failure's kind; `NotFound` if there was none to try.
    #[must_use]
    pub fn into_error(self) -> io::Error {
        self.failures.to_error()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(port: u16) -> SocketAddr {
        ([192, 0, 2, 1], port).into()
    }

    #[test]
    fn each_address_gets_an_equal_share_of_what_is_left() {
        let start = Instant::now();
        let second = Duration::from_secs(1);
        let names = [1, 1, 2, 3].map(address);
        let mut attempts = Attempts::new(names, Some(start + 9 * second));
        let mut next = |now| attempts.next(now).map(|a| (a.address, a.time));
        assert_eq!(next(start), Some((address(1), Some(3 * second))));
        // The first used none of its share.
        assert_eq!(next(start), Some((address(2), Some(9 * second / 2))));
        let least = Duration::from_millis(1);
        assert_eq!(next(start + 9 * second), Some((address(3), Some(least))));
        assert_eq!(next(start), None);
    }

    #[test]
    fn the_error_names_all_and_has_the_kind_of_the_last() {
        let now = Instant::now();
        let mut attempts = Attempts::new([1, 2].map(address), None);
        for kind in [io::ErrorKind::HostUnreachable, io::ErrorKind::TimedOut] {
            let attempt = attempts.next(now).unwrap();
            assert_eq!(attempt.time, None);
            attempts.failed(&attempt, &kind.into());
        }
        let error = attempts.into_error();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(
            error.to_string(),
            "cannot connect to 192.0.2.1:1: host unreachable; \
             192.0.2.1:2: timed out"
        );
    }
}
