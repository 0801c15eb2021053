//! The demo host for any number of users, on one thread.
//!
//! `cargo run -p telnet-mio --example serve -- [ADDRESS:PORT]`
//!
//! Then `telnet 127.0.0.1 2323`, as guest with the password it shows. Telnet is
//! plaintext: keep it on this machine.
#![expect(clippy::print_stdout, reason = "a program")]

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::mem;
use std::net::SocketAddr;
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_mio::mio::net::{TcpListener, TcpStream};
use telnet_mio::mio::{self, Events, Interest, Token};
use telnet_mio::session::Session;
use telnet_mio::{Config, Telnet, Wait};
use telnet_testkit::host::{Host, PASSWORD, Shell, USER};

const LISTENER: Token = Token(0);
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
}

impl User {
    fn new(stream: TcpStream, now: Instant) -> io::Result<Self> {
        let mut telnet = Telnet::new(stream, Config::default())?;
        let mut visit = Visit::new(now);
        // What the shell has offered and asked for at its start goes out here.
        mem::swap(visit.shell.session(), telnet.session_mut());
        Ok(Self { telnet, visit, leaving: false })
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
}

struct Server {
    poll: mio::Poll,
    listener: TcpListener,
    users: BTreeMap<Token, User>,
    next: usize,
}

impl Server {
    fn new(addr: SocketAddr) -> io::Result<Self> {
        let poll = mio::Poll::new()?;
        let mut listener = TcpListener::bind(addr)?;
        let registry = poll.registry();
        registry.register(&mut listener, LISTENER, Interest::READABLE)?;
        Ok(Self { poll, listener, users: BTreeMap::new(), next: 1 })
    }

    fn accept(&mut self, now: Instant) -> io::Result<()> {
        loop {
            let stream = match self.listener.accept() {
                Ok((stream, _)) => stream,
                Err(e) if e.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(e) if e.kind() == ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            let mut user = User::new(stream, now)?;
            let token = Token(self.next);
            self.next += 1;
            let registry = self.poll.registry();
            registry.register(&mut user.telnet, token, Interest::READABLE)?;
            self.users.insert(token, user);
            self.advance(token, now)?;
        }
    }

    fn advance(&mut self, token: Token, now: Instant) -> io::Result<()> {
        let Some(user) = self.users.get_mut(&token) else { return Ok(()) };
        // A connection that breaks concerns nobody else.
        if !user.advance(now).unwrap_or(false) {
            if let Some(mut user) = self.users.remove(&token) {
                self.poll.registry().deregister(&mut user.telnet)?;
            }
        }
        Ok(())
    }

    fn run(mut self) -> io::Result<()> {
        let mut events = Events::with_capacity(1024);
        loop {
            let now = Instant::now();
            let timeout = |user: &User| user.telnet.timeout(&user.visit, now);
            let first = self.users.values().filter_map(timeout).min();
            match self.poll.poll(&mut events, first) {
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                polled => polled?,
            }
            let now = Instant::now();
            for event in &events {
                if event.token() == LISTENER {
                    self.accept(now)?;
                } else if let Some(user) = self.users.get_mut(&event.token()) {
                    user.telnet.on_event(event);
                }
            }
            let due = |user: &User| {
                user.telnet.timeout(&user.visit, now) == Some(Duration::ZERO)
            };
            let due = self.users.iter().filter(|(_, user)| due(user));
            for token in due.map(|(token, _)| *token).collect::<Vec<_>>() {
                self.advance(token, now)?;
            }
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let addr = std::env::args().nth(1);
    let addr = addr.as_deref().unwrap_or("127.0.0.1:2323").parse()?;
    let server = Server::new(addr)?;
    let addr = server.listener.local_addr()?;
    println!("{addr}: user {USER:?}, password {PASSWORD:?}");
    Ok(server.run()?)
}
