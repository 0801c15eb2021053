//! Routers on this machine to try `telnet-fleet` on, until the input ends: prints an
//! inventory of them.
//!
//! ```text
//! mkfifo end
//! cargo run -p telnet-fleet --example demo-devices -- 200 <end >inventory.toml &
//! exec 3>end
//! DEMO_PASSWORD='let me in' telnet-fleet run inventory.toml job.toml
//! exec 3>&-
//! ```

use std::error::Error;
use std::io::{self, Read as _, Write as _};

use telnet_testkit::host::DemoHost;
use telnet_testkit::host::router::USER;

fn main() -> Result<(), Box<dyn Error>> {
    let count = std::env::args().nth(1).map_or(Ok(200), |it| it.parse())?;
    let hosts: io::Result<Vec<DemoHost>> =
        (0..count).map(|_| DemoHost::start_router()).collect();
    let hosts = hosts?;
    let mut out = io::stdout();
    writeln!(
        out,
        "[credentials.demo]\nuser = \"{USER}\"\n\
         password = {{ env = \"DEMO_PASSWORD\" }}\n\
         [sites.main]\nsessions = 500\n\
         [defaults]\ncredential = \"demo\""
    )?;
    for (nth, host) in hosts.iter().enumerate() {
        let addr = host.addr();
        writeln!(
            out,
            "[[devices]]\nname = \"demo{nth}\"\nhost = \"{}\"\nport = {}",
            addr.ip(),
            addr.port()
        )?;
    }
    out.flush()?;
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
