//! What a wire does besides moving octets.

use std::time::Duration;

use crate::device::Numbers;

/// Most octets that one read or write moves.
const MOST: usize = 7;

/// What a read, a write or a flush meets instead of what it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A signal came.
    Interrupted,
    /// It blocks for so long; zero is for this one call.
    Blocks(Duration),
}

/// What a wire does besides moving octets: the same for the same seed.
#[derive(Clone, Debug)]
pub struct Weather {
    numbers: Numbers,
    /// Most octets moved at once.
    most: usize,
    /// One call of so many meets trouble; none for 0.
    one_in: usize,
    /// The longest that it blocks, in milliseconds.
    longest: usize,
    /// Whether what is written stays where it is until it is flushed.
    keeps: bool,
}

impl Weather {
    /// None: everything moves at once.
    #[must_use]
    pub const fn quiet() -> Self {
        Self {
            numbers: Numbers::new(0),
            most: usize::MAX,
            one_in: 0,
            longest: 0,
            keeps: false,
        }
    }

    /// That of a seed: 1 to 7 octets at a time, trouble in one call of 2 to 9,
    /// stalls of up to nothing, 250 ms, or 5 s.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        // Neighbours are to have nothing in common.
        let mut numbers =
            Numbers::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        Self {
            most: 1 + numbers.below(MOST),
            one_in: 2 + numbers.below(8),
            longest: [0, 250, 5000][numbers.below(3)],
            keeps: numbers.below(2) == 0,
            numbers,
        }
    }

    /// The same with no stall longer than this.
    #[must_use]
    pub fn stalls_up_to(mut self, longest: Duration) -> Self {
        let longest = usize::try_from(longest.as_millis());
        self.longest = self.longest.min(longest.unwrap_or(usize::MAX));
        self
    }

    /// How many of so many octets move at once, at least one.
    pub fn portion(&mut self, there: usize) -> usize {
        let most = self.most.min(there);
        if most <= 1 || self.one_in == 0 {
            return most;
        }
        1 + self.numbers.below(most)
    }

    /// What a call meets.
    pub fn trouble(&mut self) -> Option<Trouble> {
        if self.one_in == 0 || self.numbers.below(self.one_in) > 0 {
            return None;
        }
        Some(match self.numbers.below(4) {
            0 => Trouble::Interrupted,
            1 => Trouble::Blocks(Duration::ZERO),
            _ => {
                let time = self.numbers.below(self.longest + 1);
                Trouble::Blocks(Duration::from_millis(time as u64))
            }
        })
    }

    /// Whether what is written stays where it is until it is flushed.
    #[must_use]
    pub const fn keeps(&self) -> bool {
        self.keeps
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn quiet_is_quiet() {
        let mut quiet = Weather::quiet();
        assert_eq!(quiet.portion(1000), 1000);
        assert_eq!(quiet.trouble(), None);
        assert!(!quiet.keeps());
    }

    #[test]
    fn a_seed_has_one_weather_and_all_seeds_have_all_of_it() {
        let mut portions = BTreeSet::new();
        let mut kept = BTreeSet::new();
        let (mut interrupted, mut blocked, mut stalled) = (0, 0, 0);
        for seed in 0..50 {
            let (mut one, mut other) = (Weather::of(seed), Weather::of(seed));
            kept.insert(one.keeps());
            for _ in 0..100 {
                let portion = one.portion(100);
                assert_eq!(portion, other.portion(100));
                portions.insert(portion);
                let trouble = one.trouble();
                assert_eq!(trouble, other.trouble());
                match trouble {
                    None => {}
                    Some(Trouble::Interrupted) => interrupted += 1,
                    Some(Trouble::Blocks(Duration::ZERO)) => blocked += 1,
                    Some(Trouble::Blocks(time)) => {
                        assert!(time <= Duration::from_secs(5));
                        stalled += usize::from(time.as_secs() > 0);
                    }
                }
            }
        }
        assert!(portions.into_iter().eq(1..=MOST));
        assert_eq!(kept.len(), 2);
        let seen = [interrupted, blocked, stalled];
        assert!(seen.into_iter().all(|it| it > 100), "{seen:?}");
    }

    #[test]
    fn stalls_can_be_bounded() {
        let most = Duration::from_millis(3);
        for seed in 0..50 {
            let mut weather = Weather::of(seed).stalls_up_to(most);
            for _ in 0..100 {
                if let Some(Trouble::Blocks(time)) = weather.trouble() {
                    assert!(time <= most);
                }
            }
        }
    }
}
