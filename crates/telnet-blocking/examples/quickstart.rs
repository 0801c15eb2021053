//! The script of telnetlib's documentation, on a host of its own:
//! `cargo run -p telnet-blocking --example quickstart`.
//!
//! Telnet is plaintext: the password below crosses the wire as it stands.
#![expect(clippy::print_stdout, reason = "it shows what it read")]

use std::time::Duration;

use telnet_blocking::Telnet;
use telnet_testkit::host::{DemoHost, PASSWORD, PROMPT, USER};

fn main() -> std::io::Result<()> {
    let host = DemoHost::start()?;
    let wait = Duration::from_secs(10);

    let mut tn = Telnet::connect(host.addr())?;
    tn.read_until("login: ", wait)?.matched()?;
    tn.write(format!("{USER}\n"))?;
    tn.read_until("Password: ", wait)?.matched()?;
    tn.write(format!("{PASSWORD}\n"))?;
    tn.read_until(PROMPT, wait)?.matched()?;
    tn.write("ls\n")?;
    tn.write("exit\n")?;
    tn.set_timeout(Some(wait));
    print!("{}", String::from_utf8_lossy(&tn.read_all()?));
    Ok(())
}
