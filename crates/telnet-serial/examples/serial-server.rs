//! Serves a port of this machine to clients of RFC 2217.
//!
//! `cargo run -p telnet-serial --features server,serialport --example
//! serial-server -- /dev/ttyUSB0 [--port 2217] [--address 127.0.0.1]
//! [--allow NETWORK]... [--read NETWORK]... [--log]`
//!
//! `loopback` in place of a path is a port in memory that sends back what it
//! gets. Telnet is plaintext: whoever is on the path reads and alters all of it.
#![expect(clippy::print_stdout, reason = "a program")]

use std::net::IpAddr;

use telnet_serial::PortServer;
use telnet_serial::local::LocalPort;
use telnet_serial::serve::{Access, Right};
use telnet_serial::server::{Backend, Loopback};

type Error = Box<dyn std::error::Error>;

struct Arguments {
    path: String,
    address: IpAddr,
    port: u16,
    access: Access,
    log: bool,
}

fn arguments() -> Result<Arguments, Error> {
    let mut all = std::env::args().skip(1);
    let path = all.next().ok_or("which port? /dev/ttyUSB0, or loopback")?;
    let mut arguments = Arguments {
        path,
        address: IpAddr::from([127, 0, 0, 1]),
        port: 2217,
        access: Access::local(),
        log: false,
    };
    while let Some(name) = all.next() {
        if name == "--log" {
            arguments.log = true;
            continue;
        }
        let value =
            all.next().ok_or_else(|| format!("{name} needs a value"))?;
        match &*name {
            "--port" => arguments.port = value.parse()?,
            "--address" => arguments.address = value.parse()?,
            "--allow" | "--read" => {
                let right =
                    if name == "--read" { Right::Read } else { Right::Write };
                let network = value.parse()?;
                arguments.access = arguments.access.allow(network, right);
            }
            other => return Err(format!("{other} is no argument").into()),
        }
    }
    Ok(arguments)
}

fn serve(port: impl Backend, arguments: Arguments) -> Result<(), Error> {
    let address = (arguments.address, arguments.port);
    let mut server = PortServer::bind(address, port)?.access(arguments.access);
    if arguments.log {
        server = server.log(|entry| println!("{entry}"));
    }
    println!("{} at rfc2217://{}", arguments.path, server.local_addr()?);
    Ok(server.run()?)
}

fn main() -> Result<(), Error> {
    let arguments = arguments()?;
    if arguments.path == "loopback" {
        return serve(Loopback::new(), arguments);
    }
    serve(LocalPort::open(&arguments.path, 9600)?, arguments)
}
