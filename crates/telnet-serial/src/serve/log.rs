//! What went through a server.

use std::fmt;
use std::net::SocketAddr;

use super::access::Right;
use crate::server::Order;

/// One thing that went through a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Entry<'e> {
    /// A client has connected, and this is what it may do.
    Came(SocketAddr, Right),
    /// One was turned away: it may not connect, or there are too many.
    Refused(SocketAddr),
    /// A client has left.
    Left(SocketAddr),
    /// A client wants this of the port. One who does not write now has asked in
    /// vain, if it is to be set.
    Order(SocketAddr, Order),
    /// A client has sent this to the port.
    ToPort(SocketAddr, &'e [u8]),
    /// The port has sent this to all clients.
    FromPort(&'e [u8]),
}

impl fmt::Display for Entry<'_> {
    /// In a line, octets escaped.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Came(who, right) => write!(f, "{who} came, {right:?}"),
            Self::Refused(who) => write!(f, "{who} was refused"),
            Self::Left(who) => write!(f, "{who} left"),
            Self::Order(who, order) => write!(f, "{who}: {order:?}"),
            Self::ToPort(who, octets) => {
                write!(f, "{who} > {}", octets.escape_ascii())
            }
            Self::FromPort(octets) => {
                write!(f, "port > {}", octets.escape_ascii())
            }
        }
    }
}

type Sink = Box<dyn FnMut(&Entry<'_>) + Send>;

/// Where entries go.
#[derive(Default)]
pub(super) struct Log(Option<Sink>);

impl Log {
    pub(super) fn to(sink: impl FnMut(&Entry<'_>) + Send + 'static) -> Self {
        Self(Some(Box::new(sink)))
    }

    pub(super) fn note(&mut self, entry: &Entry<'_>) {
        if let Some(sink) = &mut self.0 {
            sink(entry);
        }
    }
}
