//! The end of the connection: whole, half, or broken.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};

use telnet_session::Config;

use super::{Adapter, WAIT, connect};
use crate::peer::Peer;

/// What came stays for other reads.
pub fn the_end_before_a_match_is_told_and_leaves_the_text<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| stream.write_all(b"bye").unwrap());
    let mut tn = adapter(connect(&peer), Config::default());
    let outcome = tn.read_until(b"login: ", WAIT).unwrap();
    assert!(outcome.is_eof());
    assert_eq!(outcome.text(), &b"bye"[..]);
    assert!(tn.read_until(b"by", WAIT).unwrap().is_match());
    assert_eq!(tn.read_some(WAIT).unwrap(), &b"e"[..]);
}

/// telnetlib's `EOFError`, for the reads that do not wait; the others give
/// nothing.
pub fn closed_and_empty_is_unexpected_eof<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(drop);
    let mut tn = adapter(connect(&peer), Config::default());
    assert_eq!(tn.read_all(WAIT).unwrap(), &b""[..]);
    assert_eq!(tn.read_some(WAIT).unwrap(), &b""[..]);
    assert!(tn.read_until(b"x", WAIT).unwrap().is_eof());
    for read in
        [A::read_very_eager, A::read_eager, A::read_lazy, A::read_very_lazy]
    {
        let closed = read(&mut tn).unwrap_err();
        assert_eq!(closed.kind(), ErrorKind::UnexpectedEof);
    }
}

/// The end of one direction is not the end of the other.
pub fn after_the_peers_half_close_writes_go_on<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"that is all\xFF\xFD\x18").unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        all
    });
    let mut tn = adapter(connect(&peer), Config::default());
    assert_eq!(tn.read_all(WAIT).unwrap(), &b"that is all"[..]);
    tn.write(b"thanks", WAIT).unwrap();
    tn.close().unwrap();
    assert_eq!(peer.join(), b"\xFF\xFC\x18thanks");
}

/// A broken connection takes nothing back.
pub fn what_came_before_a_reset_can_be_read<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"last words").unwrap();
        // Closing with octets unread resets the connection.
        stream.read_exact(&mut [0; 2]).unwrap();
    });
    let mut tn = adapter(connect(&peer), Config::default());
    assert_eq!(tn.read_until(b"last ", WAIT).unwrap().text().len(), 5);
    tn.write(b"abcdef", WAIT).unwrap();
    peer.join();
    // A read may find an error or the end; the text is there in any case.
    match tn.read_until(b"never", WAIT) {
        Ok(outcome) => assert!(outcome.is_eof()),
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }
    assert_eq!(tn.read_very_lazy().unwrap(), &b"words"[..]);
    // And then it is the end for good.
    match tn.read_some(WAIT) {
        Ok(text) => assert!(text.is_empty()),
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }
    assert_eq!(tn.read_some(WAIT).unwrap(), &b""[..]);
}

/// Nothing that was queued is lost, and twice is once.
pub fn close_sends_what_is_queued_and_is_idempotent<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        all
    });
    let mut tn = adapter(connect(&peer), Config::default());
    assert_eq!(tn.session().send(b"queued"), 6);
    tn.close().unwrap();
    tn.close().unwrap();
    assert_eq!(peer.join(), b"queued");
    let error = tn.write(b"x", WAIT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotConnected);
    let closed = tn.read_eager().unwrap_err();
    assert_eq!(closed.kind(), ErrorKind::UnexpectedEof);
}

/// What was received is ours.
pub fn unread_text_outlives_close<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"one two").unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
    });
    let mut tn = adapter(connect(&peer), Config::default());
    assert!(tn.read_until(b"one ", WAIT).unwrap().is_match());
    tn.close().unwrap();
    peer.join();
    assert_eq!(tn.read_lazy().unwrap(), &b"two"[..]);
    assert_eq!(tn.read_all(WAIT).unwrap(), &b""[..]);
}
