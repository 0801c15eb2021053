//! The command line of a router, for any number of users on one thread.
//!
//! `device-cli [ADDRESS]`; then `telnet 127.0.0.1 2323`, as admin with the
//! password admin; `enable` asks for the password enable. A client that can edits
//! lines by LINEMODE. Telnet is plaintext: keep it on this machine.
#![expect(clippy::print_stderr, reason = "a program")]

mod commands;
pub(crate) mod server;
mod visit;

use std::io;

use server::Server;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let addr = std::env::args().nth(1);
    let addr = addr.as_deref().unwrap_or("127.0.0.1:2323").parse()?;
    let server = Server::new(addr)?;
    eprintln!("listening on {}", server.addr()?);
    let end: io::Result<()> = server.run();
    Ok(end?)
}
