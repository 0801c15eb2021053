//! All users, on one thread.

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use telnet_mio::linemode::LinemodeSettings;
use telnet_mio::mio::net::{TcpListener, TcpStream};
use telnet_mio::mio::{self, Events, Interest, Token};
use telnet_mio::proto::sub::linemode::{Function, Level, Mode, Setting};
use telnet_mio::{Config, Door, Place, Telnet, Turns, accept_delay};

use super::visit::Visit;

const LISTENER: Token = Token(0);
/// Users at the same time, and those of them from one address.
const USERS: (usize, usize) = (100, 20);

/// How many are let in before others have their turn.
const ACCEPTS: usize = 64;
/// Most octets that a user may have sent and that were not looked at: lines are short.
const MAX_UNREAD: usize = 16 << 10;

/// A terminal whose client edits lines, if it can, by the keys of a Unix host.
fn config() -> Config {
    let keys = [
        (Function::IP, 3),
        (Function::EOF, 4),
        (Function::EC, 127),
        (Function::EL, 21),
        (Function::EW, 23),
    ];
    let edit = LinemodeSettings::server(Mode::EDIT.with(Mode::TRAPSIG));
    let edit = keys.into_iter().fold(edit, |edit, (function, key)| {
        edit.character(function, Setting::new(Level::Value, key))
    });
    Config::server().ask_peer(true).linemode(edit).max_unread(MAX_UNREAD)
}

struct User {
    telnet: Telnet<TcpStream>,
    visit: Visit,
    /// The visit is over, and what is left to do is to close.
    leaving: bool,
    _place: Place,
}

impl User {
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
    pub(crate) fn new(addr: SocketAddr) -> io::Result<Self> {
        let poll = mio::Poll::new()?;
        let mut listener = TcpListener::bind(addr)?;
        let registry = poll.registry();
        registry.register(&mut listener, LISTENER, Interest::READABLE)?;
        let door = Door::new(USERS.0, USERS.1);
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
                    let _gone = self.welcome(stream, peer.ip());
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

    fn welcome(&mut self, stream: TcpStream, from: IpAddr) -> io::Result<()> {
        // Who is not let in sees the connection closed.
        let place = self.door.enter(from).map_err(io::Error::other)?;
        let mut telnet = Telnet::new(stream, config())?;
        let token = Token(self.next);
        self.next += 1;
        let registry = self.poll.registry();
        registry.register(&mut telnet, token, Interest::READABLE)?;
        let visit = Visit::new();
        let user = User { telnet, visit, leaving: false, _place: place };
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
