//! Why no address of a name would do.

use std::io;
use std::net::SocketAddr;

/// What became of the addresses that were tried.
#[derive(Clone, Debug)]
pub(super) struct Failures {
    all: String,
    kind: io::ErrorKind,
}

impl Failures {
    pub(super) const fn new() -> Self {
        Self { all: String::new(), kind: io::ErrorKind::NotFound }
    }

    pub(super) fn add(&mut self, address: SocketAddr, error: &io::Error) {
        self.kind = error.kind();
        self.all.push_str(&format!("; {address}: {error}"));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// An error that names each address and why it failed, of the last
    /// failure's kind; `NotFound` if there was none to try.
    pub(super) fn to_error(&self) -> io::Error {
        let why = match self.all.strip_prefix("; ") {
            Some(failures) => format!("cannot connect to {failures}"),
            None => "cannot connect: the name has no address".to_owned(),
        };
        io::Error::new(self.kind, why)
    }
}
