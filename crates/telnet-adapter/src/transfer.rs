//! What came of a read or a write of the transport.

use std::io::{self, ErrorKind};

use telnet_session::Session;

/// Takes what a read of the transport into `buffer` gave: octets, the end,
/// or an error. Says whether a read may give more at once.
///
/// # Errors
/// The error of the read, unless it says to try again: `Interrupted`
/// (`true`), `WouldBlock` or `TimedOut` (`false`).
pub fn on_read(
    session: &mut Session,
    read: io::Result<usize>,
    buffer: &[u8],
) -> io::Result<bool> {
    match read {
        Ok(0) => session.receive_eof(),
        Ok(n) => session.receive(buffer.get(..n).unwrap_or(buffer)),
        Err(error) => return try_again(error),
    }
    Ok(true)
}

/// Takes what a write of [`transmit`](Session::transmit) gave. Says whether
/// another may succeed at once.
///
/// # Errors
/// As [`on_read`]; `WriteZero` if nothing was written.
pub fn on_written(
    session: &mut Session,
    written: io::Result<usize>,
) -> io::Result<bool> {
    match written {
        Ok(0) => return Err(ErrorKind::WriteZero.into()),
        Ok(n) => session.transmitted(n),
        Err(error) => return try_again(error),
    }
    Ok(true)
}

/// Whether what failed is to be tried again at once (`true`, `Interrupted`) or
/// once the transport is ready (`false`, `WouldBlock` or `TimedOut`).
///
/// # Errors
/// Any other error.
pub fn try_again(error: io::Error) -> io::Result<bool> {
    let kind = error.kind();
    if matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut) {
        return Ok(false);
    }
    if kind == ErrorKind::Interrupted { Ok(true) } else { Err(error) }
}
