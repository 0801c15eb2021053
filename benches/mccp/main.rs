//! MCCP: text that a MUD has compressed, read by a session and by its peers.
//!
//! ```text
//! cargo bench -p telnet-benches --bench mccp [--features libtelnet] [-- MIB]
//! ```
//!
//! MIB of text, 64 by default, compressed by zlib, marked as MCCP2, and cut at
//! random; by flate2 alone, which inflates and decodes nothing, by a session of
//! ours, and by libtelnet, best of nine in turn. Then over a socket, by
//! telnet-blocking, and, of a quarter of the text, by telnetlib3, if there is a
//! Python that has it: see `peers/README.md`. MB/s are of the text, by the time of
//! the processor.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a program that measures, and is to fail loudly"
)]

mod engines;
mod socket;
mod text;
mod time;

use std::time::Duration;

use text::Stream;

const ROUNDS: usize = 9;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    // Without cargo's word for benches it is a test: a run of a small size.
    let usual = if words.iter().any(|it| it == "--bench") { 64 } else { 1 };
    let mib = words.iter().find_map(|it| it.parse().ok()).unwrap_or(usual);
    for (has_marks, most) in
        [(false, 16384), (true, 16384), (true, 1460), (true, 64)]
    {
        let stream = Stream::new(mib << 20, has_marks, most);
        println!(
            "\n{mib} MiB of text{}, {} MB in chunks of 1 to {most} octets\n",
            if has_marks { " with GA behind each prompt" } else { "" },
            stream.packed() / 1_000_000,
        );
        in_memory(&stream);
    }
    println!("\nThe second one, over a socket");
    let [all, short] = [20, 18].map(|by| Stream::new(mib << by, true, 16384));
    over_sockets(&all, &short);
}

/// A row for each; what it gives is compared with the text first.
fn in_memory(stream: &Stream) {
    println!("| | MB/s | of flate2 |\n|---|---|---|");
    let mut best = engines::ALL.map(|_| Duration::MAX);
    for round in 0..ROUNDS {
        for (nth, engine) in engines::ALL.iter().enumerate() {
            let mut judge = (engine.judge)(stream, round == 0);
            let took = time::cpu(|| (engine.run)(stream, &mut judge)).1;
            judge.is_all();
            best[nth] = best[nth].min(took);
        }
    }
    for (engine, took) in engines::ALL.iter().zip(best) {
        row(engine.name, stream.text().len(), took, best[0]);
    }
}

fn row(name: &str, octets: usize, took: Duration, flate2: Duration) {
    let rate = octets as f64 / took.as_secs_f64() / 1e6;
    let share = flate2.as_secs_f64() / took.as_secs_f64();
    println!("| {name} | {rate:.0} | {share:.2} |");
}

fn over_sockets(stream: &Stream, short: &Stream) {
    println!("\n| | MB/s |\n|---|---|");
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        best = best.min(socket::ours(stream));
    }
    let rate = stream.text().len() as f64 / best.as_secs_f64() / 1e6;
    println!("| telnet-blocking | {rate:.0} |");
    if let Some((name, took)) = socket::telnetlib3(short) {
        let theirs = short.text().len() as f64 / took.as_secs_f64() / 1e6;
        println!("| {name} | {theirs:.1} |");
        println!("\nours / theirs: {:.2}", rate / theirs);
    }
}
