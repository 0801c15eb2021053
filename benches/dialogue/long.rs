//! Long replies: how fast, and in how much memory.

use std::io;
use std::time::Duration;

use telnet_benches::process::{child, memory};
use telnet_mio::Cli;
use telnet_mio::dialogue::RunTo;

use super::host::{MANY, reply};
use super::virtually::Connection;

const CHUNKS: [usize; 3] = [4 << 10, 16 << 10, 64 << 10];
const TIMES: usize = 5;
const GIB: usize = 1 << 30;

pub(crate) fn run() {
    println!(
        "\n| run, 16 MiB, chunk | MB/s | longest poll, ms |\n|---|---|---|"
    );
    let text = reply(MANY);
    for chunk in CHUNKS {
        let chunks: Vec<&[u8]> = text.chunks(chunk).collect();
        let costs = (0..TIMES).map(|_| Connection::new().command(&chunks));
        let cost = costs.min_by_key(|it| it.all).unwrap();
        println!(
            "| {chunk} | {:.0} | {:.2} |",
            MANY as f64 / cost.all.as_secs_f64() / 1e6,
            cost.longest.as_secs_f64() * 1e3,
        );
    }
    print!("{}", child(&["run_to"]).unwrap());
}

/// In a process of its own, whose memory tells of nothing else.
pub(crate) fn run_to() {
    let text = reply(1 << 20);
    let chunks: Vec<&[u8]> = text.chunks(16 << 10).collect();
    let mut connection = Connection::new();
    let cli = Cli::default();
    let time = Duration::from_secs(60);
    let mut run = |mebioctets: usize| {
        let all = chunks.iter().copied().cycle().take(mebioctets * 64);
        let mut out = Counter(0);
        let wait = RunTo::new(&cli, "show it", &mut out, time);
        let (reply, cost) = connection.drive(wait, all);
        reply.expect("a reply");
        (out.0, cost.all)
    };
    run(1);
    let before = memory("VmHWM").unwrap();
    let (written, took) = run(GIB >> 20);
    let grown = memory("VmHWM").unwrap() - before;
    // What is shown has no CR.
    let ends = text.iter().filter(|it| **it == b'\r').count() * (GIB >> 20);
    assert_eq!(written, GIB - ends);
    println!("\n| run_to, 1 GiB | MB/s | peak before, KiB | more by then |");
    println!("|---|---|---|---|");
    println!(
        "| | {:.0} | {} | {} |",
        GIB as f64 / took.as_secs_f64() / 1e6,
        before >> 10,
        grown >> 10
    );
}

/// Counts what is written.
struct Counter(usize);

impl io::Write for Counter {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0 += octets.len();
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
