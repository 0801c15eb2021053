//! What a server asks its users for.

use std::io::{ErrorKind, Read, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use telnet_session::server::{AskLogin, Entry, LoginRules, ReadLine};
use telnet_session::{Config, Timeouts};

use super::{Adapter, WAIT, connect, finish};
use crate::peer::Peer;

/// Reads until the server has sent this.
fn read_until(stream: &mut impl Read, what: &[u8]) {
    let mut seen = Vec::new();
    while !seen.ends_with(what) {
        let mut octet = [0];
        stream.read_exact(&mut octet).unwrap();
        seen.push(octet[0]);
    }
}

/// Of several lines in one segment each is read by its own wait, and each key is
/// answered while the next one is waited for.
pub fn lines_are_asked_for<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"\xFF\xFD\x01\xFF\xFD\x03").unwrap();
        read_until(&mut stream, b"> ");
        for (key, echo) in [(&b"a"[..], &b"a"[..]), (b"\x7F", b"\x08 \x08")] {
            stream.write_all(key).unwrap();
            read_until(&mut stream, echo);
        }
        stream.write_all(b"one\r\0two\r\0").unwrap();
        finish(stream);
    });
    let mut tn = adapter(connect(&peer), Config::server());
    for line in ["one", "two"] {
        let entry = tn.wait(&mut ReadLine::new("> ", WAIT)).unwrap().unwrap();
        assert_eq!(entry, Entry::Line(line.into()));
    }
    let end = tn.wait(&mut ReadLine::new("> ", WAIT)).unwrap();
    assert_eq!(end.unwrap_err().kind(), ErrorKind::UnexpectedEof);
    tn.close(WAIT).unwrap();
    peer.join();
}

/// The first attempt is refused, and the second one comes through.
pub fn a_user_logs_in<A: Adapter>(adapter: impl Fn(TcpStream, Config) -> A) {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"\xFF\xFD\x01\xFF\xFD\x03").unwrap();
        for password in [&b"wrong\r\0"[..], b"engine\r\0"] {
            read_until(&mut stream, b"login: ");
            stream.write_all(b"ada\r\0").unwrap();
            read_until(&mut stream, b"ada\r\nPassword: ");
            stream.write_all(password).unwrap();
            read_until(&mut stream, b"\r\n");
        }
        finish(stream);
    });
    let mut tn = adapter(connect(&peer), Config::server());
    let rules = LoginRules::new().delay(Duration::from_millis(20));
    let mut attempt = 0;
    loop {
        let mut asked = AskLogin::new(&rules, attempt, WAIT);
        let who = tn.wait(&mut asked).unwrap().unwrap().unwrap();
        assert_eq!(who.user, "ada");
        if who.password == "engine" {
            break;
        }
        attempt += 1;
    }
    assert_eq!(attempt, 1);
    tn.close(WAIT).unwrap();
    peer.join();
}

/// What was typed of the line is there for the next wait.
pub fn a_silent_user_is_let_go<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"\xFF\xFD\x01\xFF\xFD\x03hal").unwrap();
        read_until(&mut stream, b"\r\nagain> hal");
        stream.write_all(b"f\r\n").unwrap();
        finish(stream);
    });
    let mut tn = adapter(connect(&peer), Config::server());
    let idle = Timeouts::default().idle(Duration::from_millis(50));
    let end = tn.wait(&mut ReadLine::new("> ", idle)).unwrap();
    assert_eq!(end.unwrap_err().kind(), ErrorKind::TimedOut);
    let entry = tn.wait(&mut ReadLine::new("again> ", WAIT)).unwrap().unwrap();
    assert_eq!(entry, Entry::Line("half".into()));
    tn.close(WAIT).unwrap();
    peer.join();
}
