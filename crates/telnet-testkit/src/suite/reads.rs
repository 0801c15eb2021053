//! The read family, one row after the other.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc;
use std::task::Poll;
use std::time::Instant;

use telnet_session::bytes::Bytes;
use telnet_session::expect::Expect;
use telnet_session::{
    Config, PatternSet, Policy, Session, Side, TelnetOption, Wait,
};

use super::{Adapter, WAIT, connect, finish};
use crate::peer::Peer;

/// A connection to a peer that sends this and ends.
fn to_sender<A>(
    adapter: impl Fn(TcpStream, Config) -> A,
    octets: &'static [u8],
) -> (A, Peer<()>) {
    let peer = Peer::new(move |mut stream| {
        stream.write_all(octets).unwrap();
        finish(stream);
    });
    (adapter(connect(&peer), Config::default()), peer)
}

/// What follows a match stays for the next read.
pub fn read_until_takes_the_match_and_nothing_after_it<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (mut tn, _peer) = to_sender(adapter, b"xxxmatchyyy");
    let text = tn.read_until(b"match", WAIT).unwrap().matched().unwrap();
    assert_eq!(text.text(), &b"xxxmatch"[..]);
    assert_eq!(text.before(), b"xxx");
    assert_eq!(tn.read_all(WAIT).unwrap(), &b"yyy"[..]);
}

/// A segment's end is no end of anything.
pub fn read_until_finds_what_comes_octet_by_octet<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        for octet in [b'm'; 50].iter().chain(b"match").chain(&[b'y'; 50]) {
            stream.write_all(&[*octet]).unwrap();
        }
    });
    let mut tn = adapter(connect(&peer), Config::default());
    let text = tn.read_until(b"match", WAIT).unwrap().matched().unwrap();
    assert_eq!(text.text().len(), 55);
    assert_eq!(tn.read_all(WAIT).unwrap(), [b'y'; 50][..]);
    peer.join();
}

/// An empty text needs nothing to be received.
pub fn read_until_of_nothing_is_there_at_once<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (go, wait) = mpsc::channel::<()>();
    let peer = Peer::new(move |_stream| wait.recv().unwrap());
    let mut tn = adapter(connect(&peer), Config::default());
    let outcome = tn.read_until(b"", WAIT).unwrap();
    assert!(outcome.is_match());
    assert!(outcome.text().is_empty());
    go.send(()).unwrap();
    peer.join();
}

/// No octet comes for the second and third: they are there.
pub fn several_texts_of_one_segment_are_found_in_turn<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (go, wait) = mpsc::channel::<()>();
    let peer = Peer::new(move |mut stream| {
        stream.write_all(b"one\r\ntwo\r\nthree\r\n").unwrap();
        wait.recv().unwrap();
    });
    let mut tn = adapter(connect(&peer), Config::default());
    for line in [&b"one\r\n"[..], b"two\r\n", b"three\r\n"] {
        let outcome = tn.read_until(b"\r\n", WAIT).unwrap();
        assert_eq!(outcome.text(), line);
    }
    go.send(()).unwrap();
    assert!(tn.read_until(b"\r\n", WAIT).unwrap().is_eof());
}

/// `read_all` waits for the end, and again gives nothing there.
pub fn read_all_is_everything_up_to_the_end<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    const SIZE: usize = 1 << 20;
    let peer = Peer::new(|mut stream| {
        stream.write_all(&vec![b'x'; SIZE]).unwrap();
        stream.write_all(b"\xFF\xF9").unwrap();
        stream.write_all(b"\xFF\xFFend").unwrap();
    });
    let mut tn = adapter(connect(&peer), Config::default());
    let text = tn.read_all(WAIT).unwrap();
    assert_eq!(text.len(), SIZE + 4);
    assert!(text.ends_with(b"xx\xFFend"));
    assert_eq!(tn.read_all(WAIT).unwrap(), &b""[..]);
    peer.join();
}

/// `read_some` gives nothing at the end only.
pub fn read_some_waits_for_text_and_not_for_commands<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (mut tn, _peer) = to_sender(adapter, b"\xFF\xF1\xFF\xFB\x01\xFF\xF9xy");
    let mut text = Vec::new();
    while text.len() < 2 {
        let some = tn.read_some(WAIT).unwrap();
        assert!(!some.is_empty());
        text.extend_from_slice(&some);
    }
    assert_eq!(text, b"xy");
    assert_eq!(tn.read_some(WAIT).unwrap(), &b""[..]);
    assert_eq!(tn.read_some(WAIT).unwrap(), &b""[..]);
}

