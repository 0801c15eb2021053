//! Telnet inside TLS: the contract of all adapters, and who is trusted.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

mod adapter;

use std::io;
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use adapter::Blocking;
use telnet_blocking::tls::TlsStream;
use telnet_blocking::{
    Config, ConnectOptions, Telnet, TlsAcceptor, TlsOptions,
};
use telnet_testkit::tls::{Front, Identity};

telnet_testkit::contract! {
    tls: inside,
}

telnet_testkit::contract! {
    client: start,
    server: accept,
}

fn trusting(identity: &Identity) -> TlsOptions {
    TlsOptions::new().roots_pem(&identity.certificate).unwrap()
}

fn inside(socket: TcpStream, config: Config) -> Blocking<TlsStream<TcpStream>> {
    let (socket, front) = Front::of(socket);
    let options = ConnectOptions::new().config(config);
    let tls = trusting(Identity::localhost());
    let telnet = Telnet::tls(socket, "localhost", &tls, options).unwrap();
    front.settle();
    Blocking(telnet)
}

fn start(
    socket: TcpStream,
    time: Duration,
    config: Config,
) -> io::Result<Blocking<TlsStream<TcpStream>>> {
    let options = ConnectOptions::new().config(config).timeout(time);
    let tls = trusting(Identity::localhost()).start_tls();
    Telnet::tls(socket, "localhost", &tls, options).map(Blocking)
}

fn accept(
    socket: TcpStream,
    time: Duration,
    config: Config,
) -> io::Result<Blocking<TlsStream<TcpStream>>> {
    let acceptor = TlsAcceptor::from(Arc::new(Identity::localhost().server()));
    let acceptor = acceptor.timeout(time).start_tls();
    Telnet::accept_tls(socket, &acceptor, config).map(Blocking)
}
