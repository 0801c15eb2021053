//! MCCP in both directions and roles, against flate2 alone.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flate2::Compression as Level;
use flate2::read::ZlibDecoder;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use telnet_session::watch::{Compression, Direction};
use telnet_session::{Config, EventKind, Policy, Session, Side, TelnetOption};
use telnet_testkit::clock::Clock;

const MCCP1: TelnetOption = TelnetOption::MCCP1;
const MCCP2: TelnetOption = TelnetOption::MCCP2;
const MCCP3: TelnetOption = TelnetOption::MCCP3;

/// WILL, the text, and the marker of version 2.
const BEGIN2: &[u8] = b"\xFF\xFB\x56plain \xFF\xFA\x56\xFF\xF0";

/// Telnet within: an option, an escaped 255, CR NUL.
const INNER: &[u8] = b"packed \xFF\xFF \xFF\xFB\x01\r\0 text\r\n";
const TEXT: &[u8] = b"plain packed \xFF \r text\r\n";

fn client() -> Session {
    let mut config = Config::default();
    config.events = true;
    for option in [MCCP1, MCCP2, MCCP3] {
        config = config.policy(Side::Remote, option, Policy::Accept);
    }
    Session::new(config)
}

fn server(option: TelnetOption) -> Session {
    let config = Config::default().events(true).request(Side::Local, option);
    Session::new(config)
}

fn zlib(plain: &[u8]) -> Vec<u8> {
    let mut zlib = ZlibEncoder::new(Vec::new(), Level::default());
    zlib.write_all(plain).unwrap();
    zlib.finish().unwrap()
}

fn raw(plain: &[u8]) -> Vec<u8> {
    let mut raw = DeflateEncoder::new(Vec::new(), Level::default());
    raw.write_all(plain).unwrap();
    raw.finish().unwrap()
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let builder = flate2::GzBuilder::new().filename("x").comment("y");
    let mut gzip: GzEncoder<_> = builder.write(Vec::new(), Level::default());
    gzip.write_all(plain).unwrap();
    gzip.finish().unwrap()
}

fn compressions(session: &mut Session) -> Vec<(Direction, Compression)> {
    let mut found = Vec::new();
    while let Some(event) = session.poll_event() {
        if let EventKind::Compression { way, what } = event.kind {
            found.push((way, what));
        }
    }
    found
}

fn received(whats: &[Compression]) -> Vec<(Direction, Compression)> {
    whats.iter().map(|what| (Direction::Received, *what)).collect()
}

/// What a stream gives, whole, octet by octet, and cut in two anywhere.
fn each_split(wire: &[u8], check: impl Fn(&mut Session)) {
    for at in 0..=wire.len() {
        let mut session = client();
        session.receive(&wire[..at]);
        session.receive(&wire[at..]);
        check(&mut session);
    }
    let mut session = client();
    wire.chunks(1).for_each(|octet| session.receive(octet));
    check(&mut session);
}

#[test]
fn text_is_inflated_at_the_exact_octet_and_plain_text_follows() {
    use Compression::{Ended, Started};
    for packed in [zlib(INNER), raw(INNER), gzip(INNER)] {
        let tail = b"after\xFF\xFA\x56\xFF\xF0";
        let wire = [BEGIN2, &packed, tail, &zlib(b" again"), b"."].concat();
        each_split(&wire, |session| {
            assert_eq!(session.unread(), [TEXT, b"after again."].concat());
            let told = received(&[Started, Ended, Started, Ended]);
            assert_eq!(compressions(session), told);
            // DO COMPRESS2, DO ECHO.
            assert_eq!(session.transmit(), b"\xFF\xFD\x56\xFF\xFD\x01");
            assert!(!session.is_compressed(Direction::Received));
            assert!(session.wants_read());
        });
    }
}

/// However it is cut, and each octet once.
#[test]
fn the_trace_counts_what_was_compressed_and_what_it_became() {
    let packed = zlib(INNER);
    let wire = [BEGIN2, &packed, b"after"].concat();
    for step in [1, 3, wire.len()] {
        let mut session = client();
        let lines = Arc::new(Mutex::new(Vec::new()));
        let trace = Arc::clone(&lines);
        session.set_trace(move |line| {
            trace.lock().unwrap().push(line.to_string());
        });
        wire.chunks(step).for_each(|it| session.receive(it));
        let lines = lines.lock().unwrap();
        let number = |it: &str| it.parse::<usize>().unwrap();
        let counts = lines.iter().filter_map(|line| {
            let (packed, plain) =
                line.strip_prefix("RCVD ")?.split_once(" octets for ")?;
            Some((number(packed), number(plain)))
        });
        let sum = counts.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
        assert_eq!(sum.1, INNER.len(), "{lines:?}");
        assert!((packed.len() / 2..=packed.len()).contains(&sum.0), "{sum:?}");
    }
}

