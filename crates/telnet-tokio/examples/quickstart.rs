//! Logs in to a host and runs a command: `quickstart HOST USER PASSWORD COMMAND`,
//! or to a demo host, without arguments.

use std::io::{self, Write};
use std::time::Duration;

use telnet_testkit::host::{self, DemoHost};
use telnet_tokio::{Cli, Telnet};

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let args = std::env::args().skip(1).collect::<Vec<_>>();
    match args.as_slice() {
        [host, user, password, command] => {
            show(host, user, password, command).await
        }
        [] => {
            let demo = DemoHost::start()?;
            let addr = demo.addr().to_string();
            show(&addr, host::USER, host::PASSWORD, "ls").await
        }
        _ => Err(io::Error::other("usage: HOST USER PASSWORD COMMAND")),
    }
}

async fn show(
    host: &str,
    user: &str,
    password: &str,
    command: &str,
) -> io::Result<()> {
    let (cli, wait) = (Cli::default(), Duration::from_secs(20));
    let mut tn = Telnet::connect(host).await?;
    tn.login(&cli, user, password, wait).await?;
    let reply = tn.run(&cli, command, wait).await?;
    io::stdout().write_all(&reply.text)?;
    tn.close().await
}
