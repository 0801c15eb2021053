//! The demo host for any number of users, on one thread.
//!
//! `cargo run -p telnet-mio --example serve -- [ADDRESS:PORT]`
//!
//! Then `telnet 127.0.0.1 2323`, as guest with the password it shows. Telnet is
//! plaintext: keep it on this machine.
#![expect(clippy::print_stdout, reason = "a program")]

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::mem;
use std::net::{IpAddr, SocketAddr};
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_mio::mio::net::{TcpListener, TcpStream};
use telnet_mio::mio::{self, Events, Interest, Token};
use telnet_mio::session::Session;
use telnet_mio::{Config, Door, Place, Telnet, Turns, Wait, accept_delay};
use telnet_testkit::host::{Host, PASSWORD, Shell, USER};

const LISTENER: Token = Token(0);
/// Users at the same time, and those of them from one address.
pub(crate) const USERS: (usize, usize) = (1000, 20);
/// How many are let in before others have their turn.
const ACCEPTS: usize = 64;
/// How long a user may be silent.
const IDLE: Duration = Duration::from_secs(300);

/// A whole visit as one wait: it is over when the user has left.
struct Visit {
    shell: Shell,
    heard: u64,
    deadline: Instant,
}

impl Visit {
    fn new(now: Instant) -> Self {
        Self { shell: Shell::new(), heard: 0, deadline: now + IDLE }
    }
}

impl Wait for Visit {
    type Output = ();

    /// The shell brings a session of its own, which is the one we are given
    /// while it is at work.
    fn poll(&mut self, session: &mut Session, now: Instant) -> Poll<()> {
        mem::swap(self.shell.session(), session);
        self.shell.advance();
        mem::swap(self.shell.session(), session);
        if session.offset() > self.heard {
            self.heard = session.offset();
            self.deadline = now + IDLE;
        }
        if self.shell.is_done() || now >= self.deadline {
            return Poll::Ready(());
        }
        Poll::Pending
    }

    fn deadline(&self) -> Option<Instant> {
        Some(self.deadline)
    }
}

struct User {
    telnet: Telnet<TcpStream>,
    visit: Visit,
    /// The visit is over, and what is left to do is to close.
    leaving: bool,
    _place: Place,
}

impl User {
    fn new(stream: TcpStream, place: Place, now: Instant) -> io::Result<Self> {
        let mut telnet = Telnet::new(stream, Config::default())?;
        let mut visit = Visit::new(now);
        // What the shell has offered and asked for at its start goes out here.
        mem::swap(visit.shell.session(), telnet.session_mut());
        Ok(Self { telnet, visit, leaving: false, _place: place })
    }

    /// Does all there is to do. Whether the user stays.
    fn advance(&mut self, now: Instant) -> io::Result<bool> {
        if !self.leaving {
            let visit = self.telnet.poll(&mut self.visit, now)?;
            self.leaving = visit.is_ready();
        }
        if !self.leaving {
            return Ok(true);
        }
        match self.telnet.close() {
            Err(e) if e.kind() == ErrorKind::WouldBlock => Ok(true),
            closed => closed.map(|()| false),
        }
    }

    fn timeout(&self, now: Instant) -> Option<Duration> {
        if self.leaving && !self.telnet.has_more() {
            return self.telnet.close_timeout(now);
        }
        self.telnet.timeout(&self.visit, now)
    }
}

pub(crate) struct Server {
    poll: mio::Poll,
    listener: TcpListener,
    /// When to accept again, after that has failed.
    accept_at: Option<Instant>,
    door: Door,
    users: HashMap<Token, User>,
    turns: Turns,
    next: usize,
}

impl Server {
    pub(crate) fn new(addr: SocketAddr, door: Door) -> io::Result<Self> {
        let poll = mio::Poll::new()?;
        let mut listener = TcpListener::bind(addr)?;
        let registry = poll.registry();
        registry.register(&mut listener, LISTENER, Interest::READABLE)?;
        Ok(Self {
            poll,
            listener,
            accept_at: None,
            door,
            users: HashMap::new(),
            turns: Turns::new(),
            next: 1,
        })
    }

    pub(crate) fn addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    fn accept(&mut self, now: Instant) {
        self.accept_at = None;
        for _ in 0..ACCEPTS {
            match self.listener.accept() {
                Ok((stream, peer)) => {
                    // Who cannot be served concerns nobody else.
                    let _gone = self.welcome(stream, peer.ip(), now);
                }
                Err(e) if e.kind() == ErrorKind::WouldBlock => return,
                // Out of descriptors, for one: no event tells of who waits.
                Err(e) => {
                    let delay = accept_delay(&e);
                    if !delay.is_zero() {
                        self.accept_at = Some(now + delay);
                        return;
                    }
                }
            }
        }
        // There may be more, of whom no event tells.
        self.accept_at = Some(now);
    }

    fn welcome(
        &mut self,
        stream: TcpStream,
        from: IpAddr,
        now: Instant,
    ) -> io::Result<()> {
        // Who is not let in sees the connection closed.
        let place = self.door.enter(from).map_err(io::Error::other)?;
        let mut user = User::new(stream, place, now)?;
        let token = Token(self.next);
        self.next += 1;
        let registry = self.poll.registry();
        registry.register(&mut user.telnet, token, Interest::READABLE)?;
        self.users.insert(token, user);
        self.turns.event(token);
        Ok(())
    }

    /// One user has its turn.
    fn advance(&mut self, token: Token, now: Instant) {
        if let Some(user) = self.users.get_mut(&token) {
            // A connection that breaks concerns nobody else.
            if user.advance(now).unwrap_or(false) {
                return self.turns.polled(token, user.timeout(now), now);
            }
        }
        self.turns.left(token);
        if let Some(mut user) = self.users.remove(&token) {
            // It is dropped in any case.
            let _gone = self.poll.registry().deregister(&mut user.telnet);
        }
    }

    /// When something is due that no event tells of.
    fn timeout(&self, now: Instant) -> Option<Duration> {
        let accept = self.accept_at.map(|it| it.saturating_duration_since(now));
        self.turns.timeout(now).into_iter().chain(accept).min()
    }

    pub(crate) fn run(mut self) -> io::Result<()> {
        let mut events = Events::with_capacity(1024);
        loop {
            let timeout = self.timeout(Instant::now());
            match self.poll.poll(&mut events, timeout) {
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                polled => polled?,
            }
            let now = Instant::now();
            if self.accept_at.is_some_and(|it| it <= now) {
                self.accept(now);
            }
            for event in &events {
                if event.token() == LISTENER {
                    self.accept(now);
                } else if let Some(user) = self.users.get_mut(&event.token()) {
                    user.telnet.on_event(event);
                    self.turns.event(event.token());
                }
            }
            while let Some(token) = self.turns.next(now) {
                self.advance(token, now);
            }
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let addr = std::env::args().nth(1);
    let addr = addr.as_deref().unwrap_or("127.0.0.1:2323").parse()?;
    let server = Server::new(addr, Door::new(USERS.0, USERS.1))?;
    let addr = server.addr()?;
    println!("{addr}: user {USER:?}, password {PASSWORD:?}");
    Ok(server.run()?)
}