#[test]
fn the_marker_of_version_1_is_no_subnegotiation() {
    let begin = b"\xFF\xFB\x55plain \xFF\xFA\x55\xFB\xF0";
    let wire = [&begin[..], &zlib(INNER)].concat();
    each_split(&wire, |session| {
        assert_eq!(session.unread(), TEXT);
        assert!(session.read_sb_data().is_empty());
    });
    // What only begins like it is one.
    let wire = b"\xFF\xFB\x55\xFF\xFA\x55\xFBx\xFF\xF0plain";
    each_split(wire, |session| {
        assert_eq!(session.unread(), b"plain");
        assert_eq!(&session.read_sb_data()[..], b"\x55\xFBx");
        assert_eq!(compressions(session), []);
    });
}

#[test]
fn a_marker_that_was_not_agreed_or_is_of_the_wrong_side_starts_nothing() {
    for wire in [
        &b"\xFF\xFA\x56\xFF\xF0x\x9c"[..],
        b"\xFF\xFA\x55\xFB\xF0\xFF\xF0x\x9c",
        // Version 3 is for what we send.
        b"\xFF\xFB\x57\xFF\xFA\x57\xFF\xF0x\x9c",
        // One with a payload.
        b"\xFF\xFB\x56\xFF\xFA\x56\0\xFF\xF0x\x9c",
    ] {
        each_split(wire, |session| {
            assert_eq!(session.unread(), b"x\x9c");
            assert!(!session.is_compressed(Direction::Received));
        });
    }
}

#[test]
fn a_stream_within_a_stream_is_refused_and_told() {
    use Compression::{Ended, Nested, Started};
    let inner = b"a\xFF\xFA\x56\xFF\xF0b\xFF\xFB\x55\xFF\xFA\x55\xFB\xFF\xF0c";
    let wire = [BEGIN2, &zlib(inner), b"d"].concat();
    each_split(&wire, |session| {
        assert_eq!(session.unread(), b"plain abcd");
        let told = received(&[Started, Nested, Ended]);
        assert_eq!(compressions(session), told);
    });
}

#[test]
fn what_is_corrupt_is_told_and_the_text_before_it_kept() {
    use Compression::{Corrupt, Started};
    let mut broken = zlib(INNER);
    let last = broken.len() - 1;
    broken[last] ^= 1;
    // A window that zlib does not have, a dictionary that nobody has.
    let heads: [&[u8]; 3] = [&broken, b"\x78\xBB\0\0\0\0", b"\x07\x07\x07"];
    for packed in heads {
        let wire = [BEGIN2, packed, b" more"].concat();
        each_split(&wire, |session| {
            assert!(session.unread().starts_with(b"plain "));
            assert!(!session.unread().ends_with(b" more"));
            assert!(session.is_eof());
            assert_eq!(compressions(session), received(&[Started, Corrupt]));
        });
    }
}

/// Blocks that are stored are right whatever is in them: the checksum alone tells
/// that an octet is another one, in any of several windows.
#[test]
fn an_octet_that_is_wrong_is_told_by_the_checksum() {
    use Compression::{Corrupt, Ended, Started};
    let plain: Vec<u8> = (b'a'..=b'z').cycle().take(150_000).collect();
    let mut stored = ZlibEncoder::new(Vec::new(), Level::none());
    stored.write_all(&plain).unwrap();
    let right = stored.finish().unwrap();
    let places = [None, Some(20), Some(50_000), Some(right.len() - 20)];
    for (place, piece) in places.map(|it| [(it, 900), (it, 1 << 20)]).concat() {
        let mut packed = right.clone();
        if let Some(at) = place {
            assert!(packed[at].is_ascii_lowercase());
            packed[at] ^= 1;
        }
        let mut session = client();
        session.receive(BEGIN2);
        for octets in packed.chunks(piece) {
            session.receive(octets);
            let _text = session.take_all();
        }
        let last = if place.is_none() { Ended } else { Corrupt };
        let told = received(&[Started, last]);
        assert_eq!(compressions(&mut session), told, "{place:?} {piece}");
    }
}

