//! Peers that send without end, and nothing of use.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use socket2::SockRef;
use telnet_session::Config;

use super::{Adapter, WAIT, connect, finish};
use crate::peer::Peer;

/// An urgent octet that is no DM: text is text again after a time.
pub fn a_synch_without_its_mark_is_given_up<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(move |mut stream| {
        stream.write_all(b"gone").unwrap();
        SockRef::from(&stream).send_out_of_band(b"!").unwrap();
        stream.write_all(&[b'x'; 100_000]).unwrap();
        // All that while nothing comes, and one wait goes on.
        stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        stream.read_exact(&mut [0]).unwrap_err();
        stream.write_all(b"prompt> ").unwrap();
        finish(stream);
    });
    let mut config = Config::default();
    config.synch_timeout = Duration::from_millis(50);
    let mut tn = adapter(connect(&peer), config);
    assert!(tn.read_until(b"prompt> ", WAIT).unwrap().is_match());
}

/// And not at the last one before it; with time they come back.
pub fn input_stops_at_the_change_that_is_too_many<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"a\xFF\xFB\x01b> \xFF\xFC\x01c> ").unwrap();
        finish(stream);
    });
    let mut config = Config::default();
    config.max_option_changes = 1;
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
