//! Many clients on one thread, whatever they are.

use std::net::SocketAddr;
use std::time::Duration;

use telnet_benches::process::memory;
use telnet_mio::mio::event::Event;
use telnet_mio::mio::{Events, Poll, Registry, Token};

use super::measure::{Report, cpu, time};

/// Most clients that log in at the same time: a host queues so many.
pub(crate) const WAVE: usize = 100;

/// One of many. It is at work from the start until its login is done, and from
/// [`command`](Self::command) until it has left.
pub(crate) trait Client: Sized {
    /// Its name in the table.
    const KIND: &'static str;

    /// What all have in common.
    type Common;

    /// Begins to connect.
    fn connect(addr: SocketAddr, registry: &Registry, token: Token) -> Self;

    /// Begins the commands.
    fn command(&mut self);

    /// Takes an event of its socket.
    fn on_event(&mut self, event: &Event);

    /// Does all that can be done. Whether that was the last of its work; how
    /// long its commands took goes to `times`.
    fn advance(
        &mut self,
        common: &mut Self::Common,
        times: &mut Vec<Duration>,
    ) -> bool;
}

struct Crowd<C: Client> {
    poll: Poll,
    all: Vec<C>,
    common: C::Common,
    times: Vec<Duration>,
}

/// Lets `count` clients log in, command, and leave.
pub(crate) fn run<C: Client>(
    count: usize,
    addr: &str,
    common: C::Common,
) -> Report {
    let addr = addr.parse().unwrap();
    let mut events = Events::with_capacity(1024);
    let mut crowd = Crowd::<C> {
        poll: Poll::new().unwrap(),
        all: Vec::with_capacity(count),
        common,
        // Memory that is not used yet is not resident.
        times: vec![Duration::MAX; 3 * count],
    };
    crowd.times.clear();
    // What is allocated once, is behind the first wave.
    let first = WAVE.min(count);
    let ((), begun) = time(|| crowd.log_in(addr, first, &mut events));
    let before = memory("VmRSS").unwrap();
    let ((), login) = time(|| crowd.log_in(addr, count, &mut events));
    let others = (count - first).max(1);
    let idle = (memory("VmRSS").unwrap() - before) / others;
    let login = begun + login;
    let ((), work) = time(|| crowd.command(&mut events));
    let (kind, times) = (C::KIND, crowd.times);
    Report { kind, count, login, work, cpu: cpu(), idle, times }
}

impl<C: Client> Crowd<C> {
    fn log_in(&mut self, addr: SocketAddr, count: usize, events: &mut Events) {
        let mut busy = 0;
        while busy > 0 || self.all.len() < count {
            while busy < WAVE && self.all.len() < count {
                let token = Token(self.all.len());
                let registry = self.poll.registry();
                self.all.push(C::connect(addr, registry, token));
                busy += 1;
            }
            busy -= self.round(events);
        }
    }

    fn command(&mut self, events: &mut Events) {
        let mut busy = self.all.len();
        for client in &mut self.all {
            client.command();
            let done = client.advance(&mut self.common, &mut self.times);
            busy -= usize::from(done);
        }
        while busy > 0 {
            busy -= self.round(events);
        }
    }

    /// Waits for events and obeys them. How many clients are done by that.
    fn round(&mut self, events: &mut Events) -> usize {
        self.poll.poll(events, Some(Duration::from_secs(60))).unwrap();
        let mut done = 0;
        for event in &*events {
            let client = &mut self.all[event.token().0];
            client.on_event(event);
            let is_done = client.advance(&mut self.common, &mut self.times);
            done += usize::from(is_done);
        }
        done
    }
}
