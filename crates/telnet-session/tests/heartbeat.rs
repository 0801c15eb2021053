//! What is sent while the peer is silent, and when it is taken to be gone.

use std::io::{self, ErrorKind};
use std::time::Duration;

use telnet_session::heartbeat::{Beat, Heartbeat};
use telnet_session::{Config, Policy, Session, Side, TelnetOption};
use telnet_testkit::clock::Clock;

const INTERVAL: Duration = Duration::from_secs(60);
const WITHIN: Duration = Duration::from_secs(10);
const TICK: Duration = Duration::from_millis(1);

const ASKS: Beat = Beat::AreYouThere { within: WITHIN };

fn session(beat: Beat) -> Session {
    let config =
        Config::default().heartbeat(Heartbeat::new(INTERVAL).send(beat));
    Session::new(config)
}

/// Writes what is queued: the slices that go out one by one.
fn writes(session: &mut Session) -> Vec<Vec<u8>> {
    let mut writes = Vec::new();
    while session.wants_write() {
        let octets = session.transmit().to_vec();
        session.transmitted(octets.len());
        writes.push(octets);
    }
    writes
}

#[test]
fn without_one_nothing_is_sent_and_no_time_counts() {
    let mut clock = Clock::new();
    let mut session = Session::new(Config::default());
    for _ in 0..10 {
        session.tick(clock.now());
        assert_eq!(session.tick_at(), None);
        assert!(!session.wants_write());
        clock.advance(Duration::from_secs(1 << 20));
    }
    session.check_alive().unwrap();
}

#[test]
fn each_interval_of_silence_draws_one() {
    for (beat, octets) in [
        (Beat::DontTimingMark, &b"\xFF\xFE\x06"[..]),
        (Beat::Nop, b"\xFF\xF1"),
        (Beat::AreYouThere { within: Duration::MAX }, b"\xFF\xF6"),
    ] {
        let mut clock = Clock::new();
        let mut session = session(beat);
        assert_eq!(session.tick_at(), None);
        session.tick(clock.now());
        for _ in 0..3 {
            assert_eq!(session.tick_at(), Some(clock.now() + INTERVAL));
            clock.advance(INTERVAL - TICK);
            session.tick(clock.now());
            assert!(!session.wants_write());
            clock.advance(TICK);
            session.tick(clock.now());
            assert_eq!(writes(&mut session), [octets]);
        }
        // However late the tick, it is one.
        clock.advance(INTERVAL * 100);
        session.tick(clock.now());
        session.tick(clock.now());
        assert_eq!(writes(&mut session), [octets]);
        session.check_alive().unwrap();
    }
}

#[test]
fn octets_of_any_kind_end_a_silence() {
    let mut clock = Clock::new();
    let mut session = session(Beat::Nop);
    for octets in [&b"text"[..], b"\xFF\xF1", b"\xFF", b"\xFA", b"x"] {
        session.tick(clock.now());
        clock.advance(INTERVAL - TICK);
        session.receive(octets);
        session.tick(clock.now());
        assert_eq!(session.tick_at(), Some(clock.now() + INTERVAL));
        clock.advance(INTERVAL - TICK);
        session.tick(clock.now());
        assert!(!session.wants_write());
        session.receive(b"");
        clock.advance(TICK);
        session.tick(clock.now());
        assert_eq!(writes(&mut session), [b"\xFF\xF1"]);
    }
}

/// Whatever is queued, before and behind, however it is written.
#[test]
fn it_goes_out_in_a_write_of_its_own_and_never_amid_others() {
    let queue: [fn(&mut Session); 4] = [
        |it| assert_eq!(it.send(b"a\xFFb"), 3),
        |it| it.send_synch(),
        |it| {
            let parts = [&b"payload\xFF"[..]];
            it.send_subnegotiation(TelnetOption::NAWS, parts).unwrap();
        },
        |it| {
            let _ = it.request(Side::Remote, TelnetOption::EOR, true);
        },
    ];
    for queue in queue {
        let mut clock = Clock::new();
        let mut session = session(Beat::Nop);
        session.tick(clock.now());
        queue(&mut session);
        // While any of it is left, nothing joins it.
        while session.wants_write() {
            clock.advance(INTERVAL);
            let before = session.transmit().len();
            session.tick(clock.now());
            assert_eq!(session.transmit().len(), before);
            assert!(session.tick_at().unwrap() > clock.now());
            session.transmitted(1);
        }
        clock.advance(INTERVAL);
        session.tick(clock.now());
        queue(&mut session);
        assert_eq!(session.transmit(), b"\xFF\xF1");
        assert!(!session.is_urgent());
        // Nor does what is dropped take it along, or half of it.
        session.transmitted(1);
        assert_eq!(session.transmit(), b"\xF1");
        session.discard_output();
        assert_eq!(session.transmit(), b"\xF1");
        session.transmitted(1);
        assert_ne!(session.transmit().first(), Some(&0xF1));
        let _rest = writes(&mut session);
    }
}

#[test]
fn none_is_sent_while_a_synch_discards_text() {
    let mut clock = Clock::new();
    let config =
        Config::default().heartbeat(Heartbeat::new(TICK).send(Beat::Nop));
    let mut session = Session::new(config);
    session.tick(clock.now());
    session.receive_urgent();
    for _ in 0..10 {
        clock.advance(TICK);
        session.tick(clock.now());
        assert!(!session.wants_write());
        assert!(session.tick_at().unwrap() > clock.now());
    }
    session.receive(b"\xFF\xF2");
    session.tick(clock.now());
    clock.advance(TICK);
    session.tick(clock.now());
    assert_eq!(writes(&mut session), [b"\xFF\xF1"]);
}

