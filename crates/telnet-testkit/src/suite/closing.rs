//! The end of the connection from our side.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use socket2::SockRef;
use telnet_session::Config;

use super::{Adapter, WAIT, connect};
use crate::peer::Peer;

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
    tn.close(WAIT).unwrap();
    tn.close(WAIT).unwrap();
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
    tn.close(WAIT).unwrap();
    peer.join();
    assert_eq!(tn.read_lazy().unwrap(), &b"two"[..]);
    assert_eq!(tn.read_all(WAIT).unwrap(), &b""[..]);
}

/// A socket that is closed while text lies unread is reset by the system, and
/// what was sent before is lost: so it is not closed like that.
pub fn what_was_written_arrives_though_text_lies_unread<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    const SIZE: usize = 300_000;
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let peer = Peer::new(move |mut stream| {
        stream.write_all(&[b'p'; 100_000]).unwrap();
        wait.recv().unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        all.len()
    });
    let mut tn = adapter(connect(&peer), Config::default());
    tn.write(&[b'u'; SIZE], WAIT).unwrap();
    go.send(()).unwrap();
    tn.close(WAIT).unwrap();
    drop(tn);
    assert_eq!(peer.join(), SIZE);
}

/// The system resets a peer that goes on.
pub fn what_comes_behind_our_close_is_dropped<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let peer = Peer::new(move |mut stream| {
        stream.write_all(b"in time").unwrap();
        wait.recv().unwrap();
        loop {
            if let Err(error) = stream.write_all(b"too late") {
                break error.kind();
            }
        }
    });
    let mut tn = adapter(connect(&peer), Config::default());
    assert!(tn.read_until(b"in ", WAIT).unwrap().is_match());
    tn.close(WAIT).unwrap();
    go.send(()).unwrap();
    // Though we are still here, and room is left for what it sends.
    let end = peer.join();
    let reset = [
        ErrorKind::ConnectionReset,
        ErrorKind::ConnectionAborted,
        ErrorKind::BrokenPipe,
    ];
    assert!(reset.contains(&end), "{end}");
    assert_eq!(tn.read_all(WAIT).unwrap(), &b"time"[..]);
    assert_eq!(tn.read_some(WAIT).unwrap(), &b""[..]);
}

/// Then it cannot be known whether the peer got all, and close says so.
pub fn a_peer_that_never_stops_is_told_of<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(
        |mut stream| {
            while stream.write_all(&[b'p'; 1000]).is_ok() {}
        },
    );
    let mut tn = adapter(connect(&peer), Config::default());
    tn.write(b"x", WAIT).unwrap();
    let start = Instant::now();
    let error = tn.close(Duration::from_millis(200)).unwrap_err();
    assert!(start.elapsed() < WAIT);
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert!(error.to_string().contains("still sends"), "{error}");
    // It is closed all the same.
    tn.close(WAIT).unwrap();
    let error = tn.write(b"x", WAIT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotConnected);
    drop(tn);
    peer.join();
}

/// One that does not close its side, and says nothing, is not waited for.
pub fn a_silent_peer_is_left_alone<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let peer = Peer::new(move |mut stream| {
        wait.recv().unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        all
    });
    let mut tn = adapter(connect(&peer), Config::default());
    tn.write(b"all", WAIT).unwrap();
    let start = Instant::now();
    tn.close(Duration::from_millis(100)).unwrap();
    assert!(start.elapsed() < WAIT);
    drop(tn);
    go.send(()).unwrap();
    assert_eq!(peer.join(), b"all");
}

/// A trace that says that the peer hung up sends people looking there.
pub fn our_own_close_is_told_as_ours<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        stream.read_to_end(&mut Vec::new()).unwrap();
    });
    let mut tn = adapter(connect(&peer), Config::default());
    let lines = Arc::<Mutex<Vec<String>>>::default();
    let sink = Arc::clone(&lines);
    tn.session().set_trace(move |line| {
        sink.lock().unwrap().push(line.to_string());
    });
    tn.close(WAIT).unwrap();
    peer.join();
    assert_eq!(*lines.lock().unwrap(), ["SENT end of stream"]);
}

/// Timeouts, urgent data, delay: whoever has it next finds it as it was.
pub fn a_socket_is_handed_back_as_it_came<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let settings = |socket: &TcpStream| {
        let socket = SockRef::from(socket);
        (
            socket.read_timeout().unwrap(),
            socket.write_timeout().unwrap(),
            socket.tcp_nodelay().unwrap(),
            socket.out_of_band_inline().unwrap(),
        )
    };
    for nodelay in [false, true] {
        let peer = Peer::new(|mut stream| stream.write_all(b"hi").unwrap());
        let socket = connect(&peer);
        socket.set_nodelay(nodelay).unwrap();
        // Of the same socket.
        let twin = socket.try_clone().unwrap();
        let before = settings(&twin);
        let mut tn = adapter(socket, Config::default());
        assert_eq!(tn.read_all(WAIT).unwrap(), &b"hi"[..]);
        assert_ne!(settings(&twin), before);
        tn.write(b"x", WAIT).unwrap();
        tn.take_apart();
        assert_eq!(settings(&twin), before);
        drop(twin);
        peer.join();
    }
}
