//! Replies full of what terminals obey: the cost of an octet must not depend
//! on how many there are.

use super::virtually::{Connection, Cost};

const CHUNK: usize = 64 << 10;
const LARGE: usize = 4 << 20;
const TIMES: usize = 5;
const KINDS: [(&str, &[u8]); 10] = [
    ("lines", b"a line of a router, no more\r\n"),
    ("text without lines", b"x"),
    ("ESC[2K x", b"\x1b[2Kx"),
    ("BS", b"\x08"),
    ("x BS", b"x\x08"),
    ("CR", b"\r"),
    ("x CR", b"x\r"),
    ("ESC[5D", b"\x1b[5D"),
    ("ESC[3;4H", b"\x1b[3;4H"),
    ("ESC[70C x CR", b"\x1b[70Cx\r"),
];

/// Those kinds alone whose name has `only` in it.
pub(crate) fn run(only: &str) {
    println!(
        "| reply of | 64 KiB ns/octet | 4 MiB ns/octet | ratio | longest poll of 64 KiB, ms |"
    );
    println!("|---|---|---|---|---|");
    let kinds = KINDS.into_iter().filter(|it| it.0.contains(only));
    for (name, unit) in kinds {
        let small = best(unit, CHUNK);
        let large = best(unit, LARGE);
        let each = |cost: Cost, size: usize| {
            cost.all.as_secs_f64() * 1e9 / size as f64
        };
        let (few, many) = (each(small, CHUNK), each(large, LARGE));
        println!(
            "| {name} | {few:.1} | {many:.1} | {:.2} | {:.2} |",
            many / few,
            large.longest.as_secs_f64() * 1e3,
        );
    }
}

/// The cost of a reply of so many octets: of several, the least.
fn best(unit: &[u8], size: usize) -> Cost {
    let text: Vec<u8> = unit.iter().copied().cycle().take(size).collect();
    let mut chunks: Vec<&[u8]> = text.chunks(CHUNK).collect();
    // Ends what stands in the line.
    chunks.push(b"\x1b[0m\r\n");
    let costs = (0..TIMES).map(|_| Connection::new().command(&chunks));
    let all = |it: &Cost| it.all;
    let costs: Vec<Cost> = costs.collect();
    let longest = costs.iter().map(|it| it.longest).min().unwrap();
    let least = costs.into_iter().min_by_key(all).unwrap();
    Cost { longest, ..least }
}
