//! Telnet inside TLS: the contract of all adapters, and who is trusted.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

mod adapter;

use std::io::ErrorKind;
use std::time::Instant;

use adapter::Looped;
use telnet_mio::mio::net::TcpStream;
use telnet_mio::tls::TlsStream;
use telnet_mio::{Config, Stream as _, Telnet, TlsOptions};
use telnet_testkit::peer::Peer;
use telnet_testkit::suite::{Adapter as _, WAIT};
use telnet_testkit::tls::{Front, Identity};

telnet_testkit::contract! {
    tls: inside,
}

fn trusting(identity: &Identity) -> TlsOptions {
    TlsOptions::new().roots_pem(&identity.certificate).unwrap()
}

fn inside(
    socket: std::net::TcpStream,
    config: Config,
) -> Looped<TlsStream<TcpStream>> {
    let (socket, front) = Front::of(socket);
    socket.set_nonblocking(true).unwrap();
    let socket = TcpStream::from_std(socket);
    let tls = trusting(Identity::localhost());
    let mut stream = TlsStream::client(socket, "localhost", &tls).unwrap();
    let start = Instant::now();
    while !stream.is_connected().unwrap() {
        assert!(start.elapsed() < WAIT);
        std::thread::yield_now();
    }
    front.settle();
    Looped::new(Telnet::new(stream, config).unwrap())
}

/// The first call that finds out says so in words; a wait has its deadline.
#[test]
fn why_the_handshake_failed_is_told_in_words() {
    let peer = Peer::new(drop);
    let plain = std::net::TcpStream::connect(peer.addr()).unwrap();
    let (socket, _front) = Front::of(plain);
    socket.set_nonblocking(true).unwrap();
    let socket = TcpStream::from_std(socket);
    let tls = trusting(&Identity::new(&["localhost"]));
    let config = Config::default();
    let telnet = Telnet::tls(socket, "localhost", &tls, config).unwrap();
    let error = Looped::new(telnet).read_until(b"x", WAIT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidData);
    assert!(error.to_string().contains("SHA-256"), "{error}");
}
