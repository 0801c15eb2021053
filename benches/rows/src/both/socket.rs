//! Connections over sockets.

use std::net::TcpStream;
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_mio::mio::{self, Events, Interest, Token};
use telnet_testkit::host::router::{PASSWORD, USER};

use super::api::{Blocking, Cli, Expect, PatternSet};
use super::{cli, on_mio, roomy};
use crate::hosts::{LINE, WAIT};

/// A connection on which nothing comes.
pub(crate) struct Silent(Blocking<TcpStream>);

impl Silent {
    pub(crate) fn new(addr: &str) -> Self {
        Self(Blocking::connect(addr).expect("a host"))
    }

    pub(crate) fn miss(&mut self, end: Duration) {
        let outcome = self.0.read_until("x", end).expect("a host");
        assert!(outcome.is_timeout());
    }
}

/// Reads as it comes, until the end. How much there was.
pub(crate) fn download(addr: &str) -> usize {
    let mut telnet = Blocking::connect(addr).expect("a host");
    let mut count = 0;
    loop {
        let text = telnet.read_some().expect("a host");
        if text.is_empty() {
            return count;
        }
        count += text.len();
    }
}

/// Reads all, and then has it.
pub(crate) fn read_all(addr: &str, room: usize) -> usize {
    let mut telnet = roomy(addr, room);
    telnet.read_all().expect("a host").len()
}

/// Writes data, a mebioctet a call.
pub(crate) fn upload(addr: &str, data: &[u8]) {
    let mut telnet = Blocking::connect(addr).expect("a host");
    for part in data.chunks(1 << 20) {
        telnet.write(part).expect("a host");
    }
}

fn set() -> PatternSet {
    PatternSet::new(["ping\r\n", "pong\r\n"]).expect("patterns")
}

/// Lines there and back.
pub(crate) fn trips(addr: &str, times: usize) {
    let mut telnet = Blocking::connect(addr).expect("a host");
    let set = set();
    for _ in 0..times {
        telnet.write(LINE).expect("a host");
        assert!(telnet.expect(&set, WAIT).expect("a host").is_match());
    }
}

/// The same on mio.
pub(crate) fn trips_on_mio(addr: &str, times: usize) {
    let mut poll = mio::Poll::new().expect("a poll");
    let mut events = Events::with_capacity(8);
    let mut telnet = on_mio(addr.parse().expect("an address"));
    let both = Interest::READABLE | Interest::WRITABLE;
    poll.registry().register(&mut telnet, Token(0), both).expect("a poll");
    let set = set();
    for _ in 0..times {
        telnet.write(LINE).expect("a host");
        let mut wait = Expect::new(&set, WAIT);
        loop {
            let step = telnet.poll(&mut wait, Instant::now()).expect("a host");
            if let Poll::Ready(outcome) = step {
                assert!(outcome.is_match());
                break;
            }
            let timeout = telnet.timeout(&wait, Instant::now());
            poll.poll(&mut events, timeout).expect("a poll");
            events.iter().for_each(|event| telnet.on_event(event));
        }
    }
}

/// A connection to a router, logged in.
pub(crate) struct Router(Blocking<TcpStream>, Cli);

impl Router {
    pub(crate) fn new(addr: &str) -> Self {
        let mut telnet = Blocking::connect(addr).expect("a host");
        let cli = cli();
        telnet.login(&cli, USER, PASSWORD, WAIT).expect("a login");
        Self(telnet, cli)
    }

    pub(crate) fn run(&mut self) {
        let reply = self.0.run(&self.1, "show version", WAIT);
        assert!(reply.expect("a reply").text.starts_with(b"Demo Router"));
    }
}
