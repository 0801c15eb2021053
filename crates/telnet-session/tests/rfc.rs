//! What the RFCs ask of a connection, in both roles.
#![expect(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test is to fail loudly"
)]

use telnet_session::proto::nvt::Newline;
use telnet_session::proto::{Change, State};
use telnet_session::{
    Command, Config, EventKind, Policy, Session, Side, TelnetOption, WindowSize,
};
use telnet_testkit::split;

const BINARY: TelnetOption = TelnetOption::BINARY;
const ECHO: TelnetOption = TelnetOption::ECHO;
const SGA: TelnetOption = TelnetOption::SGA;
const EOR: TelnetOption = TelnetOption::EOR;
const NAWS: TelnetOption = TelnetOption::NAWS;
const SIDES: [Side; 2] = [Side::Local, Side::Remote];

fn roles() -> [Config; 2] {
    [Config::default(), Config::server()].map(|mut config| {
        config.events = true;
        config
    })
}

/// Past its first requests.
fn started(config: &Config) -> Session {
    let mut session = Session::new(config.clone());
    drain(&mut session);
    while session.poll_event().is_some() {}
    session
}

/// The same, agreeing to an option on both sides, and agreed.
fn agreed(mut config: Config, option: TelnetOption) -> Session {
    for side in SIDES {
        config = config.policy(side, option, Policy::Accept);
    }
    let mut session = started(&config);
    let code = option.code();
    answers(&mut session, &[255, 251, code, 255, 253, code]);
    assert!(SIDES.iter().all(|side| session.is_enabled(*side, option)));
    while session.poll_event().is_some() {}
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

fn answers(session: &mut Session, stream: &[u8]) -> Vec<u8> {
    session.receive(stream);
    drain(session)
}

fn commands(session: &mut Session) -> Vec<Command> {
    std::iter::from_fn(|| session.poll_event())
        .filter_map(|event| match event.kind {
            EventKind::Command(command) => Some(command),
            _ => None,
        })
        .collect()
}

/// A client with a window and two terminals.
fn terminal() -> Config {
    Config::default()
        .events(true)
        .window_size(WindowSize { columns: 80, rows: 24 })
        .terminal_types(["DEC-VT220", "DEC-VT100"])
        .unwrap()
}

// ---- Negotiation

#[test]
fn a_new_connection_is_an_nvt() {
    for config in roles() {
        let session = Session::new(config.clone());
        for option in (0..=255).map(TelnetOption::from) {
            for side in SIDES {
                assert!(!session.is_enabled(side, option), "{side:?} {option}");
            }
        }
        split::every("nvt", b"a\r\0b\r\n\0c", |chunks| {
            let mut session = started(&config);
            chunks.iter().for_each(|chunk| session.receive(chunk));
            assert_eq!(session.unread(), b"a\rb\r\n\0c");
        });
    }
}

#[test]
fn a_demand_to_disable_is_always_met() {
    for config in roles() {
        for code in (0..=255).filter(|code| *code != TelnetOption::TM.code()) {
            let option = TelnetOption::from(code);
            for (side, ask, stop, answer) in
                [(Side::Remote, 251, 252, 254), (Side::Local, 253, 254, 252)]
            {
                let is_packed = matches!(
                    (option, side),
                    (TelnetOption::MCCP1 | TelnetOption::MCCP2, Side::Local)
                        | (TelnetOption::MCCP3, Side::Remote)
                );
                let mut config = config.clone();
                // A server wants ECHO for itself alone.
                config = config.policy(side.other(), ECHO, Policy::Refuse);
                config = config.policy(side, option, Policy::Accept);
                let mut session = started(&config);
                session.receive(&[255, ask, code]);
                if option == ECHO && side == Side::Remote {
                    // First it is refused to the server.
                    session.receive(b"\xFF\xFE\x01\xFF\xFB\x01");
                }
                drain(&mut session);
                assert!(session.is_enabled(side, option), "{side:?} {option}");
                let given = answers(&mut session, &[255, stop, code]);
                // The answer is in the compressed stream, which it ends.
                assert!(is_packed || given == [255, answer, code]);
                assert!(!session.is_enabled(side, option));
                assert_eq!(answers(&mut session, &[255, stop, code]), b"");
            }
        }
    }
}

#[test]
fn an_answer_stands_in_its_place_in_the_output() {
    for mut config in roles() {
        config = config.policy(Side::Local, EOR, Policy::Accept);
        let mut session = started(&config);
        assert_eq!(session.send(b"before"), 6);
        session.receive(b"\xFF\xFD\x19");
        assert_eq!(session.send(b"after"), 5);
        assert_eq!(drain(&mut session), b"before\xFF\xFB\x19after");
    }
}

#[test]
fn a_refused_request_is_not_repeated() {
    for config in roles() {
        for (side, refusal) in [(Side::Local, 254), (Side::Remote, 252)] {
            let mut session = started(&config);
            let change = session.request(side, BINARY, true);
            assert_eq!(change, Change::Requested);
            assert_eq!(drain(&mut session).len(), 3);
            // Neither at once nor when the peer says so once more.
            for _ in 0..3 {
                let given = answers(&mut session, &[255, refusal, 0]);
                assert_eq!(given, b"");
                assert_eq!(session.option_state(side, BINARY), State::No);
            }
        }
    }
}

#[test]
fn negotiation_goes_on_after_everything_was_refused() {
    for mut config in roles() {
        config.events = false;
        let mut session = started(&config);
        for code in 0..=255 {
            session.receive(&[255, 252, code, 255, 254, code]);
        }
        drain(&mut session);
        session.receive(&b"much text\r\n".repeat(1000));
        assert_eq!(session.take_all().len(), 11_000);
        let given = answers(&mut session, b"\xFF\xFD\x03\xFF\xFB\x63");
        assert_eq!(given, b"\xFF\xFB\x03\xFF\xFE\x63");
    }
}

#[test]
fn no_subnegotiation_goes_out_before_agreement() {
    // What the peer does on its own side is no agreement to ours.
    let early = b"\xFF\xFB\x18\xFF\xFA\x18\x01\xFF\xF0\xFF\xFA\x1F\x01\xFF\xF0";
    let mut config = terminal();
    config = config.policy(Side::Remote, TelnetOption::TTYPE, Policy::Accept);
    split::every("early", early, |chunks| {
        let mut session = started(&config);
        session.set_window_size(Some(WindowSize { columns: 1, rows: 2 }));
        chunks.iter().for_each(|chunk| session.receive(chunk));
        assert_eq!(drain(&mut session), b"\xFF\xFD\x18");
    });
}

// ---- Commands

#[test]
fn are_you_there_is_answered_where_there_is_an_answer() {
    for (at, config) in roles().into_iter().enumerate() {
        let mut session = started(&config);
        let seen = answers(&mut session, b"\xFF\xF6");
        let server: &[u8] = b"\r\n[Yes]\r\n";
        assert_eq!(seen, [&b""[..], server][at]);
        assert_eq!(answers(&mut session, b"\xFF\xF6"), seen);
    }
    let mut client = Config::default();
    client.ayt_answer = Some("here\r\n".into());
    let mut session = started(&client);
    assert_eq!(answers(&mut session, b"\xFF\xF6"), b"here\r\n");
}

#[test]
fn every_command_without_operand_can_be_sent() {
    let simple = (0..=255).map(Command::from).filter(|c| c.is_simple());
    for command in simple {
        for config in roles() {
            let mut session = started(&config);
            session.send_command(command).unwrap();
            assert_eq!(drain(&mut session), [255, command.code()]);
        }
    }
}

/// In both roles and all splits such a command leaves text and output alone.
fn nothing_comes_of(code: u8) {
    for config in roles() {
        split::every("command", &[b'a', 255, code, b'b'], |chunks| {
            let mut session = started(&config);
            chunks.iter().for_each(|chunk| session.receive(chunk));
            assert_eq!(session.unread(), b"ab");
            assert_eq!(drain(&mut session), b"");
        });
    }
}

#[test]
fn commands_that_nobody_handles_leave_no_trace() {
    for code in [236, 237, 238, 239, 241, 242, 243, 244, 247, 248, 249] {
        nothing_comes_of(code);
    }
}

#[test]
fn undefined_commands_are_ignored() {
    (0..=235).for_each(nothing_comes_of);
}

// ---- BINARY

#[test]
fn binary_holds_only_once_it_is_agreed() {
    for config in roles() {
        let mut session = started(&config);
        session.request(Side::Remote, BINARY, true);
        session.receive(b"\r\0");
        assert_eq!(session.take_all(), &b"\r"[..], "asked for");
        session.receive(b"\xFF\xFB\0\r\0");
        assert_eq!(session.take_all(), &b"\r\0"[..], "agreed");
        session.receive(b"\xFF\xFC\0\r\0");
        assert_eq!(session.take_all(), &b"\r"[..], "taken back");
    }
}

#[test]
fn binary_carries_every_octet_and_commands_are_obeyed() {
    let all: Vec<u8> = (0..=255).collect();
    for config in roles() {
        let mut session = agreed(config.clone(), BINARY);
        assert_eq!(session.send(&all), all.len());
        let wire = drain(&mut session);
        assert_eq!(wire.len(), all.len() + 1);
        let mut stream = b"\xFF\xF1\r".to_vec();
        stream.extend_from_slice(&wire);
        stream.extend_from_slice(b"\xFF\xFD\x63\r\0\xFF\xF9");
        split::every("binary", &stream, |chunks| {
            let mut session = agreed(config.clone(), BINARY);
            chunks.iter().for_each(|chunk| session.receive(chunk));
            let text = [b"\r", &all[..], b"\r\0"].concat();
            assert_eq!(session.take_all(), text);
            assert_eq!(drain(&mut session), b"\xFF\xFC\x63");
            let seen = commands(&mut session);
            assert_eq!(seen, [Command::NOP, Command::GA]);
        });
    }
}

#[test]
fn binary_is_apart_for_each_direction() {
    for mut config in roles() {
        config = config.policy(Side::Local, BINARY, Policy::Accept);
        let mut session = started(&config);
        let given = answers(&mut session, b"\xFF\xFD\0\xFF\xFB\0\r\0");
        assert_eq!(given, b"\xFF\xFB\0\xFF\xFE\0");
        assert_eq!(session.take_all(), &b"\r"[..]);
    }
}

// ---- ECHO, SUPPRESS-GO-AHEAD, END-OF-RECORD

#[test]
fn the_session_itself_echoes_nothing() {
    for config in roles() {
        let mut session = agreed(config, SGA);
        assert_eq!(answers(&mut session, b"typed\r\n"), b"");
    }
}

#[test]
fn a_server_offers_what_it_expects_at_once() {
    let offer = Session::new(Config::server()).transmit().to_vec();
    for offered in [b"\xFF\xFB\x01", b"\xFF\xFB\x03", b"\xFF\xFD\x03"] {
        assert!(offer.chunks(3).any(|it| it == offered), "{offered:?}");
    }
    assert_eq!(Session::new(Config::default()).transmit(), b"");
}

#[test]
fn suppress_go_ahead_is_always_accepted() {
    for config in roles() {
        let mut session = Session::new(config);
        session.receive(b"\xFF\xFB\x03\xFF\xFD\x03");
        assert!(SIDES.iter().all(|side| session.is_enabled(*side, SGA)));
        let given = drain(&mut session);
        for answer in [b"\xFF\xFB\x03", b"\xFF\xFD\x03"] {
            assert!(given.chunks(3).any(|it| it == answer), "{answer:?}");
        }
    }
}

#[test]
fn go_ahead_is_an_event_and_nothing_else() {
    for config in roles() {
        for mut session in [started(&config), agreed(config, SGA)] {
            assert_eq!(answers(&mut session, b"> \xFF\xF9x"), b"");
            assert_eq!(session.take_all(), &b"> x"[..]);
            assert_eq!(commands(&mut session), [Command::GA]);
            session.send_line(b"no go ahead of ours").unwrap();
            assert!(!drain(&mut session).contains(&255));
        }
    }
}

#[test]
fn end_of_record_is_an_event_and_nothing_else() {
    for config in roles() {
        for mut session in [started(&config), agreed(config, EOR)] {
            assert_eq!(answers(&mut session, b"one\xFF\xEFtwo"), b"");
            let mark = session.poll_event().unwrap();
            assert_eq!(mark.kind, EventKind::Command(Command::EOR));
            assert_eq!(mark.offset, 3, "where the record ends");
            assert_eq!(session.take_all(), &b"onetwo"[..]);
        }
    }
}

#[test]
fn a_record_and_its_end_are_transmitted_together() {
    for config in roles() {
        let mut session = agreed(config, EOR);
        assert_eq!(session.send(b"record"), 6);
        session.send_command(Command::EOR).unwrap();
        assert_eq!(session.transmit(), b"record\xFF\xEF");
    }
}

// ---- NAWS and TERMINAL-TYPE

#[test]
fn the_window_size_goes_out_on_agreement_and_on_change() {
    let size = |columns, rows| Some(WindowSize { columns, rows });
    // The server suggests, the client agrees.
    let mut session = started(&terminal());
    let given = answers(&mut session, b"\xFF\xFD\x1F");
    assert_eq!(given, b"\xFF\xFB\x1F\xFF\xFA\x1F\0\x50\0\x18\xFF\xF0");
    session.set_window_size(size(80, 64));
    assert_eq!(drain(&mut session), b"\xFF\xFA\x1F\0\x50\0\x40\xFF\xF0");
    session.set_window_size(size(255, 0));
    let wire = b"\xFF\xFA\x1F\0\xFF\xFF\0\0\xFF\xF0";
    assert_eq!(drain(&mut session), wire);
    // The client suggests, the server agrees.
    let mut config = terminal();
    config.window_size = size(300, 24);
    config = config.request(Side::Local, NAWS);
    let mut session = Session::new(config.clone());
    assert_eq!(drain(&mut session), b"\xFF\xFB\x1F");
    let given = answers(&mut session, b"\xFF\xFD\x1F");
    assert_eq!(given, b"\xFF\xFA\x1F\x01\x2C\0\x18\xFF\xF0");
    // The client suggests, the server refuses.
    let mut session = started(&config);
    assert_eq!(answers(&mut session, b"\xFF\xFE\x1F"), b"");
    session.set_window_size(size(1, 1));
    assert_eq!(drain(&mut session), b"");
    // The server suggests, the client refuses.
    let mut session = started(&Config::default());
    assert_eq!(answers(&mut session, b"\xFF\xFD\x1F"), b"\xFF\xFC\x1F");
}

#[test]
fn after_dont_no_window_size_goes_out() {
    let mut session = started(&terminal());
    answers(&mut session, b"\xFF\xFD\x1F");
    assert_eq!(answers(&mut session, b"\xFF\xFE\x1F"), b"\xFF\xFC\x1F");
    session.set_window_size(Some(WindowSize { columns: 90, rows: 30 }));
    assert_eq!(drain(&mut session), b"");
}

#[test]
fn a_terminal_type_is_told_when_asked_for_and_only_then() {
    let ask = b"\xFF\xFA\x18\x01\xFF\xF0";
    let is =
        |name: &str| [b"\xFF\xFA\x18\0", name.as_bytes(), b"\xFF\xF0"].concat();
    let mut session = started(&terminal());
    assert_eq!(answers(&mut session, b"\xFF\xFD\x18"), b"\xFF\xFB\x18");
    // The last one twice, then from the top.
    for name in ["DEC-VT220", "DEC-VT100", "DEC-VT100", "DEC-VT220"] {
        assert_eq!(answers(&mut session, ask), is(name));
        assert_eq!(answers(&mut session, b"text"), b"", "unasked");
    }
}

#[test]
fn a_server_takes_any_terminal_type() {
    let config = Config::server().events(true);
    for name in [&b"UNKNOWN"[..], b"ibm-3278-2", b"not a NAME\x07", b""] {
        let mut session = started(&config);
        session.receive(b"\xFF\xFB\x18");
        while session.poll_event().is_some() {}
        let stream = [b"\xFF\xFA\x18\0", name, b"\xFF\xF0"].concat();
        assert_eq!(answers(&mut session, &stream), b"");
        match session.poll_event().unwrap().kind {
            EventKind::Subnegotiation { payload, .. } => {
                assert_eq!(&payload[1..], name);
            }
            other => panic!("{other:?}"),
        }
    }
}

// ---- Line ends

#[test]
fn a_line_ends_as_the_caller_chooses_and_by_cr_lf_otherwise() {
    assert_eq!(Config::default().newline, Newline::CrLf);
    assert_eq!(Config::server().newline, Newline::CrLf);
    for config in roles() {
        for (newline, wire) in [
            (Newline::CrLf, &b"a\r\0b\r\nc\r\n"[..]),
            (Newline::CrNul, b"a\r\0b\r\0c\r\0"),
            (Newline::Lf, b"a\r\0b\nc\n"),
        ] {
            let mut config = config.clone();
            config.newline = newline;
            let mut session = started(&config);
            session.send_line(b"a\rb\nc").unwrap();
            assert_eq!(drain(&mut session), wire);
        }
    }
}
