//! Whose turn it is, of the many connections of one loop.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::time::{Duration, Instant};

use mio::Token;

/// Whose turn it is, of the many connections of one loop.
///
/// A loop that goes through all its connections is as slow as they are many, and as
/// unfair as the worst of them: a peer that sends without end is never done, and who
/// says a word now and then waits behind all such peers. Here those whom an event has
/// told of, and those whose time has come, have their turn first. Then one of those who
/// did not come to an end the last time has, and then events are asked for again. So a
/// crowd that floods costs whoever is well-behaved one turn of 64 KiB, not one for each
/// of the crowd.
///
/// ```
/// # use std::collections::BTreeMap;
/// # use std::io;
/// # use std::time::Instant;
/// # use telnet_mio::mio::{self, Events, Token};
/// use telnet_mio::Turns;
/// # struct User;
/// # impl User {
/// #     fn on_event(&mut self, _: &mio::event::Event) {}
/// #     fn advance(&mut self, _: Instant) -> bool { true }
/// #     fn timeout(&self, _: Instant) -> Option<std::time::Duration> { None }
/// # }
/// # fn run(
/// #     mut poll: mio::Poll, mut users: BTreeMap<Token, User>,
/// # ) -> io::Result<()> {
/// # let mut events = Events::with_capacity(1024);
/// let mut turns = Turns::new();
/// loop {
///     poll.poll(&mut events, turns.timeout(Instant::now()))?;
///     let now = Instant::now();
///     for event in &events {
///         if let Some(user) = users.get_mut(&event.token()) {
///             user.on_event(event);
///             turns.event(event.token());
///         }
///     }
///     while let Some(token) = turns.next(now) {
///         // It polls its wait, once, and says whether it stays.
///         let stays = users.get_mut(&token).is_some_and(|it| it.advance(now));
///         match users.get(&token).filter(|_| stays) {
///             Some(user) => turns.polled(token, user.timeout(now), now),
///             None => {
///                 turns.left(token);
///                 users.remove(&token);
///             }
///         }
///     }
/// }
/// # }
/// ```
#[derive(Debug, Default)]
pub struct Turns {
    /// Whom an event has told of.
    fresh: VecDeque<Token>,
    /// Who did not come to an end.
    busy: VecDeque<Token>,
    /// Whose time comes, and when.
    due: BTreeSet<(Instant, Token)>,
    /// Where each one stands: no token is in `fresh` or `busy` more than once.
    known: HashMap<Token, Place>,
    /// Whether one of the busy has had its turn since events were asked for.
    has_worked: bool,
}

/// Where a connection stands.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    is_queued: bool,
    due: Option<Instant>,
}

impl Turns {
    /// Of no connection yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes note of an event of a connection, or of a new connection.
    pub fn event(&mut self, token: Token) {
        let place = self.known.entry(token).or_default();
        // Who is busy has its turn as it is.
        if !place.is_queued {
            place.is_queued = true;
            self.fresh.push_back(token);
        }
    }

    /// Takes note that a connection was polled, and of its
    /// [`timeout`](crate::Telnet::timeout): zero is that it has more to do.
    pub fn polled(
        &mut self,
        token: Token,
        timeout: Option<Duration>,
        now: Instant,
    ) {
        let Some(left) = timeout else { return };
        let place = self.known.entry(token).or_default();
        if left.is_zero() {
            if !place.is_queued {
                place.is_queued = true;
                self.busy.push_back(token);
            }
            return;
        }
        // A time that is too early costs one turn in vain; to keep the list exact
        // would cost something with each word of a user.
        let at = now + left;
        if place.due.is_none_or(|due| due > at) {
            if let Some(due) = place.due.replace(at) {
                self.due.remove(&(due, token));
            }
            self.due.insert((at, token));
        }
    }

    /// Forgets a connection. Called for any token that
    /// [`next`](Self::next) gives and that is of no connection any more.
    pub fn left(&mut self, token: Token) {
        if let Some(due) = self.known.remove(&token).and_then(|it| it.due) {
            self.due.remove(&(due, token));
        }
    }

