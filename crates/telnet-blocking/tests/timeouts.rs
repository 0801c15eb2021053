//! Streams that cannot say when they are ready, and have timeouts alone; and
//! streams behind a pointer.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

mod adapter;

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use telnet_blocking::{Config, Stream, Telnet};
use telnet_testkit::peer::Peer;
use telnet_testkit::suite::{WAIT, closing, deadlines, ends, pipes};

use adapter::Blocking;

/// A socket of which nothing is used but what any stream has.
#[derive(Debug)]
struct Timed(TcpStream);

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for Timed {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Stream for Timed {
    fn set_read_timeout(&mut self, time: Option<Duration>) -> io::Result<()> {
        self.0.set_read_timeout(time)
    }

    fn set_write_timeout(&mut self, time: Option<Duration>) -> io::Result<()> {
        self.0.set_write_timeout(time)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.shutdown(std::net::Shutdown::Write)
    }
}

fn timed(socket: TcpStream, config: Config) -> Blocking<Timed> {
    Blocking(Telnet::new(Timed(socket), config).unwrap())
}

fn boxed(
    socket: TcpStream,
    config: Config,
) -> Blocking<Box<dyn Stream + Send>> {
    let socket: Box<dyn Stream + Send> = Box::new(socket);
    Blocking(Telnet::new(socket, config).unwrap())
}

/// Cases of the contract, over each of these streams.
macro_rules! cases {
    ($($file:ident::$case:ident)*) => {
        mod by_timeouts {
            $(
                #[test]
                fn $case() {
                    super::$file::$case(super::timed);
                }
            )*
        }

        mod behind_a_box {
            $(
                #[test]
                fn $case() {
                    super::$file::$case(super::boxed);
                }
            )*
        }
    };
}

cases! {
    closing::close_sends_what_is_queued_and_is_idempotent
    closing::what_was_written_arrives_though_text_lies_unread
    closing::a_peer_that_never_stops_is_told_of
    closing::a_silent_peer_is_left_alone
    deadlines::a_timeout_consumes_nothing_and_the_next_read_goes_on
    deadlines::a_deadline_of_zero_takes_what_is_there
    deadlines::a_deadline_holds_while_the_peer_floods
    deadlines::a_deadline_holds_while_nothing_comes
    ends::after_the_peers_half_close_writes_go_on
    ends::what_came_before_a_reset_can_be_read
    ends::a_reset_behind_a_failed_answer_is_no_orderly_end
    ends::a_wait_behind_the_end_does_not_spin
    pipes::both_ends_write_megabytes_before_they_read
    pipes::both_ends_write_a_lot_before_they_read
    pipes::a_flood_of_requests_is_answered_in_order
}

fn pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    (near, listener.accept().unwrap().0)
}

/// Timeouts that nobody set on purpose are nobody's business afterwards.
#[test]
fn timeouts_are_taken_away_again() {
    let (near, far) = pair();
    let mut tn = Telnet::new(Timed(near), Config::default()).unwrap();
    let wait = Duration::from_millis(20);
    assert!(tn.read_until("never", wait).unwrap().is_timeout());
    assert!(tn.get_socket().0.read_timeout().unwrap().is_some());
    assert!(tn.get_socket().0.write_timeout().unwrap().is_some());
    let (stream, _session) = tn.into_parts();
    assert_eq!(stream.0.read_timeout().unwrap(), None);
    assert_eq!(stream.0.write_timeout().unwrap(), None);
    drop(far);
}

/// A socket that does not block, given to what does: it waits all the same.
#[test]
fn a_stream_that_comes_back_at_once_keeps_no_processor_busy() {
    struct Counted(TcpStream, usize);
    impl Read for Counted {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 += 1;
            self.0.read(buffer)
        }
    }
    impl Write for Counted {
        fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
            self.0.write(octets)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    impl Stream for Counted {
        fn set_read_timeout(
            &mut self,
            _time: Option<Duration>,
        ) -> io::Result<()> {
            Ok(())
        }
    }
    let (near, far) = pair();
    near.set_nonblocking(true).unwrap();
    let mut tn = Telnet::new(Counted(near, 0), Config::default()).unwrap();
    let wait = Duration::from_millis(300);
    let start = Instant::now();
    assert!(tn.read_until("never", wait).unwrap().is_timeout());
    assert!(start.elapsed() >= wait);
    let reads = tn.get_socket().1;
    assert!(reads <= 400, "{reads} reads");
    drop(far);
}

/// One that can tell, does.
#[test]
fn a_socket_that_does_not_block_waits_for_its_deadline() {
    let (near, mut far) = pair();
    near.set_nonblocking(true).unwrap();
    let mut tn = Telnet::new(near, Config::default()).unwrap();
    let start = Instant::now();
    let wait = Duration::from_millis(100);
    assert!(tn.read_until("never", wait).unwrap().is_timeout());
    assert!(start.elapsed() >= wait);
    far.write_all(b"login: ").unwrap();
    assert!(tn.read_until("login: ", WAIT).unwrap().is_match());
}

#[test]
fn a_stream_can_be_lent() {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"one two").unwrap();
        let mut octets = Vec::new();
        stream.read_to_end(&mut octets).unwrap();
        octets
    });
    let mut stream = TcpStream::connect(peer.addr()).unwrap();
    let session = {
        let mut tn = Telnet::new(&mut stream, Config::default()).unwrap();
        assert!(tn.read_until("one ", WAIT).unwrap().is_match());
        tn.write("sent").unwrap();
        tn.into_parts().1
    };
    assert_eq!(session.unread(), b"two");
    stream.write_all(b" and more").unwrap();
    drop(stream);
    assert_eq!(peer.join(), b"sent and more");
}

/// telnetlib's third argument bounds each receive, and so each `read_some`.
#[test]
fn in_telnetlibs_profile_the_third_argument_bounds_each_receive() {
    use telnet_blocking::ConnectOptions;
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let peer = Peer::new(move |mut stream| {
        wait.recv().unwrap();
        stream.write_all(b"x").unwrap();
        wait.recv().unwrap();
    });
    let options = ConnectOptions::new()
        .timeout(Duration::from_millis(50))
        .config(Config::telnetlib());
    let mut tn = Telnet::connect_with(peer.addr(), options).unwrap();
    for read in [Telnet::read_some, Telnet::read_all] {
        let error = read(&mut tn).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
    }
    go.send(()).unwrap();
    // Its `read_until` waited by a timeout of its own.
    let outcome = tn.read_until("x", WAIT).unwrap();
    assert!(outcome.is_match());
    go.send(()).unwrap();
    peer.join();
}
