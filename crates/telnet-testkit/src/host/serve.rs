//! A demo host on a TCP port, a thread for each connection.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use telnet_session::Session;

/// How long a connection may be silent.
const IDLE: Duration = Duration::from_secs(60);

/// A host's side of one connection, without its socket.
pub trait Host: 'static {
    /// The connection: feed it, and transmit what it has.
    fn session(&mut self) -> &mut Session;

    /// Does all that can be done with what was received.
    fn advance(&mut self);

    /// Whether the user has left, or is gone: transmit the rest and close.
    fn is_done(&self) -> bool;
}

/// A demo host: listens on 127.0.0.1 until it is dropped.
#[derive(Debug)]
pub struct DemoHost {
    addr: SocketAddr,
    stop: Arc<AtomicBool>,
    acceptor: Option<JoinHandle<()>>,
}

impl DemoHost {
    /// Starts a host of any kind on a free port of 127.0.0.1; `new` makes
    /// one for each connection.
    ///
    /// # Errors
    /// Those of binding the port.
    pub fn start_with<H: Host>(new: fn() -> H) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let addr = listener.local_addr()?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let acceptor = thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                if stopped.load(Ordering::Relaxed) {
                    break;
                }
                // A connection that breaks concerns nobody else.
                thread::spawn(move || serve(stream, new()).ok());
            }
        });
        Ok(Self { addr, stop, acceptor: Some(acceptor) })
    }

    /// Where it listens.
    #[must_use]
    pub const fn addr(&self) -> SocketAddr {
        self.addr
    }
}

impl Drop for DemoHost {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // Wakes the acceptor, which then sees the flag.
        if TcpStream::connect(self.addr).is_ok() {
            if let Some(acceptor) = self.acceptor.take() {
                acceptor.join().expect("the acceptor does not panic");
            }
        }
    }
}

fn serve(mut stream: TcpStream, mut host: impl Host) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_write_timeout(Some(IDLE))?;
    let mut buffer = [0; 4096];
    loop {
        host.advance();
        let session = host.session();
        while session.wants_write() {
            stream.write_all(session.transmit())?;
            session.transmitted(session.transmit().len());
        }
        if host.is_done() {
            break;
        }
        if host.session().wants_read() {
            match stream.read(&mut buffer)? {
                0 => host.session().receive_eof(),
                n => host.session().receive(&buffer[..n]),
            }
        }
    }
    // Closing with octets unread would reset the connection, and cost the
    // user our last words: wait for the end of the stream.
    stream.shutdown(Shutdown::Write)?;
    while stream.read(&mut buffer)? > 0 {}
    Ok(())
}
