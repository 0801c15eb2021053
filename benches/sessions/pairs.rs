//! Many connections by each kind of client, in turn with plain sockets.

use telnet_benches::process::{Process, child};

use super::measure::Report;

/// How often each pair runs. One run in turn tells little: a machine that others
/// use, too, gives one of them more of its time.
const ROUNDS: usize = 7;

/// Plain sockets, and who is beside them.
const PAIRS: [(&str, &str); 3] =
    [("raw", "mio"), ("raw-tokio", "tokio"), ("raw-tokio", "tasks")];

/// The column of the connections per second.
const RATE: usize = 5;

/// Prints each run, then the least, the middle and the most of the ratios of
/// connections per second, each of two runs one after the other.
pub(crate) fn run(count: usize) {
    Report::print_head();
    let ratios = PAIRS.map(|(raw, ours)| {
        let mut ratios: Vec<f64> = (0..ROUNDS)
            .map(|round| {
                // Who goes first has no other advantage.
                if round % 2 == 0 {
                    let raw = rate(raw, count);
                    rate(ours, count) / raw
                } else {
                    let ours = rate(ours, count);
                    ours / rate(raw, count)
                }
            })
            .collect();
        ratios.sort_unstable_by(f64::total_cmp);
        ratios
    });
    println!("\n| connections/s | least | middle | most |\n|---|---|---|---|");
    for ((raw, ours), ratios) in PAIRS.iter().zip(ratios) {
        let [least, middle, most] =
            [0, ROUNDS / 2, ROUNDS - 1].map(|at| ratios[at]);
        println!("| {ours}, of {raw} | {least:.2} | {middle:.2} | {most:.2} |");
    }
}

/// Connections per second of one kind, by a process of its own and a host of its
/// own.
fn rate(kind: &str, count: usize) -> f64 {
    let host = Process::start(&["host"]).unwrap();
    let row = child(&[kind, &count.to_string(), &host.addr]).unwrap();
    print!("{row}");
    row.split('|').nth(RATE).unwrap().trim().parse().unwrap()
}
