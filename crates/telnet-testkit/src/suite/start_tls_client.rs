//! A client that demands TLS by `START_TLS`.

use std::io::{self, ErrorKind, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::{ServerConnection, StreamOwned};
use telnet_session::error::StartTlsError;
use telnet_session::proto::State;
use telnet_session::{Config, Policy, Side, TelnetOption, WindowSize};

use super::{Adapter, WAIT, connect, finish};
use crate::peer::Peer;
use crate::split;
use crate::tls::{DO, FOLLOWS, Identity, WILL, rest};

/// The server's end of TLS.
fn secure(stream: TcpStream) -> StreamOwned<ServerConnection, TcpStream> {
    let config = Arc::new(Identity::localhost().server());
    StreamOwned::new(ServerConnection::new(config).unwrap(), stream)
}

fn read(stream: &mut impl io::Read, len: usize) -> Vec<u8> {
    let mut octets = vec![0; len];
    stream.read_exact(&mut octets).unwrap();
    octets
}

/// A config that has something to say.
fn talkative() -> Config {
    Config::default()
        .terminal_types(["vt100"])
        .unwrap()
        .window_size(WindowSize { columns: 80, rows: 24 })
        .request(Side::Remote, TelnetOption::SGA)
        .policy(Side::Remote, TelnetOption::ECHO, Policy::Accept)
}

/// It says the same in the clear, and TLS begins behind it, however the server's
/// octets are cut.
pub fn tls_begins_at_the_exact_octet_of_every_cut<A: Adapter>(
    client: impl Fn(TcpStream, Duration, Config) -> io::Result<A>,
) {
    let plain = [DO, FOLLOWS].concat();
    split::pairs("start", &plain, |chunks| {
        let chunks = chunks.iter().map(|it| it.to_vec()).collect::<Vec<_>>();
        let peer = Peer::new(move |mut stream| {
            assert_eq!(read(&mut stream, WILL.len()), WILL);
            for chunk in chunks {
                stream.write_all(&chunk).unwrap();
            }
            assert_eq!(read(&mut stream, FOLLOWS.len()), FOLLOWS);
            let mut stream = secure(stream);
            stream.write_all(b"login: ").unwrap();
            read(&mut stream, 4)
        });
        let mut tn = client(connect(&peer), WAIT, Config::default()).unwrap();
        assert!(tn.read_until(b"login: ", WAIT).unwrap().is_match());
        tn.send_line(b"me").unwrap();
        assert_eq!(peer.join(), b"me\r\n");
    });
}

/// What the server asks for in the clear is refused; inside TLS it is asked anew,
/// and `START_TLS` is not begun again.
pub fn what_was_negotiated_in_the_clear_does_not_count<A: Adapter>(
    client: impl Fn(TcpStream, Duration, Config) -> io::Result<A>,
) {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"\xFF\xFB\x01\xFF\xFD\x18").unwrap();
        let refusals = read(&mut stream, 9);
        assert_eq!(refusals, b"\xFF\xFB\x2E\xFF\xFE\x01\xFF\xFC\x18");
        stream.write_all(&[DO, FOLLOWS].concat()).unwrap();
        read(&mut stream, FOLLOWS.len());
        let mut stream = secure(stream);
        stream.write_all(b"\xFF\xFB\x01\xFF\xFD\x2Elogin: ").unwrap();
        read(&mut stream, 9)
    });
    let echo = TelnetOption::ECHO;
    let config = Config::default().policy(Side::Remote, echo, Policy::Accept);
    let mut tn = client(connect(&peer), WAIT, config).unwrap();
    let echo = tn.session().option_state(Side::Remote, TelnetOption::ECHO);
    assert_eq!(echo, State::No);
    assert!(tn.read_until(b"login: ", WAIT).unwrap().is_match());
    tn.send_line(b"m").unwrap();
    assert_eq!(peer.join(), b"\xFF\xFD\x01\xFF\xFC\x2Em\r\n");
    let echo = tn.session().option_state(Side::Remote, TelnetOption::ECHO);
    assert_eq!(echo, State::Yes);
}

/// What a server says, the most that it hears, and the error.
type Refusal<'a> = (&'a [&'a [u8]], &'a [u8], StartTlsError);

/// It never goes on in the clear: the server hears of the option and of nothing
/// else.
pub fn a_server_that_will_not_is_an_error_and_hears_nothing<A: Adapter>(
    client: impl Fn(TcpStream, Duration, Config) -> io::Result<A>,
) {
    use StartTlsError::{Closed, NoFollows, Refused, Text};
    let agreed = [WILL, FOLLOWS].concat();
    let cases: [Refusal<'_>; 7] = [
        (&[b"\xFF\xFE\x2E"], WILL, Refused),
        (&[b"login: "], WILL, Text(b'l')),
        (&[b"\xFF\xFB\x01\r\nlogin: "], WILL, Text(b'\r')),
        (&[DO, b"x", FOLLOWS], &agreed, Text(b'x')),
        (&[FOLLOWS], WILL, NoFollows),
        (&[DO, b"\xFF\xFA\x2E\x02\xFF\xF0"], &agreed, NoFollows),
        (&[DO], &agreed, Closed),
    ];
    for (said, heard, error) in cases {
        let said = said.concat();
        let peer = Peer::new(move |mut stream| {
            stream.write_all(&said).unwrap();
            if error == Closed {
                finish(stream);
                return None;
            }
            Some(rest(&mut stream))
        });
        let failed = client(connect(&peer), WAIT, talkative());
        let failed = failed.err().unwrap();
        let inner = failed.get_ref().unwrap().downcast_ref();
        assert_eq!(inner, Some(&error), "{failed}");
        if let Some(all) = peer.join() {
            // What was not written yet when it failed was not written at all.
            let said = all.strip_suffix(b"\xFF\xFE\x01").unwrap_or(&all);
            assert!(heard.starts_with(said), "{}", all.escape_ascii());
        }
    }
}

/// Text that somebody put behind FOLLOWS fails the handshake, and is seen by no
/// one.
pub fn what_is_no_tls_behind_follows_is_no_text<A: Adapter>(
    client: impl Fn(TcpStream, Duration, Config) -> io::Result<A>,
) {
    let peer = Peer::new(|mut stream| {
        let said = [DO, FOLLOWS, b"\xFF\xFB\x01login: "].concat();
        stream.write_all(&said).unwrap();
        rest(&mut stream)
    });
    let error = client(connect(&peer), WAIT, talkative()).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::InvalidData, "{error}");
    let said = peer.join();
    // Behind FOLLOWS is a record of TLS: the hello, and no Telnet.
    let hello = said.strip_prefix(&[WILL, FOLLOWS].concat()[..]).unwrap();
    assert_eq!(hello.first(), Some(&0x16));
}

/// The time is that of connecting.
pub fn a_silent_server_is_given_up<A: Adapter>(
    client: impl Fn(TcpStream, Duration, Config) -> io::Result<A>,
) {
    for said in [&b""[..], DO, b"\xFF\xF1\xFF"] {
        let peer = Peer::new(move |mut stream| {
            stream.write_all(said).unwrap();
            rest(&mut stream)
        });
        let (start, time) = (Instant::now(), Duration::from_millis(50));
        let error = client(connect(&peer), time, talkative()).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        let inner = error.get_ref().unwrap().downcast_ref();
        assert_eq!(inner, Some(&StartTlsError::Late));
        assert!(start.elapsed() >= time && start.elapsed() < WAIT);
        assert!([WILL, FOLLOWS].concat().starts_with(&peer.join()));
    }
}
