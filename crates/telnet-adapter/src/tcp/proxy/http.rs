//! HTTP CONNECT: RFC 9110, section 9.3.6, and RFC 9112.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use super::answer::Answer;
use super::{Login, Only};

/// Longest answer of a proxy, in octets: status line and fields.
const MAX: usize = 16 << 10;

/// Most octets of the status line that an error shows.
const SHOWN: usize = 80;

/// The answer of an HTTP proxy, octet by octet.
pub(super) struct Http {
    /// The status line, as far as an error may show it.
    line: Vec<u8>,
    in_line: bool,
    /// How many octets came, in all.
    len: usize,
    end: End,
}

/// How much of the empty line at the end is there. A lone LF ends a line, too
/// (RFC 9112, section 2.2).
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    None,
    /// A line has ended.
    Line,
    /// And a CR stands at the start of the next one.
    Cr,
    Done,
}

impl Http {
    pub(super) fn begin(
        host: Only<'_>,
        port: u16,
        login: Option<&Login>,
    ) -> Result<(Self, Vec<u8>), &'static str> {
        let to = match host {
            Only::Name(name) => format!("{name}:{port}"),
            Only::Ip(ip) => SocketAddr::new(ip.ip(), port).to_string(),
        };
        let mut request = format!("CONNECT {to} HTTP/1.1\r\nHost: {to}\r\n");
        if let Some(Login { user, password }) = login {
            // RFC 7617, section 2.
            if user.contains(':') {
                return Err("a user has no colon");
            }
            let login = base64(format!("{user}:{password}").as_bytes());
            request += &format!("Proxy-Authorization: Basic {login}\r\n");
        }
        request += "\r\n";
        let (line, end) = (Vec::new(), End::None);
        Ok((Self { line, in_line: true, len: 0, end }, request.into()))
    }

    /// The shortest end from here: no more is sure to be the proxy's.
    pub(super) const fn wants(&self) -> usize {
        match self.end {
            End::None => 2,
            End::Line | End::Cr => 1,
            End::Done => 0,
        }
    }

    pub(super) fn receive(&mut self, octet: u8) -> io::Result<Answer> {
        self.len += 1;
        if self.len > MAX {
            let why = format!("the HTTP proxy's answer has over {MAX} octets");
            return Err(io::Error::new(ErrorKind::InvalidData, why));
        }
        self.end = match (octet, self.end) {
            (b'\n', End::Line | End::Cr) => End::Done,
            (b'\n', _) => End::Line,
            (b'\r', End::Line) => End::Cr,
            _ => End::None,
        };
        if self.in_line {
            if octet == b'\n' {
                self.in_line = false;
                self.status()?;
            } else if self.line.len() < SHOWN {
                self.line.push(octet);
            }
        }
        if self.end != End::Done {
            return Ok(Answer::More);
        }
        self.answered()
    }

    /// The whole answer is there.
    fn answered(&mut self) -> io::Result<Answer> {
        match self.status()? {
            // An interim one: another answer follows.
            100..=199 => {
                self.line.clear();
                self.in_line = true;
                self.end = End::None;
                Ok(Answer::More)
            }
            200..=299 => Ok(Answer::Done),
            status => Err(self.failed(status)),
        }
    }

    /// The status code: `HTTP/1.1 200 reason`.
    fn status(&self) -> io::Result<u16> {
        let status = || {
            let rest = self.line.strip_prefix(b"HTTP/1.")?;
            let (_minor, rest) = rest.split_first()?;
            let rest = rest.strip_prefix(b" ")?;
            let (code, rest) = rest.split_first_chunk::<3>()?;
            let is_whole = matches!(rest.first(), None | Some(b' ' | b'\r'));
            let code = std::str::from_utf8(code).ok()?.parse().ok()?;
            (is_whole && code >= 100).then_some(code)
        };
        status().ok_or_else(|| {
            let shown = self.shown();
            let why = format!("the proxy does not speak HTTP: it said {shown}");
            io::Error::new(ErrorKind::InvalidData, why)
        })
    }

    fn failed(&self, status: u16) -> io::Error {
        let (kind, why) = match status {
            401 | 407 => (ErrorKind::PermissionDenied, "it wants a login: "),
            403 => (ErrorKind::PermissionDenied, ""),
            502 | 503 => (ErrorKind::HostUnreachable, ""),
            504 => (ErrorKind::TimedOut, ""),
            _ => (ErrorKind::Other, ""),
        };
        let shown = self.shown();
        let why = format!("the HTTP proxy does not connect: {why}{shown}");
        io::Error::new(kind, why)
    }

    fn shown(&self) -> String {
        let line = self.line.strip_suffix(b"\r").unwrap_or(&self.line);
        line.escape_ascii().to_string()
    }
}

/// RFC 4648, section 4.
fn base64(octets: &[u8]) -> String {
    const SIGNS: &[u8; 64] =
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in octets.chunks(3) {
        let mut word = [0; 4];
        for (to, from) in word.iter_mut().skip(1).zip(chunk) {
            *to = *from;
        }
        let word = u32::from_be_bytes(word);
        for n in 0..4 {
            let sign = (word >> (18 - 6 * n)) & 63;
            let sign = SIGNS.get(sign as usize).filter(|_| n <= chunk.len());
            text.push(sign.copied().unwrap_or(b'=').into());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_the_longest_length_is_read() {
        let status = b"HTTP/1.1 200 OK\r\n";
        for (more, is_read) in [(0, true), (1, false)] {
            let host = Only::Name("host");
            let (mut http, _request) = Http::begin(host, 23, None).unwrap();
            let fields = MAX - status.len() - 4 + more;
            let fields = vec![b'x'; fields];
            let all = [status, &fields[..], b"\r\n\r\n"].concat();
            let fed: io::Result<Vec<_>> =
                all.iter().map(|it| http.receive(*it)).collect();
            assert_eq!(fed.is_ok(), is_read);
            assert_eq!(http.end == End::Done, is_read);
        }
    }

    /// RFC 4648, section 10.
    #[test]
    fn base64_is_as_printed() {
        for (text, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
    }
}
