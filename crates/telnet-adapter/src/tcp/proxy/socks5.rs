//! SOCKS5: RFC 1928, with user and password by RFC 1929.

use std::io::{self, ErrorKind};
use std::net::IpAddr;

use super::answer::Answer;
use super::{Login, Only};

const VERSION: u8 = 5;
const LOGIN_VERSION: u8 = 1;
const NO_LOGIN: u8 = 0;
const WITH_LOGIN: u8 = 2;
const NO_METHOD: u8 = 255;
const CONNECT: u8 = 1;
const IPV4: u8 = 1;
const NAME: u8 = 3;
const IPV6: u8 = 4;

/// The answers of a SOCKS5 proxy, octet by octet.
///
/// ```text
///   methods ──▶ [user, password] ──▶ CONNECT ──▶ the host's stream
/// ```
pub(super) struct Socks5 {
    stage: Stage,
    /// What has come of the answer that is expected.
    answer: Vec<u8>,
    /// How many octets of it are still to come, as far as is known.
    left: usize,
    login: Option<Vec<u8>>,
    connect: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Stage {
    Method,
    Login,
    /// Up to the first octet of the address that the proxy connects from.
    Reply,
    /// The rest of that address.
    Bound,
}

impl Socks5 {
    pub(super) fn begin(
        host: Only<'_>,
        port: u16,
        login: Option<&Login>,
    ) -> Result<(Self, Vec<u8>), &'static str> {
        let mut connect = vec![VERSION, CONNECT, 0];
        match host {
            Only::Name(name) => {
                connect.push(NAME);
                let why = "the name is longer than 255 octets";
                push_counted(&mut connect, name).ok_or(why)?;
            }
            Only::Ip(address) => match address.ip() {
                IpAddr::V4(ip) => {
                    connect.push(IPV4);
                    connect.extend(ip.octets());
                }
                IpAddr::V6(ip) => {
                    connect.push(IPV6);
                    connect.extend(ip.octets());
                }
            },
        }
        connect.extend(port.to_be_bytes());
        let login = login.map(|it| {
            let mut octets = vec![LOGIN_VERSION];
            push_counted(&mut octets, &it.user)?;
            push_counted(&mut octets, &it.password)?;
            Some(octets)
        });
        let why = "user and password have 1 to 255 octets each";
        let login = login.map(|it| it.ok_or(why)).transpose()?;
        let hello = match login {
            None => vec![VERSION, 1, NO_LOGIN],
            Some(_) => vec![VERSION, 2, NO_LOGIN, WITH_LOGIN],
        };
        let (stage, answer) = (Stage::Method, Vec::new());
        Ok((Self { stage, answer, left: 2, login, connect }, hello))
    }

    pub(super) const fn wants(&self) -> usize {
        self.left
    }

    pub(super) fn receive(&mut self, octet: u8) -> io::Result<Answer> {
        self.answer.push(octet);
        self.left -= 1;
        if self.left > 0 {
            return Ok(Answer::More);
        }
        match (self.stage, self.answer.as_slice()) {
            (Stage::Method, &[VERSION, NO_LOGIN])
            | (Stage::Login, &[LOGIN_VERSION, 0]) => Ok(self.ask()),
            (Stage::Method, &[VERSION, WITH_LOGIN]) => {
                let login = self.login.take();
                let login = login.ok_or_else(|| denied(NO_LOGIN_GIVEN))?;
                self.next(Stage::Login, 2);
                Ok(Answer::Say(login))
            }
            (Stage::Method, &[VERSION, NO_METHOD]) => {
                let is_given = self.login.is_some();
                Err(denied(if is_given {
                    NO_LOGIN_KNOWN
                } else {
                    NO_LOGIN_GIVEN
                }))
            }
            (Stage::Login, &[LOGIN_VERSION, _]) => {
                Err(denied("takes no such user and password"))
            }
            (Stage::Reply, &[VERSION, 0, _, kind, first]) => {
                self.stage = Stage::Bound;
                // Address and port, but for the octet that is there.
                self.left = match kind {
                    IPV4 => 4 + 2 - 1,
                    IPV6 => 16 + 2 - 1,
                    NAME => usize::from(first) + 2,
                    _ => return Err(self.nonsense()),
                };
                Ok(Answer::More)
            }
            (Stage::Reply, &[VERSION, code, ..]) => Err(failed(code)),
            (Stage::Bound, _) => Ok(Answer::Done),
            _ => Err(self.nonsense()),
        }
    }

    fn next(&mut self, stage: Stage, left: usize) {
        self.stage = stage;
        self.left = left;
        self.answer.clear();
    }

    fn ask(&mut self) -> Answer {
        self.next(Stage::Reply, 5);
        Answer::Say(std::mem::take(&mut self.connect))
    }

    fn nonsense(&self) -> io::Error {
        let answer = self.answer.escape_ascii();
        let why = format!("the proxy does not speak SOCKS5: it said {answer}");
        io::Error::new(ErrorKind::InvalidData, why)
    }
}

const NO_LOGIN_GIVEN: &str = "wants user and password, and none were given";
const NO_LOGIN_KNOWN: &str = "wants another login than user and password";

fn denied(why: &str) -> io::Error {
    let why = format!("the SOCKS5 proxy {why}");
    io::Error::new(ErrorKind::PermissionDenied, why)
}

/// RFC 1928, section 6.
fn failed(code: u8) -> io::Error {
    let (kind, why) = match code {
        1 => (ErrorKind::Other, "general failure"),
        2 => (ErrorKind::PermissionDenied, "not allowed by its rules"),
        3 => (ErrorKind::NetworkUnreachable, "network unreachable"),
        4 => (ErrorKind::HostUnreachable, "host unreachable"),
        5 => (ErrorKind::ConnectionRefused, "connection refused"),
        6 => (ErrorKind::TimedOut, "TTL expired"),
        7 => (ErrorKind::Unsupported, "CONNECT is not supported"),
        8 => (ErrorKind::Unsupported, "such addresses are not supported"),
        _ => (ErrorKind::Other, "unknown"),
    };
    let why = format!("the SOCKS5 proxy cannot connect: {why} (reply {code})");
    io::Error::new(kind, why)
}

/// Text behind its length, 1 to 255.
fn push_counted(octets: &mut Vec<u8>, text: &str) -> Option<()> {
    let len = u8::try_from(text.len()).ok().filter(|&len| len > 0)?;
    octets.push(len);
    octets.extend(text.bytes());
    Some(())
}
