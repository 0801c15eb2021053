//! Hostile and broken peers: what they send has its one right outcome, in
//! both roles. What would make something grow is in `caps.rs`.
#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::task::Poll;

use telnet_session::proto::{Change, Malformed};
use telnet_session::wait::ReadUntil;
use telnet_session::{
    Command, Config, Policy, Session, Side, TelnetOption, Wait, WindowSize,
};
use telnet_testkit::{
    clock::Clock,
    oracle::{Given, Said},
    split,
};

const NAWS: TelnetOption = TelnetOption::NAWS;
const TTYPE: TelnetOption = TelnetOption::TTYPE;
const SGA: TelnetOption = TelnetOption::SGA;

/// The default, or a server, with events.
fn client() -> Config {
    Config::default().events(true)
}

fn server() -> Config {
    Config::server().events(true)
}

/// Past its start, its first requests written.
fn started(config: Config) -> Session {
    let mut session = Session::new(config);
    let _ = Given::by(&mut session);
    session
}

/// Past its start, the peer having sent this.
fn after(config: Config, stream: &[u8]) -> Session {
    let mut session = started(config);
    session.receive(stream);
    let _ = Given::by(&mut session);
    session
}

/// A server which was told that the peer has NAWS and TTYPE. It could tell of
/// itself, too, but was not asked to.
fn terminal_server() -> Session {
    let mut config = server();
    config = config.terminal_types(["HOST"]).unwrap();
    after(config, b"\xFF\xFB\x1F\xFF\xFB\x18")
}

/// A client that has been asked for its terminal type and its size.
fn terminal_client() -> Session {
    let mut config = client();
    config = config.terminal_types(["XTERM"]).unwrap();
    config.window_size = Some(WindowSize { columns: 80, rows: 24 });
    after(config, b"\xFF\xFD\x1F\xFF\xFD\x18")
}

/// What it gives when the peer sends this.
fn gives(session: &mut Session, stream: &[u8]) -> Given {
    session.receive(stream);
    Given::by(session)
}

fn said(given: &Given) -> Vec<Said> {
    given.notes.iter().map(|note| note.said.clone()).collect()
}

/// Nothing but the text "A", which stands behind the trouble, and events.
#[track_caller]
fn only_says(session: &mut Session, stream: &[u8], expected: &[Said]) {
    let given = gives(session, stream);
    assert_eq!(said(&given), expected);
    assert_eq!((&given.output[..], &given.text[..]), (&b""[..], &b"A"[..]));
}

fn option(side: Side, option: TelnetOption, change: Change) -> Said {
    Said::Option(side, option, change)
}

// ---- Malformed commands and subnegotiations

#[test]
fn option_255_is_refused_and_is_no_escape() {
    for config in [client(), server()] {
        let given = gives(&mut started(config), b"\xFF\xFB\xFF\x41");
        assert_eq!(given.output, b"\xFF\xFE\xFF");
        assert_eq!(given.text, b"A");
    }
}

#[test]
fn empty_subnegotiation_is_reported_and_ignored() {
    for config in [client(), server()] {
        let empty = Said::Malformed(Malformed::EmptySub);
        only_says(&mut started(config), b"\xFF\xFA\xFF\xF0A", &[empty]);
    }
}

#[test]
fn extended_options_list_is_swallowed() {
    for config in [client(), server()] {
        let list = b"\xFF\xFA\xFF\xFB\x05\xFF\xF0A";
        let unwanted = Said::Unwanted(TelnetOption::EXOPL);
        only_says(&mut started(config), list, &[unwanted]);
    }
}

#[test]
fn command_inside_a_subnegotiation_ends_it_and_is_obeyed() {
    let given = gives(
        &mut terminal_server(),
        b"\xFF\xFA\x18\0A\xFF\xFB\x03\xFF\xFD\x03\xFF\xF0A",
    );
    assert_eq!(
        said(&given),
        [
            Said::Malformed(Malformed::SubInterrupted(Command::WILL)),
            option(Side::Remote, SGA, Change::Enabled),
            option(Side::Local, SGA, Change::Enabled),
            Said::Malformed(Malformed::StraySe),
        ]
    );
    assert_eq!(given.text, b"A");

    let given = gives(&mut terminal_client(), b"\xFF\xFA\x18\0A\xFF\xFB\x03A");
    assert_eq!(given.output, b"\xFF\xFD\x03");
    assert_eq!(given.text, b"A");
}

