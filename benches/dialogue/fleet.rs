//! Many hosts at once, on one thread.

use std::net::SocketAddr;
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_mio::dialogue::{Login, Run};
use telnet_mio::mio::net::TcpStream;
use telnet_mio::mio::{self, Events, Interest, Token};
use telnet_mio::session::Session;
use telnet_mio::{Cli, Telnet, Wait};
use telnet_testkit::host::router::{PASSWORD, USER};

const LIMIT: Duration = Duration::from_secs(60);

/// Logs in and runs a command so many times, as one wait.
struct Script<'a> {
    cli: &'a Cli,
    command: &'a str,
    step: Step,
    left: usize,
}

enum Step {
    Login(Box<Login>),
    Run(Box<Run>),
}

impl Wait for Script<'_> {
    type Output = ();

    fn poll(&mut self, session: &mut Session, now: Instant) -> Poll<()> {
        loop {
            let is_ready = match &mut self.step {
                Step::Login(login) => {
                    let end = login.poll(session, now);
                    end.map(|it| drop(it.expect("a login"))).is_ready()
                }
                Step::Run(run) => {
                    let end = run.poll(session, now).map(|reply| {
                        let reply = reply.expect("a reply");
                        assert!(reply.text.starts_with(b"Demo Router"));
                        self.left -= 1;
                    });
                    end.is_ready()
                }
            };
            if !is_ready {
                return Poll::Pending;
            }
            if self.left == 0 {
                return Poll::Ready(());
            }
            let run = Run::new(self.cli, self.command, LIMIT);
            self.step = Step::Run(Box::new(run));
        }
    }

    fn deadline(&self) -> Option<Instant> {
        match &self.step {
            Step::Login(login) => login.deadline(),
            Step::Run(run) => run.deadline(),
        }
    }
}

/// Logs in to so many hosts and runs a command so many times on each.
pub(crate) fn run(addr: &str, hosts: usize, command: &str, times: usize) {
    let addr: SocketAddr = addr.parse().unwrap();
    let cli = Cli::default();
    let mut poll = mio::Poll::new().unwrap();
    let mut events = Events::with_capacity(1024);
    let job = |nth: usize| {
        let mut telnet = Telnet::connect(addr).unwrap();
        let registry = poll.registry();
        registry.register(&mut telnet, Token(nth), Interest::READABLE).unwrap();
        let step =
            Step::Login(Box::new(Login::new(&cli, USER, PASSWORD, LIMIT)));
        Some((telnet, Script { cli: &cli, command, step, left: times }))
    };
    let mut jobs: Vec<Option<(Telnet<TcpStream>, Script<'_>)>> =
        (0..hosts).map(job).collect();
    loop {
        let now = Instant::now();
        let mut timeout: Option<Duration> = None;
        for place in &mut jobs {
            let Some((telnet, script)) = place else { continue };
            if telnet.timeout(script, now) == Some(Duration::ZERO)
                && telnet.poll(script, now).unwrap().is_ready()
            {
                *place = None;
                continue;
            }
            let left = telnet.timeout(script, now);
            timeout = timeout.into_iter().chain(left).min();
        }
        if jobs.iter().all(Option::is_none) {
            return;
        }
        poll.poll(&mut events, timeout).unwrap();
        for event in &events {
            if let Some((telnet, _)) = &mut jobs[event.token().0] {
                telnet.on_event(event);
            }
        }
    }
}
