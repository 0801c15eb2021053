//! A case in the engine, beside the model.

use stream_expect::{Found, Step};

use super::case::{Compiled, Event};
use super::search::{Groups, Plain, Search, Seen, is_found, plain};
use crate::oracle::expect::{By, Judge, Verdict};

fn plain_verdict(it: &Verdict) -> Plain {
    (it.index, it.start as u64, it.end as u64, it.by, it.clipped)
}

/// Runs octet by octet beside the model: what is found, when, by what, and
/// while it is not, whether an end would change that.
///
/// # Panics
///
/// If they differ.
#[must_use]
pub fn in_step(sets: &Compiled, events: &[Event]) -> Option<Seen> {
    let said = sets.set.patterns().iter().map(|it| it.is_late());
    assert!(said.eq(sets.naive.iter().map(|it| it.is_late())), "late");

    let mut judge = Judge::new(&sets.naive, sets.window);
    let mut search = Search::new(&sets.set);
    let mut step = search.poll();
    let mut events = events.iter();
    loop {
        match step {
            Step::Found(found) => {
                decide(&mut judge, &found, events.as_slice());
                let seen = search.take(&found);
                assert_eq!(seen.groups, groups(&judge), "groups");
                return Some(seen);
            }
            Step::Pending { quiet } => {
                assert_eq!(judge.verdict(), None, "nothing was found");
                assert_eq!(quiet, judge.waits_for_end(), "whether to wait");
            }
            Step::More => panic!("a search looks to the end"),
        }
        let event = events.next()?;
        event.tell(&mut judge);
        step = search.feed(&[*event]);
    }
}

/// Those of the model; of a clipped match there is but the match.
fn groups(judge: &Judge<'_>) -> Groups {
    let it = judge.verdict().unwrap();
    let whole = || vec![Some(it.start), Some(it.end)];
    let slots = judge.captures().unwrap_or_else(whole);
    let mut pairs = slots.chunks(2).map(|it| it[0].zip(it[1]));
    std::array::from_fn(|_| pairs.next().flatten())
}

/// The model says the same. Where a greedy pattern goes on it may be later to
/// see that nothing can come of it: it tries no octets.
fn decide(judge: &mut Judge<'_>, found: &Found, rest: &[Event]) {
    if judge.is_extending() {
        let (index, start, end, by, clipped) = plain(found);
        assert_eq!(by, By::Octet, "ends are the same for both");
        rest.iter().for_each(|event| event.tell(judge));
        judge.end(By::Quiet);
        let it = judge.verdict().unwrap();
        let said = (it.index, it.start as u64, it.end as u64, it.clipped);
        assert_eq!((index, start, end, clipped), said, "greedy");
    } else {
        let it = judge.verdict().expect("found what is not there");
        assert_eq!(plain(found), plain_verdict(&it));
    }
}

/// Runs in pieces, looking after each.
///
/// # Panics
///
/// If what was found is not found again, or text is lost.
#[must_use]
pub fn in_pieces(sets: &Compiled, pieces: &[&[Event]]) -> Option<Seen> {
    let mut search = Search::new(&sets.set);
    let mut text = Vec::new();
    for piece in pieces {
        text.extend(piece.iter().filter_map(|event| event.octet()));
        let step = search.feed(piece);
        if let Step::Found(found) = step {
            assert_eq!(search.poll(), step, "found twice the same");
            return Some(search.take(&found));
        }
    }
    assert_eq!(search.buffer.unread(), text, "all is there");
    assert!(!is_found(&search.poll()));
    None
}
