//! TLS for tests: a certificate of its own making, and a front that puts a
//! peer which speaks in the clear inside TLS.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection};
use socket2::SockRef;

use crate::peer::PATIENCE;

/// How often a thread that waits looks whether the other one has failed.
const LOOK: Duration = Duration::from_millis(5);

/// How many pieces of 16 KiB are sent before the other direction is looked at.
const FIRST: usize = 4;

/// A client's `WILL START_TLS`.
pub(crate) const WILL: &[u8] = b"\xFF\xFB\x2E";
/// A server's `DO START_TLS`.
pub(crate) const DO: &[u8] = b"\xFF\xFD\x2E";
/// `SB START_TLS FOLLOWS SE`, behind which TLS begins.
pub(crate) const FOLLOWS: &[u8] = b"\xFF\xFA\x2E\x01\xFF\xF0";

/// All octets up to an end of any kind.
pub(crate) fn rest(stream: &mut impl std::io::Read) -> Vec<u8> {
    let mut octets = Vec::new();
    let _end = stream.read_to_end(&mut octets);
    octets
}

/// A certificate and its key, in PEM.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The certificate.
    pub certificate: String,
    /// The key.
    pub key: String,
}

impl Identity {
    /// One that signed itself, for these names.
    ///
    /// # Panics
    /// If one of them is no name.
    #[must_use]
    pub fn new(names: &[&str]) -> Self {
        let names = names.iter().map(|&it| it.to_owned()).collect::<Vec<_>>();
        let made = rcgen::generate_simple_self_signed(names).unwrap();
        let (certificate, key) = (made.cert.pem(), made.key_pair);
        Self { certificate, key: key.serialize_pem() }
    }

    /// One that signed itself and is marked as an authority's, as `openssl req
    /// -x509` and many devices make it.
    ///
    /// # Panics
    /// If the name is none.
    #[must_use]
    pub fn authority(name: &str) -> Self {
        let made = CertificateParams::new(vec![name.to_owned()]);
        let (mut params, key) = (made.unwrap(), KeyPair::generate().unwrap());
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let made = params.self_signed(&key).unwrap();
        Self { certificate: made.pem(), key: key.serialize_pem() }
    }

    /// That of `localhost`, one for all tests of a process.
    #[must_use]
    pub fn localhost() -> &'static Self {
        static ONE: OnceLock<Identity> = OnceLock::new();
        ONE.get_or_init(|| Self::new(&["localhost"]))
    }

    /// The certificate in DER.
    ///
    /// # Panics
    /// If it was changed to what is none.
    #[must_use]
    pub fn der(&self) -> CertificateDer<'static> {
        CertificateDer::from_pem_slice(self.certificate.as_bytes()).unwrap()
    }

    /// A server that shows it.
    ///
    /// # Panics
    /// If it was changed to what is none.
    #[must_use]
    pub fn server(&self) -> ServerConfig {
        let key = PrivateKeyDer::from_pem_slice(self.key.as_bytes()).unwrap();
        let provider = Arc::new(ring::default_provider());
        ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![self.der()], key)
            .unwrap()
    }
}

/// A socket whose other end speaks TLS, as the server `localhost`, for a peer
/// in the clear. Ends and resets pass in both directions; urgent data does not.
#[derive(Debug)]
pub struct Front {
    settled: Receiver<()>,
}

impl Front {
    /// Puts a front before a peer that `plain` is connected to.
    ///
    /// # Panics
    /// If there is no free port.
    #[must_use]
    pub fn of(plain: TcpStream) -> (TcpStream, Self) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (far, _) = listener.accept().unwrap();
        let (settle, settled) = channel();
        thread::spawn(move || run(plain, far, &settle));
        (near, Self { settled })
    }

    /// Waits until all that the peer had said before the handshake is on its
    /// way. Call it behind the handshake.
    ///
    /// # Panics
    /// If there was none.
    pub fn settle(&self) {
        self.settled.recv_timeout(PATIENCE).unwrap();
    }
}

/// Both ends, and the TLS between them.
struct Relay {
    plain: TcpStream,
    far: TcpStream,
    tls: Mutex<ServerConnection>,
    broken: AtomicBool,
}

