//! A session's text as strings: in the encoding that is agreed, where it is.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::task::Poll;

use telnet_session::encoding::Encoding;
use telnet_session::wait::{ReadNextText, ReadText, Received, SendText};
use telnet_session::{
    Config, Deadline, Policy, Session, Side, TelnetOption, Wait,
};
use telnet_testkit::clock::Clock;
use telnet_testkit::split;

fn config() -> Config {
    let config = Config::default().events(true).ask_peer(true);
    let config = config.encoding(Encoding::LATIN_1);
    config
        .policy(Side::Remote, TelnetOption::TTYPE, Policy::Accept)
        .charsets(["UTF-8", "KOI8-R", "EBCDIC"])
        .unwrap()
}

/// Latin-1, then by CHARSET KOI8-R, then UTF-8, with what is unknown between.
const STREAM: &[u8] = b"\xE9\xFF\xFB\x2A\xFF\xFA\x2A\x01;KOI8-R\xFF\xF0\xCD\
    \xFF\xFA\x2A\x01;EBCDIC\xFF\xF0\xFF\xFF\xFF\xFA\x2A\x01;utf-8\xFF\xF0\
    \xE2\x82\xAC\xE2\x82";

/// The last two octets are one wrong sequence of UTF-8, so one sign.
const TEXT: &str = "\u{e9}\u{43c}\u{42a}\u{20ac}\u{fffd}";

fn transmit(session: &mut Session) -> Vec<u8> {
    let octets = session.transmit().to_vec();
    session.transmitted(octets.len());
    octets
}

#[test]
fn each_part_is_in_what_was_agreed_before_it_however_it_is_cut() {
    split::every("charsets", STREAM, |chunks| {
        let mut session = Session::new(config());
        let mut text = String::new();
        for chunk in chunks {
            session.receive(chunk);
            text.push_str(&session.take_text());
        }
        session.receive_eof();
        text.push_str(&session.take_text());
        assert_eq!(text, TEXT);
        assert_eq!(session.text_encoding(), Encoding::UTF_8);
    });
    // All at once, at the end.
    let mut session = Session::new(config());
    session.receive(STREAM);
    session.receive_eof();
    assert_eq!(session.take_text(), TEXT);
    assert_eq!(session.take_text(), "");
}

#[test]
fn what_was_read_as_octets_is_not_decoded_and_its_switches_count() {
    let mut session = Session::new(config());
    session.receive(STREAM);
    assert_eq!(session.take(3), &b"\xE9\xCD\xFF"[..]);
    assert_eq!(session.take_text(), "\u{20ac}");
    // The begin of a character, whose rest is taken as octets.
    let mut session = Session::new(config().encoding(Encoding::UTF_8));
    session.receive(b"\xE2\x82");
    assert_eq!(session.take_text(), "");
    session.receive(b"\xACx\xC3\xA9");
    assert_eq!(session.take(2), &b"\xACx"[..]);
    assert_eq!(session.take_text(), "\u{fffd}\u{e9}");
}

#[test]
fn a_peer_that_changes_it_for_ever_takes_no_memory() {
    let mut session = Session::new(config().max_option_changes(1 << 20));
    session.receive(b"\xFF\xFB\x2A");
    let before = allocation_counter::measure(|| {
        for at in 0..20_000 {
            let name = if at % 2 == 0 { "UTF-8" } else { "KOI8-R" };
            let mut octets = b"x\xFF\xFA\x2A\x01;".to_vec();
            octets.extend(name.as_bytes());
            octets.extend(b"\xFF\xF0");
            session.receive(&octets);
            transmit(&mut session);
            while session.poll_event().is_some() {}
            let _octets = session.take_all();
        }
    });
    let kept = before.bytes_current;
    assert!(kept < 4096, "{kept}");
    assert_eq!(session.text_encoding().name(), "KOI8-R");
}

/// MTTS 4 is UTF-8.
#[test]
fn mtts_says_utf_8_unless_charset_says_something_else() {
    let told = |types: &[&[u8]]| {
        let mut session = Session::new(config());
        session.receive(b"\xFF\xFB\x18");
        for name in types {
            let sub = [b"\xFF\xFA\x18\0", *name, b"\xFF\xF0"].concat();
            session.receive(&sub);
        }
        session
    };
    let session = told(&[b"MUDLET", b"ANSI", b"MTTS 13", b"MTTS 13"]);
    assert_eq!(session.text_encoding(), Encoding::UTF_8);
    let session = told(&[b"MUDLET", b"ANSI", b"MTTS 9", b"MTTS 9"]);
    assert_eq!(session.text_encoding(), Encoding::LATIN_1);
    let mut session = told(&[b"MUDLET", b"ANSI"]);
    session.receive(b"\xFF\xFB\x2A\xFF\xFA\x2A\x01;KOI8-R\xFF\xF0");
    session.receive(b"\xFF\xFA\x18\0MTTS 4\xFF\xF0");
    assert_eq!(session.text_encoding().name(), "KOI8-R");
    assert_eq!(session.peer().unwrap().mtts().unwrap().bits(), 4);
}

