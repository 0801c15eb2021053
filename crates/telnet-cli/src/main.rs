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
mod prompt;
mod rc;
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
use telnet_blocking::{Target, user};

use crate::args::{Arguments, Command, with_minus_ports};
use crate::exit::{Code, Exit};
use crate::interactive::Left;

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
    arguments.check()?;
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
    let at_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    let scripted = arguments.script().is_given()?;
    let Some(target) = arguments.host().target()? else {
        if at_terminal && !scripted {
            return prompt::run(arguments);
        }
        return Err(Exit::new(Code::Usage, "no host was given: see --help"));
    };
    if scripted {
        return arguments.script().run(&target, arguments);
    }
    if at_terminal {
        return call(arguments, &target, false).map(drop);
    }
    let manner = arguments.manner();
    let mut line = arguments.reach().connect(&target, manner.config(None)?)?;
    arguments.tracing().start(&mut line, &script::Mask::default())?;
    piped::run(&mut line, arguments.piped(), manner)
}

/// Connects the user at the terminal with a host; `begins` has this end begin to
/// negotiate, also where the command line does not.
fn call(
    arguments: &Arguments,
    target: &Target,
    begins: bool,
) -> Result<Left, Exit> {
    let (keys, manner) = (arguments.keys(), arguments.manner());
    let config = manner.config(Some(user::window()))?;
    let mut line = arguments.reach().connect(target, config)?;
    arguments.tracing().start(&mut line, &script::Mask::default())?;
    let lines = keys.lines(target);
    interactive::run(&mut line, target, keys, begins, &lines, manner)
}
