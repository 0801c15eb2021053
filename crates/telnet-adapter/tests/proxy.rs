//! What is said to proxies, octet by octet, and what is made of their answers.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv6Addr, SocketAddr, SocketAddrV6};

use telnet_adapter::preamble::{self, Preamble as _};
use telnet_adapter::tcp::{Proxy, ToAddress};

/// A proxy whose answers are known beforehand, in pieces of some length.
struct Script {
    answers: Vec<u8>,
    at: usize,
    piece: usize,
    said: Vec<u8>,
}

impl Read for Script {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = &self.answers[self.at..];
        let n = rest.len().min(buffer.len()).min(self.piece);
        buffer[..n].copy_from_slice(&rest[..n]);
        self.at += n;
        Ok(n)
    }
}

impl Write for Script {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let n = octets.len().min(self.piece);
        self.said.extend_from_slice(&octets[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Asks a proxy that answers in pieces: what was said, and what lies behind.
fn ask(
    proxy: &Proxy,
    to: &str,
    answers: &[u8],
    piece: usize,
) -> io::Result<(Vec<u8>, Vec<u8>)> {
    let answers = answers.to_vec();
    let said = Vec::new();
    let mut script = Script { answers, at: 0, piece, said };
    let mut handshake = proxy.begin(&to.to_address()?)?;
    preamble::run(&mut handshake, &mut script, |_| Ok(()))?;
    assert!(handshake.is_over());
    Ok((script.said, script.answers.split_off(script.at)))
}

fn proxy(text: &str) -> Proxy {
    text.parse().unwrap()
}

#[test]
fn the_octets_behind_the_answer_stay_in_the_stream() {
    let name = b"\x05\x01\x00\x05\x01\x00\x03\x04host\x00\x17";
    let v4 = b"\x05\x01\x00\x05\x01\x00\x01\xC0\x00\x02\x01\x09\x09";
    let v6 = b"\x05\x01\x00\x05\x01\x00\x04\
               \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x00\x17";
    let login = b"\x05\x02\x00\x02\x01\x02me\x06s:cret\
                  \x05\x01\x00\x03\x04host\x00\x17";
    let bound4 = b"\x05\x00\x05\x00\x00\x01\x7F\x00\x00\x01\x00\x50";
    let bound6 = b"\x05\x00\x05\x00\x00\x04abcdefghijklmnop\x00\x50";
    let bound_name = b"\x05\x00\x05\x00\x00\x03\x03abc\x00\x50";
    let unnamed = b"\x05\x00\x05\x00\x00\x03\x00\x00\x50";
    let known = b"\x05\x02\x01\x00\x05\x00\x00\x01\0\0\0\0\0\0";
    let http = b"CONNECT host:23 HTTP/1.1\r\nHost: host:23\r\n\r\n";
    let http6 = b"CONNECT [::1]:2323 HTTP/1.1\r\nHost: [::1]:2323\r\n\r\n";
    let basic = b"CONNECT host:23 HTTP/1.1\r\nHost: host:23\r\n\
                  Proxy-Authorization: Basic bWU6czpjcmV0\r\n\r\n";
    let (socks, web) = (proxy("socks5://p"), proxy("http://p"));
    let me = |proxy: &Proxy| proxy.clone().login("me", "s:cret");
    let cases: [(&Proxy, &str, &[u8], &[u8]); 13] = [
        (&socks, "host", name, bound4),
        (&socks, "host", name, bound6),
        (&socks, "host", name, bound_name),
        (&socks, "host", name, unnamed),
        (&socks, "192.0.2.1:2313", v4, bound4),
        (&socks, "::1", v6, bound4),
        (&me(&socks), "host", login, known),
        (&web, "host", http, b"HTTP/1.1 200 OK\r\n\r\n"),
        (&web, "[::1]:2323", http6, b"HTTP/1.0 200\r\nA: b\r\n\r\n"),
        (&web, "host", http, b"HTTP/1.1 204 \nA: b\r\nC:\n\n"),
        (&web, "host", http, b"HTTP/1.1 200 OK\nA: b\n\r\n"),
        (&web, "host", http, b"HTTP/1.1 100 Go\r\n\r\nHTTP/1.1 200 \r\n\r\n"),
        (&me(&web), "host", basic, b"HTTP/1.1 200 OK\r\nA: \rb\r\n\r\n"),
    ];
    for (proxy, to, says, answers) in cases {
        for behind in [&b""[..], b"\r\n\r\nlogin: \xFF\xFD\x18"] {
            let answers = [answers, behind].concat();
            for piece in 1..=answers.len() {
                let (said, left) = ask(proxy, to, &answers, piece).unwrap();
                assert_eq!(
                    said.escape_ascii().to_string(),
                    says.escape_ascii().to_string()
                );
                assert_eq!(left, behind, "{}", answers.escape_ascii());
            }
        }
    }
}

#[test]
fn what_the_proxy_says_is_the_error() {
    let (socks, web) = (proxy("socks5://p"), proxy("http://p"));
    let me = proxy("socks5://me:secret@p");
    let refused = ErrorKind::ConnectionRefused;
    let denied = ErrorKind::PermissionDenied;
    let odd = ErrorKind::InvalidData;
    let eof = ErrorKind::UnexpectedEof;
    let cases: [(&Proxy, &[u8], ErrorKind, &str); 19] = [
        (&socks, b"", eof, "closed"),
        (&socks, b"\x05", eof, "closed"),
        (&socks, b"\x05\xFF", denied, "none were given"),
        (&socks, b"\x05\x02", denied, "none were given"),
        (&me, b"\x05\xFF", denied, "another login"),
        (&me, b"\x05\x02\x01\x01", denied, "no such user"),
        (&me, b"\x05\x02\x05\x00", odd, "does not speak SOCKS5"),
        (&socks, b"\x05\x01", odd, "\\x05\\x01"),
        (&socks, b"SSH-2.0", odd, "it said SS"),
        (&socks, b"\x05\x00\x05\x05\x00\x01\0", refused, "reply 5"),
        (&socks, b"\x05\x00\x05\xFE\x00\x01\0", ErrorKind::Other, "254"),
        (&socks, b"\x05\x00\x05\x00\x00\x02\0", odd, "SOCKS5"),
        (&web, b"", eof, "closed"),
        (&web, b"HTTP/1.1 200 OK\r\n\r", eof, "closed"),
        (&web, b"HTTP/1.1 407 \x1B[2J\r\n\r\n", denied, "407 \\x1b[2J"),
        (&web, b"HTTP/1.1 504 Late\r\n\r\n", ErrorKind::TimedOut, "504 Late"),
        (&web, b"HTTP/2 200 OK\r\n\r\n", odd, "does not speak HTTP"),
        (&web, b"HTTP/1.1 2000\r\n\r\n", odd, "does not speak HTTP"),
        (&web, b"login: \r\n", odd, "login: "),
    ];
    for (proxy, answers, kind, part) in cases {
        for piece in 1..=answers.len().max(1) {
            let error = ask(proxy, "host", answers, piece).unwrap_err();
            assert_eq!(error.kind(), kind, "{error}");
            assert!(error.to_string().contains(part), "{error}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}

#[test]
fn an_answer_without_end_is_bounded() {
    for start in [&b""[..], b"HTTP/1.1 200 OK\r\n"] {
        let answers = [start, &[b'x'; 100_000]].concat();
        let web = proxy("http://p");
        let error = ask(&web, "host", &answers, 4096).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidData);
        assert!(error.to_string().len() < 600, "{error}");
    }
    let interim = b"HTTP/1.1 100 Go on\r\n\r\n".repeat(10_000);
    let error = ask(&proxy("http://p"), "host", &interim, 4096).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidData);
}

#[test]
fn what_a_proxy_cannot_be_asked_for_is_said() {
    let long = "x".repeat(256);
    let socks = proxy("socks5://p");
    let scoped = SocketAddrV6::new(Ipv6Addr::LOCALHOST, 23, 0, 3);
    for (proxy, to, part) in [
        (socks.clone(), long.to_address(), "255"),
        (socks.clone(), "fe80::1%eth0".to_address(), "scope"),
        (socks.clone(), SocketAddr::V6(scoped).to_address(), "scope"),
        (socks.clone(), "bücher.example".to_address(), "xn--"),
        (socks.clone(), Vec::<SocketAddr>::new().to_address(), "no address"),
        (socks.clone().login("me", ""), "host".to_address(), "1 to 255"),
        (socks.login("me", long.as_str()), "host".to_address(), "1 to 255"),
        (proxy("http://a%3Ab:secret@p"), "host".to_address(), "colon"),
    ] {
        let error = proxy.begin(&to.unwrap()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains(part), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
    // Too much at once is a fault of the caller.
    let host = IpAddr::from([192, 0, 2, 1]).to_address().unwrap();
    let mut handshake = proxy("http://p").begin(&host).unwrap();
    let error = handshake.receive(b"HTT").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
}

#[test]
fn proxies_are_read_and_shown() {
    for (text, shown) in [
        ("socks5://host", "SOCKS5 proxy host:1080"),
        ("SOCKS5H://host:9050/", "SOCKS5 proxy host:9050"),
        ("socks5://me:secret@[::1]:1", "SOCKS5 proxy [::1]:1"),
        ("http://192.0.2.1:3128", "HTTP proxy 192.0.2.1:3128"),
        ("http://host", "HTTP proxy host:80"),
    ] {
        let proxy = proxy(text);
        assert_eq!(proxy.to_string(), shown);
        assert!(!format!("{proxy:?}").contains("secret"));
    }
    for text in ["host:1080", "ftp://me:secret@host", "socks5://", "http://a/b"]
    {
        let error = text.parse::<Proxy>().unwrap_err().to_string();
        assert!(!error.contains("secret"), "{error}");
    }
}
