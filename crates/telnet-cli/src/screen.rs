//! What the host says, on its way to the user.

use std::env;
use std::io::{self, ErrorKind, Write};

use telnet_blocking::encoding::{Encoding, TextDecoder};
use telnet_blocking::terminal::SafeFilter;

use crate::newline::FromHost;

/// What is done to what the host says before it is written.
pub(crate) struct Screen<W> {
    out: W,
    decoder: Option<TextDecoder>,
    newline: Option<FromHost>,
    /// Its lines, kept for the room that they have.
    lines: Vec<u8>,
    filter: Option<SafeFilter>,
    is_closed: bool,
}

impl<W: Write> Screen<W> {
    /// One that writes all as it comes.
    pub(crate) const fn new(out: W) -> Self {
        Self {
            out,
            decoder: None,
            newline: None,
            lines: Vec::new(),
            filter: None,
            is_closed: false,
        }
    }

    /// The host speaks another character set.
    pub(crate) fn decode(mut self, encoding: Option<Encoding>) -> Self {
        self.decoder = encoding.map(TextDecoder::new);
        self
    }

    /// Line ends become those of this system.
    pub(crate) fn local_lines(mut self, on: bool) -> Self {
        self.newline = on.then(FromHost::default);
        self
    }

    /// What does harm to a terminal is left out.
    pub(crate) fn filter(mut self, on: bool) -> Self {
        self.filter = on.then(|| {
            if reads_octets() {
                SafeFilter::eight_bits()
            } else {
                SafeFilter::new()
            }
        });
        self
    }

    /// Shows what came. From the moment when nobody reads it any more it does
    /// nothing: [`is_closed`](Self::is_closed).
    pub(crate) fn show(&mut self, text: &[u8]) -> io::Result<()> {
        let text = self.decoder.as_mut().map_or_else(
            || text.into(),
            |decoder| {
                let mut decoded = String::new();
                decoder.decode(text, &mut decoded);
                std::borrow::Cow::Owned(decoded.into_bytes())
            },
        );
        let Some(newline) = &mut self.newline else {
            return self.write_safe(&text);
        };
        let mut lines = std::mem::take(&mut self.lines);
        newline.convert(&text, &mut lines);
        let written = self.write_safe(&lines);
        lines.clear();
        self.lines = lines;
        written
    }

    /// All has come: shows what was held back.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        let mut rest = Vec::new();
        if let Some(decoder) = &mut self.decoder {
            let mut text = String::new();
            decoder.finish(&mut text);
            rest = text.into_bytes();
        }
        if let Some(newline) = &mut self.newline {
            let text = std::mem::take(&mut rest);
            newline.convert(&text, &mut rest);
            newline.finish(&mut rest);
        }
        self.write_safe(&rest)?;
        self.undo()
    }

    /// Undoes what the host has set of the terminal.
    pub(crate) fn undo(&mut self) -> io::Result<()> {
        let undo = self.filter.as_mut().map(SafeFilter::undo);
        self.write(&undo.unwrap_or_default())
    }

    /// Whether nobody reads any more what is written.
    pub(crate) const fn is_closed(&self) -> bool {
        self.is_closed
    }

    fn write_safe(&mut self, text: &[u8]) -> io::Result<()> {
        let Some(filter) = &mut self.filter else { return self.write(text) };
        let mut safe = Vec::with_capacity(text.len());
        filter.filter(text, &mut safe);
        self.write(&safe)
    }

    /// Writes as it is: what does not come from the host.
    pub(crate) fn write(&mut self, text: &[u8]) -> io::Result<()> {
        if self.is_closed || text.is_empty() {
            return Ok(());
        }
        let written = self.out.write_all(text).and_then(|()| self.out.flush());
        match written {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(())
            }
            written => written,
        }
    }
}

/// Whether the locale names a character set other than UTF-8.
fn reads_octets() -> bool {
    let set = |name| env::var(name).ok().filter(|it| !it.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_CTYPE"));
    let locale = locale.or_else(|| set("LANG")).unwrap_or_default();
    let name = locale.split_once('.').map(|(_, name)| name);
    name.and_then(|it| it.split('@').next())
        .and_then(Encoding::from_name)
        .is_some_and(|it| it != Encoding::UTF_8)
}
