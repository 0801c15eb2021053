//! An input that a thread copies to a socket.
#![cfg(unix)]

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::Duration;

use telnet_adapter::user::forward;

const WAIT: Duration = Duration::from_secs(20);

#[test]
fn a_file_can_be_waited_for_like_a_socket() {
    let this = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/input.rs");
    let file = std::fs::File::open(this).unwrap();
    let (to_us, mut from_input) = UnixStream::pair().unwrap();
    from_input.set_read_timeout(Some(WAIT)).unwrap();
    let copy = thread::spawn(move || forward(file, to_us));
    let mut text = String::new();
    from_input.read_to_string(&mut text).unwrap();
    assert!(text.starts_with("//! An input"));
    copy.join().unwrap().unwrap();
}

#[test]
fn it_ends_when_nobody_wants_the_input_any_more() {
    let (mut user, input) = UnixStream::pair().unwrap();
    let (to_us, mut from_input) = UnixStream::pair().unwrap();
    from_input.set_read_timeout(Some(WAIT)).unwrap();
    let copy = thread::spawn(move || forward(input, to_us));
    user.write_all(b"line\n").unwrap();
    let mut line = [0; 5];
    from_input.read_exact(&mut line).unwrap();
    assert_eq!(&line, b"line\n");
    // The user is still there, and says nothing.
    drop(from_input);
    copy.join().unwrap().unwrap();
    drop(user);
}
