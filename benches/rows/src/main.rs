//! What was asked for, row by row: before, today, and a peer in one run.
//!
//! `benches/rows/run` brings the crates of before and runs this.

mod before;
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

use row::Row;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let before = words.first().map_or("before", String::as_str);
    Row::print_head(before);
    for rows in rows::ALL {
        rows().iter().for_each(Row::print);
    }
}
