//! A good client beside thousands of others, on the servers of the examples.
//!
//! ```text
//! cargo bench -p telnet-benches --bench load -- [SILENT [FLOODS [SECONDS]]] [KIND ...]
//! ```
//!
//! SILENT peers (5,000) that say nothing, as many that say an octet in ten seconds,
//! FLOODS (300) that send as much as they can, and as many that come again and again
//! though they are turned away; beside each of these one client that asks, reads the
//! answer, and comes anew. The server and the peers are processes of their own. Beside
//! each example stands a server of lines on the same runtime without Telnet, which tells
//! what the machine can do at that time, and the last column is the load of the machine,
//! of the last minute. KIND leaves the others out: others, silent, slow, floods, turned.
//!
//! Run as a test it does the same with few peers, and judges no time: whoever is
//! refused that should not be, or waits for ever, fails it.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a program that measures, and is to fail loudly"
)]

mod crowd;
mod kind;
mod raw;
mod servers;
mod visitor;

use std::time::Duration;

use kind::Kind;
use servers::Server;
use telnet_benches::process::{Process, raise_descriptor_limit};

/// How many there are, and how long they are watched.
struct Size {
    silent: usize,
    floods: usize,
    time: Duration,
    /// What the others do.
    kinds: Vec<Kind>,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| words.iter().any(|it| it == word);
    // As a harness of tests answers.
    if has("--list") {
        if !has("--ignored") {
            println!("a_good_client_is_served_beside_others: test");
        }
        return;
    }
    raise_descriptor_limit().unwrap();
    match words.first().map(String::as_str) {
        Some("server") => Server::of(&words[1]).serve(&words[2]),
        Some("crowd") => {
            let count = words[2].parse().unwrap();
            crowd::run(Kind::of(&words[1]), count, words[3].parse().unwrap());
        }
        _ if has("--bench") => {
            let of = |at: usize, default| {
                let numbers = words.iter().filter_map(|it| it.parse().ok());
                numbers.clone().nth(at).unwrap_or(default)
            };
            let (silent, floods) = (of(0, 5000), of(1, 300));
            let time = Duration::from_secs(of(2, 10) as u64);
            let named = Kind::ALL.into_iter().filter(|it| has(it.word()));
            let mut kinds: Vec<Kind> = named.collect();
            if kinds.is_empty() {
                kinds.extend(Kind::ALL);
            }
            all(&Size { silent, floods, time, kinds });
        }
        _ => {
            let time = Duration::from_millis(300);
            let kinds = Kind::ALL.to_vec();
            all(&Size { silent: 100, floods: 12, time, kinds });
        }
    }
}

fn all(size: &Size) {
    println!(
        "| server | peers | visits | trips | p50 ms | p99 ms | longest ms | \
         connect p99 ms | server MiB | load |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for server in Server::ALL {
        for &kind in &size.kinds {
            if kind == Kind::Insists && server.has_no_door() {
                continue;
            }
            let count = match kind {
                Kind::Nobody => 0,
                Kind::Silent | Kind::Slow => size.silent,
                Kind::Floods | Kind::Insists => size.floods,
            };
            beside(server, kind, count, size.time);
        }
    }
}

/// One server, its crowd, and the good client.
fn beside(server: Server, kind: Kind, count: usize, time: Duration) {
    let door = if kind == Kind::Insists { "as-published" } else { "wide" };
    let host = Process::start(&["server", server.name(), door]).unwrap();
    let mut crowd = None;
    if count > 0 {
        let count = count.to_string();
        let words = ["crowd", kind.name(), &count, &host.addr];
        let process = Process::start(&words).unwrap();
        assert_eq!(process.addr, "ready", "{words:?}");
        crowd = Some(process);
    }
    let times = visitor::visit(server, &host.addr, time);
    let memory = host.memory("VmRSS").unwrap() >> 20;
    if let Some(crowd) = &mut crowd {
        assert!(crowd.is_alive().unwrap(), "somebody was refused");
    }
    let (trips, connects) = (times.trips, times.connects);
    println!(
        "| {} | {count} {} | {} | {} | {:.1} | {:.1} | {:.1} | {:.1} | {memory} | {} |",
        server.name(),
        kind.name(),
        connects.len(),
        trips.len(),
        visitor::share(&trips, 50),
        visitor::share(&trips, 99),
        visitor::share(&trips, 100),
        visitor::share(&connects, 99),
        load().unwrap(),
    );
}

/// How many processes want a processor, on the average of the last minute.
fn load() -> std::io::Result<String> {
    let load = std::fs::read_to_string("/proc/loadavg")?;
    Ok(load.split(' ').next().unwrap_or_default().to_owned())
}
