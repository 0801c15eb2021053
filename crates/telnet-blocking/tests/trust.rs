//! Whom a client inside TLS trusts, and what it is told otherwise.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use telnet_blocking::tls::TlsStream;
use telnet_blocking::tls::rustls::pki_types::PrivateKeyDer;
use telnet_blocking::tls::rustls::pki_types::pem::PemObject as _;
use telnet_blocking::{
    Config, ConnectOptions, Fingerprint, Telnet, TlsAcceptor, TlsOptions,
};
use telnet_testkit::peer::Peer;
use telnet_testkit::tls::Identity;

const WAIT: Duration = Duration::from_secs(20);

type Inside = Telnet<TlsStream<TcpStream>>;

/// A server of one connection, by this crate, that greets.
fn server(acceptor: TlsAcceptor) -> (u16, JoinHandle<io::Result<Inside>>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let thread = thread::spawn(move || {
        let (socket, _) = listener.accept()?;
        let config = Config::default();
        let mut tn = Telnet::accept_tls(socket, &acceptor, config)?;
        tn.set_timeout(Some(WAIT));
        tn.write("login: ")?;
        Ok(tn)
    });
    (port, thread)
}

fn acceptor(identity: &Identity) -> TlsAcceptor {
    TlsAcceptor::from(Arc::new(identity.server()))
}

/// What comes of connecting to a server with this certificate.
fn connect(identity: &Identity, tls: &TlsOptions) -> io::Result<Inside> {
    let (port, server) = server(acceptor(identity));
    let connected = Telnet::connect_tls("localhost", port, tls);
    let served = server.join().unwrap();
    assert_eq!(served.is_ok(), connected.is_ok());
    let mut tn = connected?;
    assert!(tn.read_until("login: ", WAIT)?.is_match());
    Ok(tn)
}

fn refused(identity: &Identity, tls: &TlsOptions) -> String {
    let error = connect(identity, tls).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidData);
    error.to_string()
}

#[test]
fn a_name_that_the_certificate_has_not_is_refused() {
    let other = Identity::new(&["other.example"]);
    let tls = TlsOptions::new().roots_pem(&other.certificate).unwrap();
    let why = refused(&other, &tls);
    assert!(why.contains("localhost"), "{why}");
    assert!(why.contains("server_name"), "{why}");
    connect(&other, &tls.server_name("other.example")).unwrap();
}

#[test]
fn an_issuer_that_is_not_trusted_is_refused() {
    let (one, other) = (Identity::new(&["localhost"]), Identity::localhost());
    let tls = TlsOptions::new().roots_pem(&one.certificate).unwrap();
    let why = refused(other, &tls);
    let seen = Fingerprint::of(&other.der()).to_string();
    assert!(why.contains(&seen) && why.contains("roots_pem"), "{why}");
}

/// No root helps there: the error says what does.
#[test]
fn a_device_that_is_its_own_authority_is_to_be_pinned() {
    let device = Identity::authority("localhost");
    let seen = Fingerprint::of(&device.der());
    let tls = TlsOptions::new().roots_pem(&device.certificate).unwrap();
    let why = refused(&device, &tls);
    assert!(why.contains("that of an authority"), "{why}");
    assert!(why.contains(&seen.to_string()), "{why}");
    assert!(why.ends_with("TlsOptions::pin"), "{why}");
    connect(&device, &tls.pin(seen)).unwrap();
}

#[test]
fn a_pinned_certificate_is_accepted_and_no_other() {
    let device = Identity::new(&["wrong.example"]);
    let pin = Fingerprint::of(&device.der());
    connect(&device, &TlsOptions::new().pin(pin)).unwrap();
    let why = refused(Identity::localhost(), &TlsOptions::new().pin(pin));
    let seen = Fingerprint::of(&Identity::localhost().der());
    assert!(why.contains(&format!("SHA-256 {pin}, seen {seen}")), "{why}");
}

/// Whom to trust is the same where TLS begins in the middle of a connection.
#[test]
fn start_tls_trusts_nobody_else() {
    let accept = || acceptor(Identity::localhost()).start_tls();
    let identity = Identity::localhost();
    let tls = TlsOptions::new().roots_pem(&identity.certificate).unwrap();
    let (port, served) = server(accept());
    let mut tn =
        Telnet::connect_tls("localhost", port, &tls.start_tls()).unwrap();
    assert!(tn.read_until("login: ", WAIT).unwrap().is_match());
    served.join().unwrap().unwrap();

    let other = Identity::new(&["localhost"]);
    let tls = TlsOptions::new().roots_pem(&other.certificate).unwrap();
    let (port, served) = server(accept());
    let error = Telnet::connect_tls("localhost", port, &tls.start_tls());
    let error = error.unwrap_err();
    assert!(error.to_string().contains("certificate is refused"), "{error}");
    served.join().unwrap().unwrap_err();
}

/// A client of TLS from the first octet, and a server that waits for `START_TLS`.
#[test]
fn the_two_ways_to_begin_are_told_apart() {
    let tls = TlsOptions::new().dangerous().accept_any_certificate();
    let (port, served) = server(acceptor(Identity::localhost()).start_tls());
    Telnet::connect_tls("localhost", port, &tls).unwrap_err();
    let error = served.join().unwrap().unwrap_err();
    assert!(error.to_string().contains("text in the clear"), "{error}");
}

