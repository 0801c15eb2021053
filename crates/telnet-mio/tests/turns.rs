//! How much one call does, whatever the peer does.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::{self, ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use telnet_mio::{Config, Stream, Telnet};

const WAIT: Duration = Duration::from_secs(20);

/// A peer that sends pieces of so many octets, as many as it has, and takes all.
struct Flood {
    piece: usize,
    pieces: usize,
    moved: usize,
}

impl Read for Flood {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.pieces == 0 {
            return Err(ErrorKind::WouldBlock.into());
        }
        self.pieces -= 1;
        let piece = self.piece.min(buffer.len());
        buffer.iter_mut().take(piece).for_each(|octet| *octet = b'x');
        self.moved += piece;
        Ok(piece)
    }
}

impl Write for Flood {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.moved += octets.len();
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Stream for Flood {
    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn telnet(piece: usize, pieces: usize) -> Telnet<Flood> {
    let flood = Flood { piece, pieces, moved: 0 };
    Telnet::new(flood, Config::default()).unwrap()
}

#[test]
fn a_close_reads_no_more_than_64_kib_and_says_that_there_is_more() {
    let mut tn = telnet(16 << 10, usize::MAX);
    tn.write("bye").unwrap();
    for _ in 0..10 {
        let before = tn.get_socket().moved;
        let error = tn.close().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::WouldBlock);
        assert!(tn.has_more());
        assert!(tn.get_socket().moved - before <= 64 << 10);
    }
}

/// A few words in either direction are no flood: what is over has no more to do.
#[test]
fn a_question_and_an_answer_are_less_than_a_turn() {
    let mut tn = telnet(10, 4);
    tn.write("an answer\r\n").unwrap();
    let mut wait = tn.read_until("never", WAIT);
    assert!(tn.poll(&mut wait, Instant::now()).unwrap().is_pending());
    assert_eq!(tn.session().unread().len(), 40);
    assert!(!tn.has_more());
}

/// Octets that are many, and reads that are many, are both work.
#[test]
fn a_poll_is_a_turn_of_64_kib_or_of_some_calls() {
    for (piece, most) in [(16 << 10, 64 << 10), (1, 16)] {
        let mut tn = telnet(piece, usize::MAX);
        let mut wait = tn.read_until("never", WAIT);
        assert!(tn.poll(&mut wait, Instant::now()).unwrap().is_pending());
        let moved = tn.get_socket().moved;
        assert!((most / 2..=most).contains(&moved), "{moved}");
        assert!(tn.has_more());
    }
}
