//! Secrets, kept out of all that is shown.

use std::io::{self, Write};
use std::sync::Arc;

use super::template::Escaped;

/// What stands in the place of a secret.
const MASK: &[u8] = b"********";

/// The secrets of a script. Where one of them stands in a text, as it is or
/// escaped, [`octets`](Self::octets) and [`text`](Self::text) put stars.
#[derive(Clone, Default)]
pub(crate) struct Mask {
    /// The longest first; none is empty.
    hidden: Arc<[Vec<u8>]>,
}

impl Mask {
    pub(crate) fn new<'s>(secrets: impl Iterator<Item = &'s [u8]>) -> Self {
        let forms = secrets.flat_map(|it| {
            let escaped = it.escape_ascii().to_string();
            [it.to_vec(), escaped.into(), Escaped(it).to_string().into()]
        });
        let mut hidden: Vec<Vec<u8>> =
            forms.filter(|it| !it.is_empty()).collect();
        hidden.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        hidden.dedup();
        Self { hidden: hidden.into() }
    }

    /// A text without secrets.
    pub(crate) fn octets(&self, text: &[u8]) -> Vec<u8> {
        let mut shown = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some((first, behind)) = rest.split_first() {
            let found =
                self.hidden.iter().find_map(|it| rest.strip_prefix(&**it));
            if found.is_some() {
                shown.extend_from_slice(MASK);
            } else {
                shown.push(*first);
            }
            rest = found.unwrap_or(behind);
        }
        shown
    }

    /// A text without secrets.
    pub(crate) fn text(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.octets(text.as_bytes())).into_owned()
    }
}

/// A writer that is given lines, and writes them without secrets.
pub(crate) struct Masked<W: Write> {
    mask: Mask,
    /// The line that has not ended.
    line: Vec<u8>,
    to: W,
}

/// So long a line is written though it has not ended.
const LONGEST: usize = 64 << 10;

impl<W: Write> Masked<W> {
    pub(crate) const fn new(mask: Mask, to: W) -> Self {
        Self { mask, line: Vec::new(), to }
    }

    fn write_line(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        self.to.write_all(&self.mask.octets(&line))
    }
}

impl<W: Write> Write for Masked<W> {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        for piece in text.split_inclusive(|it| *it == b'\n') {
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") || self.line.len() > LONGEST {
                self.write_line()?;
            }
        }
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.write_line()?;
        self.to.flush()
    }
}

impl<W: Write> Drop for Masked<W> {
    fn drop(&mut self) {
        // Who wants to know whether it was written flushes it before.
        let _late = self.flush();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_stars_wherever_it_stands() {
        let secrets = [&b"ab\\\xE4"[..], b"ab", b"abab", b""];
        let mask = Mask::new(secrets.into_iter());
        for (text, shown) in [
            (&b""[..], &b""[..]),
            (b"xaby", b"x********y"),
            (b"ababab", b"****************"),
            (b"a b", b"a b"),
            (b"ab\\\xE4b", b"********b"),
            (b"(ab\\\\\\xe4)", b"(********)"),
        ] {
            assert_eq!(mask.octets(text), shown);
        }
        assert_eq!(Mask::default().text("ab"), "ab");
    }

    #[test]
    fn a_secret_in_two_writes_is_stars() {
        let mask = Mask::new([&b"secret"[..]].into_iter());
        let mut to = Vec::new();
        let mut masked = Masked::new(mask, &mut to);
        for piece in ["my sec", "ret\nsec", "ret"] {
            masked.write_all(piece.as_bytes()).unwrap();
        }
        drop(masked);
        assert_eq!(to, b"my ********\n********");
    }
}
