//! A server that demands TLS by `START_TLS`.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::crypto::ring;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use telnet_session::Config;
use telnet_session::error::StartTlsError;

use super::{Adapter, WAIT, connect};
use crate::peer::Peer;
use crate::split;
use crate::tls::{DO, FOLLOWS, Identity, WILL, rest};

/// A client of TLS that has not begun.
fn hello() -> ClientConnection {
    let mut roots = RootCertStore::empty();
    roots.add(Identity::localhost().der()).unwrap();
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = "localhost".try_into().unwrap();
    ClientConnection::new(Arc::new(config), name).unwrap()
}

/// A client may know what the server will say: its first record of TLS comes in
/// the same segment as FOLLOWS, and is for TLS.
pub fn a_hello_in_the_segment_of_follows_is_taken_at_every_cut<A: Adapter>(
    server: impl Fn(TcpStream, Duration, Config) -> io::Result<A>,
) {
    let plain = [WILL, FOLLOWS].concat();
    split::pairs("start", &plain, |chunks| {
        let chunks = chunks.iter().map(|it| it.to_vec()).collect::<Vec<_>>();
        let peer = Peer::new(move |mut stream| {
            let mut tls = hello();
            let mut last = chunks[1].clone();
            tls.write_tls(&mut last).unwrap();
            stream.write_all(&chunks[0]).unwrap();
            stream.write_all(&last).unwrap();
            let mut said = vec![0; 9];
            stream.read_exact(&mut said).unwrap();
            assert_eq!(said, [DO, FOLLOWS].concat());
            let mut stream = StreamOwned::new(tls, stream);
            stream.write_all(b"me\r\n").unwrap();
            let mut text = vec![0; 7];
            stream.read_exact(&mut text).unwrap();
            text
        });
        let mut tn = server(connect(&peer), WAIT, Config::default()).unwrap();
        assert!(tn.read_until(b"me\r\n", WAIT).unwrap().is_match());
        tn.write(b"hello, ", WAIT).unwrap();
        assert_eq!(peer.join(), b"hello, ");
    });
}

/// A user who types what it is too early for is told nothing.
pub fn a_client_that_will_not_is_an_error_and_hears_nothing<A: Adapter>(
    server: impl Fn(TcpStream, Duration, Config) -> io::Result<A>,
) {
    use StartTlsError::{NoFollows, Refused, Text};
    let cases: [(&[&[u8]], StartTlsError); 5] = [
        (&[b"\xFF\xFC\x2E"], Refused),
        (&[b"me\r\n"], Text(b'm')),
        (&[WILL, b"me\r\n", FOLLOWS], Text(b'm')),
        (&[FOLLOWS], NoFollows),
        (&[WILL, b"\xFF\xFA\x2E\xFF\xF0"], NoFollows),
    ];
    for (said, error) in cases {
        let said = said.concat();
        let peer = Peer::new(move |mut stream| {
            stream.write_all(&said).unwrap();
            rest(&mut stream)
        });
        let failed = server(connect(&peer), WAIT, Config::server());
        let failed = failed.err().unwrap();
        let inner = failed.get_ref().unwrap().downcast_ref();
        assert_eq!(inner, Some(&error), "{failed}");
        let heard = peer.join();
        let most = [DO, FOLLOWS].concat();
        assert!(most.starts_with(&heard), "{}", heard.escape_ascii());
    }
}

/// A command that somebody put behind FOLLOWS fails the handshake.
pub fn what_is_no_tls_behind_follows_is_no_command<A: Adapter>(
    server: impl Fn(TcpStream, Duration, Config) -> io::Result<A>,
) {
    let peer = Peer::new(|mut stream| {
        let said = [WILL, FOLLOWS, b"delete all\r\n"].concat();
        stream.write_all(&said).unwrap();
        rest(&mut stream)
    });
    let error = server(connect(&peer), WAIT, Config::server()).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::InvalidData, "{error}");
    assert!(peer.join().starts_with(&[DO, FOLLOWS].concat()));
}

/// The time is that of the acceptor.
pub fn a_silent_client_is_given_up<A: Adapter>(
    server: impl Fn(TcpStream, Duration, Config) -> io::Result<A>,
) {
    for said in [&b""[..], WILL, b"\xFF\xFB"] {
        let peer = Peer::new(move |mut stream| {
            stream.write_all(said).unwrap();
            rest(&mut stream)
        });
        let (start, time) = (Instant::now(), Duration::from_millis(50));
        let error = server(connect(&peer), time, Config::server());
        let error = error.err().unwrap();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        let inner = error.get_ref().unwrap().downcast_ref();
        assert_eq!(inner, Some(&StartTlsError::Late));
        assert!(start.elapsed() >= time && start.elapsed() < WAIT);
        assert!([DO, FOLLOWS].concat().starts_with(&peer.join()));
    }
}
