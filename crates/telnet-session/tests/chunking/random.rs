//! Random streams in random cuts.

use proptest::{collection::vec, prelude::*};
use telnet_session::{Session, Side};
use telnet_testkit::{oracle::NaiveSession, split};

use crate::role::{Role, poll_events};
use crate::stream::{cases, cuts, option_code, piece, stream};

proptest! {
    #![proptest_config(cases(8192))]

    #[test]
    fn random_streams_in_random_cuts(stream in stream(), cuts in cuts()) {
        for role in Role::all() {
            let given = NaiveSession::run(&role.rules, &stream);
            let run = |chunks: &[&[u8]]| {
                assert_eq!(role.engine(chunks), given);
            };
            split::whole(role.name, &stream, run);
            split::octets(role.name, &stream, run);
            split::at(role.name, &stream, &cuts, run);
            role.in_step(role.name, &stream);
        }
    }
}

/// BINARY begins and ends, each within a piece.
#[test]
fn a_cr_in_binary_has_no_nul_to_come() {
    let stream = b"\xFF\xFB\0a\r\xFF\xFC\0\0b\r\0c";
    for role in Role::all() {
        let given = NaiveSession::run(&role.rules, stream);
        split::every(role.name, stream, |chunks| {
            assert_eq!(role.engine(chunks), given);
        });
    }
}

/// A part of the stream, and what the application asks for after it.
type Turn = (Vec<u8>, Option<(bool, u8, bool)>);

fn turn() -> impl Strategy<Value = Turn> {
    let request = (any::<bool>(), option_code(), any::<bool>());
    (piece(), proptest::option::of(request))
}

proptest! {
    #![proptest_config(cases(8192))]

    #[test]
    fn requests_in_between(
        turns in vec(turn(), 0..24),
        cuts in cuts(),
    ) {
        for role in Role::all() {
            let mut session = Session::new(role.config.clone());
            let mut model = NaiveSession::new(role.rules.clone());
            let mut notes = Vec::new();
            for (octets, request) in &turns {
                split::at(role.name, octets, &cuts, |chunks| {
                    chunks.iter().for_each(|chunk| session.receive(chunk));
                });
                poll_events(&mut session, &mut notes);
                model.receive(octets);
                if let Some((ours, code, enable)) = *request {
                    let side = if ours { Side::Local } else { Side::Remote };
                    session.request(side, code.into(), enable);
                    model.request(side, code.into(), enable);
                }
            }
            let given = model.take();
            poll_events(&mut session, &mut notes);
            assert_eq!(notes, given.notes, "{}", role.name);
            assert_eq!(session.transmit(), given.output, "{}", role.name);
            assert_eq!(session.unread(), given.text, "{}", role.name);
        }
    }
}
