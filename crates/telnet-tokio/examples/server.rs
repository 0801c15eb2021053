//! A server for any number of users, each on a task of its own: it answers lines
//! until one says `bye`. `server [ADDRESS]`; then `telnet localhost 2323`.
#![expect(clippy::print_stderr, reason = "it says what goes on")]

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::time::Duration;

use telnet_tokio::server::Entry;
use telnet_tokio::{
    Config, Door, Telnet, Timeouts, TurnedAwayError, accept_delay,
};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// Users at the same time, and those of them from one address.
pub(crate) const USERS: (usize, usize) = (1000, 20);

/// Most octets that a user may have sent and that were not read yet.
const MAX_UNREAD: usize = 16 << 10;

/// Who says nothing for so long is sent away.
const IDLE: Duration = Duration::from_secs(300);

#[tokio::main]
async fn main() -> io::Result<()> {
    let address = std::env::args().nth(1);
    let address = address.unwrap_or_else(|| "127.0.0.1:2323".into());
    let listener = TcpListener::bind(&address).await?;
    eprintln!("listening on {}", listener.local_addr()?);
    run(listener, Door::new(USERS.0, USERS.1)).await
}

/// Serves all whom the door lets in.
pub(crate) async fn run(listener: TcpListener, door: Door) -> io::Result<()> {
    loop {
        let (socket, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of descriptors, for one.
                sleep(accept_delay(&error)).await;
                continue;
            }
        };
        let place = match door.enter(peer.ip()) {
            Ok(place) => place,
            Err(why) => {
                turn_away(socket, why);
                continue;
            }
        };
        tokio::spawn(async move {
            let _place = place;
            if let Err(error) = serve(socket, peer).await {
                eprintln!("{peer}: {error}");
            }
        });
    }
}

/// Says why, as far as that takes no time: who is not let in is to cost nothing.
fn turn_away(socket: TcpStream, why: TurnedAwayError) {
    let told = socket.into_std();
    let _gone = told.and_then(|mut it| write!(it, "{why}\r\n"));
}

async fn serve(socket: TcpStream, peer: SocketAddr) -> io::Result<()> {
    let config = Config::server().max_unread(MAX_UNREAD);
    let mut tn = Telnet::tcp(socket, config)?;
    let idle = Timeouts::default().idle(IDLE);
    tn.send_line(format!("Hello, {peer}. Say something, or bye.")).await?;
    // It echoes what is typed, and takes Enter as each client sends it.
    while let Entry::Line(line) = tn.read_line("", idle).await? {
        let words = line.trim_ascii();
        if words.eq_ignore_ascii_case(b"bye") {
            break;
        }
        tn.send_line(format!("You said: {}", words.escape_ascii())).await?;
    }
    tn.send_line("Bye.").await?;
    tn.close().await
}
