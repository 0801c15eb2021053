//! Logs in to the hosts of a list, many at a time on one thread, runs commands
//! on each, and keeps what they put out.
//!
//! `cargo run -p telnet-mio --example inventory -- hosts.toml`
//!
//! ```toml
//! [defaults]
//! user = "admin"
//! password_env = "INVENTORY_PASSWORD"
//! commands = ["show version"]
//!
//! [[host]]
//! name = "core1"
//! address = "192.0.2.1"          # port 23; without it, `name` is looked up
//!
//! [[host]]
//! name = "edge7"
//! address = "edge7.example:2323"
//! platform = "huawei_vrp"        # optional: its pager is turned off, then
//! enable_env = "INVENTORY_SUPER" # optional: the password for more rights
//! commands = ["display version", "display current-configuration"]
//! ```
//!
//! `-- --demo 200` does so with devices on this machine, of ten kinds, and
//! checks what they said.
//!
//! Telnet is plaintext: passwords cross the wire as they stand, and so does all
//! that is kept.

mod args;
mod config;
mod demo;
mod files;
mod fleet;
mod look_up;
mod report;
mod visit;

use std::io::{self, IsTerminal as _, Write};
use std::process::ExitCode;

use args::{Args, Source};
use demo::Demo;
use files::Files;
use report::{Progress, Summary};

fn main() -> ExitCode {
    let mut stderr = io::stderr();
    let is_terminal = stderr.is_terminal();
    let words = std::env::args().skip(1);
    match run(words, &mut io::stdout(), is_terminal.then_some(&mut stderr)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            // Where there is no standard error, nobody reads it.
            let _gone = writeln!(stderr, "inventory: {why}");
            ExitCode::from(2)
        }
    }
}

/// All of it: whether all went well, or why it could not be done.
pub(crate) fn run<W: Write>(
    words: impl IntoIterator<Item = String>,
    out: &mut impl Write,
    terminal: Option<&mut W>,
) -> Result<bool, Box<dyn std::error::Error>> {
    let Some(args) = Args::parse(words)? else {
        writeln!(out, "{}", args::USAGE)?;
        return Ok(true);
    };
    let mut demo = None;
    let hosts = match &args.source {
        Source::File(path) => config::read(path)?,
        Source::Demo(count) => demo.insert(Demo::start(*count)?).hosts(),
    };
    let files = args.out.map(Files::create).transpose()?;
    let mut progress = Progress::new(hosts.len(), terminal);
    let mut summary = Summary::new();
    fleet::visit(&hosts, args.jobs, args.timeout, |host, mut visit| {
        if let Some(files) = &files {
            visit = files.keep(host, visit);
        }
        if let Some(demo) = &mut demo {
            demo.check(host, &visit);
        }
        summary.add(host, &visit);
        progress.show(&summary);
    })?;
    progress.end();
    write!(out, "{summary}")?;
    if let Some(demo) = &demo {
        write!(out, "{demo}")?;
    }
    Ok(summary.failed() == 0 && demo.is_none_or(|demo| demo.is_right()))
}
