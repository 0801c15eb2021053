//! How the octets of a device come.

use core::ops::Range;
use core::time::Duration;
use std::collections::BTreeMap;

/// What a device says without having heard anything meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// All of it.
    pub octets: Vec<u8>,
    /// Where the prompts are in it.
    pub prompts: Vec<Range<usize>>,
    /// Where the device takes its time.
    pub waits: Vec<(usize, Duration)>,
}

/// A piece that comes at once, and how long after the one before it.
pub(super) type Piece = (Duration, Vec<u8>);

impl Answer {
    /// The answer as it comes.
    pub(super) fn pieces(
        &self,
        cuts: &mut Cuts,
        pauses: &mut Pauses,
    ) -> Vec<Piece> {
        let mut places = BTreeMap::new();
        places.insert(0, Duration::ZERO);
        for at in cuts.places(self) {
            places.insert(at, Duration::ZERO);
        }
        for (at, time) in pauses.places(self, &places) {
            *places.entry(at).or_default() += time;
        }
        for &(at, time) in &self.waits {
            *places.entry(at).or_default() += time;
        }
        let ends = places.keys().skip(1).copied();
        let ends: Vec<usize> = ends.chain([self.octets.len()]).collect();
        let pieces = places
            .iter()
            .zip(ends)
            .map(|((&from, &time), to)| (time, self.octets[from..to].to_vec()));
        pieces.filter(|(_, octets)| !octets.is_empty()).collect()
    }
}

/// Where an answer is cut.
#[derive(Clone, Debug)]
pub enum Cuts {
    /// Nowhere, but where there is a pause.
    Nowhere,
    /// Behind every octet.
    Everywhere,
    /// Behind some octets, up to 40 octets apart.
    Random(Numbers),
}

impl Cuts {
    fn places(&mut self, answer: &Answer) -> Vec<usize> {
        let end = answer.octets.len();
        match self {
            Self::Nowhere => Vec::new(),
            Self::Everywhere => (1..end).collect(),
            Self::Random(numbers) => {
                // Small pieces for some answers, large ones for others.
                let most = [3, 10, 40][numbers.below(3)];
                let mut places = Vec::new();
                let mut at = 0;
                loop {
                    at += 1 + numbers.below(most);
                    if at >= end {
                        return places;
                    }
                    places.push(at);
                }
            }
        }
    }
}

/// Where an answer pauses.
#[derive(Clone, Debug)]
pub enum Pauses {
    /// Nowhere, but where the transcript says so.
    Nowhere,
    /// Before the octet of that number in each prompt that has so many.
    InPrompts(usize, Duration),
    /// 30 to 300 ms, before about every second piece, the first included.
    Random(Numbers),
}

impl Pauses {
    fn places(
        &mut self,
        answer: &Answer,
        cuts: &BTreeMap<usize, Duration>,
    ) -> Vec<(usize, Duration)> {
        match self {
            Self::Nowhere => Vec::new(),
            Self::InPrompts(nth, time) => {
                let prompts = answer.prompts.iter();
                let prompts = prompts.filter(|it| *nth < it.len());
                prompts.map(|it| (it.start + *nth, *time)).collect()
            }
            Self::Random(numbers) => {
                let mut places = Vec::new();
                for &at in cuts.keys() {
                    if numbers.below(2) == 0 {
                        let time = 30 + numbers.below(271) as u64;
                        places.push((at, Duration::from_millis(time)));
                    }
                }
                places
            }
        }
    }
}

/// Numbers that are the same each time.
#[derive(Clone, Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// A sequence for each seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// One of 0 up to, but not, `end`.
    pub fn below(&mut self, end: usize) -> usize {
        // The constants of Knuth's MMIX.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn answer() -> Answer {
        let octets = b"show\r\none\r\nR1#".to_vec();
        let mut answer = Answer { octets, ..Answer::default() };
        answer.prompts.push(11..14);
        answer.waits.push((6, MS));
        answer
    }

    fn pieces(mut cuts: Cuts, mut pauses: Pauses) -> Vec<Piece> {
        answer().pieces(&mut cuts, &mut pauses)
    }

    fn piece(ms: u32, octets: &str) -> Piece {
        (MS * ms, octets.into())
    }

    #[test]
    fn an_answer_is_cut_where_it_is_to_be() {
        let whole = [piece(0, "show\r\n"), piece(1, "one\r\nR1#")];
        assert_eq!(pieces(Cuts::Nowhere, Pauses::Nowhere), whole);
        let paused = pieces(Cuts::Nowhere, Pauses::InPrompts(2, 300 * MS));
        let wanted =
            [piece(0, "show\r\n"), piece(1, "one\r\nR1"), piece(300, "#")];
        assert_eq!(paused, wanted);
        assert_eq!(pieces(Cuts::Nowhere, Pauses::InPrompts(3, MS)), whole);
        let octets = pieces(Cuts::Everywhere, Pauses::Nowhere);
        assert_eq!(octets.len(), 14);
        assert!(octets.iter().all(|(_, it)| it.len() == 1));
    }

    #[test]
    fn nothing_is_lost_at_random() {
        let mut all = Vec::new();
        for seed in 0..50 {
            let cuts = Cuts::Random(Numbers::new(seed));
            let pauses = Pauses::Random(Numbers::new(seed));
            let pieces = pieces(cuts, pauses);
            let octets: Vec<u8> =
                pieces.iter().flat_map(|(_, it)| it.clone()).collect();
            assert_eq!(octets, answer().octets);
            all.extend(pieces);
        }
        let times = all.iter().map(|(time, _)| *time);
        assert_eq!(times.clone().min(), Some(Duration::ZERO));
        assert!(times.max() > Some(250 * MS));
    }
}
