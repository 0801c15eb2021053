//! The same reads and writes on mio, without Telnet.

use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use telnet_mio::mio::net::TcpStream;
use telnet_mio::mio::{self, Events, Interest, Token};

use super::measure::{Report, cpu, resident, time};
use super::recipe::{Replay, record};
use super::waves::WAVE;

struct Client {
    stream: TcpStream,
    received: usize,
    written: usize,
    sent: Instant,
    /// How many writes there were in the part that it has come through.
    done: usize,
}

struct Clients {
    poll: mio::Poll,
    events: Events,
    all: Vec<Client>,
    replay: Replay,
    buffer: Vec<u8>,
    times: Vec<Duration>,
}

pub(crate) fn run(count: usize, addr: &str) -> Report {
    let addr: SocketAddr = addr.parse().unwrap();
    let mut clients = Clients {
        poll: mio::Poll::new().unwrap(),
        events: Events::with_capacity(1024),
        all: Vec::with_capacity(count),
        replay: record(),
        buffer: vec![0; 16 << 10],
        times: Vec::with_capacity(3 * count),
    };
    let before = resident();
    let ((), login) = time(|| clients.log_in(addr, count));
    let idle = (resident() - before) / count;
    let ((), work) = time(|| clients.command());
    let times = clients.times;
    Report { kind: "raw mio", count, login, work, cpu: cpu(), idle, times }
}

impl Clients {
    fn log_in(&mut self, addr: SocketAddr, count: usize) {
        // The first write of the commands comes when the prompt is there.
        let (prompt, _) = self.replay.writes[self.replay.login];
        let mut busy = 0;
        while busy > 0 || self.all.len() < count {
            while busy < WAVE && self.all.len() < count {
                let token = Token(self.all.len());
                let mut stream = TcpStream::connect(addr).unwrap();
                stream.set_nodelay(true).unwrap();
                let both = Interest::READABLE | Interest::WRITABLE;
                let registry = self.poll.registry();
                registry.register(&mut stream, token, both).unwrap();
                let sent = Instant::now();
                let (received, written, done) = (0, 0, 0);
                let client = Client { stream, received, written, sent, done };
                self.all.push(client);
                busy += 1;
            }
            busy -= self.round(self.replay.login, prompt);
        }
    }

    fn command(&mut self) {
        let (writes, total) = (self.replay.writes.len(), self.replay.total);
        let mut busy = self.all.len();
        for place in 0..self.all.len() {
            busy -= usize::from(self.advance(place, writes, total));
        }
        while busy > 0 {
            busy -= self.round(writes, total);
        }
    }

    fn round(&mut self, writes: usize, total: usize) -> usize {
        let mut events =
            std::mem::replace(&mut self.events, Events::with_capacity(1));
        self.poll.poll(&mut events, Some(Duration::from_secs(60))).unwrap();
        let mut done = 0;
        for event in &events {
            let place = event.token().0;
            done += usize::from(self.advance(place, writes, total));
        }
        self.events = events;
        done
    }

    /// Whether the client comes to the end of the writes and the total by
    /// this.
    fn advance(&mut self, place: usize, writes: usize, total: usize) -> bool {
        if self.all[place].done == writes {
            return false;
        }
        let is_done = self.exchange(place, writes, total);
        if is_done {
            self.all[place].done = writes;
        }
        is_done
    }

    fn exchange(&mut self, place: usize, writes: usize, total: usize) -> bool {
        let client = &mut self.all[place];
        loop {
            let next = self.replay.writes[..writes].get(client.written);
            let due = next.filter(|(needed, _)| client.received >= *needed);
            if let Some((_, octets)) = due {
                match client.stream.write(octets) {
                    Ok(n) => assert_eq!(n, octets.len()),
                    Err(e) if is_later(&e) => return false,
                    Err(e) => panic!("{e}"),
                }
                let now = Instant::now();
                if client.written > self.replay.login {
                    self.times.push(now - client.sent);
                }
                client.sent = now;
                client.written += 1;
                continue;
            }
            match client.stream.read(&mut self.buffer) {
                Ok(0) => {
                    assert_eq!(client.received, total);
                    return true;
                }
                Ok(n) => client.received += n,
                Err(e) if is_later(&e) => {
                    let at_prompt = writes == self.replay.login;
                    return at_prompt
                        && client.written == writes
                        && client.received == total;
                }
                Err(e) => panic!("{e}"),
            }
        }
    }
}

fn is_later(error: &std::io::Error) -> bool {
    // A socket that is not connected yet says so.
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::NotConnected)
}
