//! Streams of commands, and of subnegotiations that nobody wants.

use telnet_session::{Command, EventKind, Policy, Side, TelnetOption};
use telnet_testkit::hostile::streams::{self, Stream};
use telnet_testkit::oracle::{Given, Said};
use telnet_testkit::split;

use crate::role::{Role, holds, sub};

fn hold(streams: &[Stream]) {
    for (row, stream) in streams {
        holds(row, stream, |_given| {});
    }
}

#[test]
fn commands_that_are_cut_off_or_mean_nothing() {
    hold(streams::COMMANDS);
}

#[test]
fn subnegotiations_that_are_empty_broken_or_nested() {
    hold(streams::SUBNEGOTIATIONS);
}

#[test]
fn line_ends_with_commands_in_between() {
    hold(streams::LINE_ENDS);
}

#[test]
fn negotiation_that_repeats_crosses_or_contradicts() {
    hold(streams::NEGOTIATION);
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
