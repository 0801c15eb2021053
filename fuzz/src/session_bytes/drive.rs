//! What the application and the transport do.

mod anything;

use std::sync::OnceLock;
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_session::wait::{ReadAll, ReadSome, ReadUntil, Readable};
use telnet_session::{
    Command, OptionHandle, Session, Side, TelnetOption, Wait,
};
use telnet_testkit::oracle::{NaiveSession, Note};

use super::config::{Mode, Setup};
use super::model::Outcome;

const NEEDLES: [&[u8]; 8] =
    [b"", b"\n", b"\r\n", b"a", b"aa", b": ", b"\xFF", b"aab"];
const OPTIONS: [TelnetOption; 15] = [
    TelnetOption::LINEMODE,
    TelnetOption::LFLOW,
    TelnetOption::CHARSET,
    TelnetOption::NEW_ENVIRON,
    TelnetOption::OLD_ENVIRON,
    TelnetOption::EOR,
    TelnetOption::LOGOUT,
    TelnetOption::BINARY,
    TelnetOption::ECHO,
    TelnetOption::SGA,
    TelnetOption::TM,
    TelnetOption::TTYPE,
    TelnetOption::NAWS,
    TelnetOption::GMCP,
    TelnetOption::EXOPL,
];

/// A time to count from.
fn start() -> Instant {
    static START: OnceLock<Instant> = OnceLock::new();
    *START.get_or_init(Instant::now)
}

/// A connection, what it gave so far, and what has not arrived yet.
pub(crate) struct Driver<'a> {
    setup: &'a Setup,
    session: Session,
    model: Option<NaiveSession>,
    rest: &'a [u8],
    outcome: Outcome,
    now: Instant,
    /// What the application queued on top of the caps.
    extra_output: usize,
    extra_events: usize,
}

impl<'a> Driver<'a> {
    pub(crate) fn new(setup: &'a Setup, stream: &'a [u8]) -> Self {
        let mut session = Session::new(setup.config.clone());
        if setup.traces {
            session.set_trace(|line| drop(line.to_string()));
        }
        if setup.calls_back {
            let free = setup.mode == Mode::Free;
            session.set_option_negotiation_callback(move |to, verb, option| {
                if free {
                    decide(to, verb, option);
                }
            });
        }
        let in_step = setup.mode == Mode::InStep;
        let requested = setup.rules.requested.len();
        Self {
            setup,
            session,
            model: in_step.then(|| NaiveSession::new(setup.rules.clone())),
            rest: stream,
            outcome: Outcome::default(),
            now: start(),
            extra_output: 3 * requested,
            extra_events: requested,
        }
    }

    /// Whether there is more to receive.
    pub(crate) fn is_open(&self) -> bool {
        !self.rest.is_empty()
    }

    /// The low four bits of `what` say what happens, the others and `n` how.
    pub(crate) fn step(&mut self, what: u8, n: u8) {
        let count = usize::from(n % 32);
        let how = what >> 4;
        let mode = self.setup.mode;
        let transmits = mode != Mode::InStep;
        match what & 15 {
            0..=4 => self.receive(count + 1),
            5 => self.consume(count),
            6 => self.take(count),
            7 => self.poll_event(),
            8 | 9 if transmits => self.transmit(count + 1),
            10 => self.wait(how, n),
            11 if transmits => self.send(count),
            12 if mode != Mode::Stalling && mode != Mode::Telnetlib => {
                self.request(how, n);
            }
            13 | 14 if mode == Mode::Free => self.anything(how, n),
            // It is slow.
            15 if how == 0 => self.check_events(),
            _ => {}
        }
        self.check();
    }

    fn receive(&mut self, len: usize) {
        if self.setup.heeds && !self.session.wants_read() {
            return;
        }
        let (slice, rest) = self.rest.split_at(len.min(self.rest.len()));
        self.rest = rest;
        self.session.receive(slice);
        if let Some(model) = &mut self.model {
            model.receive(slice);
            // The one cap there is: payloads wait to be polled.
            while !self.session.wants_read() {
                let had = self.outcome.given.notes.len();
                self.poll_event();
                let has = self.outcome.given.notes.len();
                assert!(had < has, "stalled without a cap");
            }
        }
    }

