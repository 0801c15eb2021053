//! The hot paths, each to be run so many times: `counts NAME TIMES`. Without
//! arguments it prints their names.
//!
//! Each path looks at what came out, so that no work can be left out.

mod paths;
#[allow(dead_code, reason = "the benchmarks ask for more of it")]
#[path = "../../../benches/src/expect/text.rs"]
mod text;
#[allow(dead_code, reason = "the benchmarks ask for more of it")]
#[path = "../../../benches/src/workload.rs"]
mod workload;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(name), Some(times)) = (arguments.next(), arguments.next()) else {
        for (name, _) in paths::PATHS {
            println!("{name}");
        }
        return ExitCode::SUCCESS;
    };
    let path = paths::PATHS.iter().find(|(it, _)| *it == name);
    let (Some((_, path)), Ok(times)) = (path, times.parse()) else {
        eprintln!("usage: counts [NAME TIMES]");
        return ExitCode::from(2);
    };
    path(times);
    ExitCode::SUCCESS
}
