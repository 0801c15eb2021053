//! A peer that does what a test says, on a port of 127.0.0.1.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use socket2::{Domain, SockRef, Socket, Type};

/// How long a peer's reads and writes may take: a test that has gone wrong
/// fails instead of hanging.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A peer for one connection.
#[derive(Debug)]
pub struct Peer<T> {
    addr: SocketAddr,
    thread: JoinHandle<T>,
}

impl<T: Send + 'static> Peer<T> {
    /// Listens, and runs `script` on the first connection.
    ///
    /// # Panics
    /// If no port can be had.
    #[must_use]
    pub fn new(script: impl FnOnce(TcpStream) -> T + Send + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .expect("a free port of 127.0.0.1");
        let addr = listener.local_addr().expect("the address bound to");
        let thread = thread::spawn(move || {
            let (stream, _) = listener.accept().expect("a connection");
            stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
            stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
            stream.set_nodelay(true).expect("no delay");
            script(stream)
        });
        Self { addr, thread }
    }

    /// Where it listens.
    #[must_use]
    pub const fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Waits until the script is through, and gives its result.
    ///
    /// # Panics
    /// If the script panicked.
    #[expect(clippy::must_use_candidate, reason = "one may only wait")]
    pub fn join(self) -> T {
        self.thread.join().expect("the peer's script")
    }
}

/// An address of 127.0.0.1 that refuses connections.
///
/// # Panics
/// If no port can be had.
#[must_use]
pub fn refusing() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .expect("a free port of 127.0.0.1");
    listener.local_addr().expect("the address bound to")
}

/// An address of 127.0.0.1 that answers no attempt to connect, while what comes
/// with it is kept: a listener whose queue is full.
///
/// # Panics
/// If no port can be had, or the queue never fills.
#[must_use]
pub fn silent() -> (SocketAddr, impl Sized) {
    let full = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    full.bind(&any.into()).expect("a free port of 127.0.0.1");
    full.listen(0).expect("a listener");
    let addr = full.local_addr().expect("the address bound to");
    let addr = addr.as_socket().expect("an address of IP");
    let mut held = Vec::new();
    loop {
        let time = Duration::from_millis(100);
        match TcpStream::connect_timeout(&addr, time) {
            Ok(stream) => held.push(stream),
            Err(error) if error.kind() == ErrorKind::TimedOut => break,
            Err(error) => panic!("{error}"),
        }
        assert!(held.len() < 100, "the queue never fills");
    }
    (addr, (full, held))
}

/// Resets a connection: what it has sent arrives, and then an error.
///
/// # Panics
/// If the system refuses.
pub fn reset(stream: TcpStream) {
    SockRef::from(&stream)
        .set_linger(Some(Duration::ZERO))
        .expect("a close that resets");
    drop(stream);
}
