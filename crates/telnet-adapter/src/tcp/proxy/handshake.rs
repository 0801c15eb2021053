//! What is said to a proxy before the stream is the host's.

use std::fmt;
use std::io::{self, ErrorKind};

use super::answer::Answer;
use super::http::Http;
use super::socks5::Socks5;

/// Most octets to read at once: no proxy wants more.
pub(super) const CHUNK: usize = 512;

/// A connection asked for from a proxy, and not had yet. The caller moves the
/// octets:
///
/// ```
/// # fn show(
/// #     proxy: &telnet_adapter::tcp::Proxy,
/// #     to: &telnet_adapter::tcp::Address,
/// #     stream: &mut (impl std::io::Read + std::io::Write),
/// # ) -> std::io::Result<()> {
/// let mut handshake = proxy.begin(to)?;
/// let mut buffer = [0; 512];
/// while !handshake.is_done() {
///     stream.write_all(handshake.transmit())?;
///     handshake.transmitted(handshake.transmit().len());
///     let room = buffer.len().min(handshake.wants());
///     match stream.read(&mut buffer[..room])? {
///         0 => return Err(handshake.eof()),
///         n => handshake.receive(&buffer[..n])?,
///     }
/// }
/// # Ok(())
/// # }
/// ```
///
/// It never [wants](Self::wants) more than is sure to be the proxy's: the first
/// octet behind the proxy's last answer is the host's, and is still in the
/// stream. So streams of any kind will do. The price is reads of one or two
/// octets through the answer of an HTTP proxy.
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

    /// The octets to write next, empty if there are none.
    #[must_use]
    pub fn transmit(&self) -> &[u8] {
        &self.output
    }

    /// The first `n` octets of [`transmit`](Self::transmit) were written.
    pub fn transmitted(&mut self, n: usize) {
        self.output.drain(..n.min(self.output.len()));
    }

    /// Most octets to read next; 0 only if it [is done](Self::is_done).
    #[must_use]
    pub const fn wants(&self) -> usize {
        match &self.machine {
            Machine::Socks5(it) => it.wants(),
            Machine::Http(it) => it.wants(),
        }
    }

    /// Whether the stream is the host's from here on.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.wants() == 0
    }

    /// Takes octets of the proxy: all of the slice, which is no longer than
    /// what it [wants](Self::wants).
    ///
    /// # Errors
    /// What the proxy said, as the kind of error it would be without a proxy:
    /// `ConnectionRefused`, `HostUnreachable` and the like; `PermissionDenied`
    /// where it wants another user or forbids the host, `InvalidData` where it
    /// speaks another protocol, `InvalidInput` if the slice is too long.
    pub fn receive(&mut self, octets: &[u8]) -> io::Result<()> {
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

    /// Takes what a read gave; nothing is the end.
    pub(super) fn received(&mut self, octets: &[u8]) -> io::Result<()> {
        if octets.is_empty() { Err(self.eof()) } else { self.receive(octets) }
    }

    /// The error where the proxy closes the stream before it is done.
    #[must_use]
    pub fn eof(&self) -> io::Error {
        let name = match &self.machine {
            Machine::Socks5(_) => "SOCKS5",
            Machine::Http(_) => "HTTP",
        };
        let why = format!(
            "the {name} proxy closed the stream before it had answered"
        );
        io::Error::new(ErrorKind::UnexpectedEof, why)
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