    fn consume(&mut self, n: usize) {
        let unread = self.session.unread();
        let text = unread[..n.min(unread.len())].to_vec();
        self.session.consume(n);
        self.gained(&text);
    }

    fn take(&mut self, n: usize) {
        let text = self.session.take(n);
        assert!(text.len() <= n);
        self.gained(&text);
    }

    fn gained(&mut self, text: &[u8]) {
        self.outcome.given.text.extend_from_slice(text);
    }

    fn poll_event(&mut self) {
        let Some(event) = self.session.poll_event() else { return };
        if self.setup.mode == Mode::Free {
            let _ = format!("{event:?}");
        } else {
            self.outcome.given.notes.push(Note::from(event));
        }
    }

    fn transmit(&mut self, n: usize) {
        let pending = self.session.transmit();
        assert_eq!(pending.is_empty(), !self.session.wants_write());
        if self.session.is_urgent() {
            assert_eq!(pending, [Command::DM.code()]);
        }
        let n = n.min(pending.len());
        self.outcome.given.output.extend_from_slice(&pending[..n]);
        self.session.transmitted(n);
    }

    /// Polls once in time and once when time is up.
    fn wait(&mut self, which: u8, n: u8) {
        let deadline = Some(self.now);
        match which & 7 {
            0 => {
                let ready = self.poll(Readable::new(deadline));
                let there = !self.session.unread().is_empty();
                assert!(ready.is_err() || there || self.session.is_eof());
            }
            1 => {
                if let Ok(text) = self.poll(ReadSome::new(deadline)) {
                    assert!(!text.is_empty() || self.session.is_eof());
                    self.gained(&text);
                }
            }
            2 => match self.poll(ReadAll::new(deadline)) {
                Ok(text) => {
                    assert!(self.session.is_eof());
                    self.gained(&text);
                }
                Err(late) => {
                    assert_eq!(late.unread, self.session.unread().len());
                }
            },
            _ => {
                let needle = NEEDLES[usize::from(n) % NEEDLES.len()];
                self.read_until(needle);
            }
        }
    }

    fn read_until(&mut self, needle: &[u8]) {
        let before = self.session.unread().to_vec();
        let found = self.poll(ReadUntil::new(needle, Some(self.now)));
        let text = found.text().clone();
        assert!(text.starts_with(&before) || before.starts_with(&text));
        let (eof, late) = (found.is_eof(), found.is_timeout());
        if let Ok(found) = found.matched() {
            let (head, tail) = text.split_at(text.len() - needle.len());
            assert_eq!((found.before(), tail), (head, needle));
            let earlier = text.split_last().map_or(&[][..], |(_, rest)| rest);
            assert!(!contains(earlier, needle), "not the first match");
            self.gained(&text);
            return;
        }
        assert!(!contains(&text, needle), "a match was missed");
        assert!(text.starts_with(&before));
        assert_eq!((eof, late), (self.session.is_eof(), !eof));
        if self.setup.mode == Mode::Telnetlib {
            self.gained(&text);
        } else {
            assert_eq!(text, self.session.unread());
        }
    }

    fn poll<W: Wait>(&mut self, mut wait: W) -> W::Output {
        for _ in 0..2 {
            if let Poll::Ready(it) = wait.poll(&mut self.session, self.now) {
                return it;
            }
        }
        panic!("the deadline has passed and it still waits");
    }

    fn send(&mut self, len: usize) {
        let data = &b"ab\xFF\r\0cd\xFF\xFFefghijklmnopqrstuvwxy\xFFz"[..len];
        // An empty queue takes an octet at least, doubled.
        let least = if self.session.wants_write() { 0 } else { 2 };
        let room = self.session.output_room().max(least);
        let accepted = if len % 2 == 0 {
            self.session.send(data)
        } else {
            self.session.send_secret(data)
        };
        let room = if self.outcome.is_cut { data.len() } else { room };
        assert!(accepted <= data.len().min(room));
        self.outcome.sent.extend_from_slice(&data[..accepted]);
    }

