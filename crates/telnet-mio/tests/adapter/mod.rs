//! A connection of mio, in a loop of its own, as the contract's suite wants one.

use std::io::{self, ErrorKind};
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_mio::mio::event::Source;
use telnet_mio::mio::{self, Events, Interest, Token};
use telnet_mio::session::Session;
use telnet_mio::session::bytes::Bytes;
use telnet_mio::{Command, Outcome, Stream, Telnet, TelnetOption, Wait};
use telnet_testkit::suite::{Adapter, WAIT};

const TOKEN: Token = Token(7);

/// A connection and an event loop of its own.
pub(crate) struct Looped<S> {
    telnet: Telnet<S>,
    poll: mio::Poll,
    events: Events,
}

impl<S: Stream + Source> Looped<S> {
    pub(crate) fn new(mut telnet: Telnet<S>) -> Self {
        let poll = mio::Poll::new().unwrap();
        // Whatever interest is given, both directions are registered.
        poll.registry()
            .register(&mut telnet, TOKEN, Interest::READABLE)
            .unwrap();
        Self { telnet, poll, events: Events::with_capacity(8) }
    }

    /// One turn of the loop.
    fn turn(&mut self, timeout: Option<Duration>) {
        let hung = timeout.is_none_or(|time| time > WAIT);
        let time = if hung { Some(WAIT) } else { timeout };
        match self.poll.poll(&mut self.events, time) {
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            polled => polled.unwrap(),
        }
        assert!(!hung || !self.events.is_empty(), "nothing happens any more");
        for event in &self.events {
            assert_eq!(event.token(), TOKEN);
            self.telnet.on_event(event);
        }
    }

    /// Calls it until it does not fail with `WouldBlock`.
    fn retry<T>(
        &mut self,
        end: Instant,
        mut call: impl FnMut(&mut Telnet<S>) -> io::Result<T>,
    ) -> io::Result<T> {
        loop {
            match call(&mut self.telnet) {
                Err(e) if e.kind() == ErrorKind::WouldBlock => {}
                done => return done,
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(ErrorKind::TimedOut.into());
            }
            let more = self.telnet.has_more();
            self.turn(Some(if more { Duration::ZERO } else { left }));
        }
    }
}

impl<S: Stream + Source> Adapter for Looped<S> {
    fn session(&mut self) -> &mut Session {
        self.telnet.session_mut()
    }

    fn wait<W: Wait<Output: Send> + Send>(
        &mut self,
        wait: &mut W,
    ) -> io::Result<W::Output> {
        loop {
            let step = self.telnet.poll(wait, Instant::now())?;
            if let Poll::Ready(output) = step {
                return Ok(output);
            }
            self.turn(self.telnet.timeout(wait, Instant::now()));
        }
    }

    fn read_until(
        &mut self,
        expected: &[u8],
        timeout: Duration,
    ) -> io::Result<Outcome> {
        let mut wait = self.telnet.read_until(expected, timeout);
        self.wait(&mut wait)
    }

    fn read_all(&mut self, timeout: Duration) -> io::Result<Bytes> {
        self.telnet.set_timeout(Some(timeout));
        let mut wait = self.telnet.read_all();
        Ok(self.wait(&mut wait)??)
    }

    fn read_some(&mut self, timeout: Duration) -> io::Result<Bytes> {
        self.telnet.set_timeout(Some(timeout));
        let mut wait = self.telnet.read_some();
        Ok(self.wait(&mut wait)??)
    }

    fn read_very_eager(&mut self) -> io::Result<Bytes> {
        self.turn(Some(Duration::ZERO));
        self.telnet.read_very_eager()
    }

    fn read_eager(&mut self) -> io::Result<Bytes> {
        self.turn(Some(Duration::ZERO));
        self.telnet.read_eager()
    }

    fn read_lazy(&mut self) -> io::Result<Bytes> {
        self.telnet.read_lazy()
    }

    fn read_very_lazy(&mut self) -> io::Result<Bytes> {
        self.telnet.read_very_lazy()
    }

    fn read_sb_data(&mut self) -> Bytes {
        self.telnet.read_sb_data()
    }

    fn write(&mut self, data: &[u8], timeout: Duration) -> io::Result<()> {
        let end = Instant::now() + timeout;
        let mut taken = 0;
        self.retry(end, |telnet| {
            while taken < data.len() {
                if Instant::now() >= end {
                    return Err(ErrorKind::TimedOut.into());
                }
                let rest = &data[taken..];
                let part = &rest[..rest.len().min(1 << 16)];
                taken += telnet.write(part)?;
            }
            telnet.flush()
        })
    }

    fn try_write(&mut self, data: &[u8]) -> io::Result<usize> {
        match self.telnet.write(data) {
            Err(e) if e.kind() == ErrorKind::WouldBlock => {
                self.turn(Some(Duration::ZERO));
                Ok(0)
            }
            taken => taken,
        }
    }

    fn send_line(&mut self, line: &[u8]) -> io::Result<()> {
        self.retry(Instant::now() + WAIT, |telnet| telnet.send_line(line))
    }

    fn send_prompt(&mut self, prompt: &[u8]) -> io::Result<()> {
        self.retry(Instant::now() + WAIT, |telnet| telnet.send_prompt(prompt))
    }

    fn timing_mark(&mut self) -> io::Result<()> {
        let mut wait = self.telnet.timing_mark(WAIT);
        self.wait(&mut wait)?
    }

    fn logout(&mut self) -> io::Result<bool> {
        let mut wait = self.telnet.logout(WAIT);
        self.wait(&mut wait)?
    }

    fn send_command(&mut self, command: Command) -> io::Result<()> {
        self.retry(Instant::now() + WAIT, |telnet| telnet.send_command(command))
    }

    fn send_subnegotiation(
        &mut self,
        option: TelnetOption,
        payload: &[u8],
    ) -> io::Result<()> {
        self.retry(Instant::now() + WAIT, |telnet| {
            telnet.send_subnegotiation(option, payload)
        })
    }

    fn abandon_read_until(&mut self, expected: &[u8]) {
        let mut wait = self.telnet.read_until(expected, WAIT);
        drop(self.telnet.poll(&mut wait, Instant::now()).unwrap());
        self.turn(Some(Duration::ZERO));
        drop(self.telnet.poll(&mut wait, Instant::now()).unwrap());
    }

    fn close(&mut self, timeout: Duration) -> io::Result<()> {
        self.telnet.set_timeout(Some(timeout));
        loop {
            match self.telnet.close() {
                Err(e) if e.kind() == ErrorKind::WouldBlock => {}
                closed => return closed,
            }
            let now = Instant::now();
            let time = self.telnet.close_timeout(now);
            let more = self.telnet.has_more();
            self.turn(if more { Some(Duration::ZERO) } else { time });
        }
    }

    fn take_apart(self) {
        drop(self.telnet.into_parts());
    }
}