/// There it would be a request, or an answer.
#[test]
fn dont_timing_mark_is_not_sent_unless_that_option_is_off() {
    let mut clock = Clock::new();
    let mut session = session(Beat::DontTimingMark);
    session.set_policy(Side::Remote, TelnetOption::TM, Policy::Accept);
    session.tick(clock.now());
    let _ = session.request(Side::Remote, TelnetOption::TM, true);
    assert_eq!(writes(&mut session), [b"\xFF\xFD\x06"]);
    clock.advance(INTERVAL);
    session.tick(clock.now());
    assert!(!session.wants_write());
    // The mark has come.
    session.receive(b"\xFF\xFC\x06");
    session.tick(clock.now());
    clock.advance(INTERVAL);
    session.tick(clock.now());
    assert_eq!(writes(&mut session), [b"\xFF\xFE\x06"]);
}

#[test]
fn who_does_not_answer_is_told_of_each_time() {
    let mut clock = Clock::new();
    let mut session = session(ASKS);
    session.tick(clock.now());
    clock.advance(INTERVAL);
    session.tick(clock.now());
    assert_eq!(writes(&mut session), [b"\xFF\xF6"]);
    assert_eq!(session.tick_at(), Some(clock.now() + WITHIN));
    clock.advance(WITHIN - TICK);
    session.tick(clock.now());
    session.check_alive().unwrap();
    clock.advance(TICK);
    session.tick(clock.now());
    let error = session.check_alive().unwrap_err();
    assert_eq!(error.time, WITHIN);
    let error = io::Error::from(error);
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert!(error.to_string().contains("10.0s"), "{error}");
    // Then it is asked anew.
    session.check_alive().unwrap();
    clock.advance(INTERVAL - WITHIN);
    assert_eq!(session.tick_at(), Some(clock.now()));
    session.tick(clock.now());
    assert_eq!(writes(&mut session), [b"\xFF\xF6"]);
    clock.advance(WITHIN);
    session.tick(clock.now());
    assert_eq!(session.check_alive().unwrap_err().time, WITHIN);
    // It was slow.
    session.receive(b"[Yes]");
    session.tick(clock.now());
    session.check_alive().unwrap();
    assert_eq!(session.tick_at(), Some(clock.now() + INTERVAL));
    assert_eq!(session.unread(), b"[Yes]");
}

/// Further questions give no further time, though they are not written yet.
#[test]
fn the_first_question_counts() {
    let mut clock = Clock::new();
    let mut config = Config::default();
    let asks = Beat::AreYouThere { within: 3 * INTERVAL };
    config.heartbeat = Some(Heartbeat::new(INTERVAL).send(asks));
    let mut session = Session::new(config);
    for _ in 0..4 {
        session.tick(clock.now());
        session.tick(clock.now());
        let _asked = writes(&mut session);
        session.check_alive().unwrap();
        clock.advance(INTERVAL);
    }
    session.tick(clock.now());
    session.check_alive().unwrap_err();
}

/// A question that was not written has no answer, and a silence that we do not
/// listen to is none.
#[test]
fn who_was_not_asked_or_heard_is_not_told_of() {
    let mut clock = Clock::new();
    let mut held = session(ASKS);
    held.tick(clock.now());
    clock.advance(INTERVAL);
    held.tick(clock.now());
    for _ in 0..20 {
        clock.advance(WITHIN);
        held.tick(clock.now());
        held.check_alive().unwrap();
        assert!(held.tick_at().unwrap() > clock.now());
    }
    assert_eq!(writes(&mut held), [b"\xFF\xF6"]);
    clock.advance(WITHIN);
    held.tick(clock.now());
    held.check_alive().unwrap_err();

    let config = Config::default()
        .max_unread(4)
        .heartbeat(Heartbeat::new(INTERVAL).send(ASKS));
    let mut full = Session::new(config);
    full.tick(clock.now());
    full.receive(b"text");
    for _ in 0..20 {
        clock.advance(INTERVAL);
        full.tick(clock.now());
        full.check_alive().unwrap();
        assert_eq!(full.tick_at(), None);
    }
    assert!(!full.wants_write());
}

#[test]
fn behind_the_end_there_is_none() {
    for end in [Session::receive_eof, Session::close, Session::close_output] {
        let mut clock = Clock::new();
        let mut session = session(ASKS);
        session.tick(clock.now());
        clock.advance(INTERVAL);
        session.tick(clock.now());
        let _asked = writes(&mut session);
        end(&mut session);
        for _ in 0..3 {
            assert_eq!(session.tick_at(), None);
            clock.advance(INTERVAL);
            session.tick(clock.now());
            assert!(!session.wants_write());
            session.check_alive().unwrap();
        }
    }
}

#[test]
fn an_interval_of_nothing_does_not_spin() {
    let clock = Clock::new();
    let config = Config::default().heartbeat(Heartbeat::new(Duration::ZERO));
    let mut session = Session::new(config);
    session.tick(clock.now());
    assert_eq!(session.tick_at(), Some(clock.now() + TICK));
}
