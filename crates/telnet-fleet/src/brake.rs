//! The brake: a credential that is refused is not tried until it locks an account.

use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Counts refusals one after the other of a credential at a site, and stops it
/// before they are too many.
///
/// A credential that was never taken, or that was refused since, is tried by one
/// session, and the others wait until it is known whether the host takes it. If that
/// is not known behind [`AHEAD`], one more tries it, and so on; never so many that more
/// than the limit may be refused. One that was taken is tried freely: should its
/// password change in the middle, those that are logging in may be refused besides.
#[derive(Clone, Debug, Default)]
pub struct Brake {
    tracks: HashMap<String, Track>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Track {
    /// Refusals since it was taken last.
    refused: u32,
    /// Sessions under way of which it is not known.
    trying: u32,
    /// When the last of them began.
    began: Option<Instant>,
    /// Whether it was taken.
    taken: bool,
}

/// So long one session tries a credential ahead of others: a device may be slow, or say
/// nothing.
pub const AHEAD: Duration = Duration::from_secs(5);

/// Whether a session may log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Admission {
    /// It may.
    Go,
    /// Not until it is known of another one, or, if there is one, until this moment.
    Later(Option<Instant>),
    /// The credential was refused too often.
    Stopped,
}

impl Brake {
    /// Asks for a session to log in, which is under way if the answer is
    /// [`Admission::Go`]. `limit` refusals stop the credential.
    pub fn admit(&mut self, key: &str, limit: u32, now: Instant) -> Admission {
        let end = self.look(key, limit, now);
        if end == Admission::Go {
            let track = self.tracks.entry(key.to_owned()).or_default();
            track.trying += 1;
            track.began = Some(now);
        }
        end
    }

    /// What [`admit`](Self::admit) would say.
    #[must_use]
    pub fn look(&self, key: &str, limit: u32, now: Instant) -> Admission {
        let track = self.tracks.get(key).copied().unwrap_or_default();
        if track.refused >= limit {
            return Admission::Stopped;
        }
        if (track.taken && track.refused == 0) || track.trying == 0 {
            return Admission::Go;
        }
        if track.refused + track.trying >= limit {
            return Admission::Later(None);
        }
        match track.began.map(|it| it + AHEAD) {
            Some(at) if now < at => Admission::Later(Some(at)),
            Some(_) | None => Admission::Go,
        }
    }

    /// It is known of a session whether the host took the credential, or the session
    /// has ended and was not asked for it. To be told once of each.
    pub fn tried(&mut self, key: &str, login: Option<bool>) {
        let Some(track) = self.tracks.get_mut(key) else { return };
        track.trying = track.trying.saturating_sub(1);
        match login {
            None => {}
            Some(true) => (track.refused, track.taken) = (0, true),
            Some(false) => track.refused += 1,
        }
    }

    /// Whether the credential was taken, and not refused since.
    #[must_use]
    pub fn is_free(&self, key: &str) -> bool {
        self.tracks.get(key).is_some_and(|it| it.taken && it.refused == 0)
    }

    /// Others have counted so many refusals.
    pub fn learn(&mut self, key: &str, refused: u32) {
        let track = self.tracks.entry(key.to_owned()).or_default();
        track.refused = track.refused.max(refused);
    }

    /// Refusals since it was taken last.
    #[must_use]
    pub fn refusals(&self, key: &str) -> u32 {
        self.tracks.get(key).map_or(0, |it| it.refused)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: &str = "core at berlin";

    proptest! {
        /// However sessions begin and end, a credential that is always refused is
        /// tried no more often than the limit says.
        #[test]
        fn refusals_never_pass_the_limit(
            limit in 1..6_u32,
            asks in proptest::collection::vec((any::<bool>(), 0..9_u64), 1..200),
        ) {
            let mut brake = Brake::default();
            let mut now = Instant::now();
            let (mut under_way, mut refused) = (0, 0);
            for (begins, seconds) in asks {
                now += Duration::from_secs(seconds);
                if begins {
                    let is_go = brake.admit(KEY, limit, now) == Admission::Go;
                    under_way += u32::from(is_go);
                } else if under_way > 0 {
                    under_way -= 1;
                    refused += 1;
                    brake.tried(KEY, Some(false));
                }
                prop_assert!(refused + under_way <= limit);
            }
        }
    }

    #[test]
    fn one_goes_ahead_until_it_is_taken() {
        let (mut brake, now) = (Brake::default(), Instant::now());
        assert_eq!(brake.admit(KEY, 3, now), Admission::Go);
        let later = Admission::Later(Some(now + AHEAD));
        assert_eq!(brake.admit(KEY, 3, now), later);
        // One that was not asked for it says nothing: another one goes ahead.
        brake.tried(KEY, None);
        assert_eq!(brake.admit(KEY, 3, now), Admission::Go);
        brake.tried(KEY, Some(true));
        for _ in 0..9 {
            assert_eq!(brake.admit(KEY, 3, now), Admission::Go);
        }
        // It is refused: those that are logging in are waited for.
        brake.tried(KEY, Some(false));
        assert_eq!(brake.admit(KEY, 3, now), Admission::Later(None));
        brake.tried(KEY, Some(true));
        assert_eq!(brake.admit(KEY, 3, now), Admission::Go);
    }

    #[test]
    fn one_that_is_slow_does_not_hold_up_all() {
        let (mut brake, mut now) = (Brake::default(), Instant::now());
        for _ in 0..2 {
            assert_eq!(brake.admit(KEY, 3, now), Admission::Go);
            let later = Admission::Later(Some(now + AHEAD));
            assert_eq!(brake.admit(KEY, 3, now), later);
            now += AHEAD;
        }
        assert_eq!(brake.admit(KEY, 3, now), Admission::Go);
        // All three may be refused.
        now += AHEAD;
        assert_eq!(brake.admit(KEY, 3, now), Admission::Later(None));
    }

    #[test]
    fn what_is_refused_is_stopped() {
        let (mut brake, now) = (Brake::default(), Instant::now());
        for _ in 0..2 {
            assert_eq!(brake.admit(KEY, 2, now), Admission::Go);
            brake.tried(KEY, Some(false));
        }
        assert_eq!(brake.admit(KEY, 2, now), Admission::Stopped);
        assert_eq!(brake.refusals(KEY), 2);
    }

    #[test]
    fn what_others_have_seen_counts() {
        let mut brake = Brake::default();
        brake.learn(KEY, 3);
        assert_eq!(brake.admit(KEY, 3, Instant::now()), Admission::Stopped);
    }
}