    /// Whose turn it is, or `None` if events are to be asked for first. Poll that
    /// connection, and say so by [`polled`](Self::polled).
    pub fn next(&mut self, now: Instant) -> Option<Token> {
        if let Some(token) = self.queued(|it| &mut it.fresh) {
            return Some(token);
        }
        if let Some((at, token)) = self.due.first().copied() {
            if at <= now {
                self.due.remove(&(at, token));
                if let Some(place) = self.known.get_mut(&token) {
                    place.due = None;
                }
                return Some(token);
            }
        }
        self.has_worked = !self.has_worked;
        if self.has_worked {
            if let Some(token) = self.queued(|it| &mut it.busy) {
                return Some(token);
            }
            self.has_worked = false;
        }
        None
    }

    /// The next of a queue, but for those who have left.
    fn queued(
        &mut self,
        queue: impl Fn(&mut Self) -> &mut VecDeque<Token>,
    ) -> Option<Token> {
        loop {
            let token = queue(self).pop_front()?;
            if let Some(place) = self.known.get_mut(&token) {
                place.is_queued = false;
                return Some(token);
            }
        }
    }

    /// What to give `mio::Poll::poll`: zero while somebody has more to do.
    #[must_use]
    pub fn timeout(&self, now: Instant) -> Option<Duration> {
        if !self.fresh.is_empty() || !self.busy.is_empty() {
            return Some(Duration::ZERO);
        }
        let (at, _token) = self.due.first()?;
        Some(at.saturating_duration_since(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MORE: Option<Duration> = Some(Duration::ZERO);

    /// Tokens in their turn, until events are to be asked for; each one has this to do
    /// then.
    fn round(
        turns: &mut Turns,
        now: Instant,
        timeout: impl Fn(usize) -> Option<Duration>,
    ) -> Vec<usize> {
        let mut round = Vec::new();
        while let Some(token) = turns.next(now) {
            assert!(round.len() < 100, "it has no end: {round:?}");
            round.push(token.0);
            turns.polled(token, timeout(token.0), now);
        }
        round
    }

    #[test]
    fn who_says_a_word_waits_for_one_of_those_who_flood() {
        let (mut turns, now) = (Turns::new(), Instant::now());
        // 0 to 9 are never done.
        let floods = |token| if token < 10 { MORE } else { None };
        (0..10).for_each(|token| turns.event(Token(token)));
        let all = round(&mut turns, now, floods);
        assert_eq!(all, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0]);
        for flood in 1..10 {
            // They have said more, too.
            (0..10).for_each(|token| turns.event(Token(token)));
            turns.event(Token(99));
            assert_eq!(turns.timeout(now), MORE);
            assert_eq!(round(&mut turns, now, floods), [99, flood]);
        }
        assert_eq!(round(&mut turns, now, floods), [0]);
    }

    #[test]
    fn a_time_comes_once_and_an_earlier_one_counts() {
        let (mut turns, now) = (Turns::new(), Instant::now());
        let second = Duration::from_secs(1);
        turns.polled(Token(1), Some(2 * second), now);
        turns.polled(Token(2), Some(second), now);
        assert_eq!(turns.timeout(now), Some(second));
        // A later one is seen when the first has come.
        turns.polled(Token(2), Some(9 * second), now);
        turns.polled(Token(1), Some(second / 2), now);
        assert_eq!(turns.timeout(now), Some(second / 2));
        assert_eq!(turns.next(now), None);
        let later = now + second;
        let all = round(&mut turns, later, |token| {
            (token == 2).then_some(8 * second)
        });
        assert_eq!(all, [1, 2]);
        assert_eq!(turns.timeout(later), Some(8 * second));
        assert_eq!(turns.timeout(now + 99 * second), MORE);
    }

    #[test]
    fn who_has_left_has_no_turn_and_leaves_nothing() {
        let (mut turns, now) = (Turns::new(), Instant::now());
        turns.event(Token(1));
        turns.polled(Token(2), MORE, now);
        turns.polled(Token(3), Some(Duration::from_secs(1)), now);
        (1..=3).for_each(|token| turns.left(Token(token)));
        assert_eq!(turns.next(now + Duration::from_secs(2)), None);
        assert_eq!(turns.timeout(now), None);
        assert!(turns.known.is_empty() && turns.due.is_empty());
    }
}
