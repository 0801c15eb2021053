//! From octets to keys.

use telnet_proto::Command;

const ESC: u8 = 0x1B;
const DEL: u8 = 0x7F;

/// Most octets of an escape sequence; what follows is text.
const LONGEST: u8 = 32;

/// What a user has pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Char(char),
    /// An octet that is no UTF-8.
    Octet(u8),
    Enter,
    Erase,
    Delete,
    EraseWord,
    EraseLine,
    EraseRight,
    Home,
    End,
    Left,
    Right,
    Earlier,
    Later,
    Reprint,
    Clear,
    Interrupt,
    Abort,
    Suspend,
    EndOfFile,
    /// A control character that does nothing by itself.
    Control(u8),
    /// A sequence that does nothing.
    Unknown,
}

/// The octet that a command stands for, as if its key had been pressed.
pub(crate) const fn octet_of(command: Command) -> Option<u8> {
    Some(match command {
        Command::IP | Command::BRK => 0x03,
        Command::EOF => 0x04,
        // What was drawn is drawn again, behind the answer.
        Command::AYT | Command::AO => 0x12,
        Command::EL => 0x15,
        Command::SUSP => 0x1A,
        Command::ABORT => 0x1C,
        Command::EC => DEL,
        _ => return None,
    })
}

/// Where in a sequence the octets are. The state outlives a call, so how they
/// are cut never matters.
#[derive(Default)]
pub(super) struct Keys {
    state: State,
    /// The begin of a character.
    part: [u8; 4],
    len: usize,
    after_cr: bool,
}

#[derive(Clone, Copy, Default)]
enum State {
    #[default]
    Ground,
    Escape,
    /// `ESC [`: the first parameter, whether there is another, and how many
    /// octets there were.
    Csi(u16, bool, u8),
    /// `ESC O`, or `ESC [ [` of a Linux console: one octet is to come.
    Last(bool),
}

impl Keys {
    /// Whether the octet belongs to the line end before it.
    pub(super) fn swallows(&mut self, octet: u8) -> bool {
        std::mem::take(&mut self.after_cr) && matches!(octet, b'\n' | 0)
    }

    /// Takes an octet, and hands on the keys that it ends, in order. A control
    /// key is the last of them.
    pub(super) fn take(&mut self, octet: u8, mut press: impl FnMut(Key)) {
        if self.swallows(octet) {
            return;
        }
        if octet < b' ' || octet == DEL {
            self.flush(&mut press);
            self.state = State::Ground;
            if octet == ESC {
                self.state = State::Escape;
            } else {
                self.after_cr = octet == b'\r';
                press(control(octet));
            }
            return;
        }
        match std::mem::take(&mut self.state) {
            State::Ground => self.text(octet, &mut press),
            _ if octet > DEL => self.text(octet, &mut press),
            State::Escape => match octet {
                b'[' => self.state = State::Csi(0, false, 0),
                b'O' => self.state = State::Last(true),
                _ => press(Key::Unknown),
            },
            State::Last(is_key) => {
                press(if is_key { last(octet, 0) } else { Key::Unknown });
            }
            State::Csi(_, _, 0) if octet == b'[' => {
                self.state = State::Last(false);
            }
            State::Csi(param, _, _) if octet >= b'@' => {
                press(last(octet, param));
            }
            State::Csi(param, more, len) if len < LONGEST => {
                let digit = u16::from(octet.wrapping_sub(b'0'));
                let param = match octet {
                    b'0'..=b'9' if !more => {
                        param.saturating_mul(10).saturating_add(digit)
                    }
                    _ => param,
                };
                let more = more || octet == b';';
                self.state = State::Csi(param, more, len + 1);
            }
            State::Csi(..) => press(Key::Unknown),
        }
    }

    fn text(&mut self, octet: u8, press: &mut impl FnMut(Key)) {
        if self.len == 0 && octet < DEL {
            return press(Key::Char(char::from(octet)));
        }
        if let Some(next) = self.part.get_mut(self.len) {
            *next = octet;
            self.len += 1;
        }
        while self.len > 0 {
            let part = self.part.get(..self.len).unwrap_or_default();
            let bad = match std::str::from_utf8(part) {
                Ok(text) => {
                    text.chars().for_each(|it| press(Key::Char(it)));
                    self.len = 0;
                    return;
                }
                Err(error) if error.valid_up_to() > 0 => {
                    let valid = part.get(..error.valid_up_to());
                    for it in valid.unwrap_or_default() {
                        press(Key::Char(char::from(*it)));
                    }
                    error.valid_up_to()
                }
                Err(error) => {
                    let Some(bad) = error.error_len() else { return };
                    let bad = bad.min(self.len);
                    let part = part.get(..bad).unwrap_or_default();
                    part.iter().for_each(|it| press(Key::Octet(*it)));
                    bad
                }
            };
            self.part.copy_within(bad..self.len, 0);
            self.len -= bad;
        }
    }

    /// What began as a character is none.
    fn flush(&mut self, press: &mut impl FnMut(Key)) {
        let part = self.part.get(..self.len).unwrap_or_default();
        part.iter().for_each(|it| press(Key::Octet(*it)));
        self.len = 0;
    }
}

const fn control(octet: u8) -> Key {
    match octet {
        0x01 => Key::Home,
        0x02 => Key::Left,
        0x03 => Key::Interrupt,
        0x04 => Key::EndOfFile,
        0x05 => Key::End,
        0x06 => Key::Right,
        0x08 | DEL => Key::Erase,
        b'\n' | b'\r' => Key::Enter,
        0x0B => Key::EraseRight,
        0x0C => Key::Clear,
        0x0E => Key::Later,
        0x10 => Key::Earlier,
        0x12 => Key::Reprint,
        0x15 => Key::EraseLine,
        0x17 => Key::EraseWord,
        0x1A => Key::Suspend,
        0x1C => Key::Abort,
        _ => Key::Control(octet),
    }
}

/// The last octet of a sequence, and the parameter before it.
const fn last(octet: u8, param: u16) -> Key {
    match (octet, param) {
        (b'A', _) => Key::Earlier,
        (b'B', _) => Key::Later,
        (b'C', _) => Key::Right,
        (b'D', _) => Key::Left,
        (b'H', _) | (b'~', 1 | 7) => Key::Home,
        (b'F', _) | (b'~', 4 | 8) => Key::End,
        (b'~', 3) => Key::Delete,
        (b'M', 0) => Key::Enter,
        _ => Key::Unknown,
    }
}
