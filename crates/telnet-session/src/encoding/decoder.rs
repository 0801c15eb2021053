//! Octets to text, as they come.

use oem_cp::code_table::DECODING_TABLE_CP_MAP;
use oem_cp::code_table_type::TableType;

use super::name::{Encoding, Kind};

/// Makes text of octets that come in pieces. However they are cut, the text is
/// the same: the begin of a character waits for its rest.
///
/// It keeps a few octets at most, and is linear. What is no character is U+FFFD,
/// but in [`Encoding::UTF_8_OR_LATIN_1`].
pub struct TextDecoder {
    encoding: Encoding,
    state: State,
}

enum State {
    /// Each octet is a character.
    Octets,
    /// The begin of a character.
    Mixed(Held),
    Web(Box<encoding_rs::Decoder>),
}

/// The begin of a character of UTF-8: three octets at most.
#[derive(Clone, Copy, Default)]
struct Held {
    octets: [u8; 4],
    len: usize,
}

impl TextDecoder {
    /// One at the begin of a text.
    #[must_use]
    pub fn new(encoding: Encoding) -> Self {
        let state = match encoding.0 {
            Kind::Mixed => State::Mixed(Held::default()),
            Kind::Ascii | Kind::Latin1 | Kind::Page(_) => State::Octets,
            Kind::Web(it) => {
                State::Web(Box::new(it.new_decoder_without_bom_handling()))
            }
        };
        Self { encoding, state }
    }

    /// The encoding of what comes next.
    #[must_use]
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Appends to `text` all characters that are whole now: for each octet three
    /// octets of text at most, and a few for those that had to wait.
    pub fn decode(&mut self, octets: &[u8], text: &mut String) {
        match &mut self.state {
            State::Octets => {
                decode_octets(self.encoding, octets, text);
            }
            State::Mixed(held) => {
                let rest = held.complete(octets, text);
                held.decode(rest, text);
            }
            // No octets are no news. (To some decoders of encoding_rs they are:
            // those forget the begin of a character.)
            State::Web(_) if octets.is_empty() => {}
            State::Web(decoder) => decode_web(decoder, octets, false, text),
        }
    }

    /// The text ends here, as at the end of the stream or behind a prompt:
    /// appends what the octets are that still waited for others. What comes
    /// next begins anew.
    pub fn finish(&mut self, text: &mut String) {
        match &mut self.state {
            State::Octets => {}
            State::Mixed(held) => held.give_up(held.len, text),
            State::Web(decoder) => {
                decode_web(decoder, &[], true, text);
                **decoder =
                    decoder.encoding().new_decoder_without_bom_handling();
            }
        }
    }

    /// From the next octet on the encoding is this one, as where CHARSET was
    /// agreed. What comes before [ends](Self::finish) there.
    pub fn set_encoding(&mut self, encoding: Encoding, text: &mut String) {
        self.finish(text);
        if encoding != self.encoding {
            *self = Self::new(encoding);
        }
    }
}

impl Encoding {
    /// The text that octets are from begin to end.
    ///
    /// ```
    /// use telnet_session::encoding::Encoding;
    /// assert_eq!(Encoding::CP437.decode(b"\xC9\xCD\xBB"), "\u{2554}\u{2550}\u{2557}");
    /// assert_eq!(Encoding::UTF_8_OR_LATIN_1.decode(b"\xE9 \xC3\xA9"), "\u{e9} \u{e9}");
    /// ```
    #[must_use]
    pub fn decode(self, octets: &[u8]) -> String {
        let mut text = String::with_capacity(octets.len());
        let mut decoder = TextDecoder::new(self);
        decoder.decode(octets, &mut text);
        decoder.finish(&mut text);
        text
    }
}

impl Held {
    /// Completes the character that has begun, and gives the octets behind it.
    fn complete<'o>(
        &mut self,
        octets: &'o [u8],
        text: &mut String,
    ) -> &'o [u8] {
        let mut rest = octets;
        while self.len > 0 {
            let Some((&next, behind)) = rest.split_first() else { break };
            let Some(room) = self.octets.get_mut(self.len) else { break };
            *room = next;
            let begun = self.octets.get(..=self.len).unwrap_or_default();
            match std::str::from_utf8(begun) {
                Ok(whole) => {
                    text.push_str(whole);
                    self.len = 0;
                }
                Err(error) if error.error_len().is_none() => self.len += 1,
                // The next one is no part of it, and may begin another.
                Err(_) => {
                    self.give_up(self.len, text);
                    break;
                }
            }
            rest = behind;
        }
        rest
    }

    /// Decodes where no character has begun.
    fn decode(&mut self, octets: &[u8], text: &mut String) {
        let mut left = octets.len();
        for chunk in octets.utf8_chunks() {
            let (whole, wrong) = (chunk.valid(), chunk.invalid());
            text.push_str(whole);
            left -= whole.len() + wrong.len();
            let error = std::str::from_utf8(wrong).err();
            let may_go_on = error.is_some_and(|it| it.error_len().is_none());
            if left == 0 && may_go_on {
                self.keep(wrong);
            } else {
                text.extend(wrong.iter().map(|it| char::from(*it)));
            }
        }
    }

    fn keep(&mut self, begun: &[u8]) {
        for (room, octet) in self.octets.iter_mut().zip(begun) {
            *room = *octet;
        }
        self.len = begun.len().min(self.octets.len());
    }

    /// It is no UTF-8.
    fn give_up(&mut self, len: usize, text: &mut String) {
        let octets = self.octets.get(..len).unwrap_or_default();
        text.extend(octets.iter().map(|it| char::from(*it)));
        self.len = 0;
    }
}

fn decode_octets(encoding: Encoding, octets: &[u8], text: &mut String) {
    let table = match encoding.0 {
        Kind::Latin1 => {
            return text.extend(octets.iter().map(|it| char::from(*it)));
        }
        Kind::Page(page) => DECODING_TABLE_CP_MAP.get(&page),
        Kind::Mixed | Kind::Ascii | Kind::Web(_) => None,
    };
    let other = |octet: u8| {
        let place = usize::from(octet & 0x7F);
        match table? {
            TableType::Complete(table) => table.get(place).copied(),
            TableType::Incomplete(table) => table.get(place).copied()?,
        }
    };
    text.extend(octets.iter().map(|&octet| match octet.is_ascii() {
        true => char::from(octet),
        false => other(octet).unwrap_or(char::REPLACEMENT_CHARACTER),
    }));
}

fn decode_web(
    decoder: &mut encoding_rs::Decoder,
    octets: &[u8],
    is_last: bool,
    text: &mut String,
) {
    let mut rest = octets;
    loop {
        // Room for one character at least.
        let room = decoder.max_utf8_buffer_length(rest.len());
        text.reserve(room.unwrap_or_default().max(8));
        let (result, read, _) = decoder.decode_to_string(rest, text, is_last);
        rest = rest.get(read..).unwrap_or_default();
        if result == encoding_rs::CoderResult::InputEmpty {
            break;
        }
    }
}

impl std::fmt::Debug for TextDecoder {
    /// Shows no octets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("TextDecoder").field(&self.encoding).finish()
    }
}
