//! Secrets: nothing of them is shown, kept or traced.

use std::sync::{Arc, Mutex};
use std::task::Poll;

use telnet_session::server::{Entry, ReadLine};
use telnet_session::{Config, Session, Wait};
use telnet_testkit::clock::Clock;

use crate::terminal::{Terminal, time};

fn secret() -> ReadLine {
    ReadLine::secret("Password: ", time())
}

#[test]
fn a_secret_is_not_shown() {
    let mut terminal = Terminal::asked(12, secret);
    terminal.receive(b"swoord\x1B[D\x1B[D\x1B[D\x7F\x05fish\r\0");
    assert_eq!(terminal.entries, [Entry::Line("swordfish".into())]);
    assert_eq!(terminal.rows(), ["Password:", "Password:"]);
}

#[test]
fn a_secret_may_be_masked() {
    let masked = || ReadLine::secret("Password: ", time()).masked_by(b'*');
    let mut terminal = Terminal::asked(80, masked);
    terminal.receive("sw\u{4E16}\x1B[Do\x05\x7Fx\r\0ab".as_bytes());
    assert_eq!(terminal.entries, [Entry::Line("swox".into())]);
    assert_eq!(terminal.rows(), ["Password: ****", "Password: **"]);
}

#[test]
fn no_key_fetches_a_secret_again() {
    let mut session = Session::new(Config::server());
    let now = Clock::new().now();
    session.receive(b"\xFF\xFD\x01secret\r\0\x1B[A\r\0\x1B[A\r\0");
    let mut texts = Vec::new();
    let waits = [secret(), ReadLine::new("> ", time()), secret()];
    for mut wait in waits {
        let Poll::Ready(Ok(entry)) = wait.poll(&mut session, now) else {
            panic!()
        };
        texts.push(entry.into_line().unwrap());
    }
    assert_eq!(texts, ["secret", "", ""]);
}

/// What was typed of a secret does not show up in an open line.
#[test]
fn a_secret_that_was_not_ended_is_dropped() {
    let mut session = Session::new(Config::server());
    let now = Clock::new().now();
    session.receive(b"\xFF\xFD\x01half");
    assert!(secret().poll(&mut session, now).is_pending());
    let mut line = ReadLine::new("> ", time());
    assert!(line.poll(&mut session, now).is_pending());
    session.receive(b"x\r\0");
    let Poll::Ready(Ok(entry)) = line.poll(&mut session, now) else { panic!() };
    assert_eq!(entry, Entry::Line("x".into()));
    let sent = session.transmit().to_vec();
    assert!(!sent.windows(4).any(|it| it == b"half"));
}

#[test]
fn neither_trace_nor_transcript_shows_a_secret() {
    let lines = Arc::new(Mutex::new(String::new()));
    let mut session = Session::new(Config::server());
    let all = Arc::clone(&lines);
    session.trace_octets(true);
    session.set_trace(move |line| *all.lock().unwrap() += &line.to_string());
    let (to, seen) = Shared::new();
    session.set_transcript(to);
    let now = Clock::new().now();
    let mut wait = secret();
    assert!(wait.poll(&mut session, now).is_pending());
    for octet in b"xyzzy\r\0" {
        session.receive(&[*octet]);
        let _more = wait.poll(&mut session, now);
    }
    let mut line = ReadLine::new("> ", time());
    assert!(line.poll(&mut session, now).is_pending());
    session.receive(b"shown\r\0");
    assert!(line.poll(&mut session, now).is_ready());
    session.end_transcript().unwrap();
    let seen = String::from_utf8(seen.lock().unwrap().clone()).unwrap();
    for text in [&*lines.lock().unwrap(), &seen] {
        for text_of in ["x\"", "y\"", "z\"", "xyzzy"] {
            assert!(!text.contains(&format!("RCVD \"{text_of}")), "{text}");
        }
        assert!(!text.contains("xyzzy"), "{text}");
    }
    assert!(lines.lock().unwrap().contains("shown"));
    assert!(seen.contains("shown"), "{seen}");
}

struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn new() -> (Self, Arc<Mutex<Vec<u8>>>) {
        let all = Arc::default();
        (Self(Arc::clone(&all)), all)
    }
}

impl std::io::Write for Shared {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(buffer);
        Ok(buffer.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
