//! Prints the last run of a benchmark as a table:
//! `cargo run -p telnet-benches --bin table -- decode`.
//!
//! A row for each group, a column for each engine in MB/s, and how many times
//! the rival ours is.

use std::collections::{BTreeMap, BTreeSet};
use std::{env, io};

use telnet_benches::record::records;

/// Ours, and whom it is compared with.
const PAIRS: [(&str, &str); 2] =
    [("telnet-proto", "libtelnet"), ("telnet-session", "regex, one shot")];

/// MB/s by group and engine.
type Speeds = BTreeMap<(String, u64), BTreeMap<String, f64>>;

fn main() -> io::Result<()> {
    let wanted = env::args().nth(1).unwrap_or_else(|| "decode".to_owned());
    let mut speeds = Speeds::new();
    for record in records(&wanted)? {
        let mut group = record.group.split('/').skip(1);
        let work = group.next().unwrap_or_default().to_owned();
        let Ok(chunk) = group.next().unwrap_or("0").parse() else { continue };
        let speed = record.megabytes_per_second();
        let row = speeds.entry((work, chunk)).or_default();
        row.insert(record.engine, speed);
    }
    print(&speeds);
    Ok(())
}

fn print(speeds: &Speeds) {
    let plain = |engine: &str| engine.replace(", wrong", "");
    let engines: BTreeSet<String> =
        speeds.values().flat_map(|row| row.keys().map(|e| plain(e))).collect();
    let pair = PAIRS.into_iter().find(|(_, rival)| engines.contains(*rival));
    print!("| workload | chunk |");
    engines.iter().for_each(|engine| print!(" {engine} |"));
    println!(
        "{}",
        pair.map_or(String::new(), |it| format!(" ours / {} |", it.1))
    );
    let columns = 2 + engines.len() + usize::from(pair.is_some());
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
        let of = |engine| row.get(engine);
        match pair.map(|(ours, rival)| of(ours).zip(of(rival))) {
            Some(Some((ours, rival))) => println!(" {:.2} |", ours / rival),
            Some(None) => println!(" |"),
            None => println!(),
        }
    }
}
