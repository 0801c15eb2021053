//! The addresses of a name, several at a time: Happy Eyeballs.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::failures::Failures;

/// How long one attempt has a lead on the next: RFC 8305, section 8.
const LEAD: Duration = Duration::from_millis(250);

/// All addresses of a name, to be tried in a race (RFC 8305, sections 4 and 5):
/// IPv6 and IPv4 in turn, the family of the first address first, the next one
/// 250 ms after the one before, or at once when that has failed. The first that
/// connects wins; the others are dropped.
///
/// It opens no socket and reads no clock:
///
/// ```
/// use std::io;
/// use std::net::SocketAddr;
/// use std::time::{Duration, Instant};
/// use telnet_adapter::tcp::Race;
///
/// let all = ["[2001:db8::1]:23", "[2001:db8::2]:23", "192.0.2.1:23"];
/// let all = all.map(|it| it.parse::<SocketAddr>().unwrap());
/// let start = Instant::now();
/// let mut race = Race::new(all, None);
/// assert_eq!(race.next(start), Some(all[0]));
/// assert_eq!(race.next(start), None);
/// // The network drops what goes to the first.
/// let lead = Duration::from_millis(250);
/// assert_eq!(race.timer(), Some(start + lead));
/// assert_eq!(race.next(start + lead), Some(all[2]));
/// // The second is refused.
/// race.failed(all[2], &io::ErrorKind::ConnectionRefused.into());
/// assert_eq!(race.next(start + lead), Some(all[1]));
/// ```
#[derive(Clone, Debug)]
pub struct Race {
    waiting: VecDeque<SocketAddr>,
    under_way: Vec<SocketAddr>,
    /// When the next one may begin; at once if none is under way.
    turn: Option<Instant>,
    deadline: Option<Instant>,
    failures: Failures,
}

impl Race {
    /// Tries these addresses until the deadline. Each is tried once.
    #[must_use]
    pub fn new(
        addresses: impl IntoIterator<Item = SocketAddr>,
        deadline: Option<Instant>,
    ) -> Self {
        Self {
            waiting: in_turn(addresses),
            under_way: Vec::new(),
            turn: None,
            deadline,
            failures: Failures::new(),
        }
    }

    /// The address to begin with now, if it is the turn of one. Ask again until
    /// there is none; then when the [timer](Self::timer) strikes, and after
    /// each failure.
    pub fn next(&mut self, now: Instant) -> Option<SocketAddr> {
        let waits = self.turn.is_some_and(|turn| now < turn);
        if waits || self.is_late(now) {
            return None;
        }
        let address = self.waiting.pop_front()?;
        self.under_way.push(address);
        self.turn = now.checked_add(LEAD);
        Some(address)
    }

    /// When to ask again though nothing happens. `None` is never.
    #[must_use]
    pub fn timer(&self) -> Option<Instant> {
        let turn = self.turn.filter(|_| !self.waiting.is_empty());
        [turn, self.deadline].into_iter().flatten().min()
    }

    /// One of them failed: the next begins at once.
    pub fn failed(&mut self, address: SocketAddr, error: &io::Error) {
        self.under_way.retain(|it| *it != address);
        self.failures.add(address, error);
        self.turn = None;
    }

    /// Whether there is nothing more to hope for.
    #[must_use]
    pub fn is_lost(&self, now: Instant) -> bool {
        let none = self.waiting.is_empty() && self.under_way.is_empty();
        none || self.is_late(now)
    }

    /// An error that names each address that was tried and why it failed, of
    /// the last failure's kind: `TimedOut` for those still under way,
    /// `NotFound` if there was none to try.
    #[must_use]
    pub fn into_error(mut self) -> io::Error {
        for address in self.under_way {
            self.failures.add(address, &io::ErrorKind::TimedOut.into());
        }
        self.failures.to_error()
    }

    /// The first address has its turn however late it is.
    fn is_late(&self, now: Instant) -> bool {
        let has_begun = self.turn.is_some() || !self.failures.is_empty();
        has_begun && self.deadline.is_some_and(|end| now >= end)
    }
}

