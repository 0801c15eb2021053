//! What a URL that somebody gives costs, by a counting allocator: the row H-81 of
//! `docs/evidence/hostile-inputs.md`.

use std::hint::black_box;

use allocation_counter::measure;
use telnet_adapter::tcp::Target;
use telnet_testkit::hostile::urls::{REFUSED, TAKEN};

/// Octets of each URL at most.
const LEN: usize = 64 << 10;

/// What may be held for a text of so many octets: see "What allocates" in
/// `docs/inside/architecture.md`.
const fn most(len: usize) -> usize {
    4 * len + 256
}

/// Each as it is, and with each of its signs many times.
fn urls() -> Vec<String> {
    let refused = REFUSED.iter().map(|(url, _)| *url);
    let mut urls = Vec::new();
    for url in refused.chain(TAKEN.iter().copied()) {
        urls.push(url.to_owned());
        for (at, sign) in url.char_indices() {
            let (before, behind) = url.split_at(at);
            let many = sign.to_string().repeat(LEN - url.len());
            urls.push(format!("{before}{many}{behind}"));
        }
    }
    urls
}

#[test]
fn a_url_costs_four_times_its_length() {
    let mut held = 0;
    for url in urls() {
        let memory = measure(|| {
            drop(black_box(url.parse::<Target>()));
        });
        let most = most(url.len());
        assert!(
            memory.bytes_max <= most as u64,
            "{:.80}: {} of {most}",
            url,
            memory.bytes_max,
        );
        held = held.max(memory.bytes_max);
    }
    let page = include_str!("../../../docs/evidence/hostile-inputs.md");
    let row = page.lines().find_map(|it| it.strip_prefix("| H-81 | "));
    let (told, most_told) = row.unwrap().split_once(" | ").unwrap();
    let told: u64 = told.parse().unwrap();
    println!("| H-81 | {held} | {} |", most(LEN));
    assert!((held..=4 * held).contains(&told), "{held} are held, not {told}");
    assert_eq!(most_told, format!("{} |", most(LEN)));
}
