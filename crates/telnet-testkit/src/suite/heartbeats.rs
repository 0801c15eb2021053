//! What is sent while the peer is silent.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use telnet_session::Config;
use telnet_session::error::UnresponsiveError;
use telnet_session::heartbeat::{Beat, Heartbeat};

use super::{Adapter, WAIT, connect, finish};
use crate::peer::Peer;

const INTERVAL: Duration = Duration::from_millis(20);

/// A wait without an end of its own wakes for it, as one that is far off does.
pub fn a_wait_wakes_for_the_heartbeat<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        let mut beats = [0; 9];
        stream.read_exact(&mut beats).unwrap();
        stream.write_all(b"alive> ").unwrap();
        finish(stream);
        beats
    });
    let config = Config::default().heartbeat(Heartbeat::new(INTERVAL));
    let mut tn = adapter(connect(&peer), config);
    let start = Instant::now();
    assert!(tn.read_until(b"> ", WAIT).unwrap().is_match());
    assert!(start.elapsed() >= 3 * INTERVAL);
    tn.close(WAIT).unwrap();
    assert_eq!(&peer.join(), b"\xFF\xFE\x06\xFF\xFE\x06\xFF\xFE\x06");
}

/// It is an error of the wait. Another one goes on, and may find it alive.
pub fn a_peer_that_does_not_answer_is_told_of<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (go, wait) = mpsc::channel::<()>();
    let peer = Peer::new(move |mut stream| {
        let mut beat = [0; 2];
        stream.read_exact(&mut beat).unwrap();
        wait.recv().unwrap();
        stream.write_all(b"late> ").unwrap();
        finish(stream);
        beat
    });
    let mut config = Config::default();
    let beat = Beat::AreYouThere { within: 3 * INTERVAL };
    config.heartbeat = Some(Heartbeat::new(INTERVAL).send(beat));
    let mut tn = adapter(connect(&peer), config);
    let error = tn.read_until(b"> ", WAIT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    let inner = error.get_ref().unwrap().downcast_ref::<UnresponsiveError>();
    assert!(inner.unwrap().time >= 3 * INTERVAL);
    go.send(()).unwrap();
    let start = Instant::now();
    while tn.read_until(b"> ", WAIT).is_err() {
        assert!(start.elapsed() < WAIT);
    }
    tn.close(WAIT).unwrap();
    assert_eq!(&peer.join(), b"\xFF\xF6");
}
