//! Telnet inside TLS: the contract of all adapters, and who is trusted.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

mod adapter;

use std::net::TcpStream;

use adapter::Blocking;
use telnet_blocking::tls::TlsStream;
use telnet_blocking::{Config, ConnectOptions, Telnet, TlsOptions};
use telnet_testkit::tls::{Front, Identity};

telnet_testkit::contract! {
    tls: inside,
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
