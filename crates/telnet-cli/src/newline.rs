//! Line ends of this system and those of Telnet: LF here is CR LF there, and a
//! CR alone is CR NUL (RFC 854, page 11). None of this in BINARY (RFC 856).

use std::io::BufRead as _;

use telnet_blocking::Newline;
use telnet_blocking::proto::nvt;

/// Lines of this system on their way to the host.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ToHost {
    after_cr: bool,
}

impl ToHost {
    /// Appends `text` with its line ends as they are on the wire. A CR at the end
    /// waits for what follows: [`finish`](Self::finish).
    pub(crate) fn convert(&mut self, text: &[u8], output: &mut Vec<u8>) {
        if text.is_empty() {
            return;
        }
        if text.first() != Some(&b'\n') {
            self.finish(output);
        }
        // Before LF a CR is a part of the line end that LF is by itself.
        self.after_cr = text.ends_with(b"\r");
        to_wire(text.strip_suffix(b"\r").unwrap_or(text), output);
    }

    /// The text ends here.
    pub(crate) fn finish(&mut self, output: &mut Vec<u8>) {
        if std::mem::take(&mut self.after_cr) {
            output.extend_from_slice(b"\r\0");
        }
    }
}

/// Appends a text that is whole, as it is on the wire.
pub(crate) fn to_wire(text: &[u8], output: &mut Vec<u8>) {
    for slice in nvt::encode(text, Newline::CrLf) {
        output.extend_from_slice(slice);
    }
}

/// Lines of the host on their way to this system: CR LF becomes LF, and all else
/// stays.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FromHost {
    after_cr: bool,
}

impl FromHost {
    /// Appends `text` with line ends of this system. A CR at the end waits.
    pub(crate) fn convert(&mut self, text: &[u8], output: &mut Vec<u8>) {
        let mut rest = text;
        if rest.is_empty() {
            return;
        }
        if std::mem::take(&mut self.after_cr) && rest.first() != Some(&b'\n') {
            output.push(b'\r');
        }
        while !rest.is_empty() {
            // The fastest search that there is in std; memory has no errors.
            let _no_error = rest.read_until(b'\r', output);
            let is_cr = output.last() == Some(&b'\r');
            match rest.first() {
                None if is_cr => {
                    output.pop();
                    self.after_cr = true;
                }
                Some(b'\n') if is_cr => {
                    output.pop();
                }
                _ => {}
            }
        }
    }

    /// The text ends here.
    pub(crate) fn finish(&mut self, output: &mut Vec<u8>) {
        if std::mem::take(&mut self.after_cr) {
            output.push(b'\r');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cut in two at each place, and whole.
    fn each_cut(text: &[u8], convert: impl Fn(&[&[u8]]) -> Vec<u8>) -> Vec<u8> {
        let whole = convert(&[text]);
        for at in 0..=text.len() {
            let (before, behind) = text.split_at(at);
            assert_eq!(convert(&[before, b"", behind]), whole, "cut at {at}");
        }
        whole
    }

    fn to_host(chunks: &[&[u8]]) -> Vec<u8> {
        let (mut lines, mut output) = (ToHost::default(), Vec::new());
        chunks.iter().for_each(|it| lines.convert(it, &mut output));
        lines.finish(&mut output);
        output
    }

    fn from_host(chunks: &[&[u8]]) -> Vec<u8> {
        let (mut lines, mut output) = (FromHost::default(), Vec::new());
        chunks.iter().for_each(|it| lines.convert(it, &mut output));
        lines.finish(&mut output);
        output
    }

    #[test]
    fn line_ends_are_converted_at_each_cut() {
        for (here, there) in [
            (&b""[..], &b""[..]),
            (b"a\nb\n", b"a\r\nb\r\n"),
            (b"a\r\nb", b"a\r\nb"),
            (b"a\rb\r\r\n\r", b"a\r\0b\r\0\r\n\r\0"),
            (b"\n\n\r", b"\r\n\r\n\r\0"),
        ] {
            assert_eq!(each_cut(here, to_host), there);
        }
        for (there, here) in [
            (&b""[..], &b""[..]),
            (b"a\r\nb\r\n", b"a\nb\n"),
            (b"a\rb\r\r\nc\n\r", b"a\rb\r\nc\n\r"),
        ] {
            assert_eq!(each_cut(there, from_host), here);
        }
    }
}
