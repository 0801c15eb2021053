//! What is sent, by the application and by the session itself.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Instant;

use telnet_session::{Command, Config, TelnetOption};

use super::{Adapter, WAIT, connect};
use crate::peer::Peer;

/// A peer that reads everything.
fn reader() -> Peer<Vec<u8>> {
    Peer::new(|mut stream| {
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        all
    })
}

/// Data with 255 doubled, lines with their end, whole commands; in order.
pub fn what_is_written_arrives_escaped<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = reader();
    let mut tn = adapter(connect(&peer), Config::default());
    tn.write(b"a\n\xFF", WAIT).unwrap();
    tn.write(b"", WAIT).unwrap();
    tn.send_command(Command::AYT).unwrap();
    tn.send_line(b"x\ny").unwrap();
    tn.send_subnegotiation(TelnetOption::NAWS, &[0, 255, 0, 24]).unwrap();
    tn.write(b"z", WAIT).unwrap();
    tn.close(WAIT).unwrap();
    assert_eq!(
        peer.join(),
        b"a\n\xFF\xFF\xFF\xF6x\r\ny\r\n\
          \xFF\xFA\x1F\0\xFF\xFF\0\x18\xFF\xF0z"
    );
}

/// The peer asks, waits for the answer, and only then sends the text.
pub fn answers_go_out_while_a_read_waits<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        for option in 0..100 {
            stream.write_all(&[255, 253, 100 + option]).unwrap();
            let mut answer = [0; 3];
            stream.read_exact(&mut answer).unwrap();
            assert_eq!(answer, [255, 252, 100 + option]);
        }
        stream.write_all(b"done").unwrap();
    });
    let mut tn = adapter(connect(&peer), Config::default());
    assert!(tn.read_until(b"done", WAIT).unwrap().is_match());
    peer.join();
}

/// Whatever a write that cannot wait takes arrives once, and no more.
pub fn a_write_that_was_given_up_loses_and_doubles_nothing<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    const SIZE: usize = 24 << 20;
    let data: Vec<u8> = (0..SIZE).map(|i| (i % 251) as u8).collect();
    let expected = data.clone();
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let peer = Peer::new(move |mut stream| {
        // So that writes run into a full socket first.
        wait.recv().unwrap();
        let mut all = vec![0; SIZE];
        stream.read_exact(&mut all).unwrap();
        stream.write_all(b"thanks").unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        all
    });
    let mut tn = adapter(connect(&peer), Config::default());
    let start = Instant::now();
    let (mut sent, mut refused) = (0, 0);
    while sent < SIZE {
        assert!(start.elapsed() < WAIT);
        let end = SIZE.min(sent + 100_000);
        match tn.try_write(&data[sent..end]).unwrap() {
            0 => {
                refused += 1;
                if refused == 3 {
                    go.send(()).unwrap();
                }
                if refused >= 3 {
                    // Output goes on while a read is under way.
                    tn.abandon_read_until(b"never");
                }
            }
            n => sent += n,
        }
    }
    assert!(refused >= 3, "it all fits into the socket");
    assert_eq!(tn.read_all(WAIT).unwrap(), &b"thanks"[..]);
    assert!(peer.join() == expected);
}
