//! A server for any number of users, each on a task of its own: it answers lines
//! until one says `bye`. `server [ADDRESS]`; then `telnet localhost 2323`.
#![expect(clippy::print_stderr, reason = "it says what goes on")]

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use telnet_tokio::{Config, Telnet};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// Users at the same time; others wait to be let in.
const USERS: usize = 1000;

/// Who says nothing for so long is sent away.
const IDLE: Duration = Duration::from_secs(300);

#[tokio::main]
async fn main() -> io::Result<()> {
    let address = std::env::args().nth(1);
    let address = address.unwrap_or_else(|| "127.0.0.1:2323".into());
    let listener = TcpListener::bind(&address).await?;
    let places = Arc::new(Semaphore::new(USERS));
    eprintln!("listening on {}", listener.local_addr()?);
    loop {
        let place = Arc::clone(&places).acquire_owned().await;
        // Out of descriptors, for one: the next may do.
        let Ok((socket, peer)) = listener.accept().await else { continue };
        tokio::spawn(async move {
            let _place = place;
            if let Err(error) = serve(socket, peer).await {
                eprintln!("{peer}: {error}");
            }
        });
    }
}

async fn serve(socket: TcpStream, peer: SocketAddr) -> io::Result<()> {
    let mut tn = Telnet::tcp(socket, Config::server())?;
    tn.set_timeout(Some(IDLE));
    tn.send_line(format!("Hello, {peer}. Say something, or bye.")).await?;
    loop {
        let line = tn.read_until("\n", IDLE).await?;
        let line = line.matched()?;
        let words = line.before().trim_ascii();
        if words.eq_ignore_ascii_case(b"bye") {
            tn.send_line("Bye.").await?;
            return tn.close().await;
        }
        tn.send_line(format!("You said: {}", words.escape_ascii())).await?;
    }
}
