//! What can go wrong at either end.

use std::io::{self, ErrorKind};

/// The stream has ended before what was waited for came.
pub(crate) fn closed() -> io::Error {
    let why = "the connection to the port was closed";
    io::Error::new(ErrorKind::UnexpectedEof, why)
}

/// Nothing came in time.
pub(crate) fn late(what: &str) -> io::Error {
    io::Error::new(ErrorKind::TimedOut, format!("no {what} came in time"))
}

/// Not all was taken in time.
pub(crate) fn unsent(queued: usize, len: usize, silent: bool) -> io::Error {
    let why = match silent {
        true => "the server asks for silence",
        false => "the server takes no more",
    };
    let why = format!("{queued} of {len} octets are on their way: {why}");
    io::Error::new(ErrorKind::TimedOut, why)
}
