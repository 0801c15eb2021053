//! Telnet inside TLS: the contract of all adapters, and who is trusted.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

mod adapter;

use adapter::{Async, on, one_thread, several_threads};
use telnet_testkit::tls::{Front, Identity};
use telnet_tokio::tls::{Socket, TlsStream};
use telnet_tokio::{Config, ConnectOptions, Telnet, TlsOptions};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;

mod on_one_thread {
    use super::*;

    telnet_testkit::contract! {
        tls: |socket, config| inside(one_thread(), socket, config),
    }
}

mod on_several_threads {
    use super::*;

    telnet_testkit::contract! {
        tls: |socket, config| inside(several_threads(), socket, config),
    }
}

fn trusting(identity: &Identity) -> TlsOptions {
    TlsOptions::new().roots_pem(&identity.certificate).unwrap()
}

fn inside(
    runtime: Runtime,
    socket: std::net::TcpStream,
    config: Config,
) -> Async<TlsStream<Socket>> {
    let (socket, front) = Front::of(socket);
    socket.set_nonblocking(true).unwrap();
    let telnet = runtime.block_on(async {
        let socket = TcpStream::from_std(socket).unwrap();
        let options = ConnectOptions::new().config(config);
        let tls = trusting(Identity::localhost());
        Telnet::tls(socket, "localhost", &tls, options).await.unwrap()
    });
    front.settle();
    on(runtime, || telnet)
}