#[test]
fn what_is_dangerous_accepts_anything() {
    let tls = TlsOptions::new().dangerous().accept_any_certificate();
    connect(&Identity::new(&["wrong.example"]), &tls).unwrap();
}

/// Without features that bring roots.
#[cfg(not(any(feature = "tls-native-roots", feature = "tls-webpki-roots")))]
#[test]
fn without_roots_nothing_is_sent() {
    let error = Telnet::connect_tls("localhost", 1, &TlsOptions::new());
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("tls-native-roots"), "{error}");
}

#[test]
fn a_server_may_want_a_certificate_of_its_clients() {
    let (host, user) = (Identity::localhost(), Identity::new(&["user"]));
    let key = || PrivateKeyDer::from_pem_slice(host.key.as_bytes()).unwrap();
    let wants = || {
        let chain = vec![host.der()];
        TlsAcceptor::with_client_roots(chain, key(), [user.der()]).unwrap()
    };
    let tls = TlsOptions::new().roots_pem(&host.certificate).unwrap();
    // The server's refusal comes behind what the client takes for the end of
    // the handshake.
    let (port, served) = server(wants());
    let mut tn = Telnet::connect_tls("localhost", port, &tls).unwrap();
    let error = tn.read_until("login: ", WAIT).unwrap_err();
    assert!(error.to_string().contains("client_certificate"), "{error}");
    served.join().unwrap().unwrap_err();

    let tls = tls.client_certificate_pem(&user.certificate, &user.key);
    let (port, served) = server(wants());
    let mut tn = Telnet::connect_tls("localhost", port, &tls.unwrap()).unwrap();
    assert!(tn.read_until("login: ", WAIT).unwrap().is_match());
    served.join().unwrap().unwrap();
}

/// An end that TLS was not told of may be somebody else's: what came is kept,
/// and it is told.
#[test]
fn an_end_without_close_notify_is_no_orderly_end() {
    let (port, server) = server(acceptor(Identity::localhost()));
    let identity = Identity::localhost();
    let tls = TlsOptions::new().roots_pem(&identity.certificate).unwrap();
    let mut tn = Telnet::connect_tls("localhost", port, &tls).unwrap();
    tn.set_timeout(Some(WAIT));
    // Dropped: its socket is closed, and TLS says nothing.
    drop(server.join().unwrap().unwrap());
    let error = tn.read_all().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    assert!(error.to_string().contains("close_notify"), "{error}");
    assert_eq!(tn.read_very_lazy().unwrap(), &b"login: "[..]);
}

#[test]
fn a_host_without_tls_is_told_from_one_that_is_silent() {
    let tls = TlsOptions::new().dangerous().accept_any_certificate();
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"\r\nlogin: ").unwrap();
        stream.read_to_end(&mut Vec::new()).unwrap();
    });
    let port = peer.addr().port();
    let error = Telnet::connect_tls("127.0.0.1", port, &tls).unwrap_err();
    assert!(error.to_string().contains("no TLS"), "{error}");
    peer.join();

    let peer = Peer::new(|mut stream| {
        stream.read_to_end(&mut Vec::new()).unwrap();
    });
    let port = peer.addr().port();
    let options = ConnectOptions::new().timeout(Duration::from_millis(100));
    let error =
        Telnet::connect_tls_with("127.0.0.1", port, &tls, options).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    peer.join();
}

/// A process that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Real TLS, of another make. Where there is no `openssl` nothing is tried.
#[test]
fn openssls_server_is_understood_in_both_versions() {
    if Command::new("openssl").arg("version").output().is_err() {
        return;
    }
    let identity = Identity::new(&["localhost"]);
    let folder = std::env::temp_dir()
        .join(format!("telnet-trust-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    std::fs::write(&certificate, &identity.certificate).unwrap();
    std::fs::write(&key, &identity.key).unwrap();
    let tls = TlsOptions::new().roots_pem(&identity.certificate).unwrap();
    for version in ["-tls1_2", "-tls1_3"] {
        let mut child = Command::new("openssl")
            .args(["s_server", "-accept", "127.0.0.1:0", "-rev", version])
            .arg("-cert")
            .arg(&certificate)
            .arg("-key")
            .arg(&key)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut output = io::BufReader::new(child.stdout.take().unwrap());
        let _ended = Running(child);
        let port = loop {
            let mut line = String::new();
            assert!(
                io::BufRead::read_line(&mut output, &mut line).unwrap() > 0
            );
            if let Some(addr) = line.trim().strip_prefix("ACCEPT ") {
                let (_, port) = addr.rsplit_once(':').unwrap();
                break port.parse().unwrap();
            }
        };
        let mut tn = Telnet::connect_tls("localhost", port, &tls).unwrap();
        tn.set_timeout(Some(WAIT));
        // It gives each line back in reverse.
        tn.write("stressed\n").unwrap();
        let found = tn.read_until("desserts\n", WAIT).unwrap();
        assert!(found.is_match(), "{found:?}");
        tn.close().unwrap();
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
