//! Peers that send without end, and nothing of use.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use socket2::SockRef;
use telnet_session::Config;

use super::{Adapter, WAIT, connect, finish};
use crate::peer::Peer;

/// It asks, and never reads an answer: no more is taken from it than there is
/// room for, its writes run out of time, and another connection of the same
/// thread goes on.
pub fn a_peer_that_never_reads_holds_up_nobody_else<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let stuck = Peer::new(|mut stream| {
        // TIMING-MARK: each is answered, whatever was answered before.
        let requests = b"\xFF\xFD\x06".repeat(10_000);
        while stream.write_all(&requests).is_ok() {}
    });
    let config = Config::default();
    let max = config.max_output;
    let mut tn = adapter(connect(&stuck), config);
    let time = Duration::from_millis(50);
    let start = Instant::now();
    while tn.session().wants_read() {
        assert!(tn.read_until(b"never", time).unwrap().is_timeout());
        assert!(start.elapsed() < WAIT);
    }
    assert!(tn.session().transmit().len() <= max + 2);
    let error = tn.write(b"text", time).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);

    let peer = Peer::new(|mut stream| {
        stream.write_all(b"login: \xFF\xFD\x06").unwrap();
        let mut answer = [0; 7];
        stream.read_exact(&mut answer).unwrap();
        stream.write_all(b"welcome").unwrap();
        answer
    });
    let mut other = adapter(connect(&peer), Config::default());
    assert!(other.read_until(b"login: ", WAIT).unwrap().is_match());
    other.send_line(b"me").unwrap();
    assert!(other.read_until(b"welcome", WAIT).unwrap().is_match());
    assert_eq!(&peer.join(), b"\xFF\xFC\x06me\r\n");
    drop(tn);
    stuck.join();
}

/// An urgent octet that is no DM: text is text again after a time.
pub fn a_synch_without_its_mark_is_given_up<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (go, wait) = mpsc::channel::<()>();
    let (sent, is_sent) = mpsc::channel();
    let peer = Peer::new(move |mut stream| {
        wait.recv().unwrap();
        stream.write_all(b"gone").unwrap();
        SockRef::from(&stream).send_out_of_band(b"!").unwrap();
        sent.send(()).unwrap();
        stream.write_all(&[b'x'; 100_000]).unwrap();
        // All that while nothing comes, and one wait goes on.
        stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        stream.read_exact(&mut [0]).unwrap_err();
        stream.write_all(b"prompt> ").unwrap();
        finish(stream);
    });
    let config = Config::default().synch_timeout(Duration::from_millis(50));
    let mut tn = adapter(connect(&peer), config);
    // So that it learns of both at once.
    tn.abandon_read_until(b"never");
    go.send(()).unwrap();
    is_sent.recv().unwrap();
    let outcome = tn.read_until(b"prompt> ", WAIT).unwrap();
    assert!(outcome.is_match());
    assert!(!outcome.text().starts_with(b"gone"));
}

/// A read stops at the mark of urgent data: what had come behind it is read
/// though nothing more comes.
pub fn what_came_behind_a_mark_needs_nothing_more_to_come<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (sent, is_sent) = mpsc::channel();
    let peer = Peer::new(move |mut stream| {
        for _ in 0..3 {
            stream.write_all(b"gone\xFF").unwrap();
            SockRef::from(&stream).send_out_of_band(b"\xF2").unwrap();
            stream.write_all(b"prompt> ").unwrap();
            sent.send(()).unwrap();
            stream.read_exact(&mut [0; 6]).unwrap();
        }
        finish(stream);
    });
    let mut tn = adapter(connect(&peer), Config::default());
    for _ in 0..3 {
        is_sent.recv().unwrap();
        let outcome = tn.read_until(b"prompt> ", WAIT).unwrap();
        assert!(outcome.is_match());
        tn.send_line(b"next").unwrap();
    }
    assert_eq!(tn.read_all(WAIT).unwrap(), &b""[..]);
    drop(tn);
    peer.join();
}

/// And not at the last one before it; with time they come back.
pub fn input_stops_at_the_change_that_is_too_many<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"a\xFF\xFB\x01b> \xFF\xFC\x01c> ").unwrap();
        finish(stream);
    });
    let config = Config::default().max_option_changes(1);
    let mut tn = adapter(connect(&peer), config);
    assert!(tn.read_until(b"b> ", WAIT).unwrap().is_match());
    let start = Instant::now();
    let mut refused = 0;
    loop {
        match tn.read_until(b"c> ", WAIT) {
            Ok(outcome) => break assert!(outcome.is_match()),
            Err(error) => assert_eq!(error.kind(), ErrorKind::QuotaExceeded),
        }
        refused += 1;
        assert!(start.elapsed() < WAIT);
    }
    assert!(refused > 0);
}
