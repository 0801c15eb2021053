//! Logs in to many hosts at once and runs a command on each, on one thread.
//!
//! `cargo run -p telnet-mio --example many -- [OPTIONS] [HOST[:PORT] ...]`
//!
//! Telnet is plaintext: the password crosses the wire as it stands, and so does
//! all that is shown.
#![expect(clippy::print_stderr, reason = "a program")]

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_mio::mio::net::TcpStream;
use telnet_mio::mio::{self, Interest, Token};
use telnet_mio::session::Session;
use telnet_mio::wait::ReadUntil;
use telnet_mio::{PORT, Telnet, Wait};

const USAGE: &str = "usage: many [OPTIONS] [HOST[:PORT] ...]

Logs in to all hosts at once, runs a command on each, and says what came of it.

  --file FILE     more hosts, one a line; '#' begins a comment
  --user NAME     default 'guest'
  --prompt TEXT   how the shell's prompt ends, default '$ '
  --command LINE  default 'ls'
  --timeout S     seconds for each host, default 30
  --demo N        starts N hosts on this machine, and logs in to them

The password is that of the environment variable TELNET_PASSWORD.";

/// The script for one host, as one wait: what it waits for, step by step.
struct Script<'a> {
    args: &'a Args,
    step: Step,
    wait: ReadUntil,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Login,
    Password,
    Prompt,
    Output,
}

impl<'a> Script<'a> {
    fn new(args: &'a Args, deadline: Instant) -> Self {
        let wait = ReadUntil::new(b"ogin: ", Some(deadline));
        Self { args, step: Step::Login, wait }
    }

    /// What to type at this step's prompt, and what to wait for then.
    fn next(&self) -> Option<(&'a str, Step, &'a str)> {
        let args = self.args;
        match self.step {
            Step::Login => Some((&args.user, Step::Password, "assword: ")),
            Step::Password => {
                Some((&args.password, Step::Prompt, &args.prompt))
            }
            Step::Prompt => Some((&args.command, Step::Output, &args.prompt)),
            Step::Output => None,
        }
    }
}

impl Wait for Script<'_> {
    /// What the command wrote.
    type Output = io::Result<String>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        loop {
            let found = match self.wait.poll(session, now) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(outcome) => outcome.matched(),
            };
            let found = match found {
                Ok(found) => found,
                Err(miss) => return Poll::Ready(Err(miss.into())),
            };
            let Some((line, step, expected)) = self.next() else {
                // Between the echo of the command and the prompt's line.
                let text = String::from_utf8_lossy(found.before());
                let text = text.split_once('\n').map_or("", |it| it.1);
                let text = text.rsplit_once('\n').map_or("", |it| it.0);
                return Poll::Ready(Ok(text.to_owned()));
            };
            if let Err(full) = session.send_line(line.as_bytes()) {
                return Poll::Ready(Err(full.into()));
            }
            let end = self.wait.deadline();
            self.wait = ReadUntil::new(expected.as_bytes(), end);
            self.step = step;
        }
    }

    fn deadline(&self) -> Option<Instant> {
        self.wait.deadline()
    }
}

/// One host under way.
struct Job<'a> {
    host: &'a str,
    telnet: Telnet<TcpStream>,
    script: Script<'a>,
}

/// All hosts: those under way by their token, and what came of the others.
struct Run<'a> {
    poll: mio::Poll,
    jobs: BTreeMap<Token, Job<'a>>,
    done: Vec<(&'a str, io::Result<String>)>,
    total: usize,
}

impl<'a> Run<'a> {
    fn start(args: &'a Args) -> io::Result<Self> {
        let mut run = Self {
            poll: mio::Poll::new()?,
            jobs: BTreeMap::new(),
            done: Vec::new(),
            total: args.hosts.len(),
        };
        let end = Instant::now() + args.timeout;
        for (i, host) in args.hosts.iter().enumerate() {
            match run.open(args, host, Token(i), end) {
                Ok(job) => drop(run.jobs.insert(Token(i), job)),
                Err(error) => run.done.push((host, Err(error))),
            }
        }
        Ok(run)
    }

