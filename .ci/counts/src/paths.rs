//! What is counted.

use std::hint::black_box;
use std::task::Poll;
use std::time::{Duration, Instant};

use stream_expect::{PatternSet, Search, Step, Text};
use telnet_proto::{Decoder, encode};
use telnet_session::expect::Expect;
use telnet_session::wait::{ReadAll, ReadUntil};
use telnet_session::{Config, Session, Wait};

use crate::{text, workload};

/// A path, by its name; the argument is how often.
type Path = fn(usize);

/// All paths. A name is that of the line in the file `expected`.
pub(crate) const PATHS: [(&str, Path); 15] = [
    ("decode-plain", |times| decode("plain", times)),
    ("decode-mixed", |times| decode("mixed", times)),
    ("decode-negotiation", |times| decode("negotiation", times)),
    ("decode-subnegotiation", |times| decode("subnegotiation", times)),
    ("escape-binary", escape),
    ("receive-plain", |times| receive("plain", times)),
    ("receive-mixed", |times| receive("mixed", times)),
    ("receive-negotiation", |times| receive("negotiation", times)),
    ("send-binary", send),
    ("search-prompt", |times| search(&[r"(?m)^router1[>#] ?$"], times)),
    ("search-words", |times| {
        search(&["login: ", "Password: ", "--More--"], times)
    }),
    ("search-inside", |times| search(&[r"\d+ packets output"], times)),
    ("round-trip-expect", round_trip_expect),
    ("round-trip-read-until", round_trip_read_until),
    ("lines", lines),
];

/// Octets of a workload.
const SIZE: usize = 64 << 10;
/// Octets that come at once.
const CHUNK: usize = 4 << 10;
const WAIT: Duration = Duration::from_secs(10);

fn decode(name: &str, times: usize) {
    let work = workload::make(name, SIZE);
    for _ in 0..times {
        let mut decoder = Decoder::new();
        for chunk in work.wire.chunks(CHUNK) {
            for event in decoder.decode(chunk) {
                black_box(event);
            }
        }
    }
}

fn escape(times: usize) {
    let data = workload::make("binary", SIZE).expected.data;
    let mut out = Vec::with_capacity(2 * data.len());
    for _ in 0..times {
        out.clear();
        for slice in encode::escape(black_box(&data)) {
            out.extend_from_slice(slice);
        }
        assert!(out.len() > data.len());
    }
}

fn receive(name: &str, times: usize) {
    let work = workload::make(name, SIZE);
    for _ in 0..times {
        let mut session = Session::new(Config::default());
        let mut taken = 0;
        for chunk in work.wire.chunks(CHUNK) {
            session.receive(chunk);
            taken += session.take_all().len();
            while let Some(event) = session.poll_event() {
                black_box(event);
            }
            session.transmitted(session.transmit().len());
        }
        assert_eq!(taken, work.expected.data.len(), "{name}");
    }
}

fn send(times: usize) {
    let data = workload::make("binary", SIZE).expected.data;
    let mut session = Session::new(Config::default());
    for _ in 0..times {
        for chunk in data.chunks(CHUNK) {
            assert_eq!(session.send_part(black_box(chunk)), chunk.len());
            while session.wants_write() {
                session.transmitted(session.transmit().len());
            }
        }
    }
}

/// Searches a router's text for what is not in it.
fn search(patterns: &[&str], times: usize) {
    let text = text::router_text(SIZE);
    let text = &text[..SIZE - text::TAIL.len()];
    let set = PatternSet::new(patterns).expect("patterns");
    for _ in 0..times {
        let mut search = Search::new(&set);
        for end in (CHUNK..text.len()).step_by(CHUNK) {
            let step = search.poll(Text::new(black_box(&text[..end])));
            assert!(!matches!(step, Step::Found(_)), "{step:?}");
        }
    }
}

fn round_trip_expect(times: usize) {
    let set = PatternSet::new(["ping\r\n", "pong\r\n"]).expect("patterns");
    round_trips(times, || Expect::new(&set, WAIT), |it| it.is_match());
}

fn round_trip_read_until(times: usize) {
    round_trips(times, || ReadUntil::new(b"\n", WAIT), |it| it.is_match());
}

/// A line there and back, as a connection does it.
fn round_trips<W: Wait>(
    times: usize,
    wait: impl Fn() -> W,
    is_right: impl Fn(&W::Output) -> bool,
) {
    let mut session = Session::new(Config::default());
    let now = Instant::now();
    for _ in 0..times {
        assert_eq!(session.send(b"ping\r\n"), 6);
        session.transmitted(session.transmit().len());
        let mut wait = wait();
        assert!(wait.poll(&mut session, now).is_pending());
        session.receive(b"ping\r\n");
        let Poll::Ready(output) = wait.poll(&mut session, now) else {
            panic!("the line is there");
        };
        assert!(is_right(&output));
    }
}

/// Lines of a text that is there, until the end.
fn lines(times: usize) {
    let work = workload::make("plain", SIZE);
    let count = work.wire.iter().filter(|it| **it == b'\n').count();
    let now = Instant::now();
    for _ in 0..times {
        let mut session = Session::new(Config::default());
        session.receive(&work.wire);
        for _ in 0..count {
            let mut wait = ReadUntil::new(b"\n", WAIT);
            assert!(wait.poll(&mut session, now).is_ready());
        }
        session.receive_eof();
        let rest = ReadAll::new(WAIT).poll(&mut session, now);
        assert!(rest.is_ready());
    }
}
