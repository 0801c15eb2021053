//! The user and a peer, face to face.

use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::thread;

use telnet_session::Session;
use telnet_session::bytes::Bytes;

use super::input::{forward, read_once, ready};
use super::{Ended, is_gone};
use crate::tcp::socket::Interest;

/// A connection that blocks, and whose socket can be polled.
pub trait Peer: AsFd {
    /// Everything that can be read without waiting, maybe nothing.
    ///
    /// # Errors
    /// `UnexpectedEof` if the peer has closed the connection and nothing is
    /// left; those of the stream.
    fn read_very_eager(&mut self) -> io::Result<Bytes>;

    /// Sends data, all of it.
    ///
    /// # Errors
    /// Those of the stream.
    fn write(&mut self, data: &[u8]) -> io::Result<()>;

    /// Its session.
    fn session(&self) -> &Session;

    /// Its session, to ask for something: the next write sends that, too.
    fn session_mut(&mut self) -> &mut Session;
}

/// What the peer has said by now; `None` if it has ended.
pub(super) fn said(peer: &mut impl Peer) -> io::Result<Option<Bytes>> {
    match peer.read_very_eager() {
        Err(e) if e.kind() == ErrorKind::UnexpectedEof => Ok(None),
        text => text.map(Some),
    }
}

/// Writes all of it now.
pub(super) fn show(text: &[u8], output: &mut impl Write) -> io::Result<()> {
    output.write_all(text)?;
    output.flush()
}

/// Connects an input that can be polled and an output with the peer, octet by
/// octet, until the input or the peer ends. Nothing is interpreted. When the
/// input ends, all of it has been sent.
///
/// # Errors
/// Those of the stream, the input and the output.
pub fn interact(
    peer: &mut impl Peer,
    mut input: impl Read + AsFd,
    mut output: impl Write,
) -> io::Result<Ended> {
    let mut buffer = vec![0; 4096];
    let mut writable = true;
    loop {
        let Some(text) = said(peer)? else { return Ok(Ended::Peer) };
        show(&text, &mut output)?;
        if peer.session().is_eof() {
            continue;
        }
        let wake = peer.session().tick_at();
        let input_ready = if writable {
            let fds = [
                (peer.as_fd(), Interest::Read),
                (input.as_fd(), Interest::Read),
            ];
            let [_, input_ready] = ready(fds, wake)?;
            input_ready
        } else {
            ready([(peer.as_fd(), Interest::Read)], wake)?;
            false
        };
        if input_ready {
            let octets = read_once(&mut input, &mut buffer)?;
            if octets.is_empty() {
                return Ok(Ended::Input);
            }
            match peer.write(octets) {
                Err(e) if is_gone(&e) => writable = false,
                written => written?,
            }
        }
    }
}

/// [`interact`] with a thread of its own for the input, which ends with the
/// call: an input whose reads block although it was ready holds up only that
/// thread.
///
/// # Errors
/// As there.
pub fn mt_interact(
    peer: &mut impl Peer,
    input: impl Read + AsFd + Send,
    output: impl Write,
) -> io::Result<Ended> {
    let (to_us, from_input) = UnixStream::pair()?;
    thread::scope(|scope| {
        let forward = scope.spawn(move || forward(input, to_us));
        let ended = interact(peer, from_input, output);
        match forward.join() {
            Ok(Err(error)) if ended.is_ok() => Err(error),
            _ => ended,
        }
    })
}
