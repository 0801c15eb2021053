//! Text that is unread, and lists of patterns.

use std::process::Command;

use crate::row::{Asked, Of, Row};
use crate::text::router_text;
use crate::turns::{least, seconds};
use crate::{before, today};

const MIB: usize = 1 << 20;

/// Row 4.
pub(crate) fn lists() -> Vec<Row> {
    const TIMES: usize = 20;
    let texts: Vec<String> =
        (0..48).map(|it| format!("[Qq]uestion {it}: ?")).collect();
    let lists: Vec<[&str; 3]> = texts
        .chunks_exact(3)
        .map(|it| [it[0].as_str(), &it[1], &it[2]])
        .collect();
    let row = |count: usize| {
        let lists = &lists[..count];
        let (mut before, mut today) =
            (before::list::Lists::new(), today::list::Lists::new());
        before.give(lists, 1);
        today.give(lists, 1);
        let took = least(
            9,
            [&mut || before.give(lists, TIMES), &mut || {
                today.give(lists, TIMES)
            }],
        );
        let [before, today] =
            seconds(took).map(|it| it * 1e6 / (TIMES * count) as f64);
        Row {
            what: format!("a list given again, {count} in turn"),
            unit: "µs",
            before: Some(before),
            today: Some(today),
            peer: Some(("Python's `re`", cached(count))),
            asked: Asked::AtMost(Of::Itself, 0.5),
        }
    };
    [1, 3, 16].map(row).into()
}

/// What Python takes to find such a list in the cache of its module `re`.
fn cached(count: usize) -> Option<f64> {
    let setup = format!(
        "import re; lists = [[f'[Qq]uestion {{3 * i + j}}: ?' for j in range(3)] \
         for i in range({count})]"
    );
    let work = "for l in lists:\n for p in l: re.compile(p)";
    let timer = "import sys, timeit; print(min(timeit.repeat(sys.argv[2], \
                 sys.argv[1], number=2000, repeat=5)) / 2000)";
    let output =
        Command::new("python3").args(["-c", timer, &setup, work]).output();
    let text = String::from_utf8(output.ok()?.stdout).ok()?;
    let all: f64 = text.trim().parse().ok()?;
    Some(all * 1e6 / count as f64)
}

/// Row 8.
pub(crate) fn misses() -> Vec<Row> {
    let text = router_text(7 * MIB);
    let short = &text[..MIB];
    let took = least(
        3,
        [
            &mut || assert!(before::text::misses(&text) > 0),
            &mut || assert!(today::text::misses(&text) > 0),
            &mut || assert!(today::text::misses(short) > 0),
        ],
    );
    let [before, today, few] = seconds(took).map(|it| it * 1e6 / 256.0);
    vec![Row {
        what: "a miss each 4 KiB over 7 MiB that stay unread".into(),
        unit: "µs",
        before: Some(before / 7.0),
        today: Some(today / 7.0),
        peer: Some(("today, over 1 MiB", Some(few))),
        asked: Asked::AtMost(Of::Peer, 1.5),
    }]
}

/// Row 14.
pub(crate) fn lines() -> Vec<Row> {
    let text = router_text(MIB);
    let count = memchr::memchr_iter(b'\n', &text).count();
    let took = least(
        9,
        [&mut || assert_eq!(before::text::lines(&text), count), &mut || {
            assert_eq!(today::text::lines(&text), count)
        }],
    );
    let [before, today] = seconds(took).map(|it| it * 1e9 / count as f64);
    vec![Row {
        what: "a line by `read_until`".into(),
        unit: "ns",
        before: Some(before),
        today: Some(today),
        peer: None,
        asked: Asked::AtMost(Of::Itself, 60.0),
    }]
}
