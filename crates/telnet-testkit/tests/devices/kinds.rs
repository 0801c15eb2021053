//! The ways in which what a device says comes.

use std::panic::catch_unwind;
use std::time::Duration;

use telnet_testkit::device::{Cuts, Numbers, Pauses, Played, Transcript, play};

use crate::cli;

/// How many random ways of each kind: `DEVICES_SEEDS`, or 20.
pub(crate) fn seeds() -> u64 {
    let said = std::env::var("DEVICES_SEEDS");
    said.map_or(20, |it| it.parse().expect("DEVICES_SEEDS is no number"))
}

/// A kind of ways.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Each answer in one segment.
    Whole,
    /// Octet by octet.
    Octets,
    /// In random segments.
    Segments,
    /// 300 ms before an octet of the prompts, each one once.
    Prompts,
    /// In random segments, with pauses of 30 to 300 ms.
    Pauses,
}

impl Kind {
    pub(crate) const ALL: [Self; 5] = [
        Self::Whole,
        Self::Octets,
        Self::Segments,
        Self::Prompts,
        Self::Pauses,
    ];

    /// All ways of this kind, with a name for each.
    pub(crate) fn ways(self, it: &Transcript) -> Vec<(String, Cuts, Pauses)> {
        let random = |seed| Cuts::Random(Numbers::new(seed));
        let seeds = 1..=seeds();
        match self {
            Self::Whole => {
                vec![("whole".into(), Cuts::Nowhere, Pauses::Nowhere)]
            }
            Self::Octets => {
                vec![("octets".into(), Cuts::Everywhere, Pauses::Nowhere)]
            }
            Self::Segments => seeds
                .map(|n| (format!("seed {n}"), random(n), Pauses::Nowhere))
                .collect(),
            Self::Prompts => (0..it.longest_prompt())
                .map(|n| {
                    let pause = Duration::from_millis(300);
                    let pauses = Pauses::InPrompts(n, pause);
                    (format!("octet {n}"), Cuts::Nowhere, pauses)
                })
                .collect(),
            Self::Pauses => seeds
                .map(|n| {
                    let pauses = Pauses::Random(Numbers::new(!n));
                    (format!("seed {n}"), random(n), pauses)
                })
                .collect(),
        }
    }
}

/// How one device did in one kind.
#[derive(Clone, Debug, Default)]
pub(crate) struct Score {
    pub(crate) right: usize,
    /// The ways that went wrong, and why.
    pub(crate) wrong: Vec<(String, String)>,
}

/// Plays a transcript in all ways of a kind; `judge` says what is wrong.
pub(crate) fn score(
    kind: Kind,
    transcript: &Transcript,
    judge: fn(&Played, &Transcript) -> Result<(), String>,
) -> Score {
    let mut score = Score::default();
    for (name, cuts, pauses) in kind.ways(transcript) {
        let played = catch_unwind(|| {
            judge(&play(transcript, &cli(), cuts, pauses), transcript)
        });
        match played {
            Ok(Ok(())) => score.right += 1,
            Ok(Err(why)) => score.wrong.push((name, why)),
            Err(panic) => {
                let said = panic.downcast_ref::<String>().cloned();
                let said = said.unwrap_or_else(|| "a panic".into());
                score.wrong.push((name, said));
            }
        }
    }
    score
}
