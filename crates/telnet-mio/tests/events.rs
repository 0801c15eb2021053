//! What is mio's alone: connecting, edges, budgets, urgent data, memory.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_mio::mio::event::Source;
use telnet_mio::mio::{self, Events, Interest, Token};
use telnet_mio::{Config, PatternSet, Stream, Telnet, Wait, WindowSize};
use telnet_testkit::peer::{Peer, refusing};

const WAIT: Duration = Duration::from_secs(20);

/// Runs a wait; the loop of the crate's page.
fn run<S: Stream + Source, W: Wait>(
    tn: &mut Telnet<S>,
    wait: &mut W,
) -> io::Result<W::Output> {
    let mut poll = mio::Poll::new()?;
    let mut events = Events::with_capacity(8);
    poll.registry().register(tn, Token(0), Interest::WRITABLE)?;
    let output = loop {
        match tn.poll(wait, Instant::now()) {
            Ok(Poll::Pending) => {}
            Ok(Poll::Ready(output)) => break Ok(output),
            Err(error) => break Err(error),
        }
        let timeout = tn.timeout(wait, Instant::now());
        poll.poll(&mut events, Some(timeout.unwrap_or(WAIT).min(WAIT)))?;
        for event in &events {
            tn.on_event(event);
        }
    };
    poll.registry().deregister(tn)?;
    output
}

fn connect(addr: SocketAddr) -> Telnet<mio::net::TcpStream> {
    Telnet::connect(addr).unwrap()
}

#[test]
fn what_is_sent_before_the_connection_is_made_goes_out() {
    let peer = Peer::new(|mut stream| {
        let mut line = [0; 7];
        stream.read_exact(&mut line).unwrap();
        stream.write_all(b"welcome").unwrap();
        line
    });
    let mut tn = connect(peer.addr());
    tn.send_line("hello").unwrap();
    let mut wait = tn.read_until("welcome", WAIT);
    assert!(run(&mut tn, &mut wait).unwrap().is_match());
    assert_eq!(&peer.join(), b"hello\r\n");
}

#[test]
fn a_secret_and_a_payload_are_sent_and_only_the_payload_is_shown() {
    let (mut tn, mut peer) = pair();
    peer.set_read_timeout(Some(WAIT)).unwrap();
    let (shown, lines) = mpsc::channel();
    let session = tn.session_mut();
    session.set_trace(move |line| shown.send(line.to_string()).unwrap());
    tn.send_secret_line("sesame").unwrap();
    tn.send_payload(WindowSize { columns: 80, rows: 24 }).unwrap();
    let mut wire = [0; 17];
    peer.read_exact(&mut wire).unwrap();
    assert_eq!(&wire, b"sesame\r\n\xFF\xFA\x1F\0\x50\0\x18\xFF\xF0");
    let lines: Vec<_> = lines.try_iter().collect();
    let naws = "SENT SB NAWS \"\\x00P\\x00\\x18\"";
    assert_eq!(lines, ["SENT 8 octets, not shown", naws]);
}

#[test]
fn a_refused_connection_is_the_error_of_the_first_poll() {
    let mut tn = connect(refusing());
    let mut wait = tn.read_until("login: ", WAIT);
    let error = run(&mut tn, &mut wait).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    let error = tn.write("x").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    // It never was one, and does not become one.
    let error = run(&mut tn, &mut wait).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
}

/// A stream that is never connected.
struct Never;

impl Read for Never {
    fn read(&mut self, _buffer: &mut [u8]) -> io::Result<usize> {
        panic!("it is not connected");
    }
}

impl Write for Never {
    fn write(&mut self, _octets: &[u8]) -> io::Result<usize> {
        panic!("it is not connected");
    }

    fn flush(&mut self) -> io::Result<()> {
        panic!("it is not connected");
    }
}

impl Stream for Never {
    fn is_connected(&mut self) -> io::Result<bool> {
        Ok(false)
    }
}

#[test]
fn a_deadline_holds_for_connecting() {
    let mut tn = Telnet::new(Never, Config::default()).unwrap();
    let start = Instant::now();
    let mut wait = tn.read_until("login: ", start + WAIT);
    assert_eq!(tn.write("queued").unwrap(), 6);
    assert!(tn.poll(&mut wait, start).unwrap().is_pending());
    assert_eq!(tn.timeout(&wait, start), Some(WAIT));
    let Poll::Ready(out) = tn.poll(&mut wait, start + WAIT).unwrap() else {
        panic!("the deadline has passed");
    };
    assert!(out.is_timeout());
}

#[test]
fn a_wait_that_begins_late_looks_once() {
    let mut tn = Telnet::new(Never, Config::default()).unwrap();
    let now = Instant::now();
    let mut wait = tn.read_until("login: ", now);
    assert!(tn.poll(&mut wait, now).unwrap().is_pending());
    assert_eq!(tn.timeout(&wait, now), Some(Duration::ZERO));
    assert!(tn.poll(&mut wait, now).unwrap().is_ready());
}

/// A connection and its peer, both ours.
fn pair() -> (Telnet<mio::net::TcpStream>, TcpStream) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    near.set_nonblocking(true).unwrap();
    let near = mio::net::TcpStream::from_std(near);
    let tn = Telnet::new(near, Config::default()).unwrap();
    (tn, listener.accept().unwrap().0)
}

