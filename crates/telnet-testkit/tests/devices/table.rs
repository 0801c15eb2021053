//! Every transcript, in every way.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::thread;

use telnet_testkit::device::{self, Played, Transcript};

use crate::kinds::{Kind, Score, score};

/// How each device did in each kind.
pub(crate) type Scores = BTreeMap<String, Vec<Score>>;

/// Plays all in all ways of these kinds, two at a time.
pub(crate) fn scores(
    transcripts: &[Transcript],
    kinds: &[Kind],
    judge: fn(&Played, &Transcript) -> Result<(), String>,
) -> Scores {
    let left = Mutex::new(transcripts.iter());
    let done = Mutex::new(Scores::new());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let next = left.lock().unwrap().next();
                    let Some(it) = next else { return };
                    let all = kinds.iter().copied();
                    let all = all.map(|kind| score(kind, it, judge)).collect();
                    done.lock().unwrap().insert(it.name.clone(), all);
                }
            });
        }
    });
    done.into_inner().unwrap()
}

/// Why it went wrong, without what was expected.
fn short(why: &str) -> String {
    let Some((what, rest)) = why.split_once(": expected ") else {
        return why.into();
    };
    let end = rest.split_once(", but ").map_or(rest, |(_, end)| end);
    format!("{what}: {end}")
}

/// A line for each device that is not read right, and why not. A reason that
/// a kind shares with the one before it is not said again.
pub(crate) fn table(scores: &Scores, kinds: &[Kind]) -> String {
    let width = scores.keys().map(String::len).max().unwrap_or(0);
    let width = width.clamp(14, 48);
    let mut table = format!("{:width$}", "device");
    for kind in kinds {
        write!(table, " {:>9}", format!("{kind:?}")).unwrap();
    }
    let mut why = String::new();
    for (name, scores) in scores {
        if scores.iter().all(|it| it.wrong.is_empty()) {
            continue;
        }
        write!(table, "\n{name:width$}").unwrap();
        let mut said = String::new();
        for (kind, score) in kinds.iter().zip(scores) {
            let all = score.right + score.wrong.len();
            let cell = match score.wrong.len() {
                0 => "right".into(),
                _ => format!("{}/{all}", score.right),
            };
            write!(table, " {cell:>9}").unwrap();
            let Some((way, first)) = score.wrong.first() else { continue };
            let first = short(first);
            if said != first {
                write!(why, "\n{name}, {kind:?}, {way}: {first}").unwrap();
                said = first;
            }
        }
    }
    write!(table, "\n{:width$}", format!("right, of {}", scores.len()))
        .unwrap();
    for n in 0..kinds.len() {
        let right = scores.values().filter(|it| it[n].wrong.is_empty());
        write!(table, " {:>9}", right.count()).unwrap();
    }
    format!("{table}\n{why}")
}

/// However its octets come, the user gets the same of a device.
#[test]
fn every_device_is_read_right_in_every_way() {
    let transcripts = device::all();
    let scores = scores(&transcripts, &Kind::ALL, Played::judge);
    let all_right =
        scores.values().flatten().all(|score| score.wrong.is_empty());
    assert!(all_right, "\n{}", table(&scores, &Kind::ALL));
}
