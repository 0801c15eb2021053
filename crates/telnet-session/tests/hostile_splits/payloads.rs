//! Payloads of a wrong form, of the wrong role, or of ill intent: each is
//! handed on whole, and its codec says what it has to say.

use std::cell::Cell;

use telnet_session::TelnetOption;
use telnet_testkit::hostile::payloads::{self, Cases};
use telnet_testkit::oracle::{Given, Said};

use crate::role::{holds, sub};

/// The payloads that were handed on.
fn handed_on(given: &Given) -> impl Iterator<Item = (TelnetOption, &[u8])> {
    given.notes.iter().filter_map(|note| {
        let Said::Subnegotiation(option, payload) = &note.said else {
            return None;
        };
        Some((*option, &payload[..]))
    })
}

fn hold(cases: Cases) {
    for (row, payload, judge) in cases {
        let judged = Cell::new(0);
        holds(row, &sub(payload), |given| {
            for (option, payload) in handed_on(given) {
                assert!(judge(payload), "{option} {payload:02x?}");
                judged.set(judged.get() + 1);
            }
        });
        assert!(judged.get() > 0, "{row}: it was not handed on");
    }
}

#[test]
fn window_sizes_and_terminal_types() {
    hold(payloads::SIZES_AND_TYPES);
}

#[test]
fn environments() {
    hold(payloads::ENVIRONMENT);
}

#[test]
fn charsets() {
    hold(payloads::CHARSETS);
}

#[test]
fn modes_and_special_characters() {
    hold(payloads::LINES);
}

#[test]
fn payloads_of_other_options() {
    hold(payloads::OTHERS);
}