/// The addresses, one of each family in turn.
fn in_turn(
    addresses: impl IntoIterator<Item = SocketAddr>,
) -> VecDeque<SocketAddr> {
    let mut first = VecDeque::<SocketAddr>::new();
    let mut second = VecDeque::<SocketAddr>::new();
    for address in addresses {
        let is_first =
            first.front().is_none_or(|it| it.is_ipv4() == address.is_ipv4());
        let family = if is_first { &mut first } else { &mut second };
        if !family.contains(&address) {
            family.push_back(address);
        }
    }
    let mut all = VecDeque::new();
    while !first.is_empty() || !second.is_empty() {
        all.extend(first.pop_front());
        all.extend(second.pop_front());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v4(port: u16) -> SocketAddr {
        ([192, 0, 2, 1], port).into()
    }

    fn v6(port: u16) -> SocketAddr {
        ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 1], port).into()
    }

    fn now() -> Instant {
        Instant::now()
    }

    #[test]
    fn families_take_turns_and_each_address_is_tried_once() {
        let all = [v6(1), v6(2), v6(1), v6(3), v4(1), v4(1), v6(4), v4(2)];
        let turns = [v6(1), v4(1), v6(2), v4(2), v6(3), v6(4)];
        assert_eq!(in_turn(all), turns);
        assert_eq!(in_turn([v4(1), v6(1)]), [v4(1), v6(1)]);
        assert_eq!(in_turn([]), []);
    }

    #[test]
    fn each_has_a_lead_on_the_next_unless_it_fails() {
        let start = now();
        let mut race = Race::new([v6(1), v4(1), v4(2), v4(3)], None);
        assert_eq!(race.timer(), None);
        assert_eq!(race.next(start), Some(v6(1)));
        assert_eq!(race.next(start), None);
        assert_eq!(race.timer(), Some(start + LEAD));
        let early = start + LEAD - Duration::from_millis(1);
        assert_eq!(race.next(early), None);
        assert_eq!(race.next(start + LEAD), Some(v4(1)));
        assert_eq!(race.timer(), Some(start + 2 * LEAD));
        let soon = start + LEAD + Duration::from_millis(1);
        race.failed(v4(1), &io::ErrorKind::ConnectionRefused.into());
        assert_eq!(race.next(soon), Some(v4(2)));
        assert_eq!(race.next(soon), None);
        assert_eq!(race.timer(), Some(soon + LEAD));
        assert_eq!(race.next(soon + LEAD), Some(v4(3)));
        // All are under way, and nothing bounds them.
        assert_eq!(race.timer(), None);
        assert!(!race.is_lost(soon + 9 * LEAD));
        for address in [v6(1), v4(2), v4(3)] {
            assert!(!race.is_lost(soon));
            race.failed(address, &io::ErrorKind::HostUnreachable.into());
        }
        assert!(race.is_lost(soon));
        let error = race.into_error();
        assert_eq!(error.kind(), io::ErrorKind::HostUnreachable);
    }

    #[test]
    fn at_the_deadline_all_is_lost_and_each_is_named() {
        let start = now();
        let mut race = Race::new([v6(1), v4(1), v4(2)], Some(start + LEAD));
        assert_eq!(race.next(start), Some(v6(1)));
        race.failed(v6(1), &io::ErrorKind::NetworkUnreachable.into());
        assert_eq!(race.next(start), Some(v4(1)));
        assert_eq!(race.timer(), Some(start + LEAD));
        assert!(!race.is_lost(start));
        assert!(race.is_lost(start + LEAD));
        assert_eq!(race.next(start + LEAD), None);
        let error = race.into_error();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(
            error.to_string(),
            "cannot connect to [2001:db8::1]:1: network unreachable; \
             192.0.2.1:1: timed out"
        );
    }

    #[test]
    fn a_deadline_that_has_passed_leaves_the_first_a_turn() {
        let start = now();
        let mut race = Race::new([v4(1), v4(2)], Some(start));
        assert!(!race.is_lost(start));
        assert_eq!(race.next(start), Some(v4(1)));
        assert!(race.is_lost(start));
        assert_eq!(race.next(start), None);
        let none = Race::new([], None);
        assert!(none.is_lost(start));
        assert_eq!(none.into_error().kind(), io::ErrorKind::NotFound);
    }
}
