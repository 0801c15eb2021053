//! What was asked for, row by row: before, today, and a peer in one run.
//!
//! `benches/rows/run` brings the crates of before and runs this.

mod before;
mod hosts;
mod row;
mod rows;
mod today;
mod turns;

#[allow(dead_code, reason = "the benchmarks ask for more of it")]
#[path = "../../src/process.rs"]
mod process;
#[allow(dead_code, reason = "the benchmarks ask for more of it")]
#[path = "../../src/expect/sets.rs"]
mod sets;
#[path = "../../src/expect/text.rs"]
mod text;
#[allow(dead_code, reason = "the benchmarks ask for more of it")]
#[path = "../../src/workload.rs"]
mod workload;

#[path = "../../sessions/host.rs"]
mod host;
#[path = "../../hyperscan/src/ours.rs"]
mod ours;
#[cfg(feature = "hyperscan")]
#[path = "../../hyperscan/src/theirs.rs"]
mod theirs;

use row::Row;

/// The name of the commit before, and the rows to measure: all where none is named.
fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match *words {
        ["host", "awake"] => hosts::spin(),
        ["host", "shell"] => host::serve(),
        ["host", kind] => hosts::serve(kind),
        ["idle", version, kind, addr] => {
            process::raise_descriptor_limit().expect("more descriptors");
            println!("{}", rows::idle_of(version, kind, addr));
        }
        [before, ref numbers @ ..] => {
            Row::print_head(before);
            for (number, rows) in rows::ALL {
                if numbers.is_empty() || numbers.contains(&number) {
                    rows().iter().for_each(|it| it.print(number));
                }
            }
        }
        [] => eprintln!("benches/rows/run is the command"),
    }
}
