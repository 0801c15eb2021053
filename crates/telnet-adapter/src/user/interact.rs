//! The user and a peer, face to face.

use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::thread;

use telnet_session::bytes::Bytes;
use telnet_session::{Command, Session};

use super::face::{Face, Typed};
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

/// Connects an input that can be polled and an output with the peer, octet by
/// octet, until the input or the peer ends. Nothing is interpreted. When the
/// input ends, all of it has been sent.
///
/// # Errors
/// Those of the stream, the input and the output.
pub fn interact(
    peer: &mut impl Peer,
    input: impl Read + AsFd,
    output: impl Write,
) -> io::Result<Ended> {
    meet(peer, Face::transparent(), input, output)
}

/// Connects the user at the terminal of standard input with the peer, until the
/// peer ends, the user presses `escape`, or a line ends in `^D` where lines are
/// typed ([`Ended::Input`]).
///
/// The terminal does what the peer says of ECHO and SGA ([`Mode::of`]), and is as
/// before at the end, after an error and after a panic. Line ends are those of
/// Telnet ([`to_wire`]); `^C` is sent as the command IP where lines are typed. A new
/// size of the window is told before what is typed next, where
/// [`Config::window_size`](telnet_session::Config::window_size) has told one. What
/// a host must not do to a terminal is not shown ([`SafeFilter`]).
///
/// Signals are the program's: those that end it leave the terminal as it is then,
/// unless it sees to that by [`restore_terminal`](super::restore_terminal).
///
/// [`Mode::of`]: super::Mode::of
/// [`to_wire`]: super::to_wire
/// [`SafeFilter`]: telnet_session::terminal::SafeFilter
///
/// # Errors
/// Those of the stream, the input and the output; standard input is no terminal.
pub fn interact_at_terminal(
    peer: &mut impl Peer,
    input: impl Read + AsFd,
    output: impl Write,
    escape: Option<u8>,
) -> io::Result<Ended> {
    meet(peer, Face::at_terminal(escape)?, input, output)
}

fn meet(
    peer: &mut impl Peer,
    mut face: Face,
    input: impl Read + AsFd,
    mut output: impl Write,
) -> io::Result<Ended> {
    let ended = talk(peer, &mut face, input, &mut output);
    let undone = output.write_all(&face.undo()).and_then(|()| output.flush());
    ended.and_then(|ended| undone.map(|()| ended))
}

fn talk(
    peer: &mut impl Peer,
    face: &mut Face,
    mut input: impl Read + AsFd,
    output: &mut impl Write,
) -> io::Result<Ended> {
    let mut buffer = vec![0; 4096];
    let mut writable = true;
    loop {
        let text = match peer.read_very_eager() {
            Err(e) if e.kind() == ErrorKind::UnexpectedEof => {
                return Ok(Ended::Peer);
            }
            text => text?,
        };
        output.write_all(&face.show(peer.session(), &text)?)?;
        output.flush()?;
        if peer.session().is_eof() {
            continue;
        }
        let wake = peer.session().tick_at();
        let host = (peer.as_fd(), Interest::Read);
        let is_typed = if writable {
            let fds = [host, (input.as_fd(), Interest::Read)];
            let [_, is_typed] = ready(fds, wake)?;
            is_typed
        } else {
            ready([host], wake)?;
            false
        };
        if !is_typed {
            continue;
        }
        let typed = read_once(&mut input, &mut buffer)?;
        if typed.is_empty() {
            return Ok(Ended::Input);
        }
        for it in face.take(peer.session_mut(), typed) {
            match send(peer, &it) {
                _ if it == Typed::Leave => return Ok(Ended::Input),
                // Its last words may still be on their way to us.
                Err(e) if is_gone(&e) => writable = false,
                sent => sent?,
            }
        }
    }
}

fn send(peer: &mut impl Peer, typed: &Typed) -> io::Result<()> {
    match typed {
        Typed::Data(data) => peer.write(data),
        Typed::Interrupt => {
            let sent = peer.session_mut().send_command(Command::IP);
            sent.map_err(io::Error::other)?;
            peer.write(b"")
        }
        Typed::Leave => Ok(()),
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
