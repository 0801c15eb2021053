//! Logs in to a host and runs a command: `quickstart HOST PORT USER PASSWORD`.

use std::io::{self, Write};
use std::time::Duration;

use telnet_async_std::Telnet;

fn main() -> io::Result<()> {
    let args = std::env::args().skip(1).collect::<Vec<_>>();
    let [host, port, user, password] = args.as_slice() else {
        return Err(io::Error::other("usage: HOST PORT USER PASSWORD"));
    };
    let port: u16 = port.parse().map_err(io::Error::other)?;
    let wait = Duration::from_secs(10);
    async_std::task::block_on(async {
        let mut tn = Telnet::connect((host.as_str(), port)).await?;
        tn.read_until("login: ", wait).await?.matched()?;
        tn.send_line(user).await?;
        tn.read_until("Password: ", wait).await?.matched()?;
        tn.send_line(password).await?;
        tn.expect([r"[$>#] \z"], wait).await?.matched()?;
        tn.send_line("exit").await?;
        io::stdout().write_all(&tn.read_all().await?)?;
        tn.close().await
    })
}
