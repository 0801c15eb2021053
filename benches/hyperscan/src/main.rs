//! The search alone beside Hyperscan's streaming mode, on the sets and the text
//! of the bench `expect`.
//!
//! `cargo run --release --manifest-path benches/hyperscan/Cargo.toml`
//!
//! Each is given the text in place, a chunk more at each call, until it has
//! found the first match; both find none before the tail. Hyperscan tells where
//! a match ends, and not where it begins.

mod ours;
mod theirs;

use std::hint::black_box;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};
use stream_expect::PatternSet;
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
        let theirs = theirs::compile(set.patterns);
        for chunk in CHUNKS {
            let mut best = [Duration::MAX; 2];
            for _ in 0..TIMES {
                best[0] = best[0].min(time(|| {
                    let end = ours::search(&ours, black_box(&text), chunk);
                    assert!(end > text.len() - TAIL.len(), "{}", set.name);
                }));
                best[1] = best[1].min(time(|| {
                    let end = theirs::scan(&theirs, black_box(&text), chunk);
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
