//! A line of the user for the menu, read while the terminal is as it was.

use std::fs::File;
use std::io::{self, Write as _, stderr};

use telnet_blocking::user;

/// `^D`, where it was read key by key.
const END_OF_INPUT: u8 = 0x04;
/// Most octets of a line in the menu.
const LONGEST: usize = 512;

/// Asks for a line. What was `typed` already begins it. With it comes what is
/// behind it; `None` is the end of the input.
pub(crate) fn ask(
    input: &mut File,
    mut typed: Vec<u8>,
) -> io::Result<Option<(String, Vec<u8>)>> {
    let shown = String::from_utf8_lossy(&typed);
    let shown = shown.trim_end().escape_debug();
    // Who cannot be asked has nothing else to be told by.
    let _unseen = write!(stderr(), "\ntelnet-rs> {shown}");
    let mut more = [0; LONGEST];
    let end = loop {
        if typed.first() == Some(&END_OF_INPUT) {
            return Ok(None);
        }
        let end = typed.iter().position(|it| b"\r\n".contains(it));
        if let Some(end) = end.or_else(|| typed.get(LONGEST).map(|_| LONGEST)) {
            break end;
        }
        let more = user::read_once(input, &mut more)?;
        if more.is_empty() {
            return Ok(None);
        }
        typed.extend_from_slice(more);
    };
    let mut behind = typed.split_off(end);
    if behind.first().is_some_and(|it| b"\r\n".contains(it)) {
        behind.remove(0);
    }
    Ok(Some((String::from_utf8_lossy(&typed).into_owned(), behind)))
}

/// Tells the user something that is not the host's.
pub(crate) fn say(what: std::fmt::Arguments<'_>) {
    // Who cannot be told has nothing else to be told by.
    let _unseen = writeln!(stderr(), "{what}");
}
