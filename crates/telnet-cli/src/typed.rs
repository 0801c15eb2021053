//! What the user says, in the character set of the host.

use std::borrow::Cow;

use telnet_blocking::encoding::Encoding;

/// Text of this system, UTF-8, in the character set of the host.
#[derive(Clone, Debug)]
pub(crate) struct ToCharset {
    encoding: Option<Encoding>,
    /// The begin of a character: three octets at most.
    held: Vec<u8>,
}

impl ToCharset {
    /// To a character set; `None` leaves octets alone.
    pub(crate) const fn new(encoding: Option<Encoding>) -> Self {
        Self { encoding, held: Vec::new() }
    }

    /// The text, as the host reads it; what it has no character for is `?`. The
    /// begin of a character waits for its rest, unless the text ends here.
    pub(crate) fn encode<'t>(
        &mut self,
        text: &'t [u8],
        is_end: bool,
    ) -> Cow<'t, [u8]> {
        let Some(encoding) = self.encoding else { return text.into() };
        self.held.extend_from_slice(text);
        let mut whole = self.held.len();
        if !is_end {
            if let Some(chunk) = self.held.utf8_chunks().last() {
                let bad = chunk.invalid();
                let begun = std::str::from_utf8(bad).err();
                if begun.is_some_and(|it| it.error_len().is_none()) {
                    whole -= bad.len();
                }
            }
        }
        let text: Vec<u8> = self.held.drain(..whole).collect();
        let text = String::from_utf8_lossy(&text);
        encoding.encode_lossy(&text).into_owned().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_whole_however_they_are_cut() {
        let text = "a\u{e4}\u{20ac}\u{2500}z".as_bytes();
        for at in 0..=text.len() {
            let page = Encoding::from_name("cp437");
            let mut charset = ToCharset::new(page);
            let (before, behind) = text.split_at(at);
            let mut sent = charset.encode(before, false).into_owned();
            sent.extend_from_slice(&charset.encode(behind, false));
            sent.extend_from_slice(&charset.encode(b"", true));
            assert_eq!(sent, b"a\x84?\xC4z", "cut at {at}");
        }
        let mut charset = ToCharset::new(Some(Encoding::LATIN_1));
        assert_eq!(&*charset.encode(b"a\xC3", true), b"a?");
        let mut charset = ToCharset::new(None);
        assert_eq!(&*charset.encode(b"a\xC3", false), b"a\xC3");
    }
}