#[test]
fn unknown_command_inside_a_subnegotiation_voids_it() {
    let stream = b"\xFF\xFA\x18\0A\xFF\x42C\xFF\xF0A";
    let void = Said::Malformed(Malformed::SubUnknownCommand(0x42));
    only_says(&mut terminal_server(), stream, std::slice::from_ref(&void));
    only_says(&mut terminal_client(), stream, &[void]);
}

#[test]
fn nested_subnegotiation_voids_the_outer_one() {
    let stream = b"\xFF\xFA\x18\0\xFF\xFA\x1F\0\x50\0\x18\xFF\xF0A";
    let void = Said::Malformed(Malformed::SubInterrupted(Command::SB));
    let size = Said::Subnegotiation(NAWS, vec![0, 80, 0, 24]);
    only_says(&mut terminal_server(), stream, &[void, size]);
}

// ---- NAWS and TTYPE

#[test]
fn window_size_of_an_option_that_is_off_is_swallowed() {
    for mut session in [started(client()), started(server())] {
        let size = b"\xFF\xFA\x1F\0\x50\0\x18\xFF\xF0A";
        only_says(&mut session, size, &[Said::Unwanted(NAWS)]);
    }
}

/// The payloads of NAWS that a server is handed, as sizes where they are.
fn window_size(payload: &[u8]) -> Option<WindowSize> {
    let stream = [b"\xFF\xFA\x1F", payload, b"\xFF\xF0A"].concat();
    let given = gives(&mut terminal_server(), &stream);
    assert_eq!((&given.output[..], &given.text[..]), (&b""[..], &b"A"[..]));
    match &said(&given)[..] {
        [Said::Subnegotiation(NAWS, payload)] => {
            WindowSize::parse(payload).ok()
        }
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn window_size_of_two_or_five_octets_is_none() {
    assert_eq!(window_size(&[0, 80]), None);
    assert_eq!(window_size(&[0, 80, 0, 24, 0]), None);
}

#[test]
fn window_size_of_zeros_leaves_it_to_us() {
    let unspecified = WindowSize { columns: 0, rows: 0 };
    assert_eq!(window_size(&[0; 4]), Some(unspecified));
}

#[test]
fn window_size_of_65535_is_just_a_number() {
    let size = WindowSize { columns: 65535, rows: 65535 };
    assert_eq!(window_size(&[255; 8]), Some(size));
}

#[test]
fn window_size_with_an_unescaped_255_is_void() {
    let stream = b"\xFF\xFA\x1F\0\xFF\0\x18\xFF\xF0A";
    let void = Said::Malformed(Malformed::SubUnknownCommand(0));
    only_says(&mut terminal_server(), stream, &[void]);
}

#[test]
fn terminal_type_send_with_more_octets_is_not_answered() {
    let payload = [&b"\x01"[..], &[b'A'; 5000]].concat();
    let stream = [b"\xFF\xFA\x18", &payload[..], b"\xFF\xF0A"].concat();
    let asked = Said::Subnegotiation(TTYPE, payload);
    only_says(&mut terminal_client(), &stream, &[asked]);
}

#[test]
fn terminal_type_of_the_wrong_role_is_not_answered() {
    let told = Said::Subnegotiation(TTYPE, b"\0X".to_vec());
    let stream = b"\xFF\xFA\x18\0X\xFF\xF0A";
    only_says(&mut terminal_client(), stream, &[told]);
    let asked = Said::Subnegotiation(TTYPE, b"\x01".to_vec());
    let stream = b"\xFF\xFA\x18\x01\xFF\xF0A";
    only_says(&mut terminal_server(), stream, &[asked]);
}

#[test]
fn environment_is_refused_and_nothing_of_it_is_told() {
    for config in [client(), server()] {
        let mut session = started(config);
        let given = gives(&mut session, b"\xFF\xFD\x27");
        assert_eq!(given.output, b"\xFF\xFC\x27");
        let environ = TelnetOption::NEW_ENVIRON;
        for asked in [&b"\x01"[..], b"\x01\x03SSH_AUTH_SOCK", b"\x01\0USER"] {
            let stream = [b"\xFF\xFA\x27", asked, b"\xFF\xF0A"].concat();
            only_says(&mut session, &stream, &[Said::Unwanted(environ)]);
        }
    }
}

// ---- Negotiation

#[test]
fn each_option_that_was_not_asked_for_is_refused_once() {
    // WILL and DO: what is agreed to, and what is sent then. A server's
    // requests were sent before.
    let client_agrees = [(251, vec![1, 3], true), (253, vec![3], true)];
    let server_agrees =
        [(251, vec![3, 24, 31], false), (253, vec![1, 3], false)];
    for (config, agrees) in
        [(client(), client_agrees), (server(), server_agrees)]
    {
        for (verb, agreed, answered) in agrees {
            let (yes, no) = if verb == 251 { (253, 254) } else { (251, 252) };
            let mut session = started(config.clone());
            for code in 0..=255 {
                let expected = match (agreed.contains(&code), answered) {
                    (false, _) => vec![255, no, code],
                    (true, true) => vec![255, yes, code],
                    (true, false) => vec![],
                };
                let given = gives(&mut session, &[255, verb, code]);
                assert_eq!(given.output, expected);
            }
        }
    }
}

#[test]
fn what_is_so_already_is_met_with_silence() {
    for mut session in [terminal_client(), terminal_server()] {
        gives(&mut session, b"\xFF\xFB\x03\xFF\xFD\x03");
        // On already, and off already.
        for asked in [b"\xFF\xFB\x03", b"\xFF\xFD\x03"] {
            assert_eq!(gives(&mut session, asked).output, b"");
        }
        for code in [0, 5, 34, 39, 200, 255] {
            for verb in [252, 254] {
                let given = gives(&mut session, &[255, verb, code]);
                assert_eq!(given.output, b"", "{verb} {code}");
            }
        }
    }
}

#[test]
fn echo_is_never_on_both_sides() {
    let will_do = b"\xFF\xFB\x01\xFF\xFD\x01";
    let do_will = b"\xFF\xFD\x01\xFF\xFB\x01";
    for (config, stream, output) in [
        (client(), will_do, &b"\xFF\xFD\x01\xFF\xFC\x01"[..]),
        (client(), do_will, b"\xFF\xFB\x01\xFF\xFE\x01"),
        // It has asked for its own before.
        (server(), will_do, b"\xFF\xFE\x01"),
        (server(), do_will, b"\xFF\xFE\x01"),
    ] {
        let mut config = config;
        config = config
            .policy(Side::Remote, TelnetOption::ECHO, Policy::Accept)
            .policy(Side::Local, TelnetOption::ECHO, Policy::Accept);
        let mut session = started(config);
        assert_eq!(gives(&mut session, stream).output, output);
        let on = |side| session.is_enabled(side, TelnetOption::ECHO);
        assert!(on(Side::Local) != on(Side::Remote));
    }
}

#[test]
fn data_mark_without_urgent_data_is_an_event() {
    for config in [client(), server()] {
        let mark = Said::Command(Command::DM);
        only_says(&mut started(config), b"\xFF\xF2A", &[mark]);
    }
}

#[test]
fn command_inside_a_prompt_does_not_break_it() {
    let clock = Clock::new();
    let stream = b"\r\nlog\xFF\xF1i\xFF\xFB\x01n:\xFF\xF9 x";
    split::every("prompt", stream, |chunks| {
        let mut session = started(client());
        let mut wait =
            ReadUntil::new(b"login: ", telnet_session::Deadline::Never);
        let mut outcome = None;
        for chunk in chunks {
            session.receive(chunk);
            if outcome.is_none() {
                match wait.poll(&mut session, clock.now()) {
                    Poll::Ready(ready) => outcome = Some(ready),
                    Poll::Pending => {}
                }
            }
        }
        let text = outcome.unwrap().matched().unwrap();
        assert_eq!(text.text(), &b"\r\nlogin: "[..]);
        assert_eq!(session.unread(), b"x");
    });
}
