//! Both ends of `START_TLS` over streams that move a few octets at a time, and often
//! none.
#![cfg(feature = "tls")]
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::rc::Rc;

use telnet_adapter::session::error::StartTlsError;
use telnet_adapter::tls::rustls::pki_types::PrivateKeyDer;
use telnet_adapter::tls::{Tls, TlsAcceptor, TlsOptions};

type Pipe = Rc<RefCell<VecDeque<u8>>>;

/// One end of a stream of which each other call would block.
struct End {
    from: Pipe,
    to: Pipe,
    /// Most octets of a read or write.
    piece: usize,
    reads: u32,
    writes: u32,
    /// All that was written.
    said: Vec<u8>,
}

/// Fails each other time.
fn turn(calls: &mut u32) -> io::Result<()> {
    *calls += 1;
    if *calls % 2 == 1 { Err(ErrorKind::WouldBlock.into()) } else { Ok(()) }
}

impl Read for End {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        turn(&mut self.reads)?;
        let mut from = self.from.borrow_mut();
        let n = buffer.len().min(self.piece).min(from.len());
        if n == 0 {
            return Err(ErrorKind::WouldBlock.into());
        }
        for (octet, came) in buffer.iter_mut().zip(from.drain(..n)) {
            *octet = came;
        }
        Ok(n)
    }
}

impl Write for End {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        turn(&mut self.writes)?;
        let n = octets.len().min(self.piece);
        self.to.borrow_mut().extend(&octets[..n]);
        self.said.extend(&octets[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn ends(piece: usize) -> (End, End) {
    let (there, back) = (Pipe::default(), Pipe::default());
    let end = |from: &Pipe, to: &Pipe| End {
        from: Rc::clone(from),
        to: Rc::clone(to),
        piece,
        reads: 0,
        writes: 0,
        said: Vec::new(),
    };
    (end(&back, &there), end(&there, &back))
}

/// A client and a server that trust each other.
fn machines() -> (Tls, Tls) {
    let rcgen::CertifiedKey { cert, key_pair } =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(key_pair.serialize_der().into());
    let chain = vec![cert.der().clone()];
    let acceptor = TlsAcceptor::new(chain.clone(), key).unwrap().start_tls();
    let options = TlsOptions::new().roots(chain).unwrap().start_tls();
    let client = Tls::client("localhost", &options).unwrap();
    (client, Tls::server(&acceptor).unwrap())
}

/// Goes on where it would block.
fn later<T>(done: io::Result<T>) -> Option<T> {
    match done {
        Err(error) if error.kind() == ErrorKind::WouldBlock => None,
        done => Some(done.unwrap()),
    }
}

#[test]
fn tls_begins_behind_follows_at_any_pace() {
    for piece in [1, 2, 3, 5, 6, 9, 64, 4096] {
        let ((mut client, mut server), (mut near, mut far)) =
            (machines(), ends(piece));
        let (mut sent, mut text) = (false, Vec::<u8>::new());
        for _ in 0..100_000 {
            if !sent {
                sent = later(client.write(&mut near, b"me\r\n")).is_some();
            } else if client.wants_write() {
                let _later = later(client.flush(&mut near));
            }
            let mut buffer = [0; 16];
            let read = later(server.read(&mut far, &mut buffer));
            text.extend(&buffer[..read.unwrap_or_default()]);
            let _later = later(server.handshake(&mut far));
            if text == b"me\r\n" {
                break;
            }
        }
        assert_eq!(text, b"me\r\n", "{piece}");
        assert!(!client.is_handshaking() && !server.is_handshaking());
        // Behind what is said in the clear each end has sent TLS alone.
        let plain = |verb| [255, verb, 46, 255, 250, 46, 1, 255, 240];
        for (end, verb) in [(&near, 251), (&far, 253)] {
            let (said, records) = end.said.split_at(9);
            assert_eq!(said, plain(verb));
            assert_eq!(records[..2], [0x16, 3]);
        }
    }
}

/// No call of any kind makes it say more, and each that may fail says why.
#[test]
fn what_has_failed_stays_silent() {
    let ((mut client, _), (mut near, far)) = (machines(), ends(64));
    far.to.borrow_mut().extend(b"\xFF\xFE\x2Elogin: ");
    let errors = (0..100).map(|_| client.handshake(&mut near).unwrap_err());
    let mut errors = errors.skip_while(|it| it.kind() == ErrorKind::WouldBlock);
    let error = errors.next().unwrap();
    drop(errors);
    let refused = |error: &io::Error| {
        error.get_ref().unwrap().downcast_ref::<StartTlsError>()
            == Some(&StartTlsError::Refused)
    };
    assert!(refused(&error), "{error}");
    assert!(client.is_readable());
    for _ in 0..4 {
        let again = client.read(&mut near, &mut [0; 16]).unwrap_err();
        assert!(refused(&again), "{again}");
        let again = client.write(&mut near, b"secret").unwrap_err();
        assert!(refused(&again), "{again}");
        let again = client.flush(&mut near).unwrap_err();
        assert!(refused(&again), "{again}");
        client.push(&mut near).unwrap();
        let _would_block = later(client.finish(&mut near));
    }
    assert_eq!(near.said, b"\xFF\xFB\x2E");
}

/// The stream has nothing more, and whoever waits for it waits in vain: what was read
/// of it ahead is to be told.
#[test]
fn records_that_were_read_ahead_are_readable() {
    let ((mut client, mut server), (mut near, mut far)) =
        (machines(), ends(1 << 20));
    while client.is_handshaking() || server.is_handshaking() {
        let _later = later(client.handshake(&mut near));
        let _later = later(server.handshake(&mut far));
    }
    let text = vec![b'x'; 40_000];
    let mut left = &text[..];
    while !left.is_empty() || server.wants_write() {
        let taken = later(server.write(&mut far, left)).unwrap_or_default();
        left = &left[taken..];
        let _later = later(server.push(&mut far));
    }
    let (mut came, mut buffer) = (0, [0; 1000]);
    while came < text.len() {
        came += later(client.read(&mut near, &mut buffer)).unwrap_or_default();
        let is_there = !near.from.borrow().is_empty() || came == text.len();
        assert!(is_there || client.is_readable(), "{came}");
    }
    assert!(!client.is_readable());
}
