//! The limits of a connection that have a number: each is hit.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test is to fail loudly"
)]

use std::time::Duration;

use telnet_session::error::BufferFullError;
use telnet_session::proto::sub::ttype::MAX_NAME;
use telnet_session::wait::ReadUntil;
use telnet_session::{
    Config, EventKind, Policy, Session, Side, TelnetOption, Wait, WindowSize,
};
use telnet_testkit::clock::Clock;

fn agreed(option: TelnetOption) -> Session {
    let config = Config::default().events(true).policy(
        Side::Remote,
        option,
        Policy::Accept,
    );
    let mut session = Session::new(config);
    session.receive(&[255, 251, option.code()]);
    while session.poll_event().is_some() {}
    session
}

/// Receives a subnegotiation of so many octets; whether it came through.
fn passes(session: &mut Session, option: TelnetOption, len: usize) -> bool {
    session.receive(&[255, 250, option.code()]);
    for piece in vec![b'x'; len].chunks(4000) {
        session.receive(piece);
    }
    session.receive(b"\xFF\xF0");
    match session.poll_event().unwrap().kind {
        EventKind::Subnegotiation { payload, .. } => {
            assert_eq!(payload.len(), len);
            true
        }
        EventKind::Oversize(of) => {
            assert_eq!(of, option);
            false
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_subnegotiation_has_16_kib_and_of_gmcp_and_msdp_1_mib() {
    for (option, max) in [
        (TelnetOption::ZMP, 16 << 10),
        (TelnetOption::GMCP, 1 << 20),
        (TelnetOption::MSDP, 1 << 20),
    ] {
        let mut session = agreed(option);
        assert!(passes(&mut session, option, max), "{option}");
        assert!(!passes(&mut session, option, max + 1), "{option}");
    }
}

#[test]
fn a_cap_of_ones_own_wins() {
    let config = Config::default()
        .max_subnegotiation(10)
        .max_subnegotiation_for(TelnetOption::GMCP, 5);
    assert_eq!(config.max_subnegotiation_of(TelnetOption::GMCP), 5);
    assert_eq!(config.max_subnegotiation_of(TelnetOption::NAWS), 10);
}

#[test]
fn output_of_64_kib_stops_input_and_is_never_dropped() {
    let mut session = Session::new(Config::default());
    let question = b"\xFF\xFD\x06";
    let asked = 100_000;
    session.receive(&question.repeat(asked));
    assert!(!session.wants_read());
    assert!(session.transmit().len() <= (64 << 10) + 3);
    let mut answers = 0;
    while session.wants_write() {
        let n = session.transmit().len().min(1000) / 3 * 3;
        answers += n / 3;
        session.transmitted(n);
    }
    assert_eq!(answers, asked);
    assert!(session.wants_read());
}

/// Of many changes one message is made.
#[test]
fn window_sizes_wait_for_room_and_only_the_last_is_told() {
    let size = |rows| Some(WindowSize { columns: 80, rows });
    let mut config = Config::default();
    config.window_size = size(24);
    config.max_output = 8;
    let mut session = Session::new(config);
    session.receive(b"\xFF\xFD\x1F");
    session.transmitted(3 + 9);
    assert_eq!(session.send(b"01234567"), 8);
    session.set_window_size(size(25));
    session.set_window_size(size(26));
    assert_eq!(session.transmit(), b"01234567");
    session.transmitted(1);
    let told = b"1234567\xFF\xFA\x1F\0\x50\0\x1A\xFF\xF0";
    assert_eq!(session.transmit(), told);
}

#[test]
fn terminal_types_of_256_octets_are_the_longest() {
    assert!(Config::new().terminal_types([&*"a".repeat(MAX_NAME)]).is_ok());
    let error = Config::new().terminal_types([&*"a".repeat(MAX_NAME + 1)]);
    assert!(error.unwrap_err().to_string().contains("256"));
}

#[test]
fn unread_text_has_8_mib() {
    let mut session = Session::new(Config::default());
    let chunk = [b'x'; 1 << 16];
    while session.wants_read() {
        session.receive(&chunk);
    }
    assert_eq!(session.unread().len(), 8 << 20);
}

#[test]
fn text_of_telnetlib_s_profile_has_the_same_cap() {
    let mut session = Session::new(Config::telnetlib().max_unread(8));
    session.receive(b"01234");
    session.receive(b"56789abcdef");
    assert_eq!(session.unread(), b"01234567");
    assert!(!session.wants_read());
    session.consume(6);
    assert_eq!(session.unread(), b"6789abcd");
}

/// Where the peer has marked an end takes memory, too: as much as the text may
/// take, and a few marks there may always be.
#[test]
fn marks_stop_input_once_there_are_as_many_as_fit() {
    for (max, marks) in [(8000, 1000), (800, 100), (128, 16), (64, 16)] {
        let config = Config::default().max_unread(max);
        let mut session = Session::new(config);
        session.receive(&b"a\xFF\xF9".repeat(marks - 1));
        assert!(session.wants_read(), "{max}");
        session.receive(b"a\xFF\xF9b");
        assert_eq!(session.unread(), b"a".repeat(marks), "{max}");
        assert_eq!(session.check_room(), Err(BufferFullError::Unread { max }));
        // With the text before them marks are gone.
        session.consume(2);
        assert!(session.wants_read() && session.unread().ends_with(b"b"));
    }
}

#[test]
fn options_change_256_times_and_16_times_a_second() {
    let mut clock = Clock::new();
    let mut session = Session::new(Config::default());
    let mut wait = ReadUntil::new(b"never", telnet_session::Deadline::Never);
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    // A peer that cannot make up its mind: one answer to each change.
    let flips = 1_000_000;
    session.receive(&b"\xFF\xFB\x01\xFF\xFC\x01".repeat(flips));
    assert_eq!(session.transmit().len(), 256 * 3);
    session.transmitted(256 * 3);
    let error = session.check_room().unwrap_err();
    assert_eq!(error, BufferFullError::OptionChanges { max: 256 });
    assert!(error.to_string().contains("close the connection"));
    // With time 16 a second come back, to whoever still wants to listen.
    clock.advance(Duration::from_secs(2));
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    assert_eq!(session.transmit().len(), 32 * 3);
}

/// The last thing that came is answered once there is time for it, though nothing
/// waits behind it.
#[test]
fn one_option_too_many_at_the_end_is_answered_later() {
    let mut clock = Clock::new();
    let mut session = Session::new(Config::default());
    let mut wait = ReadUntil::new(b"never", telnet_session::Deadline::Never);
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    session.receive(&b"\xFF\xFB\x01\xFF\xFC\x01".repeat(128));
    assert_eq!(session.transmit().len(), 256 * 3);
    session.transmitted(256 * 3);
    session.receive(b"\xFF\xFB\x01");
    assert_eq!(session.transmit(), b"");
    clock.advance(Duration::from_secs(1));
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    assert_eq!(session.transmit(), b"\xFF\xFD\x01");
}

#[test]
fn ordinary_negotiation_is_far_from_the_limit() {
    let mut session = Session::new(Config::server());
    for code in 0..=255 {
        session.receive(&[255, 251, code, 255, 253, code]);
    }
    assert!(session.check_room().is_ok());
    assert!(session.wants_read() || session.wants_write());
}

#[test]
fn the_telnetlib_profile_ends_with_no_room_for_output() {
    let config = Config::telnetlib().max_output(0);
    let mut session = Session::new(config);
    session.receive(b"a\xFF\xFD\x01b\xFF\xFB\x03c");
    let mut output = Vec::new();
    while session.wants_write() {
        output.extend_from_slice(session.transmit());
        session.transmitted(session.transmit().len());
    }
    assert_eq!(output, b"\xFF\xFC\x01\xFF\xFE\x03");
    assert_eq!(session.unread(), b"abc");
}

/// With the octets all there is to it, and the answers to those obeyed.
fn changes(max: u32, stream: &[u8]) -> (Vec<u8>, Vec<u8>, Session) {
    let config = Config::default()
        .max_option_changes(max)
        .terminal_types(["vt100"])
        .unwrap();
    let mut session = Session::new(config);
    for octet in stream {
        session.receive(&[*octet]);
    }
    let answers = session.transmit().to_vec();
    session.transmitted(answers.len());
    (session.unread().to_vec(), answers, session)
}

#[test]
fn input_stops_at_the_change_that_is_too_many_and_not_before() {
    let mut clock = Clock::new();
    // Refusals and repetitions change nothing.
    let stream = b"a\xFF\xFD\x01b\xFF\xFB\x01c\xFF\xFB\x01d\xFF\xFC\x01e";
    let (text, answers, _) = changes(2, stream);
    assert_eq!(text, b"abcde");
    assert_eq!(answers, b"\xFF\xFC\x01\xFF\xFD\x01\xFF\xFE\x01");
    let (text, answers, mut session) = changes(1, stream);
    assert_eq!(text, b"abcd");
    assert_eq!(answers, b"\xFF\xFC\x01\xFF\xFD\x01");
    assert!(!session.wants_read());
    assert!(session.check_room().is_err());
    session.receive_eof();
    assert!(!session.is_eof());
    session.tick(clock.now());
    clock.advance(Duration::from_millis(63));
    session.tick(clock.now());
    assert_eq!(session.transmit(), b"\xFF\xFE\x01");
    assert_eq!(session.unread(), b"abcde");
    assert!(session.is_eof());
    let (text, answers, _) = changes(0, stream);
    assert_eq!(text, b"ab");
    assert_eq!(answers, b"\xFF\xFC\x01");
}

/// What a callback would agree to is a change as well.
#[test]
fn a_callback_that_agrees_spends_of_the_same_budget() {
    let config = Config::default().max_option_changes(1);
    let mut session = Session::new(config);
    session.set_option_negotiation_callback(|handle, _, _| handle.accept());
    session.receive(b"\xFF\xFD\xC8a\xFF\xFD\xC9b");
    assert_eq!(session.unread(), b"a");
    assert_eq!(session.transmit(), b"\xFF\xFB\xC8");
}

/// 6 octets of a question draw 262 of an answer: so often, and no more.
#[test]
fn questions_for_the_terminal_type_are_of_the_same_budget() {
    let mut clock = Clock::new();
    let question = b"\xFF\xFA\x18\x01\xFF\xF0";
    let answer = b"\xFF\xFA\x18\0vt100\xFF\xF0";
    let stream = [b"\xFF\xFD\x18", &question.repeat(9)[..], b"text"].concat();
    let (text, answers, mut session) = changes(5, &stream);
    assert_eq!(text, b"");
    assert_eq!(answers, [b"\xFF\xFB\x18", &answer.repeat(4)[..]].concat());
    session.tick(clock.now());
    clock.advance(Duration::from_millis(63));
    session.tick(clock.now());
    assert_eq!(session.transmit(), answer);
    session.transmitted(answer.len());
    clock.advance(Duration::from_secs(1));
    session.tick(clock.now());
    assert_eq!(session.transmit(), answer.repeat(4));
    assert_eq!(session.unread(), b"text");
}
