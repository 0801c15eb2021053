//! Tiny caps, and an application and a transport that come now and then.

use proptest::{collection::vec, prelude::*};
use telnet_session::Session;
use telnet_testkit::{
    oracle::{Given, NaiveSession, Note},
    split,
};

use crate::role::Role;
use crate::stream::{cases, cuts, stream};

/// What the application and the transport do at some moment.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Octets arrive, if they are wanted.
    Receive,
    Consume(usize),
    Take(usize),
    PollEvent,
    Transmit(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => Just(Step::Receive),
        1 => (0..20usize).prop_map(Step::Consume),
        1 => (0..20usize).prop_map(Step::Take),
        2 => Just(Step::PollEvent),
        2 => (1..9usize).prop_map(Step::Transmit),
    ]
}

#[derive(Clone, Copy, Debug)]
struct Caps {
    max_unread: usize,
    max_output: usize,
    max_events: usize,
    max_subnegotiation: usize,
}

fn caps() -> impl Strategy<Value = Caps> {
    (3..=50usize, 0..30usize, 1..=4usize, 0..12usize).prop_map(
        |(max_unread, max_output, max_events, max_subnegotiation)| Caps {
            max_unread,
            max_output,
            max_events,
            max_subnegotiation,
        },
    )
}

/// Longest answer to one item: WILL NAWS and the size, an octet 255 in it.
const LONGEST_ANSWER: usize = 3 + 10;

/// A session under caps, what it gave so far, and what has not arrived yet.
struct Stalling<'a> {
    session: Session,
    chunks: std::slice::Iter<'a, &'a [u8]>,
    given: Given,
    caps: Caps,
    /// What the configuration asks for at the start comes on top.
    requests: usize,
}

impl<'a> Stalling<'a> {
    fn new(role: &Role, caps: Caps, chunks: &'a [&'a [u8]]) -> Self {
        let mut config = role.config.clone();
        config.max_unread = caps.max_unread;
        config.max_output = caps.max_output;
        config.max_events = caps.max_events;
        let max = caps.max_subnegotiation;
        config.max_subnegotiation = max;
        config = config
            .max_subnegotiation_for(telnet_session::TelnetOption::GMCP, max);
        config.ayt_answer = None;
        Self {
            session: Session::new(config),
            chunks: chunks.iter(),
            given: Given::default(),
            caps,
            requests: role.rules.requested.len(),
        }
    }

    fn step(&mut self, step: Step, heed: bool) {
        let session = &mut self.session;
        match step {
            Step::Receive if heed && !session.wants_read() => {}
            Step::Receive => {
                if let Some(chunk) = self.chunks.next() {
                    session.receive(chunk);
                }
            }
            Step::Consume(n) => {
                let n = n.min(session.unread().len());
                self.given.text.extend_from_slice(&session.unread()[..n]);
                session.consume(n);
            }
            Step::Take(n) => {
                self.given.text.extend_from_slice(&session.take(n));
            }
            Step::PollEvent => {
                let event = session.poll_event().map(Note::from);
                self.given.notes.extend(event);
            }
            Step::Transmit(n) => {
                let n = n.min(session.transmit().len());
                self.given.output.extend_from_slice(&session.transmit()[..n]);
                session.transmitted(n);
            }
        }
        assert_eq!(session.offset(), self.given.text.len() as u64);
    }

    fn check_caps(&self) {
        let Self { session, caps, requests, .. } = self;
        assert!(session.unread().len() <= caps.max_unread);
        let top = caps.max_output.max(1) - 1 + LONGEST_ANSWER;
        assert!(session.transmit().len() <= top.max(3 * requests));
        assert!(queued_events(session) <= caps.max_events.max(*requests));
        if !session.wants_read() && !session.wants_write() {
            assert!(session.is_eof() || session.check_room().is_err());
        }
    }

    /// Lets the rest arrive, the end too, and takes all there is.
    fn finish(mut self, heed: bool) -> Given {
        let mut rounds = 0..2000;
        while !self.session.is_eof() {
            rounds.next().expect("the connection moves");
            self.step(Step::Receive, heed);
            self.check_caps();
            if self.chunks.as_slice().is_empty() {
                self.session.receive_eof();
            }
            self.given.collect(&mut self.session);
        }
        self.given.collect(&mut self.session);
        self.given
    }
}

/// How many events are queued, which nothing else says.
fn queued_events(session: &Session) -> usize {
    let shown = format!("{session:?}");
    let (_, after) = shown.split_once("events: ").unwrap();
    let (number, _) = after.split_once(',').unwrap();
    number.parse().unwrap()
}

proptest! {
    #![proptest_config(cases(8192))]

    #[test]
    fn stalls_lose_and_reorder_nothing(
        stream in stream(),
        cuts in cuts(),
        caps in caps(),
        steps in vec(step(), 0..60),
        heed in any::<bool>(),
        watched in any::<bool>(),
    ) {
        for mut role in Role::all() {
            role.config.events = watched;
            let mut rules = role.rules.clone();
            rules.max_subnegotiation = caps.max_subnegotiation;
            rules.ayt_answer = None;
            let mut all = NaiveSession::run(&rules, &stream);
            if !watched {
                all.notes.clear();
            }
            split::at(role.name, &stream, &cuts, |chunks| {
                let mut stalling = Stalling::new(&role, caps, chunks);
                for &step in &steps {
                    stalling.step(step, heed);
                    stalling.check_caps();
                }
                assert_eq!(stalling.finish(heed), all);
            });
        }
    }
}