    fn open(
        &self,
        args: &'a Args,
        host: &'a str,
        token: Token,
        end: Instant,
    ) -> io::Result<Job<'a>> {
        let mut telnet = Telnet::connect(address(host)?)?;
        let registry = self.poll.registry();
        registry.register(&mut telnet, token, Interest::READABLE)?;
        Ok(Job { host, telnet, script: Script::new(args, end) })
    }

    /// The loop.
    fn finish(mut self) -> io::Result<Vec<(&'a str, io::Result<String>)>> {
        let mut events = mio::Events::with_capacity(1024);
        let mut due: Vec<Token> = self.jobs.keys().copied().collect();
        loop {
            let now = Instant::now();
            for token in due.drain(..) {
                self.advance(token, now)?;
            }
            self.show_progress();
            if self.jobs.is_empty() {
                return Ok(self.done);
            }
            let now = Instant::now();
            let timeouts = self
                .jobs
                .values()
                .filter_map(|job| job.telnet.timeout(&job.script, now));
            let timeout = timeouts.min();
            match self.poll.poll(&mut events, timeout) {
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                polled => polled?,
            }
            for event in &events {
                if let Some(job) = self.jobs.get_mut(&event.token()) {
                    job.telnet.on_event(event);
                }
            }
            // Whoever has had an event has more to do now.
            let now = Instant::now();
            due.extend(self.jobs.iter().filter_map(|(token, job)| {
                let left = job.telnet.timeout(&job.script, now);
                (left == Some(Duration::ZERO)).then_some(*token)
            }));
        }
    }

    fn advance(&mut self, token: Token, now: Instant) -> io::Result<()> {
        let Some(job) = self.jobs.get_mut(&token) else { return Ok(()) };
        let result = match job.telnet.poll(&mut job.script, now) {
            Ok(Poll::Pending) => return Ok(()),
            Ok(Poll::Ready(result)) => result,
            Err(error) => Err(error),
        };
        if let Some(mut job) = self.jobs.remove(&token) {
            self.poll.registry().deregister(&mut job.telnet)?;
            self.done.push((job.host, result));
        }
        Ok(())
    }

    fn show_progress(&self) {
        if !io::stderr().is_terminal() {
            return;
        }
        let mut at = BTreeMap::new();
        for job in self.jobs.values() {
            *at.entry(format!("{:?}", job.script.step)).or_insert(0) += 1;
        }
        let at: Vec<_> = at.iter().map(|(s, n)| format!("{s} {n}")).collect();
        eprint!(
            "\r\x1b[K{} of {} done  {}",
            self.done.len(),
            self.total,
            at.join("  ")
        );
        if self.jobs.is_empty() {
            eprintln!();
        }
    }
}

fn address(host: &str) -> io::Result<SocketAddr> {
    let mut addresses = match host.rsplit_once(':') {
        Some((_, port)) if port.parse::<u16>().is_ok() => {
            host.to_socket_addrs()?
        }
        _ => (host, PORT).to_socket_addrs()?,
    };
    addresses.next().ok_or_else(|| ErrorKind::NotFound.into())
}

struct Args {
    hosts: Vec<String>,
    user: String,
    password: String,
    prompt: String,
    command: String,
    timeout: Duration,
    demo: usize,
}

fn parse(mut words: impl Iterator<Item = String>) -> Result<Args, String> {
    let mut args = Args {
        hosts: Vec::new(),
        user: "guest".to_owned(),
        password: std::env::var("TELNET_PASSWORD").unwrap_or_default(),
        prompt: "$ ".to_owned(),
        command: "ls".to_owned(),
        timeout: Duration::from_secs(30),
        demo: 0,
    };
    while let Some(word) = words.next() {
        if !word.starts_with("--") {
            args.hosts.push(word);
            continue;
        }
        let value =
            words.next().ok_or_else(|| format!("{word} needs a value"))?;
        let number = || value.parse().map_err(|_| format!("{word}: {value}?"));
        match word.as_str() {
            "--user" => args.user = value,
            "--prompt" => args.prompt = value,
            "--command" => args.command = value,
            "--timeout" => args.timeout = Duration::from_secs(number()?),
            "--demo" => args.demo = number()? as usize,
            "--file" => {
                let text = std::fs::read_to_string(&value)
                    .map_err(|why| format!("{value}: {why}"))?;
                let lines = text.lines().map(|line| {
                    line.split('#').next().unwrap_or_default().trim()
                });
                let hosts = lines.filter(|host| !host.is_empty());
                args.hosts.extend(hosts.map(str::to_owned));
            }
            _ => return Err(format!("unknown option {word}")),
        }
    }
    if args.hosts.is_empty() && args.demo == 0 {
        return Err("no hosts".to_owned());
    }
    Ok(args)
}

fn run(mut args: Args) -> io::Result<bool> {
    let demo = telnet_testkit::host::DemoHost::start()?;
    if args.demo > 0 {
        let addr = demo.addr().to_string();
        args.hosts.extend(std::iter::repeat_n(addr, args.demo));
        args.password = telnet_testkit::host::PASSWORD.to_owned();
    }
    let start = Instant::now();
    let results = Run::start(&args)?.finish()?;
    let mut good = 0;
    let mut out = io::stdout().lock();
    for (host, result) in &results {
        match result {
            Ok(text) => {
                good += 1;
                for line in text.lines() {
                    writeln!(out, "{host}: {line}")?;
                }
            }
            Err(why) => eprintln!("{host}: {why}"),
        }
    }
    let took = start.elapsed().as_secs_f64();
    writeln!(out, "{good} of {} hosts in {took:.2} s", results.len())?;
    Ok(good == results.len())
}

fn main() -> ExitCode {
    let args = match parse(std::env::args().skip(1)) {
        Ok(args) => args,
        Err(why) => {
            eprintln!("many: {why}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("many: {why}");
            ExitCode::FAILURE
        }
    }
}