    fn request(&mut self, how: u8, n: u8) {
        let side = if how & 1 == 0 { Side::Local } else { Side::Remote };
        let option = OPTIONS[usize::from(n) % OPTIONS.len()];
        let enable = how & 2 == 0;
        self.session.request(side, option, enable);
        if let Some(model) = &mut self.model {
            model.request(side, option, enable);
        }
        self.extra_output += 13;
        self.extra_events += 1;
    }

    fn check(&self) {
        let Self { setup, session, .. } = self;
        assert_eq!(session.offset(), self.outcome.given.text.len() as u64);
        assert!(session.unread().len() <= setup.config.max_unread);
        if setup.mode != Mode::InStep {
            let most = setup.most_output().max(setup.config.max_output);
            assert!(session.transmit().len() <= most + self.extra_output);
        }
        let moves =
            session.wants_read() || session.wants_write() || session.is_eof();
        assert_eq!(session.check_room().is_ok(), moves);
    }

    /// How many events are queued, which nothing else says.
    fn check_events(&self) {
        let shown = format!("{:?}", self.session);
        let (_, after) = shown.split_once("events: ").expect("a field");
        let (number, _) = after.split_once(',').expect("more fields");
        let queued: usize = number.parse().expect("a number");
        let cap = self.setup.config.max_events.max(1);
        // One item makes two where a Synch is given up by it, and where it changes
        // what is agreed.
        let most = cap.saturating_add(3 + self.extra_events);
        assert!(queued <= most, "{queued} events");
    }

    /// Lets the rest arrive, the end too, and takes all there is.
    pub(crate) fn finish(mut self) -> Outcome {
        // What is inflated may become a thousand times as much.
        let growth = if self.setup.speaks { 1_032 } else { 8 };
        let mut rounds = growth * self.rest.len() + 2_000;
        while !self.session.is_eof() {
            rounds = rounds.checked_sub(1).expect("the connection moves");
            self.receive(33);
            self.check();
            if self.rest.is_empty() {
                self.session.receive_eof();
                if let Some(model) = &mut self.model {
                    model.receive_eof();
                }
            }
            self.take_all();
        }
        self.take_all();
        assert!(!self.session.wants_read());
        let before = self.session.unread().len();
        self.session.receive(b"after the end\xFF\xFB\x01");
        assert_eq!(self.session.unread().len(), before);
        assert!(!self.session.wants_write());
        self.outcome.model = self.model.as_mut().map(NaiveSession::take);
        self.outcome
    }

    fn take_all(&mut self) {
        // The model that goes along answers AYT once.
        let ended = self.session.is_eof();
        let transmits = self.setup.mode != Mode::InStep || ended;
        loop {
            let had = self.gave();
            if transmits {
                self.transmit(usize::MAX);
            }
            self.take(usize::MAX);
            self.poll_event();
            if self.setup.mode == Mode::Free {
                self.now += Duration::from_secs(1);
                self.session.tick(self.now);
            }
            if self.gave() == had {
                return;
            }
        }
    }

    /// Grows whenever something is taken.
    fn gave(&self) -> (usize, usize, usize, bool) {
        let given = &self.outcome.given;
        let events = given.notes.len();
        let more = self.session.wants_write();
        (given.text.len(), given.output.len(), events, more)
    }
}

fn contains(text: &[u8], needle: &[u8]) -> bool {
    !needle.is_empty()
        && text.windows(needle.len()).any(|window| window == needle)
}

/// A callback that does what it can: depending on the option.
fn decide(to: &mut OptionHandle<'_>, verb: Command, option: TelnetOption) {
    match option.code() % 4 {
        0 => to.accept(),
        1 => to.refuse(),
        2 => {
            to.accept();
            to.refuse();
        }
        _ if verb == Command::SE => drop(to.read_sb_data()),
        _ => {}
    }
}
