//! A command whose reply comes from memory, in time that does not pass.

use std::task::Poll;
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};
use telnet_mio::dialogue::Run;
use telnet_mio::session::{Config, Session};
use telnet_mio::{Cli, Wait};

/// What stands before each command.
pub(crate) const PROMPT: &[u8] = b"router1#";
const LINE: &str = "show it";

/// A connection at its prompt, and what time it is there.
pub(crate) struct Connection {
    pub(crate) session: Session,
    pub(crate) now: Instant,
    cli: Cli,
}

impl Connection {
    pub(crate) fn new() -> Self {
        let config = Config::default().max_unread(64 << 20);
        let session = Session::new(config);
        let mut it = Self { session, now: Instant::now(), cli: Cli::default() };
        it.session.receive(PROMPT);
        it.command(&[b"\r\n"]);
        it
    }

    /// Runs a command whose reply comes in these pieces. What it took in all,
    /// and for the piece that took longest.
    pub(crate) fn command(&mut self, pieces: &[&[u8]]) -> Cost {
        let run = Run::new(&self.cli, LINE, Duration::from_secs(60));
        let (reply, cost) = self.drive(run, pieces.iter().copied());
        let reply = reply.expect("a reply");
        assert_eq!(&reply.prompt[..], PROMPT);
        cost
    }

    /// Drives a wait that sends [`LINE`].
    pub(crate) fn drive<'a, W: Wait>(
        &mut self,
        mut wait: W,
        pieces: impl Iterator<Item = &'a [u8]>,
    ) -> (W::Output, Cost) {
        let mut cost = Cost::default();
        while !self.session.wants_write() {
            assert!(wait.poll(&mut self.session, self.now).is_pending());
            self.now += Duration::from_millis(1);
        }
        let sent = self.session.transmit().len();
        self.session.transmitted(sent);
        let echo = [LINE.as_bytes(), b"\r\n"].concat();
        self.session.receive(&echo);
        assert!(wait.poll(&mut self.session, self.now).is_pending());
        for piece in pieces {
            let start = at_work();
            self.session.receive(piece);
            let is_ready = wait.poll(&mut self.session, self.now).is_ready();
            cost.add(at_work().saturating_sub(start));
            assert!(!is_ready, "no prompt yet");
        }
        self.session.receive(PROMPT);
        loop {
            let start = at_work();
            let step = wait.poll(&mut self.session, self.now);
            cost.add(at_work().saturating_sub(start));
            if let Poll::Ready(output) = step {
                return (output, cost);
            }
            let later = wait.deadline().expect("a deadline");
            self.now = later.max(self.now);
        }
    }
}

/// How long this thread was at work: what else runs on the machine is not in
/// it.
fn at_work() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// What a command took, in time of the processor.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    pub(crate) all: Duration,
    /// For the piece that took longest.
    pub(crate) longest: Duration,
}

impl Cost {
    fn add(&mut self, time: Duration) {
        self.all += time;
        self.longest = self.longest.max(time);
    }
}
