//! Compressed text of any kind and size, cut at random: octet for octet, and as
//! early, it is what flate2 alone makes of it.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

use std::io::Write as _;

use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use flate2::{Compression, Decompress, FlushDecompress};
use proptest::collection::vec;
use proptest::prelude::*;
use telnet_session::{Config, Policy, Session, Side, TelnetOption};
use telnet_testkit::device::Numbers;

const BEGIN: &[u8] = b"\xFF\xFB\x56\xFF\xFA\x56\xFF\xF0";
/// Octets of the head that a `GzEncoder` writes.
const GZIP_HEAD: usize = 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Zlib,
    Raw,
    Gzip,
}

fn session(max_unread: usize) -> Session {
    let config = Config::new().max_unread(max_unread);
    let mccp2 = TelnetOption::MCCP2;
    Session::new(config.policy(Side::Remote, mccp2, Policy::Accept))
}

/// Lines with prompts, runs of one octet, noise: pieces of up to so many octets.
fn text(seed: u64, pieces: &[(u8, usize)]) -> Vec<u8> {
    let mut numbers = Numbers::new(seed);
    let mut text = Vec::new();
    for &(kind, len) in pieces {
        let end = text.len() + len;
        while text.len() < end {
            match kind {
                0 => {
                    let word = numbers.below(40).to_string();
                    text.extend_from_slice(b"You see a goblin, no. ");
                    text.extend_from_slice(word.as_bytes());
                    text.extend_from_slice(b".\r\n> \xFF\xF9");
                }
                1 => text.push(b'x'),
                // No octet with which a negotiation would begin.
                2 => text.push(numbers.below(240) as u8),
                // From far back, up to the edge of the window.
                _ => {
                    let back = 1 + numbers.below(text.len().clamp(1, 32_768));
                    let from = text.len().saturating_sub(back);
                    let to = (from + 200).min(text.len());
                    text.extend_from_within(from..to);
                    text.push(b'.');
                }
            }
        }
    }
    text
}

fn packed(form: Form, level: u32, text: &[u8]) -> Vec<u8> {
    let level = Compression::new(level);
    match form {
        Form::Zlib => {
            let mut zlib = ZlibEncoder::new(Vec::new(), level);
            zlib.write_all(text).unwrap();
            zlib.finish().unwrap()
        }
        Form::Raw => {
            let mut raw = DeflateEncoder::new(Vec::new(), level);
            raw.write_all(text).unwrap();
            raw.finish().unwrap()
        }
        Form::Gzip => {
            let mut gzip = GzEncoder::new(Vec::new(), level);
            gzip.write_all(text).unwrap();
            gzip.finish().unwrap()
        }
    }
}

/// All that flate2 makes of the next octets of a stream. It may need to be asked
/// again without any: at the end of its window it says that it wants more.
fn inflate(inflate: &mut Decompress, mut chunk: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    loop {
        let (used, had) = (inflate.total_in(), plain.len());
        plain.reserve(1 << 16);
        let none = FlushDecompress::None;
        inflate.decompress_vec(chunk, &mut plain, none).unwrap();
        chunk = &chunk[usize::try_from(inflate.total_in() - used).unwrap()..];
        if plain.len() == had && chunk.is_empty() {
            return plain;
        }
    }
}

fn form() -> impl Strategy<Value = Form> {
    prop_oneof![Just(Form::Zlib), Just(Form::Raw), Just(Form::Gzip)]
}

/// Mostly as small as a read may be, and now and then all that there is.
fn cut() -> impl Strategy<Value = usize> {
    prop_oneof![3 => 1..40_usize, 3 => 1..3000_usize, 1 => Just(1 << 20)]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn text_is_what_flate2_makes_of_it_and_as_early(
        form in form(),
        level in 0..10_u32,
        seed in any::<u64>(),
        pieces in vec((0..4_u8, 1..40_000_usize), 0..8),
        cuts in vec(cut(), 1..40),
        room in prop_oneof![Just(1 << 24), 1..5000_usize],
    ) {
        let text = text(seed, &pieces);
        let stream = packed(form, level, &text);
        let mut flate2 = Decompress::new(form == Form::Zlib);
        let mut model = Session::new(Config::new().max_unread(1 << 24));
        let mut session = session(room);
        session.receive(BEGIN);
        let mut at = 0;
        for cut in cuts.iter().cycle() {
            let end = (at + cut).min(stream.len());
            // flate2 knows no gzip here: its head and its end are passed over.
            let (head, tail) = match form {
                Form::Gzip => (GZIP_HEAD, stream.len() - 8),
                Form::Zlib | Form::Raw => (0, stream.len()),
            };
            let body = &stream[at.clamp(head, tail)..end.clamp(head, tail)];
            model.receive(&inflate(&mut flate2, body));
            session.receive(&stream[at..end]);
            at = end;
            let mut given = Vec::new();
            while !session.unread().is_empty() {
                assert!(session.unread().len() <= room);
                given.extend_from_slice(&session.take_all());
            }
            assert!(given == model.take_all(), "behind {at} octets");
            if at == stream.len() {
                break;
            }
        }
        session.receive(b"plain");
        assert_eq!(session.unread(), &b"plain"[..room.min(5)]);
    }
}
