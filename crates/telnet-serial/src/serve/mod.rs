//! A server of one port for several clients, on one thread; two more read from
//! the port and write to it.

mod access;
mod line;
mod log;
mod visit;

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use telnet_mio::mio::net::{TcpListener, TcpStream};
use telnet_mio::mio::{Events, Interest, Poll, Token, Waker};
use telnet_mio::{Telnet, accept_delay};
use telnet_session::Config;

use crate::server::{Backend, Service};
use line::Line;
use log::Log;
use visit::{Hub, Visit};

pub use access::{Access, Network, Right};
pub use log::Entry;

const LISTENER: Token = Token(0);
const WAKER: Token = Token(1);
/// How often the modem's lines are looked at while a client is there.
const LOOK: Duration = Duration::from_millis(20);
/// How many clients there may be where nothing else was set.
const MOST: usize = 8;

/// A server of one port.
///
/// The client that came first writes and sets; the others read, and the next of
/// those who may write takes over when it leaves. Data and settings of a client
/// are dealt with in the order in which it sent them: a setting waits until the
/// data before it is written, for a second at most. A client that reads so
/// slowly that 256 KiB wait for it stops the port if it writes, and is let go
/// if it does not.
///
/// ```no_run
/// use telnet_serial::PortServer;
/// use telnet_serial::server::Loopback;
/// let server = PortServer::bind("127.0.0.1:2217", Loopback::new())?;
/// server.run()?;
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct PortServer<B> {
    port: B,
    poll: Poll,
    waker: Arc<Waker>,
    listener: TcpListener,
    /// When to accept again, after that has failed.
    accept_at: Option<Instant>,
    visits: BTreeMap<Token, Visit>,
    next: usize,
    access: Access,
    most: usize,
    signature: Option<Box<str>>,
    log: Log,
    has_ended: Arc<AtomicBool>,
}

/// Ends a server from another thread.
#[derive(Clone, Debug)]
pub struct Stop {
    has_ended: Arc<AtomicBool>,
    waker: Arc<Waker>,
}

impl Stop {
    /// Ends the server: its `run` returns, and its connections are closed.
    ///
    /// # Errors
    /// Those of waking it.
    pub fn stop(&self) -> io::Result<()> {
        self.has_ended.store(true, Ordering::Release);
        self.waker.wake()
    }
}

