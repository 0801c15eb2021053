//! Reads that run out of time, and reads that are given up.

use std::io::{self, ErrorKind, Write as _};
use std::net::TcpStream;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use telnet_session::dialogue::Login;
use telnet_session::{Cli, Config, NoMatch};

use super::{Adapter, WAIT, connect, finish};
use crate::peer::Peer;

/// A peer that sends the first half, and the second when it is told to.
fn in_halves(
    first: &'static [u8],
    second: &'static [u8],
) -> (Peer<()>, mpsc::Sender<()>) {
    let (go, wait) = mpsc::channel();
    let peer = Peer::new(move |mut stream| {
        stream.write_all(first).unwrap();
        wait.recv().unwrap();
        stream.write_all(second).unwrap();
    });
    (peer, go)
}

/// The text of a miss stays, and what it misses may still come.
pub fn a_timeout_consumes_nothing_and_the_next_read_goes_on<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (peer, go) = in_halves(b"half a pro", b"mpt> ");
    let mut tn = adapter(connect(&peer), Config::default());
    let start = Instant::now();
    let outcome = loop {
        let time = Duration::from_millis(20);
        let outcome = tn.read_until(b"prompt> ", time).unwrap();
        assert!(outcome.is_timeout());
        assert!(start.elapsed() < WAIT);
        if outcome.text().len() == 10 {
            break outcome;
        }
    };
    let error = io::Error::from(outcome.matched().unwrap_err());
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    let inner = error.get_ref().unwrap().downcast_ref::<NoMatch>().unwrap();
    assert_eq!(inner.text, &b"half a pro"[..]);

    go.send(()).unwrap();
    let found = tn.read_until(b"prompt> ", WAIT).unwrap().matched().unwrap();
    assert_eq!(found.text(), &b"half a prompt> "[..]);
}

/// However often it is begun, wherever it is dropped.
pub fn a_read_that_was_given_up_loses_nothing<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (go, wait) = mpsc::channel::<()>();
    let pieces: [(&[u8], usize); 6] = [
        (b"ab", 2),
        (b"c\xFF", 3),
        (b"\xFBde\xFF", 4),
        (b"\xFFf\xFF", 6),
        (b"\xFD\x18g", 7),
        (b"hi", 9),
    ];
    let peer = Peer::new(move |mut stream| {
        for (piece, _) in pieces {
            wait.recv().unwrap();
            stream.write_all(piece).unwrap();
        }
        finish(stream);
    });
    let mut tn = adapter(connect(&peer), Config::default());
    let start = Instant::now();
    for (_, all) in pieces {
        go.send(()).unwrap();
        while tn.session().unread().len() < all {
            tn.abandon_read_until(b"never");
            assert!(start.elapsed() < WAIT);
        }
        tn.abandon_read_until(b"nor that");
        tn.abandon_read_until(b"");
    }
    assert_eq!(tn.read_all(WAIT).unwrap(), &b"abce\xFFfghi"[..]);
}

/// The socket is looked at once, and what lies in it counts.
pub fn a_deadline_of_zero_takes_what_is_there<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| stream.write_all(b"here> ").unwrap());
    let mut tn = adapter(connect(&peer), Config::default());
    peer.join();
    let start = Instant::now();
    while !tn.read_until(b"> ", Duration::ZERO).unwrap().is_match() {
        assert!(start.elapsed() < WAIT);
    }
}

/// An error that says how much there is.
pub fn read_all_and_read_some_time_out_and_lose_nothing<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let time = Duration::from_millis(50);
    let (peer, go) = in_halves(b"\xFF\xF1", b"text");
    let mut tn = adapter(connect(&peer), Config::default());
    let error = tn.read_some(time).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    let error = tn.read_all(time).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    go.send(()).unwrap();
    assert!(tn.read_until(b"te", WAIT).unwrap().is_match());
    assert_eq!(tn.read_all(WAIT).unwrap(), &b"xt"[..]);
}

/// A peer that never stops does not put off the end.
pub fn a_deadline_holds_while_the_peer_floods<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        // Commands, which fill no buffer, so that nothing else ends it.
        let flood = b"\xFF\xF1".repeat(2048);
        while stream.write_all(&flood).is_ok() {}
    });
    let mut tn = adapter(connect(&peer), Config::default());
    let time = Duration::from_millis(300);
    let start = Instant::now();
    let outcome = tn.read_until(b"never", time).unwrap();
    let took = start.elapsed();
    assert!(outcome.is_timeout());
    assert!(took >= time && took < WAIT, "{took:?}");
    drop(tn);
    peer.join();
}

/// Nor does one that says nothing.
pub fn a_deadline_holds_while_nothing_comes<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (peer, go) = in_halves(b"", b"");
    let mut tn = adapter(connect(&peer), Config::default());
    let time = Duration::from_millis(100);
    let start = Instant::now();
    let outcome = tn.read_until(b"never", time).unwrap();
    let took = start.elapsed();
    assert!(outcome.is_timeout());
    assert!(took >= time && took < WAIT, "{took:?}");
    go.send(()).unwrap();
    assert!(tn.read_until(b"never", WAIT).unwrap().is_eof());
}

/// The time counts from the start and not from the last octet, in a dialogue
/// as well.
pub fn a_deadline_counts_from_the_start_while_octets_trickle_in<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (stop, stopped) = mpsc::channel::<()>();
    let peer = Peer::new(move |mut stream| {
        // It ends, for one who waits until nothing more comes.
        for _ in 0..1000 {
            match stopped.recv_timeout(Duration::from_millis(10)) {
                Err(RecvTimeoutError::Timeout) => {}
                _ => break,
            }
            stream.write_all(b"x").unwrap();
        }
    });
    let mut tn = adapter(connect(&peer), Config::default());
    let time = Duration::from_millis(200);
    let start = Instant::now();
    let outcome = tn.read_until(b"never", time).unwrap();
    assert!(outcome.is_timeout() && start.elapsed() >= time);
    assert!(!outcome.text().is_empty());

    let cli = Cli::with_prompt("r1#").unwrap();
    let start = Instant::now();
    let login = tn.wait(&mut Login::new(&cli, "me", "x", time)).unwrap();
    let error = io::Error::from(login.unwrap_err());
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert!(start.elapsed() >= time);
    drop(stop);
    peer.join();
}

/// A tick of the system is no unit of ours. (The quickest of fifty counts, for
/// the machine may have other things to do.)
pub fn a_deadline_of_a_millisecond_is_no_eight<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (peer, go) = in_halves(b"", b"");
    let mut tn = adapter(connect(&peer), Config::default());
    let time = Duration::from_millis(1);
    let quickest = (0..50).map(|_| {
        let start = Instant::now();
        assert!(tn.read_until(b"never", time).unwrap().is_timeout());
        start.elapsed()
    });
    let quickest = quickest.min().unwrap();
    assert!(quickest >= time, "{quickest:?}");
    assert!(quickest < 3 * time, "{quickest:?}");
    go.send(()).unwrap();
}
