//! A prompt for who names no host: the menu without a connection.

use telnet_blocking::user;

use crate::args::Arguments;
use crate::ask::{ask, say};
use crate::exit::Exit;
use crate::host::target;
use crate::interactive::Left;
use crate::menu::{Order, order};
use crate::{call, tty};

/// Does what the user says, from one connection to the next.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Exit> {
    let broken = |it| Exit::broken(&it);
    let mut input = user::stdin().map_err(broken)?;
    let mut typed = Vec::new();
    while let Some((line, behind)) = ask(&mut input, typed).map_err(broken)? {
        typed = behind;
        match order(&line) {
            Err(why) => say(format_args!("{why}")),
            Ok(Order::Open(host, port)) => match open(arguments, &host, port) {
                Ok(Left::Program) => return Ok(()),
                Ok(Left::Host) => {}
                Err(exit) => say(format_args!("{}", exit.message())),
            },
            Ok(Order::Quit) => return Ok(()),
            Ok(Order::Suspend) => tty::suspend(),
            Ok(Order::Nothing) => {}
            Ok(Order::Say(what)) => say(format_args!("{what}")),
            Ok(_) => say(format_args!("There is no connection: open HOST")),
        }
    }
    Ok(())
}

/// Connects, and talks until one of them has enough.
fn open(
    arguments: &Arguments,
    host: &str,
    port: Option<String>,
) -> Result<Left, Exit> {
    // A minus before the port has this end begin to negotiate.
    let begins = port.as_ref().and_then(|it| it.strip_prefix('-'));
    let target = target(host, begins.or(port.as_deref()))?;
    call(arguments, &target, begins.is_some())
}
