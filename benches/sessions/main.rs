//! Many connections, and one that goes back and forth.
//!
//! ```text
//! cargo bench -p telnet-benches --bench sessions -- [COUNT]
//! ```
//!
//! COUNT clients on one thread log in to the demo host, which is a process of
//! its own, run three commands, and leave; by telnet-mio, by telnet-async-std,
//! by telnet-tokio, and by a loop on mio and by tasks on tokio that know no Telnet
//! and replay the same reads and writes (`pairs` alone). Then 20,000 round trips by
//! each adapter, beside sockets of the same kind (`ping` alone); deadlines, ends that write first,
//! idle connections (`limits` alone); and 1 GiB through TLS by telnet-tokio and by
//! tokio-rustls (`tls` alone).
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a program that measures, and is to fail loudly"
)]

mod awake;
mod crowd;
mod host;
mod limits;
mod measure;
mod pairs;
mod ping;
mod raw;
mod reader;
mod recipe;
mod script;
mod tasks;
mod telnet;
mod tls;
mod tokio;

use raw::RawClient;
use telnet::TelnetClient;

fn main() {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|it| it != "--bench").collect();
    let count = words.iter().find_map(|it| it.parse().ok());
    match words.first().map(String::as_str) {
        Some("host") => host::serve(),
        Some("awake") => awake::spin(),
        Some("echo") => ping::serve(),
        Some("ping") => ping::run(),
        Some("pairs") => pairs::run(count.unwrap_or(10_000)),
        Some("limits") => limits::run(),
        Some("tls-host") => tls::serve(),
        Some("tls") => tls::run(),
        Some("idle-raw") => limits::idle(false),
        Some("idle-blocking") => limits::idle(true),
        // A process each, so that memory tells of one kind alone.
        Some("mio") => {
            crowd::run::<TelnetClient>(count.unwrap(), &words[2], ()).print();
        }
        Some("raw") => {
            let common = raw::Common::new();
            crowd::run::<RawClient>(count.unwrap(), &words[2], common).print();
        }
        Some("tasks") => tasks::run(count.unwrap(), &words[2]).print(),
        Some("tokio") => tokio::ours(count.unwrap(), &words[2]).print(),
        Some("raw-tokio") => tokio::raw(count.unwrap(), &words[2]).print(),
        _ => all(count.unwrap_or(10_000)),
    }
}

/// The parts one after the other, each client in a process of its own.
fn all(count: usize) {
    pairs::run(count);
    ping::run();
    limits::run();
    tls::run();
}
