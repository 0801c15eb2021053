//! The search alone beside Hyperscan's streaming mode, on the sets and the text
//! of the bench `expect`.
//!
//! `cargo run --release --manifest-path benches/hyperscan/Cargo.toml`
//!
//! Each is given the text in place, a chunk more at each call, until it has
//! found the first match; both find none before the tail. Hyperscan tells where
//! a match ends, and not where it begins.

use std::hint::black_box;
use std::time::Duration;

use hyperscan::prelude::*;
use rustix::time::{ClockId, clock_gettime};
use stream_expect::{End, PatternSet, Search, Step, Text};
use telnet_benches::expect::{SETS, TAIL, router_text};

const SIZE: usize = 8 << 20;
const CHUNKS: [usize; 2] = [4 << 10, 64];
const TIMES: usize = 15;

fn main() {
    let text = router_text(SIZE);
    println!("| set | chunk | ours, MB/s | Hyperscan, MB/s | ours / theirs |");
    println!("|---|---|---|---|---|");
    for set in &SETS {
        let ours = PatternSet::new(set.patterns).expect("patterns");
        let patterns: Patterns =
            set.patterns.iter().map(|it| pattern(it)).collect();
        let theirs: StreamingDatabase = patterns.build().expect("patterns");
        for chunk in CHUNKS {
            let mut best = [Duration::MAX; 2];
            for _ in 0..TIMES {
                best[0] = best[0].min(time(|| {
                    let end = search(&ours, black_box(&text), chunk);
                    assert!(end > text.len() - TAIL.len(), "{}", set.name);
                }));
                best[1] = best[1].min(time(|| {
                    let end = scan(&theirs, black_box(&text), chunk);
                    assert!(end > text.len() - TAIL.len(), "{}", set.name);
                }));
            }
            let [ours, theirs] =
                best.map(|it| SIZE as f64 / it.as_secs_f64() / 1e6);
            let ratio = ours / theirs;
            let name = set.name;
            println!(
                "| {name} | {chunk} | {ours:.0} | {theirs:.0} | {ratio:.2} |"
            );
        }
    }
}

fn pattern(source: &str) -> hyperscan::Pattern {
    hyperscan::Pattern::new(source).expect("a pattern")
}

/// Time of this thread on the processor.
fn time(run: impl FnOnce()) -> Duration {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        Duration::try_from(time).expect("a time")
    };
    let start = now();
    run();
    now() - start
}

/// Where the first match ends.
fn search(set: &PatternSet, text: &[u8], chunk: usize) -> usize {
    let mut search = Search::new(set);
    let mut at = 0;
    let found = loop {
        let part = Text::new(text.get(..at).unwrap_or(text));
        match search.poll(part) {
            Step::Found(found) => break Some(found),
            Step::More => {}
            Step::Pending { .. } if at < text.len() => at += chunk,
            Step::Pending { .. } => {
                break match search.end(part, End::Eof) {
                    Step::Found(found) => Some(found),
                    Step::Pending { .. } | Step::More => None,
                };
            }
        }
    };
    found.map_or(0, |it| it.end as usize)
}

/// Where the first match ends.
fn scan(set: &StreamingDatabase, text: &[u8], chunk: usize) -> usize {
    let scratch = set.alloc_scratch().expect("memory");
    let stream = set.open_stream().expect("memory");
    let mut end = 0;
    for part in text.chunks(chunk) {
        let on_match = |_, _, to, _| {
            end = to as usize;
            Matching::Terminate
        };
        // Terminated is an error there.
        if stream.scan(part, &scratch, on_match).is_err() {
            break;
        }
    }
    let on_match = |_, _, to, _| {
        end = if end == 0 { to as usize } else { end };
        Matching::Continue
    };
    stream.close(&scratch, on_match).expect("a stream");
    end
}
