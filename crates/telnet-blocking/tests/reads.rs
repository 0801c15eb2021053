//! The read family over TCP, and what the peer may do to it.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::{BufRead, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use telnet_blocking::{Config, NoMatch, Telnet};
use telnet_testkit::peer::Peer;

const WAIT: Duration = Duration::from_secs(20);

/// A connection to a peer that does as said.
fn with<T: Send + 'static>(
    script: impl FnOnce(TcpStream) -> T + Send + 'static,
) -> (Telnet<TcpStream>, Peer<T>) {
    let peer = Peer::new(script);
    let mut tn = Telnet::connect(peer.addr()).unwrap();
    tn.set_timeout(Some(WAIT));
    (tn, peer)
}

fn sends(octets: &'static [u8]) -> (Telnet<TcpStream>, Peer<()>) {
    with(move |mut stream| stream.write_all(octets).unwrap())
}

#[test]
fn read_until_takes_the_match_and_nothing_after_it() {
    let (mut tn, _peer) = sends(b"xxxmatchyyy");
    let text = tn.read_until("match", WAIT).unwrap().matched().unwrap();
    assert_eq!(text.text(), &b"xxxmatch"[..]);
    assert_eq!(text.before(), b"xxx");
    assert_eq!(tn.read_all().unwrap(), &b"yyy"[..]);
}

#[test]
fn a_match_over_many_segments_is_found() {
    let (mut tn, _peer) = with(|mut stream| {
        for octet in [b'x'; 50].iter().chain(b"match").chain(&[b'y'; 50]) {
            stream.write_all(&[*octet]).unwrap();
        }
    });
    let text = tn.read_until("match", WAIT).unwrap().matched().unwrap();
    assert_eq!(text.text().len(), 55);
}

#[test]
fn a_timeout_consumes_nothing_and_says_what_was_seen() {
    let (go, wait) = mpsc::channel();
    let (mut tn, _peer) = with(move |mut stream| {
        stream.write_all(b"half a pro").unwrap();
        wait.recv().unwrap();
        stream.write_all(b"mpt> ").unwrap();
    });
    let mut outcome;
    loop {
        outcome = tn.read_until("prompt> ", Duration::ZERO).unwrap();
        assert!(outcome.is_timeout());
        if outcome.text().len() == 10 {
            break;
        }
    }
    let error = outcome.matched().unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected \"prompt> \", but the deadline passed after \"half a pro\""
    );
    let error = std::io::Error::from(error);
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    let inner = error.get_ref().unwrap().downcast_ref::<NoMatch>().unwrap();
    assert_eq!(inner.text, &b"half a pro"[..]);

    go.send(()).unwrap();
    let found = tn.read_until("prompt> ", WAIT).unwrap().matched().unwrap();
    assert_eq!(found.text(), &b"half a prompt> "[..]);
}

#[test]
fn the_end_before_a_match_is_told_and_leaves_the_text() {
    let (mut tn, _peer) = sends(b"bye");
    let outcome = tn.read_until("login: ", WAIT).unwrap();
    assert!(outcome.is_eof());
    let error = outcome.matched().unwrap_err();
    assert!(error.to_string().contains("closed the connection"));
    assert_eq!(tn.read_very_lazy().unwrap(), &b"bye"[..]);
    let closed = tn.read_very_lazy().unwrap_err();
    assert_eq!(closed.kind(), ErrorKind::UnexpectedEof);
    assert_eq!(tn.read_some().unwrap(), &b""[..]);
    assert_eq!(tn.read_all().unwrap(), &b""[..]);
}

#[test]
fn a_deadline_holds_while_the_peer_floods() {
    let (mut tn, peer) = with(|mut stream| {
        // Commands, which fill no buffer, so that nothing else ends it.
        let flood = b"\xFF\xF1".repeat(2048);
        while stream.write_all(&flood).is_ok() {}
    });
    let time = Duration::from_millis(300);
    let start = Instant::now();
    let outcome = tn.read_until("never", time).unwrap();
    let took = start.elapsed();
    assert!(outcome.is_timeout());
    assert!(took >= time && took < WAIT, "{took:?}");
    drop(tn);
    peer.join();
}

#[test]
fn a_full_buffer_is_an_error_and_nothing_is_lost() {
    let peer = Peer::new(|mut stream| {
        stream.write_all(&[b'x'; 1000]).unwrap();
        stream.write_all(b"$ ").unwrap();
    });
    let config = Config::default().max_unread(100);
    let stream = TcpStream::connect(peer.addr()).unwrap();
    let mut tn = Telnet::new(stream, config).unwrap();
    let error = tn.read_until("$ ", WAIT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::QuotaExceeded);
    assert!(error.to_string().contains("max_unread"), "{error}");
    let mut all = Vec::new();
    tn.read_to_end(&mut all).unwrap();
    assert_eq!(all.len(), 1002);
    assert!(all.ends_with(b"x$ "));
}

