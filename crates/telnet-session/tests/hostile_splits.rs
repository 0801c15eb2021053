//! Hostile streams cut in every way: what they do in one piece, which
//! `hostile.rs` and the codecs' tests judge, they do in any pieces.
#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use telnet_session::{
    Command, Config, EventKind, Policy, Session, Side, TelnetOption, WindowSize,
};
use telnet_testkit::oracle::{Given, Said};
use telnet_testkit::split;

/// Both roles, each as it is by default and agreeing to everything.
fn roles() -> [Config; 4] {
    let mut terminal = Config::default();
    terminal.set_terminal_types(["XTERM", "VT100"]).unwrap();
    terminal.window_size = Some(WindowSize { columns: 80, rows: 255 });
    let mut host = Config::server();
    for config in [&mut terminal, &mut host] {
        for option in (0..=255).map(TelnetOption::from) {
            if option != TelnetOption::ECHO && option != TelnetOption::BINARY {
                config.policy(Side::Local, option, Policy::Accept);
                config.policy(Side::Remote, option, Policy::Accept);
            }
        }
    }
    [Config::default(), terminal, Config::server(), host].map(|mut config| {
        config.events = true;
        config
    })
}

/// Past its start, the peer having asked for each of these on both sides.
fn after(config: &Config, options: &[u8]) -> Session {
    let mut session = Session::new(config.clone());
    for &option in options {
        session.receive(&[255, 251, option, 255, 253, option]);
        let _ = Given::by(&mut session);
    }
    session
}

/// The options whose payloads are among the streams.
const OPTIONS: [u8; 16] =
    [3, 5, 24, 31, 32, 33, 34, 35, 39, 42, 44, 69, 70, 86, 201, 255];

/// In one piece and in every way the stream gives the same, be the options of
/// its payloads on or off; and text behind it is text.
fn the_same_however_cut(name: &str, stream: &[u8]) {
    for config in roles() {
        for options in [&[][..], &OPTIONS] {
            let run = |chunks: &[&[u8]]| {
                let mut session = after(&config, options);
                chunks.iter().for_each(|chunk| session.receive(chunk));
                session.receive_eof();
                assert!(session.is_eof());
                Given::by(&mut session)
            };
            let whole = run(&[stream]);
            split::every(name, stream, |chunks| {
                assert_eq!(run(chunks), whole);
            });
        }
    }
}

/// IAC SB, the rest, IAC SE and text.
fn sub(rest: &[u8]) -> Vec<u8> {
    [b"\xFF\xFA", rest, b"\xFF\xF0A"].concat()
}

#[test]
fn commands_that_are_cut_off_or_mean_nothing() {
    for stream in [
        &b"a\xFF"[..],
        b"a\xFF\xFFb",
        b"\xFF\xFB",
        b"\xFF\xFA\x18\0A",
        b"\xFF\xFB\x01",
        b"\xFF\xFB\xFFA",
        b"\xFF\xF0A",
        b"\xFF\0A\xFF\x7FA\xFF\xEBA",
        b"\xFF\xF7\xFF\xF8\xFF\xF3\xFF\xF4\xFF\xF5",
        b"\xFF\xEC\xFF\xED\xFF\xEE\xFF\xEFA",
        b"a\xFF\xF2b",
    ] {
        the_same_however_cut("command", stream);
    }
}

#[test]
fn subnegotiations_that_are_empty_broken_or_nested() {
    for stream in [
        &b"\xFF\xFA\xFF\xF0A"[..],
        b"\xFF\xFA\xFF\xFB\x05\xFF\xF0A",
        b"\xFF\xFA\x18\0A\xFF\xFB\x03A",
        b"\xFF\xFA\x18\0A\xFF\x42C\xFF\xF0A",
        b"\xFF\xFA\x18\0\xFF\xFA\x1F\0\x50\0\x18\xFF\xF0A",
        b"\xFF\xFA\x1F\0\xFF\0\x18\xFF\xF0A",
    ] {
        the_same_however_cut("broken", stream);
    }
}

#[test]
fn line_ends_with_commands_in_between() {
    for stream in [
        &b"\r\nb\r\0c"[..],
        b"\rA\r\r\n\r",
        b"\r\xFF\xF9\0A",
        b"\r\xFF\xFF",
        b"\0\0\x07\x80\xFE",
    ] {
        the_same_however_cut("line end", stream);
    }
}

#[test]
fn negotiation_that_repeats_crosses_or_contradicts() {
    for stream in [
        &b"\xFF\xFB\x01\xFF\xFC\x01\xFF\xFB\x01\xFF\xFC\x01"[..],
        b"\xFF\xFC\x22\xFF\xFE\x22\xFF\xFB\x03\xFF\xFB\x03",
        b"\xFF\xFB\x01\xFF\xFD\x01",
        b"\xFF\xFD\x01\xFF\xFB\x01",
        b"\xFF\xFD\x06a\xFF\xFD\x06b\xFF\xFD\x06",
    ] {
        the_same_however_cut("negotiation", stream);
    }
}

