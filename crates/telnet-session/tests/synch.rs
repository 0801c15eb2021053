//! Synch and AO: what is discarded, what is obeyed, and what is never cut.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "one kind of event is of interest"
)]

use std::time::Duration;

use telnet_session::proto::Synch;
use telnet_session::{Command, Config, EventKind, Session};
use telnet_testkit::clock::Clock;

fn with_events(mut config: Config) -> Session {
    config.events = true;
    let mut session = Session::new(config);
    drain(&mut session);
    session
}

fn drain(session: &mut Session) -> Vec<u8> {
    let mut output = Vec::new();
    while session.wants_write() {
        let octets = session.transmit();
        output.extend_from_slice(octets);
        session.transmitted(octets.len());
    }
    output
}

fn commands(session: &mut Session) -> Vec<Command> {
    std::iter::from_fn(|| session.poll_event())
        .filter_map(|event| match event.kind {
            EventKind::Command(command) => Some(command),
            _ => None,
        })
        .collect()
}

#[test]
fn urgent_data_is_discarded_up_to_the_mark_in_both_roles() {
    let wire = b"\x41\x41\xFF\xF4\xFF\xF2\x42";
    for config in [Config::default(), Config::server()] {
        for at in 0..=wire.len() {
            let mut session = with_events(config.clone());
            session.receive_urgent();
            session.receive(&wire[..at]);
            session.receive(&wire[at..]);
            assert_eq!(session.unread(), b"B");
            assert_eq!(commands(&mut session), [Command::IP, Command::DM]);
        }
    }
}

#[test]
fn a_mark_without_urgent_data_is_an_event_and_nothing_else() {
    let mut session = with_events(Config::server());
    session.receive(b"a\xFF\xF2b");
    assert_eq!(session.unread(), b"ab");
    assert_eq!(commands(&mut session), [Command::DM]);
}

#[test]
fn a_mark_that_never_comes_is_given_up_and_told() {
    let mut session = with_events(Config::default());
    session.receive_urgent();
    let chunk = [b'x'; 4096];
    for _ in 0..Synch::MAX_DISCARDED / chunk.len() - 1 {
        session.receive(&chunk);
    }
    session.receive(b"\xFF\xFB\x03");
    assert_eq!(drain(&mut session), b"\xFF\xFD\x03", "commands are obeyed");
    while session.poll_event().is_some() {}
    session.receive(&chunk);
    session.receive(b"seen");
    assert_eq!(session.unread(), b"seen");
    let event = session.poll_event().map(|event| event.kind);
    assert_eq!(event, Some(EventKind::SynchAbandoned));
}

#[test]
fn a_synch_can_be_given_up_by_the_clock() {
    let mut session = with_events(Config::default());
    session.receive_urgent();
    session.receive(b"gone");
    session.give_up_synch();
    session.receive(b"seen");
    assert_eq!(session.unread(), b"seen");
}

#[test]
fn a_synch_without_its_mark_is_given_up_after_a_time() {
    let mut clock = Clock::new();
    let mut session = with_events(Config::default());
    session.tick(clock.now());
    clock.advance(Duration::from_secs(1000));
    session.receive_urgent();
    assert!(session.is_discarding());
    for _ in 0..10 {
        session.tick(clock.now());
        session.receive(b"gone");
        clock.advance(Duration::from_millis(999));
    }
    assert!(session.is_discarding());
    assert!(session.poll_event().is_none());
    clock.advance(Duration::from_millis(10));
    session.tick(clock.now());
    assert!(!session.is_discarding());
    session.receive(b"seen");
    assert_eq!(session.unread(), b"seen");
    let event = session.poll_event().map(|event| event.kind);
    assert_eq!(event, Some(EventKind::SynchAbandoned));

    // The next one has all its time again.
    session.receive_urgent();
    session.tick(clock.now());
    clock.advance(Duration::from_secs(9));
    session.tick(clock.now());
    session.receive(b"gone\xFF\xF2 and seen");
    assert_eq!(session.unread(), b"seen and seen");
}

#[test]
fn abort_output_drops_text_and_cuts_no_command_half_written() {
    for written in 0..=6 {
        let mut session = with_events(Config::server());
        session.receive(b"\xFF\xFD\x06");
        assert_eq!(session.send(&[b'x'; 60_000]), 60_000);
        let mut output = session.transmit()[..written].to_vec();
        session.transmitted(written);
        session.receive(b"\xFF\xF5");
        let mut urgent = Vec::new();
        while session.wants_write() {
            if session.is_urgent() {
                urgent.extend_from_slice(session.transmit());
            }
            output.extend_from_slice(session.transmit());
            session.transmitted(session.transmit().len());
        }
        let text = written.saturating_sub(3);
        let expected =
            [b"\xFF\xFC\x06", &[b'x'; 6][..text], b"\xFF\xF2"].concat();
        assert_eq!(output, expected, "{written} octets written before AO");
        assert_eq!(urgent, b"\xF2");
    }
}

#[test]
fn abort_output_is_an_event_alone_unless_asked_for() {
    let mut session = with_events(Config::default());
    assert_eq!(session.send(b"text"), 4);
    session.receive(b"\xFF\xF5");
    assert_eq!(drain(&mut session), b"text");
    assert_eq!(commands(&mut session), [Command::AO]);
}

#[test]
fn abort_output_among_stalled_octets_loses_none_before_the_end() {
    let config = Config::server().max_unread(1);
    let mut session = Session::new(config);
    session.receive(b"a\xFF\xF5bcd");
    session.receive_eof();
    let mut text = Vec::new();
    while !session.unread().is_empty() {
        assert_eq!(session.is_eof(), text == b"abc");
        text.extend_from_slice(session.unread());
        session.consume(1);
    }
    assert_eq!(text, b"abcd");
    assert!(session.is_eof());
}

#[test]
fn half_an_escape_sequence_that_is_discarded_takes_no_text_with_it() {
    let config = Config::default().strip_ansi(true);
    let mut session = Session::new(config);
    session.receive(b"a\x1b[");
    session.receive_urgent();
    session.receive(b"31mgone\x1b[\xFF\xF2mb");
    assert_eq!(session.unread(), b"amb");
}

/// The answer that AO dropped is no longer on its way.
#[test]
fn an_are_you_there_behind_a_dropped_answer_is_answered() {
    let mut session = with_events(Config::server());
    session.receive(b"\xFF\xF6\xFF\xF5\xFF\xF6");
    assert_eq!(drain(&mut session), b"\xFF\xF2\r\n[Yes]\r\n");
}
