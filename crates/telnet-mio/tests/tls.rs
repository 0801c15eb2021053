//! Telnet inside TLS: the contract of all adapters, and who is trusted.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

mod adapter;

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use adapter::Looped;
use telnet_mio::error::StartTlsError;
use telnet_mio::mio::net::TcpStream;
use telnet_mio::tls::TlsStream;
use telnet_mio::{Config, Stream as _, Telnet, TlsAcceptor, TlsOptions};
use telnet_testkit::peer::Peer;
use telnet_testkit::suite::{Adapter as _, WAIT};
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

fn inside(
    socket: std::net::TcpStream,
    config: Config,
) -> Looped<TlsStream<TcpStream>> {
    let (socket, front) = Front::of(socket);
    socket.set_nonblocking(true).unwrap();
    let socket = TcpStream::from_std(socket);
    let tls = trusting(Identity::localhost());
    let stream = TlsStream::client(socket, "localhost", &tls).unwrap();
    let telnet = connected(stream, WAIT, config).unwrap();
    front.settle();
    telnet
}

/// Looks again and again until the handshake is made, for a time at most.
fn connected(
    mut stream: TlsStream<TcpStream>,
    time: Duration,
    config: Config,
) -> io::Result<Looped<TlsStream<TcpStream>>> {
    let start = Instant::now();
    while !stream.is_connected()? {
        if start.elapsed() >= time {
            return Err(stream.tls().late());
        }
        std::thread::yield_now();
    }
    Ok(Looped::new(Telnet::new(stream, config)?))
}

fn start(
    socket: std::net::TcpStream,
    time: Duration,
    config: Config,
) -> io::Result<Looped<TlsStream<TcpStream>>> {
    socket.set_nonblocking(true)?;
    let socket = TcpStream::from_std(socket);
    let tls = trusting(Identity::localhost()).start_tls();
    let stream = TlsStream::client(socket, "localhost", &tls)?;
    connected(stream, time, config)
}

fn accept(
    socket: std::net::TcpStream,
    time: Duration,
    config: Config,
) -> io::Result<Looped<TlsStream<TcpStream>>> {
    socket.set_nonblocking(true)?;
    let socket = TcpStream::from_std(socket);
    let acceptor = TlsAcceptor::from(Arc::new(Identity::localhost().server()));
    let stream = TlsStream::server(socket, &acceptor.start_tls())?;
    connected(stream, time, config)
}

/// The first call that finds out says so, and so does each later one; what was to
/// be sent stays here.
#[test]
fn a_host_without_start_tls_is_told_by_the_first_call() {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"\xFF\xFE\x2Elogin: ").unwrap();
        let mut said = Vec::new();
        let _reset = stream.read_to_end(&mut said);
        said
    });
    let socket = std::net::TcpStream::connect(peer.addr()).unwrap();
    socket.set_nonblocking(true).unwrap();
    let socket = TcpStream::from_std(socket);
    let tls = trusting(Identity::localhost()).start_tls();
    let config = Config::default();
    let telnet = Telnet::tls(socket, "localhost", &tls, config).unwrap();
    let mut tn = Looped::new(telnet);
    let error = tn.read_until(b"login: ", WAIT).unwrap_err();
    let inner = error.get_ref().unwrap().downcast_ref();
    assert_eq!(inner, Some(&StartTlsError::Refused));
    let error = tn.send_line(b"secret").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidData);
    let error = tn.read_until(b"login: ", WAIT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidData);
    let _unsent = tn.close(WAIT);
    drop(tn);
    assert_eq!(peer.join(), b"\xFF\xFB\x2E");
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
