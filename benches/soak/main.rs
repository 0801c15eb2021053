//! Many sessions at a time over a transport that does all that a transport may do,
//! inside TLS, compressed in both directions, again and again.
//!
//! ```text
//! cargo bench -p telnet-benches --bench soak -- [SECONDS [SESSIONS [SEED]]]
//! ```
//!
//! SESSIONS (1,000) at a time, for SECONDS (60) at least: both ends are ours, on tokio
//! and real sockets. Each end sends text and random octets and receives what the other
//! sends; what was received must have the SHA-256 of what was sent, or where a
//! connection was reset be a begin of it. No session may take longer than ten minutes.
//! Behind each round all descriptors are closed again, and memory must not grow. The
//! same SEED gives the same streams, and the same cuts as far as the system has them.
//!
//! Run as a test it is over in some seconds.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a program that measures, and is to fail loudly"
)]

mod chaos;
mod session;
mod text;
mod watch;

use std::time::{Duration, Instant};

use session::{Ends, Tally};
use telnet_benches::process::raise_descriptor_limit;
use telnet_tokio::tokio::net::TcpListener;
use telnet_tokio::tokio::time::timeout;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use watch::Watch;

/// No session takes longer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(600);
/// Rounds before memory is held against later ones.
const WARM: usize = 3;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| words.iter().any(|it| it == word);
    // As a harness of tests answers.
    if has("--list") {
        if !has("--ignored") {
            println!("no_octet_and_no_descriptor_is_lost: test");
        }
        return;
    }
    let of = |at: usize, default| {
        let mut numbers = words.iter().filter_map(|it| it.parse().ok());
        numbers.nth(at).unwrap_or(default)
    };
    let small = if has("--bench") { (60, 1000) } else { (2, 40) };
    let (seconds, sessions) = (of(0, small.0), of(1, small.1));
    let time = Duration::from_secs(seconds);
    soak(time, sessions as usize, of(2, 1));
}

fn soak(time: Duration, sessions: usize, seed: u64) {
    raise_descriptor_limit().unwrap();
    let runtime = Runtime::new().unwrap();
    let mut watch = Watch::default();
    let mut all = Tally::default();
    let start = Instant::now();
    println!("seed {seed}");
    while start.elapsed() < time || watch.rounds() < WARM + 2 {
        let first = seed + (watch.rounds() * sessions) as u64;
        let tally = runtime.block_on(round(first..first + sessions as u64));
        all.add(&tally);
        watch.look(WARM);
        println!(
            "round {}, {:.0} s: {}; {watch}",
            watch.rounds(),
            start.elapsed().as_secs_f64(),
            all,
        );
    }
}

/// A session for each seed, all at once.
async fn round(seeds: std::ops::Range<u64>) -> Tally {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let ends = Ends::new();
    let mut tasks = JoinSet::new();
    for seed in seeds {
        let pair = session::connect(&listener).await;
        let session = session::run(ends.clone(), pair, seed);
        tasks.spawn(async move {
            let end = timeout(PATIENCE, session).await;
            end.unwrap_or_else(|_| panic!("session {seed} has not ended"))
        });
    }
    let mut tally = Tally::default();
    while let Some(one) = tasks.join_next().await {
        tally.add(&one.unwrap());
    }
    tally
}
