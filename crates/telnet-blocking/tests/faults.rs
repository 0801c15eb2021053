//! A stream that does everything a stream may do, one octet at a time.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::time::Duration;

use telnet_blocking::{Command, Config, Stream, Telnet, TelnetOption};
use telnet_testkit::peer::Peer;

/// What a read or write does next.
#[derive(Clone, Debug)]
enum Step {
    Octets(&'static [u8]),
    Fails(ErrorKind),
}

/// Reads as scripted; writes one octet at a time, each other write failing as
/// scripted.
#[derive(Debug, Default)]
struct Faulty {
    reads: VecDeque<Step>,
    write_fault: Option<ErrorKind>,
    fail_now: bool,
    written: Vec<u8>,
    shut: bool,
}

impl Read for Faulty {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.reads.pop_front() {
            Some(Step::Octets(octets)) => {
                let n = octets.len().min(buffer.len());
                buffer[..n].copy_from_slice(&octets[..n]);
                if n < octets.len() {
                    self.reads.push_front(Step::Octets(&octets[n..]));
                }
                Ok(n)
            }
            Some(Step::Fails(kind)) => Err(kind.into()),
            None => Ok(0),
        }
    }
}

impl Write for Faulty {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.fail_now = !self.fail_now;
        match self.write_fault {
            Some(ErrorKind::WriteZero) => Ok(0),
            Some(kind) if self.fail_now => Err(kind.into()),
            _ => {
                self.written.push(data[0]);
                Ok(1)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Stream for Faulty {
    fn set_read_timeout(&mut self, time: Option<Duration>) -> io::Result<()> {
        assert_ne!(time, Some(Duration::ZERO), "zero is not allowed");
        Ok(())
    }

    fn is_urgent_ahead(&mut self) -> io::Result<bool> {
        Err(ErrorKind::Interrupted.into())
    }

    fn shutdown(&mut self) -> io::Result<()> {
        self.shut = true;
        Ok(())
    }
}

fn telnet(reads: impl IntoIterator<Item = Step>) -> Telnet<Faulty> {
    let reads = reads.into_iter().collect();
    Telnet::new(Faulty { reads, ..Faulty::default() }, Config::default())
        .unwrap()
}

#[test]
fn interrupted_and_would_block_are_no_errors() {
    use Step::{Fails, Octets};
    let mut tn = telnet([
        Fails(ErrorKind::Interrupted),
        Octets(b"a\xFF"),
        Fails(ErrorKind::WouldBlock),
        Octets(b"\xFFb"),
        Fails(ErrorKind::TimedOut),
        Octets(b"\xFF\xFB"),
        Fails(ErrorKind::Interrupted),
        Octets(b"\x01c"),
    ]);
    assert_eq!(tn.read_all().unwrap(), &b"a\xFFbc"[..]);
    assert_eq!(tn.get_socket().written, b"\xFF\xFD\x01");
}

#[test]
fn one_octet_writes_that_are_interrupted_send_all_in_order() {
    for fault in [ErrorKind::Interrupted, ErrorKind::WouldBlock] {
        let mut tn = telnet([]);
        let (mut stream, session) = tn.into_parts();
        drop(session);
        stream.write_fault = Some(fault);
        tn = Telnet::new(stream, Config::default()).unwrap();
        tn.write("a\u{e9}").unwrap();
        tn.write(b"\xFF").unwrap();
        tn.send_command(Command::AYT).unwrap();
        tn.send_line("x\ny").unwrap();
        tn.send_subnegotiation(TelnetOption::NAWS, [0, 255, 0, 24]).unwrap();
        assert_eq!(
            tn.get_socket().written,
            b"a\xC3\xA9\xFF\xFF\xFF\xF6x\r\ny\r\n\
              \xFF\xFA\x1F\0\xFF\xFF\0\x18\xFF\xF0"
        );
    }
}

#[test]
fn a_write_of_nothing_is_an_error() {
    let stream =
        Faulty { write_fault: Some(ErrorKind::WriteZero), ..Faulty::default() };
    let mut tn = Telnet::new(stream, Config::default()).unwrap();
    let error = tn.write("x").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WriteZero);
}

#[test]
fn output_that_breaks_does_not_end_reading() {
    let stream = Faulty {
        reads: [Step::Octets(b"before \xFF\xFD\x18"), Step::Octets(b"after")]
            .into(),
        write_fault: Some(ErrorKind::BrokenPipe),
        ..Faulty::default()
    };
    let mut tn = Telnet::new(stream, Config::default()).unwrap();
    assert_eq!(tn.read_all().unwrap(), &b"before after"[..]);
    let error = tn.write("x").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BrokenPipe);
}

#[test]
fn a_read_error_keeps_what_came_before_it() {
    let mut tn = telnet([
        Step::Octets(b"kept"),
        Step::Fails(ErrorKind::ConnectionReset),
    ]);
    let error = tn.read_all().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(tn.read_very_lazy().unwrap(), &b"kept"[..]);
}

#[test]
fn close_sends_what_is_queued_and_is_idempotent() {
    let mut tn = telnet([Step::Octets(b"left"), Step::Octets(b"never")]);
    assert!(tn.read_until("lef", None::<Duration>).unwrap().is_match());
    assert_eq!(tn.session_mut().send(b"queued"), 6);
    tn.close().unwrap();
    tn.close().unwrap();
    assert_eq!(tn.get_socket().written, b"queued");
    assert!(tn.get_socket().shut);
    // What was received can still be read, what was not is gone.
    assert_eq!(tn.read_lazy().unwrap(), &b"t"[..]);
    let end = tn.read_eager().unwrap_err();
    assert_eq!(end.kind(), ErrorKind::UnexpectedEof);
    let error = tn.write("x").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotConnected);
}

