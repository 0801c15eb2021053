//! Octets between a session and a stream.

use std::io::{self, ErrorKind};
use std::time::Instant;

use telnet_adapter::session::{Config, Session};
use telnet_adapter::{Flow, Transport};

use crate::script::Line;

#[test]
fn only_some_errors_of_a_read_are_errors() {
    let mut line = Line::new().reads([
        Err(ErrorKind::Interrupted),
        Err(ErrorKind::WouldBlock),
        Err(ErrorKind::TimedOut),
        Ok(b"ab"),
        Ok(b""),
    ]);
    assert!(line.input().unwrap());
    assert!(!line.input().unwrap());
    // To a transport it is the connection that timed out.
    assert_eq!(line.input().unwrap_err().kind(), ErrorKind::TimedOut);
    let moves = line.flow.moves();
    assert!(line.input().unwrap());
    assert_eq!(line.flow.moves(), moves + 1);
    assert_eq!(line.session.unread(), b"ab");
    // And so is its end.
    assert_eq!(line.input().unwrap_err().kind(), ErrorKind::TimedOut);
    assert!(!line.session.is_eof());
}

#[test]
fn an_end_that_nothing_has_gone_before_is_orderly() {
    let mut line = Line::new().reads([Ok(b"")]);
    assert!(line.input().unwrap());
    assert!(line.session.is_eof());
}

#[test]
fn errors_of_the_system_are_told_again_in_its_words() {
    struct Broken;
    impl Transport for Broken {
        fn read(
            &mut self,
            _buffer: &mut [u8],
            _until: Option<Instant>,
        ) -> io::Result<usize> {
            Ok(0)
        }
        fn write(&mut self, _octets: &[u8]) -> io::Result<usize> {
            Err(io::Error::from_raw_os_error(104))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut session = Session::new(Config::default());
    let mut flow = Flow::default();
    assert_eq!(session.send(b"x"), 1);
    let first = flow.output(&mut session, &mut Broken).unwrap_err();
    let again = flow.output(&mut session, &mut Broken).unwrap_err();
    let read = flow.input(&mut session, &mut Broken, None).unwrap_err();
    for error in [first, again, read] {
        assert_eq!(error.raw_os_error(), Some(104));
    }
}

#[test]
fn a_write_of_nothing_is_an_error() {
    let mut line = Line::new();
    line.script.writes.push_back(Ok(0));
    assert_eq!(line.session.send(b"x"), 1);
    assert_eq!(line.output().unwrap_err().kind(), ErrorKind::WriteZero);
}

#[test]
fn a_stream_is_flushed_once_it_has_taken_all() {
    let mut line = Line::new();
    line.script.writes.extend([Ok(1), Err(ErrorKind::WouldBlock)]);
    line.script
        .flushes
        .extend([Err(ErrorKind::Interrupted), Err(ErrorKind::WouldBlock)]);
    assert_eq!(line.session.send(b"abc"), 3);
    assert!(!line.flow.has_sent());
    assert!(line.output().unwrap());
    assert_eq!(line.calls(), ["write", "write"]);
    assert!(line.flow.has_sent() && line.flow.is_unflushed());
    assert!(line.output().unwrap());
    assert_eq!(line.calls(), ["write", "flush"]);
    assert!(line.flow.is_unflushed());
    assert!(!line.output().unwrap(), "it refuses");
    assert!(line.output().unwrap());
    assert!(!line.flow.is_unflushed());
    assert_eq!(line.calls(), ["flush", "flush"]);
    assert!(!line.output().unwrap());
    assert_eq!(line.calls(), [""; 0], "nothing is left");
    assert_eq!(line.script.written, b"abc");
}

#[test]
fn urgent_data_ahead_discards_what_is_read_before_it() {
    let mut line = Line::new().reads([Ok(b"gone\xFF"), Ok(b"\xF2seen")]);
    line.script.urgent = true;
    assert!(line.input().unwrap());
    line.script.urgent = false;
    assert!(line.input().unwrap());
    assert_eq!(line.session.unread(), b"seen");
}

/// Nothing says that much comes but a read that was full.
#[test]
fn behind_a_full_read_there_is_room_for_more() {
    const FULL: &[u8] = &[b'x'; 16 << 10];
    const WIDE: &[u8] = &[b'x'; 64 << 10];
    let mut line = Line::new().reads([
        Ok(b"ab"),
        Ok(FULL),
        Ok(WIDE),
        Ok(FULL),
        Ok(&FULL[1..]),
        Ok(FULL),
        Err(ErrorKind::WouldBlock),
        Ok(b"c"),
    ]);
    for _ in 0..8 {
        let _moved = line.input().unwrap();
    }
    let rooms = line.script.rooms.iter().map(|it| it >> 10);
    assert_eq!(rooms.collect::<Vec<_>>(), [16, 16, 64, 64, 64, 16, 64, 16]);
}

static MUCH: [u8; 64 << 10] = [b'x'; 64 << 10];

/// A line with so much text that it is read behind it.
fn full() -> Line {
    let mut line = Line::new().reads([Ok(&MUCH[..16 << 10]), Ok(&MUCH)]);
    for _ in 0..2 {
        assert!(matches!(line.input(), Ok(true)));
    }
    line.calls();
    line
}

#[test]
fn much_is_read_behind_the_unread_text() {
    let mut line = full();
    line.script.behind.extend([Ok(&MUCH[..]), Ok(b"text\xFF\xF1more")]);
    assert!(line.input().unwrap());
    assert!(line.input().unwrap());
    assert_eq!(line.calls(), ["read behind"; 2]);
    assert!(line.session.unread().ends_with(b"xtextmore"));
    assert_eq!(line.session.unread().len(), (16 << 10) + 2 * MUCH.len() + 8);
    // That was little: there is no more of it.
    line.script.behind.push_back(Ok(b"later"));
    assert!(!line.input().unwrap());
    assert_eq!(line.calls(), ["read"]);
}

#[test]
fn a_read_behind_the_text_ends_and_fails_like_any_other() {
    let kind = ErrorKind::ConnectionReset;
    let mut line = full();
    line.script.behind.extend([Ok(&MUCH[..]), Err(kind)]);
    let len = line.session.unread().len() + MUCH.len();
    assert!(line.input().unwrap());
    assert_eq!(line.input().unwrap_err().kind(), kind);
    assert_eq!(line.session.unread().len(), len);
    assert!(!line.session.is_eof());

    for (read, moved) in [
        (Err(ErrorKind::WouldBlock), false),
        (Err(ErrorKind::Interrupted), true),
        (Ok(&b""[..]), true),
    ] {
        let mut line = full();
        line.script.behind.push_back(read);
        assert_eq!(line.input().unwrap(), moved);
        assert_eq!(line.session.is_eof(), read == Ok(b""));
        assert_eq!(line.calls(), ["read behind"]);
    }

    let mut line = full();
    let len = line.session.unread().len();
    line.script.urgent = true;
    line.script.behind.push_back(Ok(b"gone\xFF\xF2kept"));
    assert!(line.input().unwrap());
    assert_eq!(&line.session.unread()[len..], b"kept");
}
