//! The ways to a host: TLS, proxies, families of addresses.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use crate::program::{place, run, said};
use telnet_blocking::{Config, Fingerprint, Telnet, TlsAcceptor};
use telnet_testkit::peer::Peer;
use telnet_testkit::proxy;
use telnet_testkit::tls::Identity;

/// A server of one connection inside TLS; whether somebody came in, and what was
/// said.
fn server(identity: &Identity) -> (String, JoinHandle<Option<Vec<u8>>>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let acceptor = TlsAcceptor::from(Arc::new(identity.server()));
    let thread = thread::spawn(move || {
        let (socket, _) = listener.accept().unwrap();
        let config = Config::default();
        let mut tn = Telnet::accept_tls(socket, &acceptor, config).ok()?;
        tn.write("hello\r\n").unwrap();
        let heard = tn.read_all().unwrap().to_vec();
        tn.write("bye\r\n").unwrap();
        tn.close().unwrap();
        Some(heard)
    });
    (port, thread)
}

/// A file of its own for a test.
fn file(name: &str, text: &str) -> PathBuf {
    let name = format!("telnet-rs-ways-{}-{name}", std::process::id());
    let file = std::env::temp_dir().join(name);
    fs::write(&file, text).unwrap();
    file
}

#[test]
fn tls_lets_in_whom_it_was_told_to_trust() {
    let identity = Identity::localhost();
    let ca = file("ca.pem", &identity.certificate);
    let ca = ca.to_str().unwrap();
    let pin = Fingerprint::of(&identity.der()).to_string();
    for trust in [
        &["--tls", "--ca", ca][..],
        &["--tls", "--pin", &pin],
        &["--tls=insecure"],
    ] {
        let (port, server) = server(identity);
        let arguments = [trust, &["localhost", &port]].concat();
        let output = run(&arguments, b"hi\n");
        assert_eq!(said(&output), "");
        assert_eq!(output.status.code(), Some(0), "{trust:?}");
        assert_eq!(output.stdout, b"hello\nbye\n");
        assert_eq!(server.join().unwrap().unwrap(), b"hi\r\n");
    }
    // By its URL.
    let (port, server) = server(identity);
    let url = format!("telnets://localhost:{port}/");
    assert_eq!(run(&["--ca", ca, &url], b"").status.code(), Some(0));
    assert_eq!(server.join().unwrap().unwrap(), b"");
    fs::remove_file(ca).unwrap();
}

#[test]
fn what_tls_does_not_trust_ends_with_3() {
    let identity = Identity::localhost();
    let other = Identity::new(&["localhost"]);
    let ca = file("other.pem", &other.certificate);
    let (port, server) = server(identity);
    let arguments = ["--tls", "--ca", ca.to_str().unwrap(), "localhost", &port];
    let output = run(&arguments, b"secret\n");
    assert_eq!(output.status.code(), Some(3));
    let why = said(&output);
    assert!(why.contains("certificate is refused"), "{why}");
    assert!(
        why.contains("with --ca or") && why.contains("with --pin"),
        "{why}"
    );
    assert!(!why.contains("TlsOptions"), "{why}");
    assert_eq!(server.join().unwrap(), None);
    fs::remove_file(ca).unwrap();

    // A host without TLS.
    let peer = Peer::new(|stream| {
        drop(std::io::Write::write(&mut &stream, b"login: "));
    });
    let [host, port] = place(peer.addr());
    let output = run(&["--tls=insecure", &host, &port], b"");
    assert_eq!(output.status.code(), Some(3));
    peer.join();
}

#[test]
fn proxies_lead_to_the_host() {
    for (scheme, start) in proxy::BOTH {
        let host = proxy::host();
        let via = start();
        let password = proxy::PASSWORD.replace(':', "%3A");
        let url =
            format!("{scheme}://{}:{password}@{}", proxy::USER, via.addr());
        let [name, port] = place(host.addr());
        let output = run(&["--proxy", &url, &name, &port], b"hi\n");
        assert_eq!(said(&output), "");
        assert_eq!(output.stdout, b"login: ");
        assert_eq!(via.join().unwrap(), host.addr().to_string());
        assert_eq!(host.join(), b"\xFF\xFC\x18hi\r\n");
    }
    let output = run(&["--proxy", "ftp://p", "h"], b"");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_family_of_addresses_is_kept_to() {
    let peer = Peer::new(|stream| crate::program::all(&stream));
    let [host, port] = place(peer.addr());
    let output = run(&["-6", &host, &port], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("no IPv6 address"), "{}", said(&output));
    let output = run(&["-4", "-b", "127.0.0.1", &host, &port], b"hi");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(peer.join(), b"hi");
}