/// Both look at the stream, and give nothing where nothing has come.
pub fn eager_reads_give_what_is_there_and_never_wait<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (go, wait) = mpsc::channel::<()>();
    let peer = Peer::new(move |mut stream| {
        wait.recv().unwrap();
        stream.write_all(b"\xFF\xF1now").unwrap();
        wait.recv().unwrap();
        stream.write_all(b"then").unwrap();
        wait.recv().unwrap();
    });
    let mut tn = adapter(connect(&peer), Config::default());
    assert_eq!(tn.read_eager().unwrap(), &b""[..]);
    assert_eq!(tn.read_very_eager().unwrap(), &b""[..]);
    let start = Instant::now();
    let mut collect = |len, eager: fn(&mut A) -> io::Result<Bytes>| {
        let mut text = Vec::new();
        while text.len() < len {
            text.extend_from_slice(&eager(&mut tn).unwrap());
            assert!(start.elapsed() < WAIT);
        }
        text
    };
    go.send(()).unwrap();
    assert_eq!(collect(3, A::read_very_eager), b"now");
    go.send(()).unwrap();
    assert_eq!(collect(4, A::read_eager), b"then");
    go.send(()).unwrap();
    let end = loop {
        assert!(start.elapsed() < WAIT);
        match tn.read_eager() {
            Ok(text) => assert_eq!(text, &b""[..]),
            Err(error) => break error,
        }
    };
    assert_eq!(end.kind(), ErrorKind::UnexpectedEof);
    let end = tn.read_very_eager().unwrap_err();
    assert_eq!(end.kind(), ErrorKind::UnexpectedEof);
}

/// Neither lazy read takes an octet off the stream.
pub fn lazy_reads_do_not_look_at_the_stream<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"first|second|").unwrap();
    });
    let mut tn = adapter(connect(&peer), Config::default());
    // All of it lies in the socket, the end as well.
    peer.join();
    assert_eq!(tn.read_lazy().unwrap(), &b""[..]);
    assert_eq!(tn.read_very_lazy().unwrap(), &b""[..]);
    assert!(tn.read_until(b"|", WAIT).unwrap().is_match());
    assert!(tn.read_until(b"sec", WAIT).unwrap().is_match());
    assert_eq!(tn.read_very_lazy().unwrap(), &b"ond|"[..]);
    assert_eq!(tn.read_all(WAIT).unwrap(), &b""[..]);
    for read in [A::read_lazy, A::read_very_lazy] {
        let closed = read(&mut tn).unwrap_err();
        assert_eq!(closed.kind(), ErrorKind::UnexpectedEof);
    }
}

/// The option's code, then the payload; then nothing, until the next one.
pub fn read_sb_data_is_the_last_subnegotiation<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (mut tn, _peer) = to_sender(
        adapter,
        b"\xFF\xFD\x18\xFF\xFA\x18\x01\xFF\xF0.\
          \xFF\xFA\x18\x01\xFF\xFF\xFF\xF0.",
    );
    tn.session().set_policy(Side::Local, TelnetOption::TTYPE, Policy::Accept);
    assert!(tn.read_sb_data().is_empty());
    assert!(tn.read_until(b"..", WAIT).unwrap().is_match());
    assert_eq!(tn.read_sb_data(), &b"\x18\x01\xFF"[..]);
    assert!(tn.read_sb_data().is_empty());
}

/// Titles, the clipboard, reports of state: what a terminal may obey or answer
/// is text, and whoever shows it must know what he shows.
pub fn escape_sequences_come_as_they_are_and_are_not_answered<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    const TEXT: &[u8] = b"\x1B]2;title\x07\x1B[21t\x1B]52;c;cm0gLXJm\x07\
          \x1BP$qm\x1B\\\x05\x9Fhidden\x9C\x1B[6n\x1B[c\x1BZ\x9B5n";
    let peer = Peer::new(|mut stream| {
        stream.write_all(TEXT).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let mut answers = Vec::new();
        stream.read_to_end(&mut answers).unwrap();
        answers
    });
    let mut tn = adapter(connect(&peer), Config::default());
    assert_eq!(tn.read_all(WAIT).unwrap(), TEXT);
    tn.close(WAIT).unwrap();
    assert_eq!(peer.join(), b"");
}

/// Waits until so many octets are unread, and leaves them.
struct Octets(usize);

impl Wait for Octets {
    type Output = usize;

    fn poll(&mut self, session: &mut Session, _now: Instant) -> Poll<usize> {
        let unread = session.unread().len();
        if unread >= self.0 || session.is_eof() {
            return Poll::Ready(unread);
        }
        Poll::Pending
    }

    fn deadline(&self) -> Option<Instant> {
        None
    }
}

/// A wait of one's own is as good as those of the crate.
pub fn any_wait_can_be_run<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        for _ in 0..10 {
            stream.write_all(b"abc\xFF\xF1").unwrap();
        }
    });
    let mut tn = adapter(connect(&peer), Config::default());
    assert!(tn.wait(&mut Octets(17)).unwrap() >= 17);
    assert_eq!(tn.wait(&mut Octets(31)).unwrap(), 30);
    assert_eq!(tn.read_very_lazy().unwrap(), b"abc".repeat(10));
}

/// telnetlib's idiom for "whatever comes".
pub fn to_expect_nothing_gives_what_comes_by_the_end<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (mut tn, _peer) = to_sender(adapter, b"what\xFF\xF1ever");
    let nothing = PatternSet::new(Vec::<&str>::new()).unwrap();
    let outcome = tn.wait(&mut Expect::new(&nothing, WAIT)).unwrap();
    assert!(outcome.is_eof() && outcome.index().is_none());
    assert_eq!(outcome.text(), &b"whatever"[..]);
}
