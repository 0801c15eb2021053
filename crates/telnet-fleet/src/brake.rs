//! The brake: a credential that is refused is not tried until it locks an account.

use std::collections::HashMap;

/// Counts refusals one after the other of a credential at a site, and stops it
/// before they are too many.
///
/// A credential that was never taken, or that was refused since, is tried by so
/// few sessions at once that all of them may be refused and no more than the limit
/// are. One that was taken is tried freely: should its password change in the
/// middle, those that are under way may be refused besides.
#[derive(Clone, Debug, Default)]
pub struct Brake {
    tracks: HashMap<String, Track>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Track {
    /// Refusals since it was taken last.
    refused: u32,
    /// Sessions under way.
    trying: u32,
    /// Whether it was taken.
    taken: bool,
}

/// Whether a session may log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Admission {
    /// It may.
    Go,
    /// Not until another one has ended.
    Later,
    /// The credential was refused too often.
    Stopped,
}

impl Brake {
    /// Asks for a session to log in, which is under way if the answer is
    /// [`Admission::Go`]. `limit` refusals stop the credential.
    pub fn admit(&mut self, key: &str, limit: u32) -> Admission {
        let track = self.tracks.entry(key.to_owned()).or_default();
        if track.refused >= limit {
            return Admission::Stopped;
        }
        let is_free = track.taken && track.refused == 0;
        if !is_free && track.refused + track.trying >= limit {
            return Admission::Later;
        }
        track.trying += 1;
        Admission::Go
    }

    /// A session has ended: whether the host took the credential, if it was
    /// asked.
    pub fn ended(&mut self, key: &str, login: Option<bool>) {
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

    proptest! {
        /// However sessions begin and end, a credential that is always refused is
        /// tried no more often than the limit says.
        #[test]
        fn refusals_never_pass_the_limit(
            limit in 1..6_u32,
            asks in proptest::collection::vec(any::<bool>(), 1..200),
        ) {
            let (mut brake, key) = (Brake::default(), "core at berlin");
            let (mut under_way, mut refused) = (0, 0);
            for begins in asks {
                if begins {
                    let is_go = brake.admit(key, limit) == Admission::Go;
                    under_way += u32::from(is_go);
                } else if under_way > 0 {
                    under_way -= 1;
                    refused += 1;
                    brake.ended(key, Some(false));
                }
                prop_assert!(refused + under_way <= limit);
            }
        }
    }

    #[test]
    fn one_that_is_taken_is_tried_freely_until_it_is_refused() {
        let (mut brake, key) = (Brake::default(), "core at berlin");
        for _ in 0..2 {
            assert_eq!(brake.admit(key, 2), Admission::Go);
        }
        assert_eq!(brake.admit(key, 2), Admission::Later);
        brake.ended(key, Some(true));
        for _ in 0..9 {
            assert_eq!(brake.admit(key, 2), Admission::Go);
        }
        brake.ended(key, Some(false));
        assert_eq!(brake.admit(key, 2), Admission::Later);
        brake.ended(key, Some(false));
        assert_eq!(brake.admit(key, 2), Admission::Stopped);
        assert_eq!(brake.refusals(key), 2);
    }

    #[test]
    fn what_others_have_seen_counts() {
        let (mut brake, key) = (Brake::default(), "core at berlin");
        brake.learn(key, 3);
        assert_eq!(brake.admit(key, 3), Admission::Stopped);
    }
}
