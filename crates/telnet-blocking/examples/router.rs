//! Scripts a router: logs in, enables, shows what comes in pages.
//! `cargo run -p telnet-blocking --example router`.
//!
//! The router is a demo host of its own. Telnet is plaintext: both passwords
//! cross the wire as they stand.
#![expect(clippy::print_stdout, reason = "it shows what it read")]

use std::time::Duration;

use telnet_blocking::{Cli, Pattern, Telnet};
use telnet_testkit::host::DemoHost;
use telnet_testkit::host::router::{ENABLE_PASSWORD, PASSWORD, USER};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let host = DemoHost::start_router()?;
    let wait = Duration::from_secs(10);
    let cli = Cli::default();

    let mut tn = Telnet::connect(host.addr())?;
    tn.login(&cli, USER, PASSWORD, wait)?;
    tn.enable(&cli, ENABLE_PASSWORD, wait)?;

    // `run` turns the pages; `expect` picks out of what comes.
    let config = tn.run(&cli, "show running-config", wait)?;
    let config = String::from_utf8_lossy(&config.text);
    println!("running-config: {} lines", config.lines().count());
    for line in config.lines().filter(|it| it.starts_with("interface ")) {
        println!("  {line}");
    }
    let version = Pattern::regex(r"Version ([^\s,]+)[\s,]")?;
    tn.send_line("show version")?;
    let version = tn.expect(version, wait)?.matched()?;
    let version = version.group(1).unwrap_or_default();
    println!("version: {}", version.escape_ascii());
    tn.close()?;
    Ok(())
}
