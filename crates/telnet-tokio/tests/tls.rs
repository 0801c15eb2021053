//! Telnet inside TLS: the contract of all adapters, and who is trusted.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

mod adapter;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use adapter::{Async, on, one_thread, several_threads};
use telnet_testkit::tls::{Front, Identity};
use telnet_tokio::tls::{Socket, TlsStream};
use telnet_tokio::{Config, ConnectOptions, Telnet, TlsAcceptor, TlsOptions};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;

mod on_one_thread {
    use super::*;

    telnet_testkit::contract! {
        tls: |socket, config| inside(one_thread(), socket, config),
    }

    telnet_testkit::contract! {
        client: start,
        server: accept,
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

fn start(
    socket: std::net::TcpStream,
    time: Duration,
    config: Config,
) -> io::Result<Async<TlsStream<Socket>>> {
    socket.set_nonblocking(true)?;
    let runtime = one_thread();
    let telnet = runtime.block_on(async {
        let socket = TcpStream::from_std(socket)?;
        let options = ConnectOptions::new().config(config).timeout(time);
        let tls = trusting(Identity::localhost()).start_tls();
        Telnet::tls(socket, "localhost", &tls, options).await
    })?;
    Ok(on(runtime, || telnet))
}

fn accept(
    socket: std::net::TcpStream,
    time: Duration,
    config: Config,
) -> io::Result<Async<TlsStream<Socket>>> {
    socket.set_nonblocking(true)?;
    let runtime = one_thread();
    let acceptor = TlsAcceptor::from(Arc::new(Identity::localhost().server()));
    let acceptor = acceptor.timeout(time).start_tls();
    let telnet = runtime.block_on(async {
        let socket = TcpStream::from_std(socket)?;
        Telnet::accept_tls(socket, &acceptor, config).await
    })?;
    Ok(on(runtime, || telnet))
}
