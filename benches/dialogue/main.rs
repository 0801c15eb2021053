//! Dialogues: what a command costs, beside its peers in the same run.
//!
//! ```text
//! cargo bench -p telnet-benches --bench dialogue
//! cargo bench -p telnet-benches --bench dialogue -- linear|long|peers|many
//! ```
//!
//! `linear` is the cost of replies full of what terminals obey, `long` that of
//! long replies, `peers` log in to the demo router and run commands beside
//! scrapli, netmiko and pexpect: `peers/README.md` says what they need. `many`, which runs
//! only where it is named, is the program `telnet-rs` on 500 hosts beside netmiko.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a program that measures, and is to fail loudly"
)]

mod fleet;
mod host;
mod linear;
mod long;
mod many;
mod peers;
mod virtually;

fn main() {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|it| it != "--bench").collect();
    match words.first().map(String::as_str) {
        Some("router") => host::router(),
        Some("writer") => host::writer(),
        Some("linear") => {
            linear::run(words.get(1).map_or("", String::as_str));
        }
        Some("long") => long::run(),
        Some("run_to") => long::run_to(),
        Some("peers") => peers::run(),
        Some("many") => many::run(),
        _ => {
            linear::run("");
            long::run();
            peers::run();
        }
    }
}
