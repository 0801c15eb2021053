//! All hosts, so many at a time, on one thread.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::iter::Enumerate;
use std::net::SocketAddr;
use std::rc::Rc;
use std::slice;
use std::task::Poll;
use std::time::{Duration, Instant};
use std::vec;

use telnet_mio::Telnet;
use telnet_mio::mio::net::TcpStream;
use telnet_mio::mio::{self, Events, Interest, Token};

use super::config::Host;
use super::look_up;
use super::visit::{Failure, Log, Script, Stage, Visit, script};

/// Visits all hosts, `jobs` of them at a time. `done` is told of each.
pub(crate) fn visit(
    hosts: &[Host],
    jobs: usize,
    timeout: Duration,
    mut done: impl FnMut(&Host, Visit),
) -> io::Result<()> {
    let mut fleet = Fleet {
        poll: mio::Poll::new()?,
        left: hosts.iter().enumerate(),
        addresses: look_up::all(hosts).into_iter(),
        timeout,
        jobs: BTreeMap::new(),
    };
    let mut events = Events::with_capacity(1024);
    loop {
        while fleet.jobs.len() < jobs {
            let Some((host, failed)) = fleet.start() else { break };
            if let Some(visit) = failed {
                done(host, visit);
            }
        }
        if fleet.jobs.is_empty() {
            return Ok(());
        }
        fleet.wait(&mut events)?;
        for token in fleet.due() {
            if let Some((host, visit)) = fleet.advance(token)? {
                done(host, visit);
            }
        }
    }
}

struct Fleet<'a> {
    poll: mio::Poll,
    /// Those which are not begun.
    left: Enumerate<slice::Iter<'a, Host>>,
    /// Theirs.
    addresses: vec::IntoIter<io::Result<Vec<SocketAddr>>>,
    timeout: Duration,
    /// Those under way. The token is the number of the host.
    jobs: BTreeMap<Token, Job<'a>>,
}

/// A host under way.
struct Job<'a> {
    host: &'a Host,
    telnet: Telnet<TcpStream>,
    script: Script,
    log: Rc<RefCell<Log>>,
    /// Where else it may be.
    others: vec::IntoIter<SocketAddr>,
}

impl<'a> Fleet<'a> {
    /// Begins with the next host; what came of it, if that failed. Nothing, if
    /// there is no next one.
    fn start(&mut self) -> Option<(&'a Host, Option<Visit>)> {
        let (at, host) = self.left.next()?;
        let begun = match self.addresses.next()? {
            Ok(all) => self.connect(Token(at), host, all.into_iter()),
            Err(error) => Err(Failure { stage: Stage::LookUp, error }),
        };
        Some((host, begun.err().map(Visit::failed)))
    }

    /// Begins with the first address that can be tried.
    fn connect(
        &mut self,
        token: Token,
        host: &'a Host,
        mut addresses: vec::IntoIter<SocketAddr>,
    ) -> Result<(), Failure> {
        let mut error = io::Error::other("the name has no address");
        while let Some(address) = addresses.next() {
            match self.open(token, address) {
                Ok(telnet) => {
                    let log = Rc::default();
                    let script = script(host, self.timeout, &log);
                    let others = addresses;
                    let job = Job { host, telnet, script, log, others };
                    self.jobs.insert(token, job);
                    return Ok(());
                }
                Err(why) => error = why,
            }
        }
        Err(Failure { stage: Stage::Connect, error })
    }

    fn open(
        &self,
        token: Token,
        address: SocketAddr,
    ) -> io::Result<Telnet<TcpStream>> {
        let mut telnet = Telnet::connect(address)?;
        let registry = self.poll.registry();
        registry.register(&mut telnet, token, Interest::READABLE)?;
        Ok(telnet)
    }

    /// Waits until something is to be done.
    fn wait(&mut self, events: &mut Events) -> io::Result<()> {
        let now = Instant::now();
        let timeouts = self.jobs.values().filter_map(|it| it.timeout(now));
        match self.poll.poll(events, timeouts.min()) {
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            polled => polled?,
        }
        for event in &*events {
            if let Some(job) = self.jobs.get_mut(&event.token()) {
                job.telnet.on_event(event);
            }
        }
        Ok(())
    }

    /// Those who can go on.
    fn due(&self) -> Vec<Token> {
        let now = Instant::now();
        let is_due = |it: &Job<'_>| it.timeout(now) == Some(Duration::ZERO);
        let due = self.jobs.iter().filter(|(_, job)| is_due(job));
        due.map(|(token, _)| *token).collect()
    }

    /// Goes on with a host; what came of it, if it is through.
    fn advance(
        &mut self,
        token: Token,
    ) -> io::Result<Option<(&'a Host, Visit)>> {
        let Some(job) = self.jobs.get_mut(&token) else { return Ok(None) };
        let end = match job.telnet.poll(&mut job.script, Instant::now()) {
            Ok(Poll::Pending) => return Ok(None),
            Ok(Poll::Ready(end)) => end.map_err(io::Error::from),
            Err(error) => Err(error),
        };
        let Some(mut job) = self.jobs.remove(&token) else { return Ok(None) };
        let stage = job.stage();
        self.poll.registry().deregister(&mut job.telnet)?;
        let Job { host, log, others, .. } = job;
        let mut end = end.map_err(|error| Failure { stage, error });
        // Maybe it is elsewhere.
        if stage == Stage::Connect && others.len() > 0 {
            end = self.connect(token, host, others);
            if end.is_ok() {
                return Ok(None);
            }
        }
        Ok(Some((host, Visit { replies: log.take().replies, end })))
    }
}

impl Job<'_> {
    fn timeout(&self, now: Instant) -> Option<Duration> {
        self.telnet.timeout(&self.script, now)
    }

    /// How far it is.
    fn stage(&self) -> Stage {
        let session = self.telnet.session();
        let is_met = session.offset() > 0
            || !session.unread().is_empty()
            || self.telnet.get_socket().peer_addr().is_ok();
        let stage = self.log.borrow().stage;
        if stage == Stage::Login && !is_met { Stage::Connect } else { stage }
    }
}