#[test]
fn eager_reads_never_wait() {
    let (go, wait) = mpsc::channel();
    let (mut tn, _peer) = with(move |mut stream| {
        wait.recv().unwrap();
        stream.write_all(b"\xFF\xF1now").unwrap();
        wait.recv().unwrap();
    });
    // Nothing is there, so nothing comes, at once.
    assert_eq!(tn.read_eager().unwrap(), &b""[..]);
    assert_eq!(tn.read_very_eager().unwrap(), &b""[..]);
    go.send(()).unwrap();
    let mut text = Vec::new();
    while text.len() < 3 {
        text.extend_from_slice(&tn.read_very_eager().unwrap());
    }
    assert_eq!(text, b"now");
    go.send(()).unwrap();
    let end = loop {
        match tn.read_eager() {
            Ok(text) => assert_eq!(text, &b""[..]),
            Err(error) => break error,
        }
    };
    assert_eq!(end.kind(), ErrorKind::UnexpectedEof);
}

#[test]
fn read_some_waits_for_text_not_for_commands() {
    let (mut tn, _peer) = sends(b"\xFF\xF1\xFF\xFB\x01\xFF\xF9x");
    assert_eq!(tn.read_some().unwrap(), &b"x"[..]);
}

#[test]
fn it_is_read_bufread_and_write() {
    let (tn, peer) = with(|mut stream| {
        stream.write_all(b"one\r\ntwo\r\n").unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        all
    });
    let mut tn = tn;
    write!(tn, "{}-{}", 1, 2).unwrap();
    Write::write_all(&mut tn, b"\xFF").unwrap();
    tn.get_socket().shutdown(Shutdown::Write).unwrap();
    let lines: Vec<String> = tn.lines().map(Result::unwrap).collect();
    assert_eq!(lines, ["one", "two"]);
    assert_eq!(peer.join(), b"1-2\xFF\xFF");
}

#[test]
fn what_came_before_a_reset_can_be_read() {
    let (mut tn, peer) = with(|mut stream| {
        stream.write_all(b"last words").unwrap();
        let mut one = [0];
        stream.read_exact(&mut one).unwrap();
        // Closing with octets unread resets the connection.
        stream.read_exact(&mut one).unwrap();
    });
    assert_eq!(tn.read_until("words", WAIT).unwrap().text().len(), 10);
    tn.write("abcdef").unwrap();
    peer.join();
    // The reset may take a while to be seen; then it is an error or an end.
    match tn.read_until("never", WAIT) {
        Ok(outcome) => assert!(outcome.is_eof()),
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }
}

#[test]
fn after_a_half_close_we_can_still_write() {
    let (mut tn, peer) = with(|mut stream| {
        stream.write_all(b"that is all").unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        all
    });
    assert_eq!(tn.read_all().unwrap(), &b"that is all"[..]);
    tn.write("thanks").unwrap();
    tn.close().unwrap();
    assert_eq!(peer.join(), b"thanks");
}

#[test]
fn two_full_pipes_do_not_deadlock() {
    const SIZE: usize = 4 << 20;
    let (mut tn, peer) = with(|mut stream| {
        // It writes all before it reads anything.
        stream.write_all(&vec![b'p'; SIZE]).unwrap();
        let mut got = 0;
        let mut buffer = [0; 65536];
        while got < SIZE {
            got += stream.read(&mut buffer).unwrap();
        }
        got
    });
    tn.write(vec![b'u'; SIZE]).unwrap();
    let mut got = 0;
    while got < SIZE {
        got += tn.read_some().unwrap().len();
    }
    assert_eq!((got, peer.join()), (SIZE, SIZE));
}

#[test]
fn text_behind_stalled_requests_is_found_once_the_answers_are_out() {
    let (done, wait) = mpsc::channel::<()>();
    let peer = Peer::new(move |mut stream| {
        stream.write_all(&b"\xFF\xFD\x06".repeat(4)).unwrap();
        stream.write_all(b"match").unwrap();
        // Silent from here on, and still there.
        wait.recv_timeout(2 * WAIT).unwrap_err();
    });
    let config = Config::default().max_output(3);
    let stream = TcpStream::connect(peer.addr()).unwrap();
    let mut tn = Telnet::new(stream, config).unwrap();
    let start = Instant::now();
    assert!(tn.read_until("match", WAIT).unwrap().is_match());
    assert!(start.elapsed() < WAIT);
    drop(done);
}