#[test]
fn payloads_of_a_wrong_form_or_role() {
    for payload in [
        // NAWS: too short, too long, nothing, as much as can be.
        &b"\x1F\0\x50"[..],
        b"\x1F\0\x50\0\x18\0",
        b"\x1F\0\0\0\0",
        b"\x1F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
        // TERMINAL-TYPE.
        b"\x18\x01AAAA",
        b"\x18\0X",
        b"\x18\x01",
        b"\x18\0\x1B[c\0\xFF\xFF",
        // NEW-ENVIRON.
        b"\x27\x01",
        b"\x27\x01\x03SSH_AUTH_SOCK",
        b"\x27\0\0A\x01B\x02",
        b"\x27\0\0A\x01\x02\x01\x02\x03\x02\x02\xFF\xFF",
        b"\x27\0\x01B",
        b"\x27\0\0USER\x01-f root",
        // CHARSET.
        b"\x2A\x01;",
        b"\x2A\x01",
        b"\x2A\x04\x01;A;\x08\xFF\xFF\xFF\xFF\xFF\xFF",
        b"\x2A\x02UTF-7",
        // LINEMODE.
        b"\x22",
        b"\x22\x01",
        b"\x22\x01\x07",
        b"\x22\x03\0\x03\0\x0A\x02\xFF\xFF\x1F\x02",
        // STATUS, TOGGLE-FLOW-CONTROL, COM-PORT-OPTION.
        b"\x05\x01",
        b"\x21\x09",
        b"\x2C\x01\0\0\0",
        b"\x2C\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
        b"\x2C\x65\0\0\0\0",
        // MSDP, MSSP, GMCP.
        b"\x45\x03\x03\x03\x04\x02X",
        b"\x46\x01A\x02B",
        b"\xC9\xC3(",
        // The start of MCCP2, of TLS, an extended option.
        b"\x56",
        b"\x2E\x01",
        b"\xFF\xFF\xFD\x05",
    ] {
        the_same_however_cut("payload", &sub(payload));
    }
}

/// Nothing of a payload is text, nothing answers it, and nothing comes of it,
/// as long as its option is off: MCCP and TLS do not begin.
#[test]
fn a_payload_of_any_option_that_is_off_is_swallowed() {
    for mut config in [Config::default(), Config::server()] {
        config.events = true;
        for code in 0..=254 {
            let stream = sub(&[code, 1, b'x', 255, 255]);
            split::every("off", &stream, |chunks| {
                let mut session = after(&config, &[]);
                let _ = Given::by(&mut session);
                chunks.iter().for_each(|chunk| session.receive(chunk));
                let given = Given::by(&mut session);
                assert_eq!(
                    (&given.text[..], given.output),
                    (&b"A"[..], vec![])
                );
                let unwanted = Said::Unwanted(TelnetOption::from(code));
                assert!(given.notes.iter().all(|it| it.said == unwanted));
                assert_eq!(given.notes.len(), 1);
            });
        }
    }
}

#[test]
fn urgent_data_ends_at_its_mark() {
    for config in roles() {
        split::every("urgent", b"AA\xFF\xF4\xFF\xFFB\xFF\xF2C", |chunks| {
            let mut session = after(&config, &[]);
            while session.poll_event().is_some() {}
            session.receive_urgent();
            chunks.iter().for_each(|chunk| session.receive(chunk));
            assert_eq!(session.unread(), b"C");
            let seen = std::iter::from_fn(|| session.poll_event());
            let seen: Vec<EventKind> = seen.map(|event| event.kind).collect();
            let of = EventKind::Command;
            assert_eq!(seen, [of(Command::IP), of(Command::DM)]);
        });
    }
}

/// Codes of TOGGLE-FLOW-CONTROL that nobody has defined, and the states that
/// a serial port's server notifies of.
#[test]
fn what_calls_for_no_answer_gets_none() {
    let flow = (4..=254).map(|code| vec![33, code]);
    let notify = [106, 107].map(|code| vec![44, code, 7]);
    for payload in flow.chain(notify) {
        for config in &roles()[..2] {
            let mut config = config.clone();
            config.policy(Side::Local, payload[0].into(), Policy::Accept);
            split::every("no answer", &sub(&payload), |chunks| {
                let mut session = after(&config, &payload[..1]);
                let _ = Given::by(&mut session);
                chunks.iter().for_each(|chunk| session.receive(chunk));
                let given = Given::by(&mut session);
                assert_eq!(
                    (&given.text[..], given.output),
                    (&b"A"[..], vec![])
                );
                assert_eq!(given.notes.len(), 1);
            });
        }
    }
}
