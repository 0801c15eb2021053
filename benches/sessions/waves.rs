//! telnet-mio: all clients on one thread.

use std::net::SocketAddr;
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_mio::mio::net::TcpStream;
use telnet_mio::mio::{self, Events, Interest, Token};
use telnet_mio::{Config, Telnet};

use super::measure::{Report, cpu, resident, time};
use super::script::Script;

/// Most clients that log in at the same time: a host queues so many.
pub(crate) const WAVE: usize = 100;

struct Client {
    telnet: Telnet<TcpStream>,
    script: Option<Box<Script>>,
}

struct Clients {
    poll: mio::Poll,
    events: Events,
    all: Vec<Client>,
    times: Vec<Duration>,
}

pub(crate) fn run(count: usize, addr: &str) -> Report {
    let addr: SocketAddr = addr.parse().unwrap();
    let mut clients = Clients {
        poll: mio::Poll::new().unwrap(),
        events: Events::with_capacity(1024),
        all: Vec::with_capacity(count),
        times: Vec::with_capacity(3 * count),
    };
    let before = resident();
    let ((), login) = time(|| clients.log_in(addr, count));
    let idle = (resident() - before) / count;
    let ((), work) = time(|| clients.command());
    let times = clients.times;
    let kind = "telnet-mio";
    Report { kind, count, login, work, cpu: cpu(), idle, times }
}

impl Clients {
    fn log_in(&mut self, addr: SocketAddr, count: usize) {
        let mut busy = 0;
        while busy > 0 || self.all.len() < count {
            while busy < WAVE && self.all.len() < count {
                let token = Token(self.all.len());
                let config = Config::default();
                let mut telnet = Telnet::connect(addr, config).unwrap();
                let registry = self.poll.registry();
                registry
                    .register(&mut telnet, token, Interest::READABLE)
                    .unwrap();
                let script = Some(Box::new(Script::login()));
                self.all.push(Client { telnet, script });
                // The whole login may go through at once.
                busy += usize::from(!self.advance(token.0));
            }
            busy -= self.round();
        }
    }

    fn command(&mut self) {
        let mut busy = self.all.len();
        for place in 0..self.all.len() {
            self.all[place].script = Some(Box::new(Script::commands()));
            busy -= usize::from(self.advance(place));
        }
        while busy > 0 {
            busy -= self.round();
        }
    }

    /// Waits for events and obeys them. How many clients are done by that.
    fn round(&mut self) -> usize {
        let mut events =
            std::mem::replace(&mut self.events, Events::with_capacity(1));
        self.poll.poll(&mut events, Some(Duration::from_secs(60))).unwrap();
        let mut done = 0;
        for event in &events {
            let place = event.token().0;
            self.all[place].telnet.on_event(event);
            done += usize::from(self.advance(place));
        }
        self.events = events;
        done
    }

    /// Whether that was the last of a client's script.
    fn advance(&mut self, place: usize) -> bool {
        let Client { telnet, script } = &mut self.all[place];
        let Some(wait) = script else { return false };
        let now = Instant::now();
        let step = loop {
            let step = telnet.poll(&mut **wait, now).unwrap();
            if step.is_ready() || !telnet.has_more() {
                break step;
            }
        };
        let Poll::Ready(()) = step else { return false };
        self.times.extend_from_slice(&wait.times);
        *script = None;
        true
    }
}