#[test]
fn one_direction_ends_alone_and_the_other_goes_on() {
    let peer = Peer::new(|mut stream| {
        let mut heard = Vec::new();
        stream.read_to_end(&mut heard).unwrap();
        stream.write_all(b"answer").unwrap();
        heard
    });
    let tn = Telnet::connect(peer.addr()).unwrap();
    // Over a stream of another type all the same.
    let mut tn = tn.map_stream(Box::new);
    tn.write("all").unwrap();
    tn.finish().unwrap();
    assert_eq!(tn.read_all().unwrap(), &b"answer"[..]);
    assert_eq!(peer.join(), b"all");

    // A stream that can only be closed whole.
    let mut tn = telnet([Step::Octets(b"more")]);
    assert_eq!(tn.session_mut().send(b"queued"), 6);
    let error = tn.finish().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(tn.get_socket().written, b"queued");
    assert_eq!(tn.read_some().unwrap(), &b"more"[..]);
}

#[test]
fn the_option_callback_answers_for_the_session() {
    let mut tn = telnet([Step::Octets(
        b"\xFF\xFD\x18\xFF\xFA\x18\x01\xFF\xF0\xFF\xFB\x05\xFF\xF6",
    )]);
    let (note, seen) = std::sync::mpsc::channel();
    tn.set_option_negotiation_callback(move |handle, command, option| {
        note.send((command, option)).unwrap();
        if (command, option) == (Command::DO, TelnetOption::TTYPE) {
            handle.accept();
        }
        if command == Command::SE {
            assert_eq!(handle.read_sb_data(), &b"\x18\x01"[..]);
            handle
                .send_subnegotiation(TelnetOption::TTYPE, [&[0][..], b"dumb"])
                .unwrap();
        }
    });
    assert_eq!(tn.read_all().unwrap(), &b""[..]);
    assert_eq!(
        tn.get_socket().written,
        b"\xFF\xFB\x18\xFF\xFA\x18\0dumb\xFF\xF0\xFF\xFE\x05"
    );
    let none = TelnetOption::NOOPT;
    assert_eq!(
        seen.try_iter().collect::<Vec<_>>(),
        [
            (Command::DO, TelnetOption::TTYPE),
            (Command::SB, none),
            (Command::SE, none),
            (Command::WILL, TelnetOption::STATUS),
            (Command::AYT, none),
        ]
    );
}
