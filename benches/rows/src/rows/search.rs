//! Searches for patterns: today the search alone, in place; before there was none but
//! that of a session, which receives and copies, too.

use std::time::Duration;

use regex::bytes::RegexBuilder;
use stream_expect::PatternSet;

use crate::row::{Asked, Of, Row};
use crate::sets::{compile, set};
use crate::text::router_text;
use crate::turns::{least, speed};
use crate::{before, ours, today};

const SIZE: usize = 1 << 20;
/// One that is below this by itself, in MB/s, is not asked for.
const SLOW: f64 = 20.0;

/// A pattern, and a text that has no match of it.
type Hard = (&'static str, Vec<u8>);

fn hard() -> Vec<Hard> {
    let letters = |of: &[u8]| of.iter().copied().cycle().take(SIZE).collect();
    vec![
        (r"a{450}b", letters(b"a")),
        (r"a{500}b", letters(b"a")),
        (r"c[abc]{12}X", mixed(b"abc")),
        (r"(?:00|11|22)+z", mixed(b"012")),
        (r"\d+ packets lost", mixed(b"0123456789")),
        (r"[0-9a-f]{40}X", mixed(b"0123456789abcdef")),
        (r"(?:a?){100}a{100}b", letters(b"a")),
        (r"[\w ]{1,500}= done", router_text(SIZE)),
        (r"(?m)^[\w.-]+\(\w+\)[>#] ?$", router_text(SIZE)),
    ]
}

/// Octets at random, always the same.
fn mixed(of: &[u8]) -> Vec<u8> {
    let mut seed = 7_u64;
    let next = |_| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        of[(seed >> 33) as usize % of.len()]
    };
    (0..SIZE).map(next).collect()
}

/// Row 5: of each pattern in chunks of 4 KiB and 64 octets.
pub(crate) fn memory() -> Vec<Row> {
    let mut rows = Vec::new();
    for (pattern, text) in hard() {
        for (chunk, limit) in [(4 << 10, 0.4), (64, 0.25)] {
            let one_shot = RegexBuilder::new(pattern)
                .unicode(false)
                .build()
                .expect("a pattern");
            let (before, today) = (
                before::search::Set::new(&[pattern]),
                PatternSet::new([pattern]).expect("a pattern"),
            );
            // What takes seconds a mebioctet is measured on a part of it.
            let part = &text[..SIZE / 16];
            let [before] = speed(
                part.len(),
                least(2, [&mut || assert!(before.find(part, chunk).is_none())]),
            );
            let took = least(
                5,
                [
                    &mut || assert!(ours::search(&today, &text, chunk) == 0),
                    &mut || assert!(one_shot.find(&text).is_none()),
                ],
            );
            let [today, peer] = speed(text.len(), took);
            let slow = if peer < SLOW { ", slow by itself" } else { "" };
            rows.push(Row {
                what: format!(
                    "`{}`, by {chunk}{slow}",
                    pattern.replace('|', "\\|")
                ),
                unit: "MB/s",
                before: Some(before),
                today: Some(today),
                peer: Some(("`regex`, one shot", Some(peer))),
                asked: Asked::AtLeast(Of::Peer, limit),
            });
        }
    }
    rows
}

/// Row 6: the longest poll.
pub(crate) fn budget() -> Vec<Row> {
    let pattern = "(?:a[ab]{0,500}){8}c";
    let text = mixed(b"ab");
    let text = &text[..16 << 10];
    let ms = |longest: Duration| longest.as_secs_f64() * 1e3;
    let before = before::search::Set::new(&[pattern]).longest(text);
    let today = today::search::Set::new(&[pattern]);
    // Another process may have the core for a while.
    let today = (0..3).map(|_| today.longest(text)).min();
    vec![Row {
        what: format!("the longest poll of `{pattern}` in 16 KiB"),
        unit: "ms",
        before: Some(ms(before)),
        today: today.map(ms),
        peer: None,
        asked: Asked::AtMost(Of::Itself, 1.0),
    }]
}

/// Row 7.
pub(crate) fn inside() -> Vec<Row> {
    let name = "digits";
    let text = router_text(4 << 20);
    let patterns = set(name).patterns;
    let one_shot = compile(patterns[0]);
    let (before, today) = (
        before::search::Set::new(patterns),
        PatternSet::new(patterns).expect("patterns"),
    );
    let took = least(
        7,
        [
            &mut || assert!(before.find(&text, 4 << 10).is_some()),
            &mut || assert!(ours::search(&today, &text, 4 << 10) > 0),
            &mut || assert!(one_shot.find(&text).is_some()),
        ],
    );
    let [before, today, peer] = speed(text.len(), took);
    vec![Row {
        what: format!("`{}`, by 4096", patterns[0]),
        unit: "MB/s",
        before: Some(before),
        today: Some(today),
        peer: Some(("`regex`, one shot", Some(peer))),
        asked: Asked::AtLeast(Of::Peer, 0.5),
    }]
}
