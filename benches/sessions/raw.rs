//! The same reads and writes on mio, without Telnet.

use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use telnet_mio::mio::event::Event;
use telnet_mio::mio::net::TcpStream;
use telnet_mio::mio::{Interest, Registry, Token};

use super::crowd::Client;
use super::recipe::{Replay, record};

pub(crate) struct RawClient {
    stream: TcpStream,
    received: usize,
    written: usize,
    sent: Instant,
    part: Part,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Login,
    Idle,
    Commands,
    Done,
}

/// What is replayed, and a buffer to read into.
pub(crate) struct Common {
    replay: Replay,
    buffer: Vec<u8>,
}

impl Common {
    pub(crate) fn new() -> Self {
        Self { replay: record(), buffer: vec![0; 16 << 10] }
    }
}

impl Client for RawClient {
    const KIND: &'static str = "raw mio";

    type Common = Common;

    fn connect(addr: SocketAddr, registry: &Registry, token: Token) -> Self {
        let mut stream = TcpStream::connect(addr).unwrap();
        stream.set_nodelay(true).unwrap();
        let both = Interest::READABLE | Interest::WRITABLE;
        registry.register(&mut stream, token, both).unwrap();
        let (sent, part) = (Instant::now(), Part::Login);
        Self { stream, received: 0, written: 0, sent, part }
    }

    fn command(&mut self) {
        self.part = Part::Commands;
    }

    fn on_event(&mut self, _: &Event) {}

    fn advance(
        &mut self,
        common: &mut Common,
        times: &mut Vec<Duration>,
    ) -> bool {
        let Common { replay, buffer } = common;
        let (writes, total, then) = match self.part {
            // The first write of the commands comes when the prompt is there.
            Part::Login => {
                (replay.login, replay.writes[replay.login].0, Part::Idle)
            }
            Part::Commands => (replay.writes.len(), replay.total, Part::Done),
            Part::Idle | Part::Done => return false,
        };
        loop {
            let next = replay.writes[..writes].get(self.written);
            let due = next.filter(|(needed, _)| self.received >= *needed);
            if let Some((_, octets)) = due {
                match self.stream.write(octets) {
                    Ok(n) => assert_eq!(n, octets.len()),
                    Err(e) if is_later(&e) => return false,
                    Err(e) => panic!("{e}"),
                }
                let now = Instant::now();
                if self.written > replay.login {
                    times.push(now - self.sent);
                }
                self.sent = now;
                self.written += 1;
                continue;
            }
            match self.stream.read(buffer) {
                Ok(0) => {
                    assert_eq!(self.received, total);
                    break;
                }
                Ok(n) => self.received += n,
                Err(e) if is_later(&e) => {
                    let all = self.written == writes && self.received == total;
                    // The end of the commands is that of the stream.
                    if all && self.part == Part::Login {
                        break;
                    }
                    return false;
                }
                Err(e) => panic!("{e}"),
            }
        }
        self.part = then;
        true
    }
}

fn is_later(error: &std::io::Error) -> bool {
    // A socket that is not connected yet says so.
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::NotConnected)
}
