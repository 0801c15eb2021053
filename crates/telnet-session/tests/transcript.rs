//! The transcript of a session.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use telnet_session::{Config, Session};

#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Paper {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Paper {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn session() -> (Session, Paper) {
    let paper = Paper::default();
    let mut session = Session::new(Config::default());
    session.set_transcript(paper.clone());
    (session, paper)
}

/// What a host says, octet by octet.
fn say(session: &mut Session, text: &[u8]) {
    for octet in text.chunks(1) {
        session.receive(octet);
    }
}

const WILL_ECHO: &[u8] = b"\xFF\xFB\x01";

#[test]
fn lines_are_written_as_they_are_shown_in_the_end() {
    for strip_ansi in [false, true] {
        let paper = Paper::default();
        let config = Config::default().strip_ansi(strip_ansi);
        let mut session = Session::new(config);
        session.set_transcript(paper.clone());
        say(&mut session, b"\x1b[32mone\x1b[m\r\n 10%\r100%\r\nab\x08c");
        assert_eq!(paper.text(), "one\n100%\n");
        session.end_transcript().unwrap();
        assert_eq!(paper.text(), "one\n100%\nac\n");
        say(&mut session, b"more\r\n");
        assert_eq!(paper.text(), "one\n100%\nac\n");
        assert!(session.end_transcript().is_ok());
    }
}

#[test]
fn the_line_that_stands_is_written_when_the_session_goes() {
    let (mut session, paper) = session();
    say(&mut session, b"router1#");
    assert_eq!(paper.text(), "");
    drop(session);
    assert_eq!(paper.text(), "router1#\n");
}

#[test]
fn what_is_typed_is_shown_once() {
    // The host echoes, and has said so.
    let (mut said, paper) = session();
    say(&mut said, &[WILL_ECHO, b"r1#"].concat());
    said.send_line(b"show").unwrap();
    say(&mut said, b"show\r\none\r\n");
    assert_eq!(paper.text(), "r1#show\none\n");
    // It has not said so.
    let (mut silent, paper) = session();
    say(&mut silent, b"r1#");
    silent.send_line(b"show").unwrap();
    say(&mut silent, b"show\r\none\r\n");
    assert_eq!(paper.text(), "r1#show\none\n");
    // It does not echo; its output begins as the command does.
    let (mut mute, paper) = session();
    say(&mut mute, b"r1#");
    mute.send_line(b"show").unwrap();
    say(&mut mute, b"shut down\r\n");
    assert_eq!(paper.text(), "r1#show\nshut down\n");
}

#[test]
fn what_is_typed_last_is_shown() {
    let (mut session, paper) = session();
    say(&mut session, b"r1#");
    session.send_line(b"reload").unwrap();
    session.end_transcript().unwrap();
    assert_eq!(paper.text(), "r1#reload\n");
}

#[test]
fn passwords_are_masked() {
    for echo in [&b""[..], b"hunter2", b"*******"] {
        for will in [&b""[..], WILL_ECHO] {
            let (mut session, paper) = session();
            say(&mut session, &[will, b"Password: "].concat());
            session.send_secret_line(b"hunter2").unwrap();
            say(&mut session, &[echo, b"\r\nhunter2 is a word\r\n"].concat());
            let text = paper.text();
            let (first, rest) = text.split_once('\n').unwrap();
            assert!(first.starts_with("Password: ********"), "{text}");
            assert!(!first.contains("hunter2"), "{text}");
            // In another line it is no echo.
            assert_eq!(rest, "hunter2 is a word\n");
        }
    }
}

#[test]
fn each_line_has_its_stamp() {
    let paper = Paper::default();
    let mut session = Session::new(Config::default());
    let mut n = 0;
    let stamp = move || {
        n += 1;
        format!("{n}: ")
    };
    session.set_stamped_transcript(paper.clone(), stamp);
    say(&mut session, b"one\r\n\r\nthree");
    drop(session);
    assert_eq!(paper.text(), "1: one\n2: \n3: three\n");
}

#[test]
fn an_error_of_the_writer_is_told_at_the_end() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _octets: &[u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::StorageFull))
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut session = Session::new(Config::default());
    session.set_transcript(Full);
    say(&mut session, b"one\r\ntwo\r\n");
    assert_eq!(session.unread(), b"one\r\ntwo\r\n");
    let error = session.end_transcript().unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
}
