//! A user at a terminal in front of a peer.

use std::io::{self, Read, Write};
use std::os::fd::AsFd;

use telnet_session::proto::nvt;
use telnet_session::{Command, Newline, Session, Side, TelnetOption};

use super::input::{read_once, ready};
use super::interact::{Peer, said, show};
use super::terminal::{INTERRUPT, Mode, Terminal, tell_window};
use super::{Ended, is_gone};
use crate::tcp::socket::Interest;

/// Connects the user at the terminal of standard input with the peer, until the
/// peer ends, the user presses `escape`, or a line ends in `^D` where lines are
/// typed ([`Ended::Input`]).
///
/// The terminal does what the peer says of ECHO and SGA ([`Mode::of`]), and is as
/// before at the end, after an error and after a panic. Line ends are those of
/// Telnet ([`to_wire`]); `^C` is sent as the command IP where lines are typed. A new
/// size of the window is told before what is typed next, where
/// [`Config::window_size`](telnet_session::Config::window_size) has told one.
///
/// Signals are the program's: those that end it leave the terminal as it is then,
/// unless it sees to that by [`restore_terminal`](super::restore_terminal).
///
/// # Errors
/// Those of the stream, the input and the output; standard input is no terminal.
pub fn interact_at_terminal(
    peer: &mut impl Peer,
    mut input: impl Read + AsFd,
    mut output: impl Write,
    escape: Option<u8>,
) -> io::Result<Ended> {
    let mut terminal = Terminal::open()?;
    let mut buffer = vec![0; 4096];
    loop {
        let Some(text) = said(peer)? else { return Ok(Ended::Peer) };
        // Before it is shown: a question may be answered at once, and what is
        // typed then is echoed as the peer has said with it.
        let mode = Mode::of(peer.session(), escape);
        terminal.set(mode)?;
        show(&text, &mut output)?;
        if peer.session().is_eof() {
            continue;
        }
        let wake = peer.session().tick_at();
        let fds =
            [(peer.as_fd(), Interest::Read), (input.as_fd(), Interest::Read)];
        let [_, is_typed] = ready(fds, wake)?;
        if !is_typed {
            continue;
        }
        tell_window(peer.session_mut());
        let typed = read_once(&mut input, &mut buffer)?;
        let is_over = typed.is_empty();
        match take(peer, typed, mode) {
            // Its last words may still be on their way to us.
            Err(error) if is_gone(&error) => {}
            went_on => {
                if is_over || !went_on? {
                    return Ok(Ended::Input);
                }
            }
        }
    }
}

/// Sends what was typed up to the key that ends it; whether there was none.
fn take(peer: &mut impl Peer, typed: &[u8], mode: Mode) -> io::Result<bool> {
    let stops = |it: &u8| {
        Some(*it) == mode.escape || !mode.by_character && *it == INTERRUPT
    };
    for part in typed.split_inclusive(stops) {
        let end = part.last().copied().filter(stops);
        let text = part.get(..part.len() - usize::from(end.is_some()));
        let text = text.unwrap_or_default();
        if end.is_some() && end != mode.escape {
            // The line is dropped, as a terminal does it.
            let sent = peer.session_mut().send_command(Command::IP);
            sent.map_err(io::Error::other)?;
            peer.write(b"")?;
            continue;
        }
        let mut wire = Vec::with_capacity(text.len() + 1);
        to_wire(peer.session(), text, mode.by_character, false, &mut wire);
        peer.write(&wire)?;
        if end.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Appends what was typed as it goes to the peer: a line's end is CR LF. Of keys one
/// by one Enter is CR NUL, or CR LF if that is wanted, and LF stays. In BINARY all
/// stays as it is.
pub fn to_wire(
    session: &Session,
    typed: &[u8],
    by_character: bool,
    enter_is_crlf: bool,
    wire: &mut Vec<u8>,
) {
    if session.is_enabled(Side::Local, TelnetOption::BINARY) {
        return wire.extend_from_slice(typed);
    }
    if !by_character {
        let slices = nvt::encode(typed, Newline::CrLf);
        return slices.for_each(|it| wire.extend_from_slice(it));
    }
    let enter: &[u8] = if enter_is_crlf { b"\r\n" } else { b"\r\0" };
    for octet in typed {
        match octet {
            b'\r' => wire.extend_from_slice(enter),
            octet => wire.push(*octet),
        }
    }
}
