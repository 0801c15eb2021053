//! Streams of commands, and of subnegotiations that nobody wants.

use telnet_session::{Command, EventKind, Policy, Side, TelnetOption};
use telnet_testkit::oracle::{Given, Said};
use telnet_testkit::split;

use crate::role::{Role, holds, sub};

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
        holds("command", stream, |_given| {});
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
        holds("broken", stream, |_given| {});
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
        holds("line end", stream, |_given| {});
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
        holds("negotiation", stream, |_given| {});
    }
}

/// Nothing of a payload is text, nothing answers it, and nothing comes of it,
/// as long as its option is off: MCCP and TLS do not begin.
#[test]
fn a_payload_of_any_option_that_is_off_is_swallowed() {
    let [client, _, server, _] = Role::all();
    for role in [client, server] {
        for code in 0..=254 {
            let stream = sub(&[code, 1, b'x', 255, 255]);
            split::every("off", &stream, |chunks| {
                let mut session = role.session(&[]);
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
    for role in Role::all() {
        split::every("urgent", b"AA\xFF\xF4\xFF\xFFB\xFF\xF2C", |chunks| {
            let mut session = role.session(&[]);
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
        for mut role in [Role::client(), Role::terminal()] {
            let option = payload[0].into();
            role.config =
                role.config.policy(Side::Local, option, Policy::Accept);
            split::every("no answer", &sub(&payload), |chunks| {
                let mut session = role.session(&payload[..1]);
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
