//! `telnet-rs`: a Telnet client for people, pipes and scripts.

mod args;
mod ask;
mod connect;
mod exchange;
mod exit;
mod host;
mod interactive;
mod key;
mod linemode;
mod manner;
mod many;
mod menu;
mod newline;
mod pages;
mod piped;
mod print;
mod probe;
mod screen;
mod script;
mod serial;
#[cfg(feature = "tls")]
mod tls;
mod trace;
mod tty;
mod typed;

use std::env;
use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use telnet_blocking::user;

use crate::args::{Arguments, Command, with_minus_ports};
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
    match arguments.command() {
        None => {}
        Some(Command::Probe(probe)) => return probe.run(),
        Some(Command::Serial(serial)) => return serial.run(),
        Some(Command::Completions { shell }) => return pages::complete(*shell),
        Some(Command::Man) => return pages::manual(),
    }
    if arguments.many().is_given()? {
        return arguments.many().run(arguments);
    }
    let Some(target) = arguments.host().target()? else {
        return Err(Exit::new(Code::Usage, "no host was given: see --help"));
    };
    if arguments.script().is_given()? {
        return arguments.script().run(&target, arguments);
    }
    let manner = arguments.manner();
    let at_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    let window = at_terminal.then(user::window);
    let config = manner.config(window)?;
    let mut line = arguments.reach().connect(&target, config)?;
    arguments.tracing().start(&mut line, &script::Mask::default())?;
    if at_terminal {
        interactive::run(&mut line, &target, arguments.keys(), manner)
    } else {
        piped::run(&mut line, arguments.piped(), manner)
    }
}
