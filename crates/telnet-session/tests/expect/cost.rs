//! What a search costs: no allocation for a chunk, and memory that does not
//! grow with the text.

use std::task::Poll;
use std::time::Duration;

use allocation_counter::{AllocationInfo, measure};
use telnet_session::expect::{Expect, SetLimits, Step};
use telnet_session::{Config, Pattern, PatternSet, Session, Wait as _};
use telnet_testkit::clock::Clock;
use telnet_testkit::expect::cost::{sets, text};

/// Receives a chunk, searches it, and drains what is settled.
fn pass(session: &mut Session, set: &PatternSet, chunk: &[u8]) {
    session.receive(chunk);
    let mut step = session.expect_poll(set);
    while step == Step::More {
        step = session.expect_poll(set);
    }
    assert!(matches!(step, Step::Pending { .. }));
    drop(session.take_settled());
}

#[test]
fn a_chunk_costs_no_allocation() {
    for set in sets() {
        for (len, warm, times) in
            // Text without a needle is read later, 16 KiB at a time: with an
            // octet a chunk each place of a line was met after 57 times that.
            [
                (1, 57 << 14, 50_000),
                (4 << 10, 64, 256),
                (64 << 10, 16, 16),
            ]
        {
            let text = text(57 * len);
            let mut chunks = text.chunks(len).cycle();
            let mut session = Session::new(Config::default());
            let mut run = |times| {
                for chunk in chunks.by_ref().take(times) {
                    pass(&mut session, &set, chunk);
                }
            };
            run(warm);
            let memory = measure(|| run(times));
            assert_eq!(
                memory,
                AllocationInfo::default(),
                "{set:?}, {len} octets a chunk"
            );
        }
    }
}

/// 256 MiB pass through one session; what it holds stays what it was.
#[test]
fn memory_stays_flat() {
    const CHUNK: usize = 64 << 10;
    const TIMES: usize = (256 << 20) / CHUNK;
    let mut limits = SetLimits::default();
    limits.dfa = 64 << 10;
    let patterns = [
        Pattern::prompt(r"[\w-]+[>#] ?").unwrap(),
        Pattern::literal("Password: "),
        Pattern::regex(r"(?m)^% .*\n").unwrap(),
    ];
    let set = PatternSet::with_limits(patterns, limits).unwrap();
    let text = text(57 * CHUNK);
    let mut session = Session::new(Config::default());
    let mut drained = 0;
    let memory = measure(|| {
        for chunk in text.chunks(CHUNK).cycle().take(TIMES) {
            session.receive(chunk);
            let step = session.expect_poll(&set);
            assert!(matches!(step, Step::Pending { .. }));
            drained += session.take_settled().len();
            let most = set.limits().max_match + 2;
            assert!(session.unread().len() <= most, "more stays than may");
        }
    });
    assert_eq!(drained + session.unread().len(), TIMES * CHUNK);
    // Text, twice, and what the search remembers, of several threads' worth.
    let most = 4 * (CHUNK + limits.max_match) + 4 * limits.dfa;
    assert!(memory.bytes_max <= most as u64, "{memory:?}");
}

/// Where what is remembered is forgotten at each step, memory is flat, too.
#[test]
fn memory_stays_flat_without_room_to_remember() {
    let mut limits = SetLimits::default();
    limits.dfa = 0;
    let patterns = ["[ab]*a[ab]{14}c", r"\w+:$"];
    let set = PatternSet::with_limits(patterns, limits).unwrap();
    let text: Vec<u8> = (0..1u32 << 16)
        .map(|at| b'a' + u8::from((at * at) & 128 != 0))
        .collect();
    let mut session = Session::new(Config::default());
    let memory = measure(|| {
        for _ in 0..16 {
            pass(&mut session, &set, &text);
        }
    });
    assert!(memory.bytes_max <= 1 << 20, "{memory:?}");
}

/// Marks are gone with the text before them: they take no room from what is to
/// come.
#[test]
fn marks_that_were_passed_are_forgotten() {
    let set = PatternSet::new([Pattern::prompt("[a-z]#").unwrap()]).unwrap();
    let config = Config::default().max_unread(128);
    let mut session = Session::new(config);
    for _ in 0..1000 {
        session.receive(b"a\xFF\xF9b\r\nc#\xFF\xEF");
        let Step::Found(found) = session.expect_poll(&set) else {
            panic!("a mark was forgotten that was not passed");
        };
        assert_eq!(session.take_found(&set, &found).matched(), b"c#");
        assert!(session.wants_read());
    }
}

/// Text that takes many looks: a wait asks for the next one at once, is no
/// error though there is no room for more, and ends in time.
#[test]
fn a_wait_that_has_more_to_search_looks_again_at_once() {
    const LEN: usize = 20_000;
    let mut limits = SetLimits::default();
    limits.work = 100;
    let set = PatternSet::with_limits([r"\w\d\w\W"], limits).unwrap();
    let mut text = b"some word,".repeat(LEN / 10 - 1);
    text.extend_from_slice(b"here: a1b;");
    let now = Clock::new().now();
    let mut session = Session::new(Config::default().max_unread(LEN));
    session.receive(&text);
    assert!(session.check_room().is_err());
    let mut wait = Expect::new(&set, Duration::ZERO);
    let mut polls = 0;
    let outcome = loop {
        polls += 1;
        match wait.poll(&mut session, now) {
            Poll::Ready(outcome) => break outcome,
            Poll::Pending => {
                assert!(session.is_searching());
                assert_eq!(wait.deadline(), Some(now));
                assert!(session.check_room().is_ok());
            }
        }
    };
    assert!(polls > 8, "{polls} looks");
    assert_eq!(outcome.matched().unwrap().matched(), b"a1b;");

    // What was searched so far is not searched again; what is past its time
    // has so many looks and no more.
    limits.work = 1;
    let set = PatternSet::with_limits([r"\w\d\w\W"], limits).unwrap();
    let mut session = Session::new(Config::default().max_unread(10 * LEN));
    session.receive(&b"some word,".repeat(LEN - LEN / 10));
    session.receive(&text);
    let mut calls = 0;
    loop {
        let mut wait = Expect::new(&set, Duration::ZERO);
        let polls = (0..100).map(|_| wait.poll(&mut session, now));
        let outcome = polls.into_iter().find_map(|it| match it {
            Poll::Ready(outcome) => Some(outcome),
            Poll::Pending => None,
        });
        calls += 1;
        if outcome.unwrap().is_match() {
            break;
        }
        // Nobody searches any more.
        session.tick(now);
        assert!(session.check_room().is_err());
    }
    assert!(calls > 3, "{calls} calls");
}