#[test]
fn read_text_gives_whole_characters_and_at_the_end_the_rest() {
    let now = Clock::new().now();
    let mut session = Session::new(config().encoding(Encoding::UTF_8));
    let mut read = ReadText::new(Deadline::Never);
    session.receive(b"\xE2\x82");
    assert!(read.poll(&mut session, now).is_pending());
    session.receive(b"\xAC\xC3");
    assert_eq!(
        read.poll(&mut session, now),
        Poll::Ready(Ok("\u{20ac}".into()))
    );
    let mut read = ReadText::new(Deadline::Never);
    assert!(read.poll(&mut session, now).is_pending());
    session.receive_eof();
    assert_eq!(
        read.poll(&mut session, now),
        Poll::Ready(Ok("\u{fffd}".into()))
    );
    let mut read = ReadText::new(Deadline::Never);
    assert_eq!(read.poll(&mut session, now), Poll::Ready(Ok(String::new())));
}

/// With `max_unread` of one octet, what is behind it is stalled.
#[test]
fn read_text_goes_on_behind_a_stalled_begin() {
    let now = Clock::new().now();
    let config = config().encoding(Encoding::UTF_8).max_unread(1);
    let mut session = Session::new(config);
    session.receive(b"\xE2\x82\xAC");
    let mut read = ReadText::new(Deadline::Never);
    assert_eq!(
        read.poll(&mut session, now),
        Poll::Ready(Ok("\u{20ac}".into()))
    );
}

#[test]
fn events_keep_their_place_and_a_prompt_ends_its_text() {
    let now = Clock::new().now();
    let config = Config::default().events(true);
    // A caf\xE9 of Latin-1 as prompt, then a character with a NOP amid it.
    let stream = b"caf\xE9\xFF\xF9\xC3\xFF\xF1\xA9!";
    let mut session = Session::new(config);
    session.receive(stream);
    session.receive_eof();
    let mut next = || {
        let mut wait = ReadNextText::new(Deadline::Never);
        let Poll::Ready(it) = wait.poll(&mut session, now) else { panic!() };
        it.unwrap().map(|it| match it {
            Received::Text(text) => text,
            Received::Event(event) => format!("{:?}", event.kind),
        })
    };
    let all: Vec<_> = std::iter::from_fn(&mut next).collect();
    assert_eq!(
        all,
        ["caf", "\u{e9}", "Command(GA)", "Command(NOP)", "\u{e9}!"]
    );
}

#[test]
fn a_text_is_sent_whole_or_not_at_all() {
    let now = Clock::new().now();
    let mut session = Session::new(config());
    let mut send = SendText::line("na\u{ef}ve", Deadline::Never);
    assert!(send.poll(&mut session, now).is_pending());
    assert_eq!(transmit(&mut session), b"na\xEFve\r\n");
    assert!(matches!(send.poll(&mut session, now), Poll::Ready(Ok(()))));
    // Latin-1 has no euro.
    for mut send in [
        SendText::new("5 \u{20ac}", Deadline::Never),
        SendText::line("5 \u{20ac}", Deadline::Never),
        SendText::prompt("5 \u{20ac}", Deadline::Never),
    ] {
        let Poll::Ready(Err(error)) = send.poll(&mut session, now) else {
            panic!("it is not told");
        };
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
        assert!(error.to_string().contains("U+20AC"), "{error}");
        assert_eq!(session.transmit(), b"");
    }
    let mut send = SendText::prompt("\u{e9}> ", Deadline::Never);
    assert!(send.poll(&mut session, now).is_pending());
    assert_eq!(transmit(&mut session), b"\xE9> \xFF\xF9");
    assert!(matches!(send.poll(&mut session, now), Poll::Ready(Ok(()))));
    let mut send = SendText::new("", Deadline::Never);
    assert!(matches!(send.poll(&mut session, now), Poll::Ready(Ok(()))));
    let mut send = SendText::line("", Deadline::Never);
    assert!(send.poll(&mut session, now).is_pending());
    assert_eq!(transmit(&mut session), b"\r\n");
}

/// More than the queue holds goes out as there is room, \xFF doubled.
#[test]
fn a_long_text_is_sent_in_parts() {
    let now = Clock::new().now();
    let text = "\u{ff}".repeat(1000);
    let mut session = Session::new(config().max_output(256));
    let mut send = SendText::new(&text, Deadline::Never);
    let mut sent = Vec::new();
    while send.poll(&mut session, now).is_pending() {
        sent.extend(transmit(&mut session));
    }
    assert_eq!(sent, [0xFF; 2000]);
}
