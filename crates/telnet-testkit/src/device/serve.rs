//! Devices on TCP ports, all of them on one thread.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token, Waker};

use super::answer::{Cuts, Pauses};
use super::player::Device;
use super::transcript::Transcript;

/// The token of what stops it.
const STOP: Token = Token(usize::MAX);

/// Devices that listen on 127.0.0.1 until this is dropped, in real time: one
/// port for each transcript, and one device for each connection.
///
/// A device that hears what is not in its transcript hangs up.
#[derive(Debug)]
pub struct Devices {
    addrs: Vec<SocketAddr>,
    waker: Waker,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Devices {
    /// Starts them on free ports.
    ///
    /// # Errors
    /// Those of opening the ports.
    pub fn start(transcripts: Vec<Transcript>) -> io::Result<Self> {
        let poll = Poll::new()?;
        let waker = Waker::new(poll.registry(), STOP)?;
        let mut listeners = Vec::new();
        for at in 0..transcripts.len() {
            let mut it = TcpListener::bind((Ipv4Addr::LOCALHOST, 0).into())?;
            poll.registry().register(&mut it, Token(at), Interest::READABLE)?;
            listeners.push(it);
        }
        let addrs = listeners.iter().map(TcpListener::local_addr);
        let addrs = addrs.collect::<io::Result<_>>()?;
        let thread = thread::spawn(move || {
            let transcripts = &transcripts;
            let next = listeners.len();
            let visits = BTreeMap::new();
            Server { poll, transcripts, listeners, visits, next }.run()
        });
        Ok(Self { addrs, waker, thread: Some(thread) })
    }

    /// Where they listen, in the order of the transcripts.
    #[must_use]
    pub fn addrs(&self) -> &[SocketAddr] {
        &self.addrs
    }
}

impl Drop for Devices {
    fn drop(&mut self) {
        if self.waker.wake().is_ok() {
            if let Some(thread) = self.thread.take() {
                let end = thread.join().expect("the devices do not panic");
                end.expect("the system lets them listen");
            }
        }
    }
}

struct Server<'a> {
    poll: Poll,
    transcripts: &'a [Transcript],
    /// Their tokens are their numbers; those of visits come after them.
    listeners: Vec<TcpListener>,
    visits: BTreeMap<Token, Visit<'a>>,
    next: usize,
}

impl Server<'_> {
    fn run(mut self) -> io::Result<()> {
        let mut events = Events::with_capacity(1024);
        loop {
            let now = Instant::now();
            let next = self.visits.values().filter_map(|it| it.next_at()).min();
            let next = next.map(|at| at.saturating_duration_since(now));
            match self.poll.poll(&mut events, next) {
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                polled => polled?,
            }
            for event in &events {
                let token = event.token();
                if token == STOP {
                    return Ok(());
                }
                match self.visits.get_mut(&token) {
                    Some(visit) => visit.is_due = true,
                    None => self.accept(token)?,
                }
            }
            let now = Instant::now();
            // A connection that breaks concerns nobody else.
            self.visits.retain(|_, it| it.advance(now).unwrap_or(false));
        }
    }

    fn accept(&mut self, at: Token) -> io::Result<()> {
        // An event may be of a visit that is over.
        let Some(listener) = self.listeners.get(at.0) else { return Ok(()) };
        loop {
            let mut stream = match listener.accept() {
                Ok((stream, _)) => stream,
                Err(e) if e.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(e) if e.kind() == ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            stream.set_nodelay(true)?;
            let token = Token(self.next);
            self.next += 1;
            let both = Interest::READABLE | Interest::WRITABLE;
            self.poll.registry().register(&mut stream, token, both)?;
            let visit = Visit::new(stream, &self.transcripts[at.0]);
            self.visits.insert(token, visit);
        }
    }
}

/// One connection.
struct Visit<'a> {
    stream: TcpStream,
    device: Device<'a>,
    unsent: Vec<u8>,
    /// Whether there was an event.
    is_due: bool,
}

impl<'a> Visit<'a> {
    fn new(stream: TcpStream, transcript: &'a Transcript) -> Self {
        let now = Instant::now();
        let device =
            Device::new(transcript, Cuts::Nowhere, Pauses::Nowhere, now);
        Self { stream, device, unsent: Vec::new(), is_due: true }
    }

    /// When it has something to say.
    fn next_at(&self) -> Option<Instant> {
        self.device.next_at()
    }

    /// Hears and says all that can be. Whether the visit goes on.
    fn advance(&mut self, now: Instant) -> io::Result<bool> {
        let is_time = self.next_at().is_some_and(|at| at <= now);
        if !self.is_due && !is_time {
            return Ok(true);
        }
        self.is_due = false;
        if !self.hear(now)? {
            return Ok(false);
        }
        while let Some(piece) = self.device.take(now) {
            self.unsent.extend(piece);
        }
        self.device.rest(now);
        self.say()?;
        Ok(self.device.fault().is_none())
    }

    /// Whether the user is still there.
    fn hear(&mut self, now: Instant) -> io::Result<bool> {
        let mut buffer = [0; 4096];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => return Ok(false),
                Ok(n) => self.device.hear(&buffer[..n], now),
                Err(e) if e.kind() == ErrorKind::WouldBlock => return Ok(true),
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
    }

    fn say(&mut self) -> io::Result<()> {
        while !self.unsent.is_empty() {
            match self.stream.write(&self.unsent) {
                Ok(n) => drop(self.unsent.drain(..n)),
                Err(e) if e.kind() == ErrorKind::WouldBlock => break,
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }
}
