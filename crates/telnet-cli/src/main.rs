//! `telnet-rs`: a Telnet client for people, pipes and scripts.

mod args;
mod connect;
mod exit;
mod host;
mod manner;
mod piped;
#[cfg(feature = "tls")]
mod tls;

use std::env;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Arguments, with_minus_ports};
use crate::exit::{Code, Exit};

fn main() -> ExitCode {
    let line = with_minus_ports(env::args_os());
    match run(&Arguments::parse_from(line)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(exit) => {
            if !exit.message().is_empty() {
                // Without a standard error nothing can be said.
                let _unseen =
                    writeln!(io::stderr(), "telnet-rs: {}", exit.message());
            }
            ExitCode::from(&exit)
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Exit> {
    let Some(target) = arguments.host().target()? else {
        return Err(Exit::new(Code::Usage, "no host was given: see --help"));
    };
    let config = arguments.manner().config(None)?;
    let mut line = arguments.reach().connect(&target, config)?;
    piped::run(&mut line)
}
