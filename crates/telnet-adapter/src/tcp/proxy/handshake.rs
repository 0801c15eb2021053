//! What is said to a proxy before the stream is the host's.

use std::fmt;
use std::io::{self, ErrorKind};

use super::answer::Answer;
use super::http::Http;
use super::socks5::Socks5;
use crate::preamble::Preamble;

/// A connection asked for from a proxy, and not had yet. The first octet behind
/// the proxy's last answer is the host's. The price of that are reads of one or
/// two octets through the answer of an HTTP proxy.
///
/// ```
/// use telnet_adapter::preamble::{self, Preamble as _};
/// # fn show(
/// #     proxy: &telnet_adapter::tcp::Proxy,
/// #     to: &telnet_adapter::tcp::Address,
/// #     stream: &mut (impl std::io::Read + std::io::Write),
/// # ) -> std::io::Result<()> {
/// let mut handshake = proxy.begin(to)?;
/// preamble::run(&mut handshake, stream, |_| Ok(()))?;
/// assert!(handshake.is_over());
/// # Ok(())
/// # }
/// ```
pub struct Handshake {
    output: Vec<u8>,
    machine: Machine,
}

enum Machine {
    Socks5(Socks5),
    Http(Http),
}

impl Handshake {
    pub(super) const fn socks5(machine: Socks5, first: Vec<u8>) -> Self {
        Self { output: first, machine: Machine::Socks5(machine) }
    }

    pub(super) const fn http(machine: Http, first: Vec<u8>) -> Self {
        Self { output: first, machine: Machine::Http(machine) }
    }
}

impl Preamble for Handshake {
    fn transmit(&self) -> &[u8] {
        &self.output
    }

    fn transmitted(&mut self, n: usize) {
        self.output.drain(..n.min(self.output.len()));
    }

    fn wants(&self) -> usize {
        match &self.machine {
            Machine::Socks5(it) => it.wants(),
            Machine::Http(it) => it.wants(),
        }
    }

    /// # Errors
    /// What the proxy said, as the kind of error it would be without a proxy:
    /// `ConnectionRefused`, `HostUnreachable` and the like; `PermissionDenied`
    /// where it wants another user or forbids the host, `InvalidData` where it
    /// speaks another protocol, `InvalidInput` if the slice is too long.
    fn receive(&mut self, octets: &[u8]) -> io::Result<()> {
        if octets.len() > self.wants() {
            let why = "a proxy's answer was given more octets than it wants";
            return Err(io::Error::new(ErrorKind::InvalidInput, why));
        }
        for &octet in octets {
            let answer = match &mut self.machine {
                Machine::Socks5(it) => it.receive(octet)?,
                Machine::Http(it) => it.receive(octet)?,
            };
            if let Answer::Say(output) = answer {
                self.output = output;
            }
        }
        Ok(())
    }

    fn eof(&self) -> io::Error {
        let name = match &self.machine {
            Machine::Socks5(_) => "SOCKS5",
            Machine::Http(_) => "HTTP",
        };
        let why = format!(
            "the {name} proxy closed the stream before it had answered"
        );
        io::Error::new(ErrorKind::UnexpectedEof, why)
    }

    fn late() -> io::Error {
        let why = "the proxy did not answer in time";
        io::Error::new(ErrorKind::TimedOut, why)
    }
}

impl fmt::Debug for Handshake {
    /// Shows no octets: there may be a password among them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handshake")
            .field("output", &self.output.len())
            .field("wants", &self.wants())
            .finish_non_exhaustive()
    }
}
