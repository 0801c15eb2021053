//! Texts for standard output.

use std::io::{self, ErrorKind, Write as _, stdout};

use crate::exit::{Code, Exit};

/// Prints a text; one that nobody reads is no fault.
pub(crate) fn print(text: &[u8]) -> Result<(), Exit> {
    match stdout().write_all(text).and_then(|()| stdout().flush()) {
        Err(it) if it.kind() == ErrorKind::BrokenPipe => Ok(()),
        printed => printed.map_err(|it| unprinted(&it)),
    }
}

/// Standard output failed.
pub(crate) fn unprinted(error: &io::Error) -> Exit {
    Exit::new(Code::Connection, format_args!("standard output: {error}"))
}
