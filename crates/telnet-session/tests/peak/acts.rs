//! Rows that are about waits, or about how octets are written, and what is held
//! while they go on.

use std::time::Duration;

use telnet_session::start_tls::StartTls;
use telnet_session::wait::{ReadUntil, SendData, Wait};
use telnet_session::{Config, Session};
use telnet_testkit::clock::Clock;

use crate::part::Part::{Output, Text};

const NEVER: Option<Duration> = None;

/// What is done, and octets of memory that it may take.
pub(crate) struct Act {
    pub(crate) row: &'static str,
    pub(crate) most: usize,
    pub(crate) act: fn(),
}

/// A session at rest and its configuration, a wait, and 16 KiB that come in.
const LITTLE: usize = (4 << 10) + (16 << 10);

/// All of them.
pub(crate) fn all() -> Vec<Act> {
    let config = Config::default();
    let (text, output) = (Text.most(&config), Output(0).most(&config));
    let all: [(_, _, fn()); 6] = [
        ("H-69", LITTLE, start_of_tls),
        ("H-73", LITTLE + text, an_end_while_one_waits),
        ("H-74", LITTLE + output, a_close_and_octets_behind_it),
        ("H-75", LITTLE + output, writes_of_one_octet),
        ("H-76", LITTLE + text + output, waits_that_are_given_up),
        ("H-78", LITTLE + text, a_command_within_a_prompt),
    ];
    let mut acts: Vec<Act> =
        all.map(|(row, most, act)| Act { row, most, act }).into();
    acts.push(patterns::act(text));
    acts
}

fn start_of_tls() {
    for make in [StartTls::client, StartTls::server] {
        for flood in [b"\xFF\xFD\x18", b"\xFF\xFA\x18", b"\xFF\xFB\x2E"] {
            let mut machine = make();
            let mut taken = 0;
            while taken < 1 << 20 && machine.receive(flood).is_ok() {
                taken += 3;
            }
            assert!(machine.error().is_some());
        }
    }
}

fn sessions() -> [Session; 2] {
    [Config::default(), Config::server()].map(Session::new)
}

fn an_end_while_one_waits() {
    let now = Clock::new().now();
    for mut session in sessions() {
        let mut wait = ReadUntil::new(b"never", NEVER);
        for _ in 0..64 {
            session.receive(&[b'x'; 4096]);
            assert!(wait.poll(&mut session, now).is_pending());
        }
        session.receive_eof();
        assert!(wait.poll(&mut session, now).is_ready());
        assert_eq!(session.unread().len(), 64 * 4096);
    }
}

fn a_close_and_octets_behind_it() {
    for mut session in sessions() {
        while session.output_room() > 0 {
            assert!(session.send(&[b'x'; 4096]) > 0);
        }
        session.close_output();
        for _ in 0..1000 {
            assert_eq!(session.send(&[b'x'; 4096]), 4096);
            session.receive(b"\xFF\xFD\x06");
        }
        assert!(!session.wants_write());
    }
}

fn writes_of_one_octet() {
    for mut session in sessions() {
        for _ in 0..3 {
            while session.output_room() > 0 {
                assert!(session.send(b"a\xFF\n") > 0);
            }
            (0..40_000).for_each(|_| session.transmitted(1));
        }
    }
}

fn waits_that_are_given_up() {
    let now = Clock::new().now();
    for mut session in sessions() {
        for _ in 0..1000 {
            session.receive(b"text that goes on");
            let mut read = ReadUntil::new(b"never", NEVER);
            assert!(read.poll(&mut session, now).is_pending());
            let mut send = SendData::new(&[b'x'; 1000], NEVER);
            assert!(send.poll(&mut session, now).is_pending());
        }
        assert_eq!(session.unread().len(), 17_000);
    }
}

fn a_command_within_a_prompt() {
    let now = Clock::new().now();
    for mut session in sessions() {
        for _ in 0..10_000 {
            let mut wait = ReadUntil::new(b"login:", NEVER);
            session.receive(b"\r\nlog\xFF\xF1i");
            assert!(wait.poll(&mut session, now).is_pending());
            session.receive(b"n:");
            assert!(wait.poll(&mut session, now).is_ready());
        }
    }
}

/// Patterns that have endless ways to match.
mod patterns {
    use telnet_session::expect::{Expect, PatternSet, SetLimits};

    use super::{Act, Clock, LITTLE, NEVER, Wait, sessions};

    /// What a set may use: its automata, what is parsed of its patterns, and what
    /// searches remember.
    pub(super) fn act(text: usize) -> Act {
        let limits = SetLimits::default();
        let set = 3 * limits.nfa + 2 * limits.dfa;
        Act { row: "H-79", most: LITTLE + text + set, act: searches }
    }

    fn searches() {
        let now = Clock::new().now();
        for mut session in sessions() {
            let set = PatternSet::new(["(a*)*b", ".*.*.*x"]).unwrap();
            let mut wait = Expect::new(&set, NEVER);
            for _ in 0..64 {
                session.receive(&[b'a'; 4096]);
                while session.wants_read()
                    && wait.poll(&mut session, now).is_pending()
                    && session.is_searching()
                {}
            }
            assert_eq!(session.unread().len(), 64 * 4096);
        }
    }
}