#[test]
fn what_has_arrived_counts_for_more_than_a_deadline_that_has_passed() {
    let (mut tn, mut peer) = pair();
    let mut poll = mio::Poll::new().unwrap();
    poll.registry().register(&mut tn, Token(0), Interest::READABLE).unwrap();
    let start = Instant::now();
    let mut wait = tn.read_until("prompt> ", start + WAIT);
    assert!(tn.poll(&mut wait, start).unwrap().is_pending());
    peer.write_all(b"prompt> ").unwrap();
    let mut events = Events::with_capacity(8);
    while !tn.has_more() {
        poll.poll(&mut events, Some(WAIT)).unwrap();
        assert!(!events.is_empty());
        events.iter().for_each(|event| tn.on_event(event));
    }
    // The loop was busy elsewhere, and comes by an hour late.
    let late = start + Duration::from_secs(3600);
    let Poll::Ready(out) = tn.poll(&mut wait, late).unwrap() else {
        panic!("it has arrived");
    };
    assert!(out.is_match());
}

#[test]
fn one_poll_reads_no_more_than_its_budget_and_says_that_there_is_more() {
    const SIZE: usize = 1 << 20;
    let (mut tn, mut peer) = pair();
    let (go, wait_for_go) = mpsc::channel::<()>();
    let writer = std::thread::spawn(move || {
        peer.write_all(&vec![b'x'; SIZE]).unwrap();
        // The end would be an event of its own.
        wait_for_go.recv().unwrap();
    });
    let mut wait = tn.read_until("never", WAIT);
    let mut before = 0;
    let (mut full, mut most) = (0, 0);
    while before < SIZE {
        assert!(tn.poll(&mut wait, Instant::now()).unwrap().is_pending());
        let unread = tn.session().unread().len();
        most = most.max(unread - before);
        if unread - before >= 64 << 10 {
            full += 1;
            assert!(tn.has_more());
            let timeout = tn.timeout(&wait, Instant::now());
            assert_eq!(timeout, Some(Duration::ZERO));
        }
        before = unread;
        if !tn.has_more() && before < SIZE {
            // No event: the test has no poll. A new connection state, then.
            let (stream, session) = tn.into_parts();
            tn = Telnet::new(stream, Config::default()).unwrap();
            *tn.session_mut() = session;
        }
    }
    assert!(full > 0 && most <= (3 * 16 + 64) << 10, "{full} {most}");
    go.send(()).unwrap();
    writer.join().unwrap();
}

#[test]
fn events_too_many_and_foreign_ones_do_no_harm() {
    let (mut tn, mut peer) = pair();
    let (mut other, mut other_peer) = pair();
    let mut poll = mio::Poll::new().unwrap();
    let mut events = Events::with_capacity(8);
    for (token, source) in [(0, &mut tn), (1, &mut other)] {
        let token = Token(token);
        poll.registry().register(source, token, Interest::READABLE).unwrap();
    }
    other_peer.write_all(b"for the other").unwrap();
    peer.write_all(b"one").unwrap();
    let mut wait = tn.read_until("two", WAIT);
    for round in 0..100 {
        poll.poll(&mut events, Some(Duration::ZERO)).unwrap();
        // All events are given to this one, each twice.
        for event in events.iter().chain(&events) {
            tn.on_event(event);
        }
        let step = tn.poll(&mut wait, Instant::now()).unwrap();
        assert!(step.is_pending(), "{round}");
        poll.registry()
            .reregister(&mut tn, Token(0), Interest::WRITABLE)
            .unwrap();
    }
    poll.registry().deregister(&mut tn).unwrap();
    drop(poll);
    peer.write_all(b"two").unwrap();
    assert!(run(&mut tn, &mut wait).unwrap().is_match());
}

#[cfg(any(target_os = "linux", target_os = "android"))]
#[test]
fn urgent_data_discards_the_text_before_its_mark() {
    let (mut tn, mut peer) = pair();
    peer.write_all(b"discarded \xFF").unwrap();
    // DM, the urgent octet.
    telnet_adapter::tcp::socket::send_urgent(&peer, b"\xF2").unwrap();
    peer.write_all(b"kept\n").unwrap();
    // As a loop does, which learns of the urgent data before it reads.
    let mut poll = mio::Poll::new().unwrap();
    let mut events = Events::with_capacity(8);
    poll.registry().register(&mut tn, Token(0), Interest::READABLE).unwrap();
    poll.poll(&mut events, Some(WAIT)).unwrap();
    events.iter().for_each(|event| tn.on_event(event));
    poll.registry().deregister(&mut tn).unwrap();
    let mut wait = tn.read_until("\n", WAIT);
    let outcome = run(&mut tn, &mut wait).unwrap();
    assert_eq!(outcome.text(), &b"kept\n"[..]);
}

#[test]
fn an_idle_connection_takes_less_than_two_kibibytes() {
    const COUNT: usize = 64;
    let hello = b"\xFF\xFB\x01\xFF\xFB\x03\xFF\xFD\x1F\xFF\xFD\x18login: ";
    let prompt = PatternSet::new(["login: "]).unwrap();
    let mut kept = Vec::with_capacity(COUNT);
    let mut log_in = || {
        let (mut tn, mut peer) = pair();
        peer.write_all(hello).unwrap();
        let mut wait = tn.expect(&prompt, WAIT).unwrap();
        assert!(run(&mut tn, &mut wait).unwrap().is_match());
        tn.send_line("guest").unwrap();
        kept.push((tn, peer));
    };
    // With the first come the thread's buffer and what else is made once.
    log_in();
    let used = allocation_counter::measure(|| {
        (1..COUNT).for_each(|_| log_in());
    });
    let heap = usize::try_from(used.bytes_current).unwrap() / (COUNT - 1);
    let whole = size_of::<Telnet<mio::net::TcpStream>>() + heap;
    println!("{whole} octets, {heap} of them on the heap");
    assert!(whole <= 2048, "{whole} octets, {heap} of them on the heap");
}