#[test]
fn the_end_of_the_connection_within_a_stream_loses_nothing() {
    let packed = zlib(INNER);
    for end in 0..packed.len() {
        let mut session = client();
        session.receive(&[BEGIN2, &packed[..end]].concat());
        session.receive_eof();
        assert!(session.is_eof(), "{end}");
        assert!(TEXT.starts_with(session.unread()), "{end}");
    }
}

/// However much an octet becomes, no more comes out than there is room for, and
/// nothing is lost.
#[test]
fn a_bomb_fills_the_text_to_its_cap_and_waits() {
    let plain = vec![b'x'; 8 << 20];
    let wire = [BEGIN2, &zlib(&plain), b"after"].concat();
    let config = Config::default().max_unread(100_000).policy(
        Side::Remote,
        MCCP2,
        Policy::Accept,
    );
    let mut session = Session::new(config);
    session.receive(&wire);
    session.receive_eof();
    let mut text = Vec::new();
    while !session.unread().is_empty() {
        assert!(session.unread().len() <= 100_000);
        assert_eq!(
            session.is_eof(),
            text.len() + 100_000 >= 6 + plain.len() + 5
        );
        text.extend_from_slice(&session.take_all());
    }
    assert!(session.is_eof());
    assert!(text == [b"plain ", &plain[..], b"after"].concat());
}

/// What two ends say to each other until neither has more, with the octets on
/// the wire.
fn talk(one: &mut Session, other: &mut Session, step: usize) -> [Vec<u8>; 2] {
    let mut wires = [Vec::new(), Vec::new()];
    while one.wants_write() || other.wants_write() {
        for (from, to, at) in [(0, 1, 0), (1, 0, 1)] {
            let (from, to) = match (from, to) {
                (0, 1) => (&mut *one, &mut *other),
                _ => (&mut *other, &mut *one),
            };
            let octets = from.transmit();
            let octets = octets[..octets.len().min(step)].to_vec();
            wires[at].extend_from_slice(&octets);
            from.transmitted(octets.len());
            to.receive(&octets);
        }
    }
    wires
}

#[test]
fn a_server_compresses_what_it_sends_from_the_marker_on() {
    for option in [MCCP1, MCCP2] {
        for step in [1, 7, 100_000] {
            let (mut server, mut client) = (server(option), client());
            let _all = server.send(b"before ");
            talk(&mut server, &mut client, step);
            let sent = [&b"packed \xFF\r\n"[..], &[b'y'; 5000]].concat();
            assert_eq!(server.send(&sent), sent.len());
            let [down, up] = talk(&mut server, &mut client, step);
            let text = [b"before ", &sent[..]].concat();
            assert!(client.unread() == text, "{option} by {step}");
            assert!(down.len() < 200, "{}", down.len());
            assert!(up.is_empty());
            assert!(server.is_compressed(Direction::Sent));
            assert!(client.is_compressed(Direction::Received));
        }
    }
}

#[test]
fn a_client_compresses_what_it_sends_by_version_3() {
    for step in [1, 100_000] {
        let (mut server, mut client) = (server(MCCP3), client());
        talk(&mut server, &mut client, step);
        client.send_line(&[b'z'; 3000]).unwrap();
        let [_, up] = talk(&mut server, &mut client, step);
        assert_eq!(server.unread(), [&[b'z'; 3000][..], b"\r\n"].concat());
        assert!(up.len() < 100, "{}", up.len());
    }
}

#[test]
fn a_stream_ends_where_the_option_is_disabled() {
    let (mut server, mut client) = (server(MCCP2), client());
    talk(&mut server, &mut client, 5);
    let _all = server.send(b"packed ");
    server.request(Side::Local, MCCP2, false);
    let _all = server.send(b"plain");
    let [down, _] = talk(&mut server, &mut client, 5);
    assert!(down.ends_with(b"plain"));
    assert_eq!(client.unread(), b"packed plain");
    assert!(!server.is_compressed(Direction::Sent));
    assert!(!client.is_compressed(Direction::Received));
    use Compression::{Ended, Started};
    let sent = [(Direction::Sent, Started), (Direction::Sent, Ended)];
    assert_eq!(compressions(&mut server), sent);
    // And begins anew.
    server.request(Side::Local, MCCP2, true);
    talk(&mut server, &mut client, 5);
    let _all = server.send(b" packed");
    talk(&mut server, &mut client, 5);
    assert_eq!(client.unread(), b"packed plain packed");
}

