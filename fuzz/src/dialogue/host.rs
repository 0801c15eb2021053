//! What the host says, and how it comes.

use std::sync::OnceLock;
use std::time::Duration;

use telnet_session::Cli;

/// Most octets that the input has of it.
const MOST: usize = 96;
/// So often comes what is to be long.
const TIMES: usize = 12;

/// How long nothing comes behind a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pause {
    /// Not at all: the next piece is there when this one is looked at.
    None,
    /// At least one look finds nothing.
    Of(Duration),
}

impl Pause {
    /// A line that looks like a prompt counts after this long.
    pub(crate) const PROMPT: Duration = Duration::from_millis(80);

    fn new(code: u8) -> Self {
        let time = match code & 7 {
            0 => return Self::None,
            1 => 0,
            2 => 10,
            3 => 70,
            4 => 99,
            5 => 150,
            6 => 600,
            _ => 1100,
        };
        Self::Of(Duration::from_millis(time))
    }
}

/// A host, and what it says to the command.
#[derive(Debug)]
pub(crate) struct Host {
    /// The client takes escape sequences out of the text.
    pub(crate) strips: bool,
    /// It says that it echoes.
    pub(crate) will_echo: bool,
    /// It marks ends.
    pub(crate) marks: bool,
    /// It moves the cursor to other rows, perhaps.
    pub(crate) addresses: bool,
    is_named: bool,
    said: Vec<u8>,
}

impl Host {
    pub(crate) fn new(how: u8, text: &[u8]) -> Self {
        let text = &text[..text.len().min(MOST)];
        let times = if how & 0xF8 == 0xF8 { TIMES } else { 1 };
        let mut said = b"show\r\n".to_vec();
        for octet in text.repeat(times) {
            match octet {
                254 => said.extend(b"\xFF\xF9"),
                255 => said.extend(b"\xFF\xF1"),
                octet => said.push(octet),
            }
        }
        said.extend(b"\r\nR1#");
        let marks = text.contains(&254);
        Self {
            strips: how & 1 != 0,
            is_named: how & 2 != 0,
            will_echo: how & 4 != 0,
            marks,
            addresses: text.iter().any(|it| matches!(it, 11 | 12 | 27 | 128..)),
            said,
        }
    }

    pub(crate) fn cli(&self) -> &'static Cli {
        static NAMED: OnceLock<Cli> = OnceLock::new();
        static ANY: OnceLock<Cli> = OnceLock::new();
        if self.is_named {
            let named = || Cli::with_prompt("R1[>#]").expect("a pattern");
            NAMED.get_or_init(named)
        } else {
            ANY.get_or_init(Cli::default)
        }
    }

    pub(crate) const fn prompt(&self) -> &'static [u8] {
        b"R1#"
    }

    /// All at once.
    pub(crate) fn whole(&self) -> Vec<(&[u8], Pause)> {
        vec![(&self.said, Pause::None)]
    }

    /// In pieces.
    pub(crate) fn pieces(&self, cuts: &[u8]) -> Vec<(&[u8], Pause)> {
        let mut pieces = Vec::new();
        let mut rest = &self.said[..];
        for cut in cuts {
            let len = usize::from(cut & 31) + 1;
            let (piece, left) = rest.split_at(len.min(rest.len()));
            pieces.push((piece, Pause::new(cut >> 5)));
            rest = left;
        }
        pieces.push((rest, Pause::None));
        pieces.retain(|(piece, _)| !piece.is_empty());
        pieces
    }
}
