//! The user and the peer, face to face, with pipes for a terminal.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]
#![cfg(unix)]

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::mpsc;

use telnet_blocking::{Config, Ended, Stream, Telnet};
use telnet_testkit::peer::{PATIENCE, Peer};

/// Both ways to interact, to be tested alike.
const THREADS: [bool; 2] = [false, true];

fn interact<S: Stream + std::os::fd::AsFd>(
    tn: &mut Telnet<S>,
    threads: bool,
    input: UnixStream,
    output: &mut Vec<u8>,
) -> Ended {
    if threads {
        tn.mt_interact_with(input, output).unwrap()
    } else {
        tn.interact_with(input, output).unwrap()
    }
}

#[test]
fn every_octet_passes_both_ways_until_the_peer_ends() {
    for threads in THREADS {
        let all: Vec<u8> = (0..=255).collect();
        let sent = all.clone();
        let peer = Peer::new(move |mut stream| {
            let mut got = vec![0; 257];
            stream.read_exact(&mut got).unwrap();
            for octet in &sent {
                stream.write_all(&[*octet]).unwrap();
            }
            // 255 once more: it ends as it should, doubled.
            stream.write_all(b"\xFF").unwrap();
            got
        });
        let (mut user, input) = UnixStream::pair().unwrap();
        user.write_all(&all).unwrap();
        let mut tn = Telnet::connect(peer.addr()).unwrap();
        let mut output = Vec::new();
        // The user stays: the peer's end alone ends it.
        let ended = interact(&mut tn, threads, input, &mut output);
        assert_eq!(ended, Ended::Peer);
        assert_eq!(output, all);
        let mut escaped = all;
        escaped.push(255);
        assert_eq!(peer.join(), escaped);
    }
}

#[test]
fn the_input_ends_and_the_answer_can_still_be_read() {
    for threads in THREADS {
        let (go, wait) = mpsc::channel();
        let peer = Peer::new(move |mut stream| {
            let mut got = [0; 5];
            stream.read_exact(&mut got).unwrap();
            wait.recv_timeout(PATIENCE).unwrap();
            stream.write_all(b"answer").unwrap();
            got
        });
        let (mut user, input) = UnixStream::pair().unwrap();
        user.write_all(b"exit\n").unwrap();
        user.shutdown(Shutdown::Write).unwrap();
        let mut tn = Telnet::connect(peer.addr()).unwrap();
        tn.set_timeout(Some(PATIENCE));
        let mut output = Vec::new();
        let ended = interact(&mut tn, threads, input, &mut output);
        assert_eq!(ended, Ended::Input);
        go.send(()).unwrap();
        output.extend_from_slice(&tn.read_all().unwrap());
        assert_eq!(output, b"answer");
        assert_eq!(&peer.join(), b"exit\n");
    }
}

#[test]
fn input_gets_through_while_the_peer_floods() {
    for threads in THREADS {
        let (done, wait) = mpsc::channel();
        let peer = Peer::new(move |stream| {
            let mut reader = stream.try_clone().unwrap();
            let flood = std::thread::spawn(move || {
                while (&stream).write_all(&[b'x'; 4096]).is_ok() {
                    if wait.try_recv().is_ok() {
                        break;
                    }
                }
                stream.shutdown(Shutdown::Both).ok();
            });
            let mut one = [0];
            reader.read_exact(&mut one).unwrap();
            done.send(()).unwrap();
            flood.join().unwrap();
            one
        });
        let (mut user, input) = UnixStream::pair().unwrap();
        user.write_all(b"\x03").unwrap();
        let mut tn = Telnet::connect(peer.addr()).unwrap();
        let ended = if threads {
            tn.mt_interact_with(input, std::io::sink()).unwrap()
        } else {
            tn.interact_with(input, std::io::sink()).unwrap()
        };
        assert_eq!(ended, Ended::Peer);
        assert_eq!(&peer.join(), b"\x03");
    }
}

#[test]
fn it_works_on_unix_sockets_too() {
    let (mut there, here) = UnixStream::pair().unwrap();
    there.write_all(b"hello\xFF\xF9").unwrap();
    there.shutdown(Shutdown::Write).unwrap();
    let (_user, input) = UnixStream::pair().unwrap();
    let mut tn = Telnet::new(here, Config::default()).unwrap();
    let mut output = Vec::new();
    let ended = interact(&mut tn, false, input, &mut output);
    assert_eq!((ended, &output[..]), (Ended::Peer, &b"hello"[..]));
}
