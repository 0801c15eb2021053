//! Draws the pictures of the page on performance:
//! `cargo run -p telnet-benches --bin picture`.
//!
//! The bars are drawn from the tables of that page, so that both say the same. The
//! curve needs the records of a bench, and is drawn where it is asked for:
//! `--bin picture -- curve`.

mod bars;
mod curve;
mod tables;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use tables::Table;

/// The row of the times of a command.
const COMMAND: &str = "a command, ms";
/// The column of the memory of a connection that waits at its prompt.
const OCTETS: &str = "octets/idle";

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().any(|it| it == "curve") {
        return curve::draw(&evidence("expect-speed.svg"));
    }
    for (name, drawn) in bars()? {
        fs::write(evidence(name), drawn)?;
    }
    Ok(())
}

fn evidence(name: &str) -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.join("../docs/evidence").join(name)
}

/// The names of the pictures with bars, and what is in them.
fn bars() -> Result<[(&'static str, String); 2], Box<dyn Error>> {
    let page = fs::read_to_string(evidence("performance.md"))?;
    let commands = Table::with_row(&page, COMMAND)?;
    // The other columns are ratios.
    let commands = commands.across(COMMAND, |name| !name.contains('/'))?;
    let octets = Table::with_column(&page, OCTETS)?.down(OCTETS)?;
    Ok([
        ("command-time.svg", bars::draw("Milliseconds a command", &commands)?),
        (
            "idle-octets.svg",
            bars::draw("Octets of memory per idle connection", &octets)?,
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pictures_show_what_the_page_says() -> Result<(), Box<dyn Error>> {
        for (name, drawn) in bars()? {
            let there = fs::read_to_string(evidence(name))?;
            assert!(
                there == drawn,
                "{name} is an old one: cargo run -p telnet-benches --bin picture",
            );
        }
        Ok(())
    }
}
