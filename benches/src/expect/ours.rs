//! Ours, on text in memory and from a socket.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_session::expect::{End, Expect, Step};
use telnet_session::{Config, Outcome, PatternSet, Session, Timeouts, Wait};

use super::{Searcher, Set};

/// Text that is searched is thrown away when it is so much.
const KEPT: usize = 64 << 10;

/// The whole way: received, decoded, copied, searched, and drained.
#[derive(Debug)]
pub struct Ours {
    set: PatternSet,
}

impl Ours {
    /// The time that the searches alone take, and that of looking at the clock
    /// twice for each chunk.
    #[must_use]
    pub fn search_time(&self, text: &[u8], chunk: usize) -> Duration {
        let mut time = Duration::ZERO;
        let mut session = Session::new(Config::default());
        for part in text.chunks(chunk) {
            session.receive(part);
            let start = Instant::now();
            let mut step = session.expect_poll(&self.set);
            while step == Step::More {
                step = session.expect_poll(&self.set);
            }
            time += start.elapsed();
            if matches!(step, Step::Found(_)) {
                break;
            }
            drain(&mut session);
        }
        time
    }
}

impl Searcher for Ours {
    const NAME: &'static str = "telnet-session";

    fn new(set: &Set) -> Self {
        let set = PatternSet::new(set.patterns).expect("patterns");
        Self { set }
    }

    fn find(&mut self, text: &[u8], chunk: usize) -> Option<usize> {
        self.find_in(text.chunks(chunk))
    }
}

impl Ours {
    /// How many octets there are up to the end of what it finds, in chunks
    /// that come from anywhere.
    pub fn find_in<'a>(
        &mut self,
        chunks: impl Iterator<Item = &'a [u8]>,
    ) -> Option<usize> {
        let mut session = Session::new(Config::default());
        for part in chunks {
            session.receive(part);
            let mut step = session.expect_poll(&self.set);
            while step == Step::More {
                step = session.expect_poll(&self.set);
            }
            if let Step::Found(found) = step {
                return usize::try_from(found.end).ok();
            }
            drain(&mut session);
        }
        match session.expect_end(&self.set, End::Quiet) {
            Step::Found(found) => usize::try_from(found.end).ok(),
            Step::Pending { .. } | Step::More => None,
        }
    }
}

fn drain(session: &mut Session) {
    if session.unread().len() >= KEPT {
        drop(session.take_settled());
    }
}

/// A connection whose other end prints a router's text.
#[derive(Debug)]
pub struct Connection {
    session: Session,
    socket: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// On a socket that is connected.
    ///
    /// # Errors
    /// Those of setting an option of the socket.
    pub fn new(socket: TcpStream) -> io::Result<Self> {
        socket.set_nodelay(true)?;
        let config = Config::default().max_unread(64 << 20);
        let session = Session::new(config);
        Ok(Self { session, socket, buffer: vec![0; 16 << 10] })
    }

    /// Sends a line.
    pub fn send_line(&mut self, line: &[u8]) {
        let accepted = self.session.send_line(line);
        assert!(accepted.is_ok(), "no room for a line");
    }

    /// Waits for a pattern.
    ///
    /// # Errors
    /// Those of the socket.
    pub fn expect(
        &mut self,
        set: &PatternSet,
        timeouts: impl Into<Timeouts>,
    ) -> io::Result<Outcome> {
        let mut wait = Expect::new(set, timeouts);
        loop {
            let step = wait.poll(&mut self.session, Instant::now());
            while self.session.wants_write() {
                self.socket.write_all(self.session.transmit())?;
                self.session.transmitted(self.session.transmit().len());
            }
            if let Poll::Ready(outcome) = step {
                return Ok(outcome);
            }
            self.session.check_room()?;
            self.fill(wait.deadline())?;
        }
    }

    fn fill(&mut self, deadline: Option<Instant>) -> io::Result<()> {
        if let Some(deadline) = deadline {
            let left = deadline.saturating_duration_since(Instant::now());
            let left = left.max(Duration::from_micros(1));
            self.socket.set_read_timeout(Some(left))?;
        }
        match self.socket.read(&mut self.buffer) {
            Ok(0) => self.session.receive_eof(),
            Ok(n) => self.session.receive(&self.buffer[..n]),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}