impl<B: Backend> PortServer<B> {
    /// Listens, for clients on one's own machine alone: see
    /// [`access`](Self::access).
    ///
    /// # Errors
    /// Those of listening; `InvalidInput` if there is no address.
    pub fn bind(address: impl ToSocketAddrs, port: B) -> io::Result<Self> {
        let address = address.to_socket_addrs()?.next().ok_or_else(|| {
            let why = "there is no address to listen on";
            io::Error::new(ErrorKind::InvalidInput, why)
        })?;
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), WAKER)?);
        let mut listener = TcpListener::bind(address)?;
        let registry = poll.registry();
        registry.register(&mut listener, LISTENER, Interest::READABLE)?;
        Ok(Self {
            port,
            poll,
            waker,
            listener,
            accept_at: None,
            visits: BTreeMap::new(),
            next: 2,
            access: Access::local(),
            most: MOST,
            signature: None,
            log: Log::default(),
            has_ended: Arc::default(),
        })
    }

    /// Who may connect. At first those of one's own machine, who may write.
    #[must_use]
    pub fn access(mut self, access: Access) -> Self {
        self.access = access;
        self
    }

    /// How many clients there may be at a time: 8 at first.
    #[must_use]
    pub const fn most_clients(mut self, most: usize) -> Self {
        self.most = most;
        self
    }

    /// What the server says it is: see [`Service::signature`].
    #[must_use]
    pub fn signature(mut self, text: &str) -> Self {
        self.signature = Some(text.into());
        self
    }

    /// Calls `sink` for all that goes through. It must not wait.
    #[must_use]
    pub fn log(
        mut self,
        sink: impl FnMut(&Entry<'_>) + Send + 'static,
    ) -> Self {
        self.log = Log::to(sink);
        self
    }

    /// Where it listens.
    ///
    /// # Errors
    /// Those of the system.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// What ends it from another thread.
    #[must_use]
    pub fn stop(&self) -> Stop {
        let has_ended = Arc::clone(&self.has_ended);
        Stop { has_ended, waker: Arc::clone(&self.waker) }
    }

    /// Serves until it is stopped.
    ///
    /// # Errors
    /// Those of the port, and of the system. That of a client ends its
    /// connection alone.
    pub fn run(mut self) -> io::Result<()> {
        let line = Line::begin(&mut self.port, &self.waker)?;
        let mut events = Events::with_capacity(64);
        let mut look = Instant::now();
        while !self.has_ended.load(Ordering::Acquire) {
            let now = Instant::now();
            self.wait(&mut events, look, now)?;
            let now = Instant::now();
            if self.accept_at.is_some_and(|it| it <= now) {
                self.accept(now);
            }
            for event in &events {
                if let Some(visit) = self.visits.get_mut(&event.token()) {
                    visit.telnet.on_event(event);
                } else if event.token() == LISTENER {
                    self.accept(now);
                }
            }
            self.hand_out(&line)?;
            if now >= look {
                self.look()?;
                look = now + LOOK;
            }
            self.advance(&line, now);
        }
        Ok(())
    }

    fn wait(
        &mut self,
        events: &mut Events,
        look: Instant,
        now: Instant,
    ) -> io::Result<()> {
        let due = self.visits.values().filter_map(|it| it.timeout(now));
        let look = look.saturating_duration_since(now);
        let look = (!self.visits.is_empty()).then_some(look);
        let accept = self.accept_at.map(|it| it.saturating_duration_since(now));
        let timeout = due.chain(look).chain(accept).min();
        match self.poll.poll(events, timeout) {
            Err(error) if error.kind() == ErrorKind::Interrupted => Ok(()),
            polled => polled,
        }
    }

    fn accept(&mut self, now: Instant) {
        self.accept_at = None;
        loop {
            let (stream, address) = match self.listener.accept() {
                Ok(accepted) => accepted,
                Err(e) if e.kind() == ErrorKind::WouldBlock => return,
                Err(e) => {
                    let delay = accept_delay(&e);
                    if delay.is_zero() {
                        continue;
                    }
                    // Out of descriptors, for one: no event tells of who waits.
                    self.accept_at = Some(now + delay);
                    return;
                }
            };
            let right = self.access.of(address.ip());
            let right = right.filter(|_| self.visits.len() < self.most);
            let Some(right) = right else {
                self.log.note(&Entry::Refused(address));
                continue;
            };
            if self.welcome(stream, address, right).is_ok() {
                self.log.note(&Entry::Came(address, right));
            }
        }
    }

    fn welcome(
        &mut self,
        stream: TcpStream,
        address: SocketAddr,
        right: Right,
    ) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let config = Service::config(Config::new());
        let mut telnet = Telnet::new(stream, config)?;
        let token = Token(self.next);
        self.next += 1;
        let interest = Interest::READABLE;
        self.poll.registry().register(&mut telnet, token, interest)?;
        let mut service = Service::new();
        if let Some(signature) = &self.signature {
            service = service.signature(signature);
        }
        let visit = Visit::new(telnet, address, right, service);
        self.visits.insert(token, visit);
        Ok(())
    }

    /// Who writes: the first who may.
    fn writer(&self) -> Option<Token> {
        let may = |it: &(&Token, &Visit)| it.1.right == Right::Write;
        self.visits.iter().find(may).map(|(token, _)| *token)
    }

    /// Hands what the port has sent to all clients, as far as the one who
    /// writes has room.
    fn hand_out(&mut self, line: &Line) -> io::Result<()> {
        let writer = self.writer();
        loop {
            let full = writer.and_then(|token| self.visits.get(&token));
            if full.is_some_and(|visit| !visit.has_room()) {
                return Ok(());
            }
            let Some(octets) = line.next()? else { return Ok(()) };
            self.log.note(&Entry::FromPort(&octets));
            for visit in self.visits.values_mut() {
                visit.push(&octets);
            }
            let slow = self.visits.iter().filter(|(token, visit)| {
                Some(**token) != writer && !visit.has_room()
            });
            for token in slow.map(|(token, _)| *token).collect::<Vec<_>>() {
                self.leave(token);
            }
        }
    }

    /// Looks at the lines, and tells those who want to know.
    fn look(&mut self) -> io::Result<()> {
        if self.visits.is_empty() {
            return Ok(());
        }
        // A pseudo-terminal has no lines of a modem.
        let modem = self.port.modem().ok();
        let line = self.port.line()?;
        for visit in self.visits.values_mut() {
            visit.tell(modem, line);
        }
        Ok(())
    }

    fn advance(&mut self, line: &Line, now: Instant) {
        for token in self.visits.keys().copied().collect::<Vec<_>>() {
            let may_write = self.writer() == Some(token);
            let Some(visit) = self.visits.get_mut(&token) else { continue };
            let (port, log) = (&mut self.port, &mut self.log);
            let mut hub = Hub { port, line, log };
            if !visit.advance(&mut hub, may_write, now) {
                self.leave(token);
                if may_write {
                    // Nobody is left who would end it.
                    let off = crate::Setting::Break(false);
                    let _as_it_is = self.port.set(off);
                }
            }
        }
    }

    fn leave(&mut self, token: Token) {
        let Some(mut visit) = self.visits.remove(&token) else { return };
        // It is dropped in any case.
        let _gone = self.poll.registry().deregister(&mut visit.telnet);
        self.log.note(&Entry::Left(visit.address));
    }
}

impl<B: fmt::Debug> fmt::Debug for PortServer<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PortServer")
            .field("port", &self.port)
            .field("listener", &self.listener)
            .field("clients", &self.visits.len())
            .finish_non_exhaustive()
    }
}
