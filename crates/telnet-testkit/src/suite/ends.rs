//! The end of the connection: whole, half, or broken.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
#[cfg(unix)]
use std::sync::Arc;
#[cfg(unix)]
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_session::bytes::Bytes;
use telnet_session::expect::Expect;
use telnet_session::{Config, NoMatch, PatternSet, Session, Wait};

use super::{Adapter, WAIT, connect};
use crate::peer::{Peer, reset};

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
    tn.close(WAIT).unwrap();
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
    // The text is there all the same.
    is_reset(&tn.read_until(b"never", WAIT));
    assert_eq!(tn.read_very_lazy().unwrap(), &b"words"[..]);
    // And a reset it stays, in every read.
    is_reset(&tn.read_some(WAIT));
    is_reset(&tn.read_all(WAIT));
    is_reset(&tn.read_eager());
    is_reset(&tn.read_very_eager());
}

/// An end and a reset are told, and all that came before is there: in the
/// error, or to be read.
pub fn an_expect_that_meets_the_end_has_all_that_came<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let set = PatternSet::new(["prompt> ", "[Ll]ogin: $"]).unwrap();
    for is_reset in [false, true] {
        let peer = Peer::new(move |mut stream| {
            stream.write_all(b"half a pro").unwrap();
            if is_reset {
                reset(stream);
            }
        });
        let mut tn = adapter(connect(&peer), Config::default());
        peer.join();
        let ended = tn.wait(&mut Expect::new(&set, WAIT));
        let ended = ended.and_then(|it| Ok(it.matched()?)).unwrap_err();
        if is_reset {
            assert_eq!(ended.kind(), ErrorKind::ConnectionReset);
        } else {
            assert_eq!(ended.kind(), ErrorKind::UnexpectedEof);
            let miss = ended.get_ref().unwrap().downcast_ref::<NoMatch>();
            assert_eq!(miss.unwrap().text, &b"half a pro"[..]);
        }
        assert_eq!(tn.read_very_lazy().unwrap(), &b"half a pro"[..]);
    }
}

/// The process lives, whatever it does on SIGPIPE, and a Synch is like any
/// other output.
pub fn a_write_to_a_peer_that_is_gone_is_a_broken_pipe_and_no_signal<
    A: Adapter,
>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    #[cfg(unix)]
    let signalled = signalled();
    for is_urgent in [false, true] {
        let peer = Peer::new(drop);
        let mut tn = adapter(connect(&peer), Config::default());
        peer.join();
        assert_eq!(tn.read_all(WAIT).unwrap(), &b""[..]);
        let start = Instant::now();
        // What is written first is answered by a reset.
        let error = loop {
            assert!(start.elapsed() < WAIT);
            if is_urgent {
                tn.session().send_synch();
            }
            if let Err(error) = tn.write(b"x", WAIT) {
                break error;
            }
        };
        assert_eq!(error.kind(), ErrorKind::BrokenPipe);
    }
    #[cfg(unix)]
    assert!(!signalled.load(Ordering::Relaxed), "a signal");
}

/// Whether there was a SIGPIPE, from now on. (Rust has the signal ignored, so
/// that nothing would be seen without.)
#[cfg(unix)]
fn signalled() -> Arc<AtomicBool> {
    let flag = Arc::default();
    let pipe = signal_hook::consts::SIGPIPE;
    signal_hook::flag::register(pipe, Arc::clone(&flag)).unwrap();
    flag
}

fn is_reset<T: std::fmt::Debug>(read: &io::Result<T>) {
    let kind = read.as_ref().map_err(io::Error::kind);
    assert_eq!(kind.unwrap_err(), ErrorKind::ConnectionReset);
}

/// The answer to a request meets the reset, and the read behind it knows of
/// none.
pub fn a_reset_behind_a_failed_answer_is_no_orderly_end<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    for request in [&b""[..], b"\xFF\xFD\x18"] {
        let (go, wait) = mpsc::channel::<()>();
        let peer = Peer::new(move |mut stream| {
            stream.write_all(b"hello> ").unwrap();
            wait.recv().unwrap();
            stream.write_all(b"half a list").unwrap();
            stream.write_all(request).unwrap();
            reset(stream);
        });
        let mut tn = adapter(connect(&peer), Config::default());
        assert!(tn.read_until(b"> ", WAIT).unwrap().is_match());
        go.send(()).unwrap();
        peer.join();
        is_reset(&tn.read_all(WAIT));
        assert_eq!(tn.read_very_lazy().unwrap(), &b"half a list"[..]);
        is_reset(&tn.read_all(WAIT));
        is_reset(&tn.read_until(b"never", WAIT));
    }
}

/// "Too many users", and the connection is reset before we had a look at it.
pub fn the_last_words_of_a_host_that_hangs_up_at_once_are_read<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    type Read<A> = fn(&mut A) -> io::Result<Bytes>;
    let reads: [Read<A>; 4] = [
        |tn| tn.read_some(WAIT),
        |tn| tn.read_until(b"users", WAIT).map(|it| it.text().clone()),
        A::read_very_eager,
        A::read_eager,
    ];
    for read in reads {
        let peer = Peer::new(|mut stream| {
            stream.write_all(b"Too many users").unwrap();
            reset(stream);
        });
        let socket = connect(&peer);
        peer.join();
        let mut tn = adapter(socket, Config::default());
        assert_eq!(read(&mut tn).unwrap(), &b"Too many users"[..]);
        is_reset(&tn.read_some(WAIT));
        is_reset(&tn.read_very_eager());
    }
}

/// A wait of the user's that nothing can end, and which counts its polls.
struct Endless {
    polls: usize,
    deadline: Option<Instant>,
}

impl Wait for Endless {
    type Output = ();

    fn poll(&mut self, _session: &mut Session, now: Instant) -> Poll<()> {
        self.polls += 1;
        match self.deadline {
            Some(end) if now >= end => Poll::Ready(()),
            _ => Poll::Pending,
        }
    }

    fn deadline(&self) -> Option<Instant> {
        self.deadline
    }
}

/// A processor that is kept busy until a deadline is a fault like a hang.
pub fn a_wait_behind_the_end_does_not_spin<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| stream.write_all(b"bye").unwrap());
    let mut tn = adapter(connect(&peer), Config::default());
    assert!(tn.read_until(b"never", WAIT).unwrap().is_eof());
    let deadline = Instant::now() + Duration::from_millis(300);
    let mut wait = Endless { polls: 0, deadline: Some(deadline) };
    tn.wait(&mut wait).unwrap();
    assert!(Instant::now() >= deadline);
    assert!(wait.polls < 50, "{} polls", wait.polls);
}

/// Nothing can end it: better said than waited for.
pub fn a_wait_behind_the_end_without_a_deadline_is_refused<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(drop);
    let mut tn = adapter(connect(&peer), Config::default());
    let mut wait = Endless { polls: 0, deadline: None };
    let error = tn.wait(&mut wait).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    assert!(error.to_string().contains("deadline"), "{error}");
}
