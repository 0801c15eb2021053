//! Vectors, conversations of real peers, and some by hand.

use telnet_testkit::{
    oracle::NaiveSession,
    split,
    transcript::{self, Direction},
    wire,
};

use crate::role::Role;

/// Every cut of the stream, in every role, gives what the model gives.
fn holds(name: &str, stream: &[u8]) {
    for role in Role::all() {
        let name = format!("{name}, {}", role.name);
        let given = NaiveSession::run(&role.rules, stream);
        split::every(&name, stream, |chunks| {
            assert_eq!(role.engine(chunks), given);
        });
        role.in_step(&name, stream);
    }
}

#[test]
fn wire_vectors_in_every_split() {
    for wire::Case { name, stream, .. } in wire::all() {
        holds(name, &stream);
    }
}

#[test]
fn wire_vectors_after_agreement_in_every_split() {
    // What is swallowed at the start means something now.
    let agreed =
        b"\xFF\xFD\x18\xFF\xFB\x18\xFF\xFD\x1F\xFF\xFB\x1F\xFF\xFB\xC9";
    for wire::Case { name, stream, .. } in wire::all() {
        let stream = [agreed, &stream[..]].concat();
        for role in Role::all() {
            let name = format!("{name}, {}", role.name);
            let given = NaiveSession::run(&role.rules, &stream);
            let run = |chunks: &[&[u8]]| {
                assert_eq!(role.engine(chunks), given);
            };
            split::octets(&name, &stream, run);
            split::pairs(&name, &stream, run);
            role.in_step(&name, &stream);
        }
    }
}

#[test]
fn transcripts_in_every_split() {
    for transcript in transcript::all() {
        for direction in Direction::BOTH {
            let name = format!("{} {direction}", transcript.name);
            let stream = transcript.stream(direction);
            holds(&name, &stream);
            let chunks: Vec<&[u8]> = transcript.chunks(direction).collect();
            for role in Role::all() {
                let given = NaiveSession::run(&role.rules, &stream);
                assert_eq!(role.engine(&chunks), given, "{name}: as recorded");
            }
        }
    }
}

/// Streams whose meaning depends on what was agreed before.
const CONVERSATIONS: [(&str, &[u8]); 8] = [
    ("binary-after-cr", b"\r\xFF\xFB\0\0a"),
    ("binary-between-cr-and-nul", b"\r\xFF\xFB\0\xFF\xFC\0\0"),
    ("binary-data-parts-cr-and-nul", b"\r\xFF\xFB\0a\xFF\xFC\0\0b"),
    ("binary-cr-is-no-nvt-cr", b"\xFF\xFB\0\r\xFF\xFC\0\0b"),
    (
        "commands-between-cr-and-nul",
        b"\r\xFF\xF1\xFF\xFD\x06\xFF\xFA\x18\x01\xFF\xF0\0\0",
    ),
    (
        "types-told-in-turn",
        b"\xFF\xFD\x18\xFF\xFA\x18\x01\xFF\xF0\xFF\xFA\x18\x01\xFF\xF0\
          \xFF\xFA\x18\x01\xFF\xF0\xFF\xFA\x18\x01\xFF\xF0\xFF\xFE\x18\
          \xFF\xFD\x18\xFF\xFA\x18\x01\xFF\xF0",
    ),
    ("size-told-again", b"\xFF\xFD\x1F\xFF\xFD\x1F\xFF\xFE\x1F\xFF\xFD\x1F"),
    (
        "eight-nine-and-ten-octets",
        b"\xFF\xFB\xC9\xFF\xFA\xC912345678\xFF\xF0\
          \xFF\xFA\xC91234567\xFF\xFF9\xFF\xF0\
          \xFF\xFA\xC9\xFF\xFF123456789\xFF\xF0\
          \xFF\xFA\xC9123456789a\xFF\xF1b",
    ),
];

#[test]
fn conversations_in_every_split() {
    for (name, stream) in CONVERSATIONS {
        holds(name, stream);
    }
}
