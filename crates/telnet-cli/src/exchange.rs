//! What a pipe and a user at a terminal do alike with the connection.

use std::io::{self, ErrorKind};

use telnet_blocking::Interest;
use telnet_blocking::session::bytes::Bytes;

use crate::connect::Line;

/// What has come, maybe nothing; `None` once the host has closed the connection and
/// nothing of it is left.
pub(crate) fn came(line: &mut Line) -> io::Result<Option<Bytes>> {
    match line.read_very_eager() {
        Err(it)
            if it.kind() == ErrorKind::UnexpectedEof
                && line.session().is_eof() =>
        {
            Ok(None)
        }
        came => came.map(Some),
    }
}

/// Takes from the begin of `unsent` what there is room for. Whether there was any.
pub(crate) fn hand_on(line: &mut Line, unsent: &mut Vec<u8>) -> bool {
    let taken = line.session_mut().send_part(unsent);
    unsent.drain(..taken);
    taken > 0
}

/// What the connection is to be ready for.
pub(crate) fn interest(line: &Line) -> Interest {
    if line.session().wants_write() { Interest::Both } else { Interest::Read }
}