/// What is sent while the peer takes nothing waits below the cap, and is
/// compressed as one.
#[test]
fn what_waits_counts_and_goes_out_in_order() {
    let config = Config::default().max_output(4096).request(Side::Local, MCCP2);
    let mut server = Session::new(config);
    let mut client = client();
    talk(&mut server, &mut client, 1);
    let mut sent = Vec::new();
    for at in 0..100_000_u32 {
        let line = format!("{}\r\n", at.wrapping_mul(2_654_435_761));
        let n = server.send(line.as_bytes());
        sent.extend_from_slice(&line.as_bytes()[..n]);
        if n < line.len() {
            break;
        }
    }
    assert!((2048..8192).contains(&sent.len()), "{}", sent.len());
    assert_eq!(server.output_room(), 0);
    talk(&mut server, &mut client, 77);
    assert!(client.unread() == sent);
    assert_eq!(server.output_room(), 4096);
}

#[test]
fn output_that_is_dropped_breaks_no_stream() {
    let (mut server, mut client) = (server(MCCP2), client());
    talk(&mut server, &mut client, 100_000);
    let _all = server.send(b"first ");
    let _all = server.send(&[b'n'; 1000]);
    assert_eq!(server.discard_output(), 1000);
    let _all = server.send(b"last");
    talk(&mut server, &mut client, 100_000);
    assert_eq!(client.unread(), b"first last");
}

#[test]
fn a_trace_shows_both_counts() {
    for (step, way) in [(1, "SENT "), (100_000, "SENT "), (100_000, "RCVD ")] {
        let (lines, shown) = std::sync::mpsc::channel();
        let (mut server, mut client) = (server(MCCP2), client());
        talk(&mut server, &mut client, 100_000);
        let traced = if way == "SENT " { &mut server } else { &mut client };
        traced.set_trace(move |line| lines.send(line.to_string()).unwrap());
        let _all = server.send(&[b'n'; 1000]);
        talk(&mut server, &mut client, step);
        let shown: Vec<_> = shown.try_iter().collect();
        // Once for all, and none for a write that packed nothing more.
        let counts = shown.iter().filter(|it| it.contains(" octets for "));
        let counts: Vec<_> = counts.collect();
        assert_eq!(counts.len(), 1, "{shown:?}");
        let is_right = |it: &&String| {
            it.starts_with(way) && it.ends_with(" octets for 1000")
        };
        assert!(counts.iter().all(is_right), "{shown:?}");
    }
}

/// With what is asked for it goes on where a budget had stopped it.
#[test]
fn what_is_held_in_a_stream_goes_on_later() {
    let toggles = b"\xFF\xFB\x03\xFF\xFC\x03".repeat(200);
    let wire = [BEGIN2, &zlib(&[&toggles[..], b"text"].concat())].concat();
    let mut session = client();
    let clock = Clock::new();
    session.tick(clock.now());
    let mut events = 0;
    for octets in wire.chunks(3) {
        session.receive(octets);
    }
    for second in 0..60 {
        session.tick(clock.now() + Duration::from_secs(second));
        while session.poll_event().is_some() {
            events += 1;
        }
        let n = session.transmit().len();
        session.transmitted(n);
    }
    assert!(events >= 400, "{events}");
    assert_eq!(session.unread(), b"plain text");
}

/// What a server sends is a stream that flate2 reads.
#[test]
fn the_stream_is_zlib() {
    let mut server = server(MCCP2);
    let n = server.transmit().len();
    server.transmitted(n);
    server.receive(b"\xFF\xFD\x56");
    let _all = server.send(INNER);
    server.request(Side::Local, MCCP2, false);
    let wire = server.transmit().to_vec();
    let packed = wire.strip_prefix(b"\xFF\xFA\x56\xFF\xF0").unwrap();
    let mut plain = Vec::new();
    ZlibDecoder::new(packed).read_to_end(&mut plain).unwrap();
    let escaped = b"packed \xFF\xFF\xFF\xFF \xFF\xFF\xFB\x01\r\0 text\r\n";
    assert_eq!(plain, [&escaped[..], b"\xFF\xFC\x56"].concat());
}
