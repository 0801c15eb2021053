//! The search beside Hyperscan.

use crate::row::{Asked, Of, Row};
use crate::sets::SETS;

/// Row 7b.
pub(crate) fn beside() -> Vec<Row> {
    let row = |set: &crate::sets::Set, chunk: usize| {
        let (today, peer) = measured(set, chunk);
        let limit = match (set.name, chunk) {
            ("prompt1" | "word8", 4096) => 1.0,
            (_, 4096) => 0.8,
            _ => 0.5,
        };
        Row {
            what: format!("the search alone, {}, by {chunk}", set.name),
            unit: "MB/s",
            before: None,
            today,
            peer: Some(("Hyperscan", peer)),
            asked: Asked::AtLeast(Of::Peer, limit),
        }
    };
    let sets = SETS.iter();
    sets.flat_map(|set| [row(set, 4096), row(set, 64)]).collect()
}

#[cfg(not(feature = "hyperscan"))]
fn measured(_: &crate::sets::Set, _: usize) -> (Option<f64>, Option<f64>) {
    (None, None)
}

#[cfg(feature = "hyperscan")]
fn measured(
    set: &crate::sets::Set,
    chunk: usize,
) -> (Option<f64>, Option<f64>) {
    use std::hint::black_box;

    use crate::text::{TAIL, router_text};
    use crate::turns::{least, speed};

    let text = router_text(4 << 20);
    let ours = stream_expect::PatternSet::new(set.patterns).expect("patterns");
    let theirs = crate::theirs::compile(set.patterns);
    let before_tail = text.len() - TAIL.len();
    let took = least(
        9,
        [
            &mut || {
                let end = crate::ours::search(&ours, black_box(&text), chunk);
                assert!(end > before_tail, "{}", set.name);
            },
            &mut || {
                let end = crate::theirs::scan(&theirs, black_box(&text), chunk);
                assert!(end > before_tail, "{}", set.name);
            },
        ],
    );
    let [ours, theirs] = speed(text.len(), took);
    (Some(ours), Some(theirs))
}
