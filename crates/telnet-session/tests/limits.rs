//! The limits of a connection that have a number: each is hit.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test is to fail loudly"
)]

use std::time::Duration;

use telnet_session::proto::sub::ttype::MAX_NAME;
use telnet_session::{
    BufferFull, Config, EventKind, Policy, ReadUntil, Session, Side,
    TelnetOption, Wait,
};
use telnet_testkit::clock::Clock;

fn agreed(option: TelnetOption) -> Session {
    let mut config = Config::default();
    config.events = true;
    config.policy(Side::Remote, option, Policy::Accept);
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
    let mut config = Config::default();
    config.max_subnegotiation = 10;
    config.set_max_subnegotiation(TelnetOption::GMCP, 5);
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

#[test]
fn terminal_types_of_256_octets_are_the_longest() {
    let mut config = Config::default();
    assert!(config.set_terminal_types([&*"a".repeat(MAX_NAME)]).is_ok());
    let error = config.set_terminal_types([&*"a".repeat(MAX_NAME + 1)]);
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
fn options_change_256_times_and_16_times_a_second() {
    let mut clock = Clock::new();
    let mut session = Session::new(Config::default());
    let mut wait = ReadUntil::new(b"never", telnet_session::Deadline::NEVER);
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    // A peer that cannot make up its mind: one answer to each change.
    let flips = 1_000_000;
    session.receive(&b"\xFF\xFB\x01\xFF\xFC\x01".repeat(flips));
    assert_eq!(session.transmit().len(), 256 * 3);
    session.transmitted(256 * 3);
    let error = session.check_room().unwrap_err();
    assert_eq!(error, BufferFull::OptionChanges { max: 256 });
    assert!(error.to_string().contains("close the connection"));
    // With time 16 a second come back, to whoever still wants to listen.
    clock.advance(Duration::from_secs(2));
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    assert_eq!(session.transmit().len(), 32 * 3);
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
    let mut config = Config::telnetlib();
    config.max_output = 0;
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
