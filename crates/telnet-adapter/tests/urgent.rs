//! Urgent data between two sockets.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use telnet_adapter::tcp::socket;

const WAIT: Duration = Duration::from_secs(20);

fn pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (far, _) = listener.accept().unwrap();
    for end in [&near, &far] {
        end.set_read_timeout(Some(WAIT)).unwrap();
    }
    (near, far)
}

#[test]
fn the_urgent_octet_is_announced_and_stays_in_the_stream() {
    let (near, mut far) = pair();
    socket::prepare(&near).unwrap();
    assert!(near.nodelay().unwrap());
    assert!(!socket::is_urgent_ahead(&near).unwrap());

    far.write_all(b"text\xFF").unwrap();
    assert_eq!(socket::send_urgent(&far, b"\xF2").unwrap(), 1);
    far.write_all(b"more").unwrap();

    let mut near = near;
    let mut before = [0; 5];
    near.read_exact(&mut before).unwrap();
    assert_eq!(&before, b"text\xFF");
    // What announces it may come behind the text.
    let end = Instant::now() + WAIT;
    while !socket::is_urgent_ahead(&near).unwrap() {
        assert!(Instant::now() < end);
        std::thread::yield_now();
    }
    let mut behind = [0; 5];
    near.read_exact(&mut behind).unwrap();
    assert_eq!(&behind, b"\xF2more");
    assert!(!socket::is_urgent_ahead(&near).unwrap());
}

#[test]
fn receiving_now_does_not_wait() {
    let (near, mut far) = pair();
    let mut buffer = [0; 8];
    let nothing = socket::recv_now(&near, &mut buffer).unwrap_err();
    assert_eq!(nothing.kind(), ErrorKind::WouldBlock);
    far.write_all(b"text").unwrap();
    near.peek(&mut buffer).unwrap();
    assert_eq!(socket::recv_now(&near, &mut buffer).unwrap(), 4);
    drop(far);
    near.peek(&mut buffer).unwrap();
    assert_eq!(socket::recv_now(&near, &mut buffer).unwrap(), 0);
}

#[test]
fn what_is_no_tcp_socket_cannot_be_prepared() {
    let file = std::fs::File::open("/dev/null").unwrap();
    socket::prepare(&file).unwrap_err();
}