impl Relay {
    /// Closes both, so that the last one to be dropped resets.
    fn fail(&self) {
        self.broken.store(true, Ordering::Relaxed);
        for socket in [&self.plain, &self.far] {
            let none = Some(Duration::ZERO);
            let _gone = SockRef::from(socket).set_linger(none);
        }
    }

    fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    /// Encrypts, in the lock, and writes, outside of it.
    fn say(&self, text: Option<&[u8]>) -> std::io::Result<()> {
        let mut out = Vec::new();
        {
            let mut tls = self.tls.lock().unwrap();
            match text {
                Some(text) => tls.writer().write_all(text)?,
                None => tls.send_close_notify(),
            }
            while tls.wants_write() {
                tls.write_tls(&mut out)?;
            }
        }
        (&self.far).write_all(&out)
    }

    /// One piece from the peer. `None` if there is nothing now; else whether
    /// there may be more.
    fn forward(&self) -> Option<bool> {
        let mut buffer = [0; 16 << 10];
        let said = match (&self.plain).read(&mut buffer) {
            Ok(0) => {
                let said = self.say(None);
                let ended = self.far.shutdown(Shutdown::Write);
                if said.and(ended).is_err() {
                    self.fail();
                }
                return Some(false);
            }
            Ok(n) => self.say(Some(&buffer[..n])),
            Err(e) if is_early(e.kind()) => return None,
            Err(error) => Err(error),
        };
        if said.is_err() {
            self.fail();
        }
        Some(said.is_ok())
    }

    /// What comes from the client, to the peer, until it ends.
    fn backward(&self) {
        let mut buffer = [0; 16 << 10];
        while !self.is_broken() {
            let read = match (&self.far).read(&mut buffer) {
                Ok(n) => n,
                Err(e) if is_early(e.kind()) => continue,
                Err(_) => return self.fail(),
            };
            let Some((text, ends)) = self.decrypt(&buffer[..read]) else {
                return self.fail();
            };
            if (&self.plain).write_all(&text).is_err() {
                return self.fail();
            }
            if ends || read == 0 {
                let _gone = self.plain.shutdown(Shutdown::Write);
                return;
            }
        }
    }

    fn decrypt(&self, mut octets: &[u8]) -> Option<(Vec<u8>, bool)> {
        let mut tls = self.tls.lock().unwrap();
        let mut text = Vec::new();
        let mut ends = false;
        while !octets.is_empty() {
            tls.read_tls(&mut octets).ok()?;
            let state = tls.process_new_packets().ok()?;
            ends |= state.peer_has_closed();
            let start = text.len();
            text.resize(start + state.plaintext_bytes_to_read(), 0);
            tls.reader().read_exact(&mut text[start..]).ok()?;
        }
        Some((text, ends))
    }
}

fn is_early(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
    )
}

fn run(plain: TcpStream, mut far: TcpStream, settle: &Sender<()>) {
    far.set_nodelay(true).unwrap();
    far.set_read_timeout(Some(PATIENCE)).unwrap();
    let server = Arc::new(Identity::localhost().server());
    let mut tls = ServerConnection::new(server).unwrap();
    while tls.is_handshaking() {
        if tls.complete_io(&mut far).is_err() {
            return;
        }
    }
    plain.set_read_timeout(Some(LOOK)).unwrap();
    far.set_read_timeout(Some(LOOK)).unwrap();
    let (tls, broken) = (Mutex::new(tls), AtomicBool::new(false));
    let relay = Arc::new(Relay { plain, far, tls, broken });
    let mut more = Some(true);
    for _ in 0..FIRST {
        if more == Some(true) {
            more = relay.forward();
        }
    }
    if relay.is_broken() {
        drop(relay);
        let _gone = settle.send(());
        return;
    }
    let _gone = settle.send(());
    let back = Arc::clone(&relay);
    let backward = thread::spawn(move || back.backward());
    while more != Some(false) && !relay.is_broken() {
        more = relay.forward();
    }
    drop(relay);
    backward.join().unwrap();
}
