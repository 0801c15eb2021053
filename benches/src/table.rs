//! Prints the last run of a benchmark as a table:
//! `cargo run -p telnet-benches --bin table -- decode`.
//!
//! A row for each group, a column for each engine in MB/s, and how many times
//! libtelnet ours is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs, io};

use serde_json::Value;

const OURS: &str = "telnet-proto";
const RIVAL: &str = "libtelnet";

/// MB/s by group and engine.
type Speeds = BTreeMap<(String, u64), BTreeMap<String, f64>>;

fn main() -> io::Result<()> {
    let wanted = env::args().nth(1).unwrap_or_else(|| "decode".to_owned());
    let target = env::var("CARGO_TARGET_DIR");
    let target = target.unwrap_or_else(|_| "target".to_owned());
    let mut speeds = Speeds::new();
    collect(&Path::new(&target).join("criterion"), &wanted, &mut speeds)?;
    print(&speeds);
    Ok(())
}

/// Reads every result below a folder.
fn collect(folder: &Path, wanted: &str, speeds: &mut Speeds) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if !path.is_dir() {
            continue;
        }
        if path.ends_with("new") {
            read(&path, wanted, speeds);
        } else {
            collect(&path, wanted, speeds)?;
        }
    }
    Ok(())
}

/// Reads one result; what is not one is passed over.
fn read(folder: &Path, wanted: &str, speeds: &mut Speeds) -> Option<()> {
    let json = |name: &str| -> Option<Value> {
        let text = fs::read_to_string(folder.join(name)).ok()?;
        serde_json::from_str(&text).ok()
    };
    let about = json("benchmark.json")?;
    let nanoseconds =
        json("estimates.json")?["median"]["point_estimate"].as_f64()?;
    let octets = about["throughput"]["Bytes"].as_f64()?;
    let mut group = about["group_id"].as_str()?.splitn(3, '/');
    if group.next()? != wanted {
        return None;
    }
    let work = group.next()?.to_owned();
    let chunk = group.next().unwrap_or("0").parse().ok()?;
    let engine = about["function_id"].as_str()?.to_owned();
    let speed = octets / nanoseconds * 1000.0;
    speeds.entry((work, chunk)).or_default().insert(engine, speed);
    Some(())
}

fn print(speeds: &Speeds) {
    let plain = |engine: &str| engine.replace(", wrong", "");
    let engines: BTreeSet<String> =
        speeds.values().flat_map(|row| row.keys().map(|e| plain(e))).collect();
    let rival = engines.contains(RIVAL);
    print!("| workload | chunk |");
    engines.iter().for_each(|engine| print!(" {engine} |"));
    println!("{}", if rival { " ours / libtelnet |" } else { "" });
    let columns = 2 + engines.len() + usize::from(rival);
    println!("|{}", "---|".repeat(columns));
    for ((work, chunk), row) in speeds {
        print!("| {work} | {chunk} |");
        for engine in &engines {
            let found = row.iter().find(|(name, _)| plain(name) == *engine);
            match found {
                Some((name, speed)) if name.ends_with("wrong") => {
                    print!(" ({speed:.0}) |");
                }
                Some((_, speed)) => print!(" {speed:.0} |"),
                None => print!(" |"),
            }
        }
        match (row.get(OURS), row.get(RIVAL)) {
            (Some(ours), Some(rival)) => println!(" {:.2} |", ours / rival),
            _ if rival => println!(" |"),
            _ => println!(),
        }
    }
}
