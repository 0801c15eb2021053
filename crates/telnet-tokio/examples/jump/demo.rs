//! A jump host in this process, with a demo host behind it.

use std::sync::Arc;

use russh::keys::PrivateKey;
use russh::keys::ssh_key::private::{Ed25519Keypair, KeypairData};
use russh::server::{self, Auth, ChannelOpenHandle, Msg, Session};
use russh::{Channel, ChannelOpenFailure};
use telnet_testkit::host::{self, DemoHost};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};

use super::ssh::{Jump, Known};
use super::{Result, show};

const PASSWORD: &str = "over the bridge";

/// What a command says on the demo host behind the demo jump host.
pub(crate) async fn show_demo() -> Result<Vec<u8>> {
    let key = key(7)?;
    let known = Known::Key(key.public_key().clone());
    show_from(key, known).await
}

/// A key made of one octet: a demo's, and nobody else's.
pub(crate) fn key(octet: u8) -> Result<PrivateKey> {
    let pair = Ed25519Keypair::from_seed(&[octet; 32]);
    Ok(PrivateKey::new(KeypairData::Ed25519(pair), "demo")?)
}

/// The same from a jump host with this key, to a client that knows that one.
pub(crate) async fn show_from(
    key: PrivateKey,
    known: Known,
) -> Result<Vec<u8>> {
    let target = DemoHost::start()?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let jump = format!("guest@{}", listener.local_addr()?).parse::<Jump>()?;
    tokio::spawn(serve(listener, key));
    let to = target.addr().to_string();
    show(&jump, PASSWORD, known, &to, host::USER, host::PASSWORD, "ls").await
}

/// Serves one connection.
async fn serve(listener: TcpListener, key: PrivateKey) -> Result<()> {
    let config = server::Config { keys: vec![key], ..Default::default() };
    let (socket, _) = listener.accept().await?;
    Ok(server::run_stream(Arc::new(config), socket, Bridge).await?.await?)
}

struct Bridge;

impl server::Handler for Bridge {
    type Error = russh::Error;

    async fn auth_password(
        &mut self,
        user: &str,
        password: &str,
    ) -> std::result::Result<Auth, russh::Error> {
        let is_right = user == "guest" && password == PASSWORD;
        Ok(if is_right { Auth::Accept } else { Auth::reject() })
    }

    async fn channel_open_direct_tcpip(
        &mut self,
        channel: Channel<Msg>,
        host: &str,
        port: u32,
        _from: &str,
        _from_port: u32,
        reply: ChannelOpenHandle,
        _session: &mut Session,
    ) -> std::result::Result<(), russh::Error> {
        let port = u16::try_from(port).unwrap_or_default();
        match TcpStream::connect((host, port)).await {
            Ok(mut there) => {
                reply.accept().await;
                tokio::spawn(async move {
                    let mut here = channel.into_stream();
                    copy_bidirectional(&mut here, &mut there).await
                });
            }
            Err(_) => reply.reject(ChannelOpenFailure::ConnectFailed).await,
        }
        Ok(())
    }
}
