//! A bridge from a terminal in a web page to a host: `websocket ORIGIN [HOST]`,
//! where ORIGIN is that of the page, as `http://localhost:8000`. Without HOST it
//! is a demo host. The octets of the host are binary messages; what the page
//! sends, of either kind, goes to the host.
//!
//! Any page that a user opens may call a socket of this machine, with the user
//! none the wiser: so only the page that is named is let in.
#![expect(clippy::print_stderr, reason = "it says what goes on")]

use std::io;

use futures_util::{SinkExt as _, StreamExt as _};
use telnet_testkit::host::DemoHost;
use telnet_tokio::{Telnet, accept_delay};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tokio_tungstenite::tungstenite::handshake::server::{
    ErrorResponse, Request, Response,
};
use tokio_tungstenite::tungstenite::http::StatusCode;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async};

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let mut args = std::env::args().skip(1);
    let usage = || io::Error::other("usage: ORIGIN [HOST]");
    let origin = args.next().ok_or_else(usage)?;
    let demo = DemoHost::start()?;
    let host = args.next().unwrap_or_else(|| demo.addr().to_string());
    let listener = TcpListener::bind("127.0.0.1:8023").await?;
    eprintln!("ws://{} leads to {host}", listener.local_addr()?);
    loop {
        let (socket, _) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of descriptors, for one.
                sleep(accept_delay(&error)).await;
                continue;
            }
        };
        let (origin, host) = (origin.clone(), host.clone());
        tokio::spawn(async move {
            if let Err(error) = serve(socket, &origin, &host).await {
                eprintln!("{error}");
            }
        });
    }
}

async fn serve(socket: TcpStream, origin: &str, host: &str) -> io::Result<()> {
    #[expect(clippy::result_large_err, reason = "it is the library's type")]
    let check = |request: &Request, response: Response| {
        let page = request.headers().get("origin");
        if page.is_some_and(|page| page.as_bytes() == origin.as_bytes()) {
            return Ok(response);
        }
        let mut refusal = ErrorResponse::new(None);
        *refusal.status_mut() = StatusCode::FORBIDDEN;
        Err(refusal)
    };
    let page = accept_hdr_async(socket, check).await.map_err(other)?;
    bridge(page, Telnet::connect(host).await?).await
}

/// Until one of the two ends. What loses in the `select!` has lost nothing.
async fn bridge(
    mut page: WebSocketStream<TcpStream>,
    mut host: Telnet<TcpStream>,
) -> io::Result<()> {
    loop {
        tokio::select! {
            text = host.read_some() => {
                let text = text?;
                if text.is_empty() {
                    return page.close(None).await.map_err(other);
                }
                page.send(Message::Binary(text)).await.map_err(other)?;
            }
            message = page.next() => match message {
                Some(Ok(Message::Text(text))) => host.write(text).await?,
                Some(Ok(Message::Binary(data))) => host.write(data).await?,
                Some(Err(error)) => return Err(other(error)),
                None => return host.close().await,
                // Pings are answered, and a close is, by the library.
                Some(Ok(_)) => {}
            },
        }
    }
}

fn other(error: Error) -> io::Error {
    io::Error::other(error)
}
