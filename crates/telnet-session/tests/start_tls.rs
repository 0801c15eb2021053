//! TLS is agreed on at the exact octet, or not at all.
#![expect(
    clippy::indexing_slicing,
    reason = "a helper that fails fails its test"
)]

use std::io::{self, ErrorKind};

use telnet_session::error::StartTlsError;
use telnet_session::start_tls::StartTls;
use telnet_session::start_tls::StartTlsError::{
    NoFollows, Refused, Text, TooMuch,
};
use telnet_testkit::split;

const WILL: &[u8] = b"\xFF\xFB\x2E";
const WONT: &[u8] = b"\xFF\xFC\x2E";
const DO: &[u8] = b"\xFF\xFD\x2E";
const DONT: &[u8] = b"\xFF\xFE\x2E";
const FOLLOWS: &[u8] = b"\xFF\xFA\x2E\x01\xFF\xF0";

/// How a machine is made, what it says first, and how its peer agrees and
/// refuses.
type Role = (fn() -> StartTls, &'static [u8], &'static [u8], &'static [u8]);

const ROLES: [Role; 2] =
    [(StartTls::client, WILL, DO, DONT), (StartTls::server, DO, WILL, WONT)];

/// Writes all there is to write.
fn write(machine: &mut StartTls) -> Vec<u8> {
    let said = machine.transmit().to_vec();
    machine.transmitted(said.len());
    said
}

/// What was said to these octets, and how many of them were in the clear.
fn run(
    machine: &mut StartTls,
    chunks: &[&[u8]],
) -> Result<(Vec<u8>, usize), StartTlsError> {
    let mut said = write(machine);
    let mut used = 0;
    for chunk in chunks {
        used += machine.receive(chunk)?;
        said.extend(write(machine));
    }
    Ok((said, used))
}

#[test]
fn tls_begins_at_the_octet_behind_follows() {
    for (make, first, agrees, _) in ROLES {
        let plain = [agrees, FOLLOWS].concat();
        // Of a TLS record, of Telnet, and of a text that somebody slipped in.
        for behind in [&b"\x16\x03\x01\x02"[..], b"\xFF\xFA\x2E", b"login"] {
            let all = [&plain, behind].concat();
            split::every("start", &all, |chunks| {
                let mut machine = make();
                let (said, used) = run(&mut machine, chunks).unwrap();
                assert_eq!(said, [first, FOLLOWS].concat());
                assert_eq!(used, plain.len());
                assert!(machine.is_over() && !machine.wants_read());
                assert_eq!(machine.error(), None);
            });
        }
    }
}

#[test]
fn it_is_over_once_ours_is_written_and_the_peers_has_come() {
    for (make, first, agrees, _) in ROLES {
        let mut machine = make();
        assert_eq!(write(&mut machine), first);
        assert!(!machine.is_over());
        machine.receive(agrees).unwrap();
        machine.receive(FOLLOWS).unwrap();
        for left in (1..=FOLLOWS.len()).rev() {
            assert_eq!(machine.transmit().len(), left);
            assert!(!machine.is_over() && !machine.wants_read());
            machine.transmitted(1);
        }
        assert!(machine.is_over());
        // Nothing is its own any more.
        assert_eq!(machine.receive(b"\xFF\xFD\x01"), Ok(0));
    }
}

/// Moves octets from one to the other, `most` at a time.
fn pass(from: &mut StartTls, to: &mut StartTls, most: usize) {
    let n = from.transmit().len().min(most);
    let octets = from.transmit()[..n].to_vec();
    from.transmitted(n);
    assert_eq!(to.receive(&octets), Ok(n));
}

#[test]
fn two_of_them_agree_however_octets_are_cut() {
    for (there, back) in (1..=12).flat_map(|n| (1..=12).map(move |m| (n, m))) {
        let (mut client, mut server) = (StartTls::client(), StartTls::server());
        for _ in 0..12 {
            pass(&mut client, &mut server, there);
            pass(&mut server, &mut client, back);
        }
        assert!(client.is_over() && server.is_over(), "{there} {back}");
    }
}

/// A peer that will not, in every way and at every cut.
#[test]
fn whatever_is_no_agreement_is_an_error_that_stays() {
    for (make, _, agrees, refuses) in ROLES {
        let other = b"\xFF\xFA\x18\x01\xFF\xF0";
        let cases: [(&[&[u8]], StartTlsError); 14] = [
            (&[refuses], Refused),
            (&[agrees, refuses], Refused),
            (&[b"login: "], Text(b'l')),
            (&[b"\xFF\xFF"], Text(255)),
            (&[b"\r\n"], Text(b'\r')),
            (&[agrees, b"\0", FOLLOWS], Text(0)),
            (&[agrees, b"x", FOLLOWS], Text(b'x')),
            (&[FOLLOWS], NoFollows),
            (&[other, FOLLOWS, agrees], NoFollows),
            (&[agrees, b"\xFF\xFA\x2E\x02\xFF\xF0"], NoFollows),
            (&[agrees, b"\xFF\xFA\x2E\xFF\xF0"], NoFollows),
            (&[agrees, b"\xFF\xFA\x2E\x01\x01\xFF\xF0"], NoFollows),
            (&[agrees, b"\xFF\xFA\x2E\x01\xFF\xF1"], NoFollows),
            (&[agrees, b"\xFF\xFA\x2E\x01\xFF\x07"], NoFollows),
        ];
        for (stream, error) in cases {
            split::every("refused", &stream.concat(), |chunks| {
                let mut machine = make();
                assert_eq!(run(&mut machine, chunks), Err(error));
                assert_eq!(machine.error(), Some(error));
                // It is no matter what comes now.
                for later in [agrees, FOLLOWS, b""] {
                    assert_eq!(machine.receive(later), Err(error));
                }
                assert!(machine.transmit().is_empty());
                assert!(!machine.is_over() && !machine.wants_read());
            });
        }
    }
}

#[test]
fn other_options_are_refused_until_follows_and_commands_ignored() {
    for (make, first, agrees, _) in ROLES {
        let before = b"\xFF\xFB\x01\xFF\xFD\x18\xFF\xF1\xFF\xF6\xFF\xFC\x03\
                       \xFF\xFE\x05\xFF\xFA\x18\x01\xFF\xF0\xFF\x07\xFF\xF0";
        // The peer said this before it had our FOLLOWS.
        let between = b"\xFF\xFB\x03\xFF\xFD\x1F";
        let all = [&before[..], agrees, between, FOLLOWS].concat();
        split::every("options", &all, |chunks| {
            let (said, used) = run(&mut make(), chunks).unwrap();
            let refusals = b"\xFF\xFE\x01\xFF\xFC\x18";
            assert_eq!(said, [first, refusals, FOLLOWS].concat());
            assert_eq!(used, all.len());
        });
    }
}

/// The option is the client's. The server's own side is like any other.
#[test]
fn the_option_of_the_other_side_is_refused() {
    let answers = [DONT, WONT];
    for ((make, first, agrees, _), answer) in ROLES.into_iter().zip(answers) {
        let all = [first, agrees, FOLLOWS].concat();
        let (said, _) = run(&mut make(), &[&all]).unwrap();
        assert_eq!(said, [first, answer, FOLLOWS].concat());
    }
}

#[test]
fn a_peer_that_goes_on_and_on_is_given_up_at_4096_octets() {
    for (make, first, ..) in ROLES {
        for flood in [&b"\xFF\xF1"[..], b"\xFF\xFD\x18", b"\xFF\xFA\x18a"] {
            for len in [1, 7, 4096, 1 << 20] {
                let mut machine = make();
                let mut said = write(&mut machine).len();
                let flood = flood.repeat((1 << 20) / flood.len());
                let mut taken = 0;
                let error = flood.chunks(len).find_map(|chunk| {
                    match machine.receive(chunk) {
                        Ok(n) => taken += n,
                        Err(error) => return Some(error),
                    }
                    said += write(&mut machine).len();
                    assert!(said <= first.len() + taken);
                    None
                });
                assert_eq!(error, Some(TooMuch));
                assert!(taken <= 4096);
            }
        }
    }
}

#[test]
fn errors_say_what_was_seen_and_what_to_do() {
    for (error, kind, seen) in [
        (Refused, ErrorKind::InvalidData, "refused"),
        (Text(0x1B), ErrorKind::InvalidData, "'\\x1b'"),
        (NoFollows, ErrorKind::InvalidData, "FOLLOWS"),
        (TooMuch, ErrorKind::InvalidData, "4096"),
        (StartTlsError::Closed, ErrorKind::UnexpectedEof, "closed"),
        (StartTlsError::Late, ErrorKind::TimedOut, "in time"),
    ] {
        let shown = error.to_string();
        assert!(shown.starts_with("TLS was demanded by START_TLS"), "{shown}");
        assert!(shown.contains(seen), "{shown}");
        assert!(shown.contains("a port of its own"), "{shown}");
        let error = io::Error::from(error);
        assert_eq!(error.kind(), kind);
        let inner = error.get_ref().unwrap();
        assert!(inner.downcast_ref::<StartTlsError>().is_some());
    }
}
