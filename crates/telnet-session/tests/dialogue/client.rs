//! A client that is connected to a peer, in virtual time.

use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_session::bytes::Bytes;
use telnet_session::dialogue::{DialogueError, Login, Run};
use telnet_session::{Cli, Config, Reply, Session, Timeouts, Wait};
use telnet_testkit::clock::Clock;

use crate::peer::Peer;
use crate::script::{Cut, Script};

/// For a dialogue that is to come to its end.
pub(crate) const LONG: Duration = Duration::from_secs(60);

/// A client that is connected to a peer.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) session: Session,
    peer: Peer,
    clock: Clock,
}

impl Client {
    pub(crate) fn new(script: &Script, cut: Cut, config: Config) -> Self {
        let clock = Clock::new();
        let peer = Peer::new(script, cut, clock.now());
        Self { session: Session::new(config), peer, clock }
    }

    /// Waits as an adapter does: polls, transmits, and lets the time go on to
    /// what comes next or to the deadline, whichever is first.
    pub(crate) fn wait<W: Wait>(&mut self, wait: &mut W) -> W::Output {
        for _ in 0..100_000 {
            let step = wait.poll(&mut self.session, self.clock.now());
            let sent = self.transmit();
            if let Poll::Ready(output) = step {
                return output;
            }
            if !sent {
                self.go_on(wait.deadline());
            }
        }
        panic!("it never ends");
    }

    /// Whether there was something to send.
    fn transmit(&mut self) -> bool {
        let octets = self.session.transmit().to_vec();
        self.session.transmitted(octets.len());
        self.peer.hear(&octets, self.clock.now());
        !octets.is_empty()
    }

    fn go_on(&mut self, deadline: Option<Instant>) {
        let now = self.clock.now();
        let end = deadline.map(|it| it.max(now));
        let Some(next) = self.peer.next_by(end) else {
            let end = end.expect("it would wait for ever");
            self.sleep(end.duration_since(now));
            return;
        };
        self.sleep(next.saturating_duration_since(now));
        match self.peer.take(self.clock.now()) {
            Some(octets) => self.session.receive(&octets),
            None => self.session.receive_eof(),
        }
    }

    /// Does nothing for a while; what comes meanwhile is received later.
    pub(crate) fn rest(&mut self, milliseconds: u64) {
        self.sleep(Duration::from_millis(milliseconds));
    }

    fn sleep(&mut self, time: Duration) {
        self.clock.advance(time.max(Duration::from_micros(1)));
    }

    pub(crate) fn now(&self) -> Instant {
        self.clock.now()
    }

    pub(crate) fn login(&mut self, cli: &Cli) -> Result<Bytes, DialogueError> {
        self.in_time(&mut Login::new(cli, "admin", "secret", LONG))
    }

    pub(crate) fn run(
        &mut self,
        cli: &Cli,
        line: &str,
    ) -> Result<Reply, DialogueError> {
        self.run_within(cli, line, LONG)
    }

    pub(crate) fn run_within(
        &mut self,
        cli: &Cli,
        line: &str,
        timeouts: impl Into<Timeouts>,
    ) -> Result<Reply, DialogueError> {
        self.in_time(&mut Run::new(cli, line, timeouts))
    }

    /// What comes to its end does so before its deadline.
    fn in_time<T, E>(
        &mut self,
        wait: &mut impl Wait<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let start = self.clock.now();
        let end = self.wait(wait);
        let took = self.clock.now().duration_since(start);
        assert!(end.is_err() || took < LONG, "it came at the deadline");
        end
    }

    /// A command gives this text, and nothing before it.
    pub(crate) fn gives(&mut self, cli: &Cli, line: &str, text: &str) {
        let reply = self.run(cli, line).unwrap();
        assert_eq!(
            shown(&[reply.before, reply.text]),
            ["", text],
            "of {line:?}"
        );
    }

    /// The peer has heard all that it waits for, and nothing more.
    pub(crate) fn end(&mut self) {
        self.transmit();
        self.peer.end();
    }
}

impl Drop for Client {
    #[expect(clippy::print_stderr, reason = "a failed test says where")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            let strip_ansi = self.session.config().strip_ansi;
            eprintln!("cut: {:?}; strip_ansi: {strip_ansi}", self.peer.cut);
        }
    }
}

/// Texts as they are read.
pub(crate) fn shown<const N: usize>(texts: &[Bytes; N]) -> [String; N] {
    texts.each_ref().map(|it| String::from_utf8(it.to_vec()).unwrap())
}

/// A command line with this prompt.
pub(crate) fn cli(prompt: &str) -> Cli {
    Cli::with_prompt(prompt).unwrap()
}
