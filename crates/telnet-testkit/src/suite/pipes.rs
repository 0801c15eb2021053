//! Much of everything, against every cap.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};

use telnet_session::Config;

use super::{Adapter, WAIT, connect};
use crate::peer::Peer;

/// Neither end reads before it has written all: nobody waits for ever.
pub fn both_ends_write_megabytes_before_they_read<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    write_before_read(adapter, 7 << 20);
}

/// And it does not take its time over each piece.
pub fn both_ends_write_a_lot_before_they_read<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    write_before_read(adapter, 60 << 20);
}

fn write_before_read<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
    size: usize,
) {
    let peer = Peer::new(move |mut stream| {
        stream.write_all(&vec![b'p'; size]).unwrap();
        let mut all = vec![0; size];
        stream.read_exact(&mut all).unwrap();
        assert!(all.iter().all(|&octet| octet == b'u'));
    });
    let config = Config::default().max_unread(size.next_power_of_two());
    let mut tn = adapter(connect(&peer), config);
    tn.write(&vec![b'u'; size], WAIT).unwrap();
    let mut got = 0;
    while got < size {
        let text = tn.read_some(WAIT).unwrap();
        assert!(!text.is_empty(), "the end after {got}");
        assert!(text.iter().all(|&octet| octet == b'p'));
        got += text.len();
    }
    assert_eq!(got, size);
    peer.join();
}

/// A peer that does not read its answers is slowed down, and loses none.
pub fn a_flood_of_requests_is_answered_in_order<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    const COUNT: usize = 200_000;
    let peer = Peer::new(|stream| {
        // TIMING-MARK: each is answered, whatever was answered before.
        let mut to_us = stream.try_clone().unwrap();
        let writer = std::thread::spawn(move || {
            to_us.write_all(&b"\xFF\xFD\x06".repeat(COUNT)).unwrap();
            to_us.write_all(b"done").unwrap();
            to_us.shutdown(Shutdown::Write).unwrap();
        });
        let mut answers = vec![0; 3 * COUNT];
        (&stream).read_exact(&mut answers).unwrap();
        writer.join().unwrap();
        answers
    });
    let mut config = Config::default();
    // Less than the answers to what is read at once.
    config.max_output = 1000;
    let mut tn = adapter(connect(&peer), config);
    assert_eq!(tn.read_all(WAIT).unwrap(), &b"done"[..]);
    tn.close(WAIT).unwrap();
    assert!(peer.join() == b"\xFF\xFC\x06".repeat(COUNT));
}

/// A wait that cannot end says so; the rest comes once there is room.
pub fn a_full_buffer_is_an_error_and_nothing_is_lost<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        stream.write_all(&[b'x'; 1000]).unwrap();
        stream.write_all(b"$ ").unwrap();
    });
    let config = Config::default().max_unread(100);
    let mut tn = adapter(connect(&peer), config);
    let error = tn.read_until(b"$ ", WAIT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::QuotaExceeded);
    assert!(error.to_string().contains("max_unread"), "{error}");
    let mut all = Vec::new();
    loop {
        match tn.read_some(WAIT).unwrap() {
            text if text.is_empty() => break,
            text => all.extend_from_slice(&text),
        }
    }
    assert_eq!(all.len(), 1002);
    assert!(all.ends_with(b"x$ "));
}

/// The same with events that nobody takes.
pub fn full_event_queues_stop_input_and_nothing_is_lost<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    const COUNT: usize = 1000;
    let peer = Peer::new(|mut stream| {
        stream.write_all(&b"\xFF\xF1".repeat(COUNT)).unwrap();
        stream.write_all(b"$ ").unwrap();
    });
    let config = Config::default().events(true);
    let mut tn = adapter(connect(&peer), config);
    let mut events = 0;
    let found = loop {
        match tn.read_until(b"$ ", WAIT) {
            Ok(outcome) => break outcome,
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::QuotaExceeded);
                assert!(error.to_string().contains("poll_event"), "{error}");
            }
        }
        while tn.session().poll_event().is_some() {
            events += 1;
        }
    };
    assert!(found.is_match());
    while tn.session().poll_event().is_some() {
        events += 1;
    }
    assert_eq!(events, COUNT);
}
