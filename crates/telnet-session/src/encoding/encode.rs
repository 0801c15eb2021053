//! Text to octets, and what is said of a character that has none.

use std::borrow::Cow;
use std::{fmt, io};

use encoding_rs::EncoderResult;
use oem_cp::code_table::ENCODING_TABLE_CP_MAP;

use super::name::{Encoding, Kind};

impl Encoding {
    /// The octets of a text. Nothing is copied where they are the same.
    ///
    /// # Errors
    /// [`UnmappableError`] at the first character that the encoding has not:
    /// then there are no octets at all, so nothing can be sent by halves.
    pub fn encode(self, text: &str) -> Result<Cow<'_, [u8]>, UnmappableError> {
        self.encode_by(text, None)
    }

    /// The octets of a text, with `?` for each character that the encoding has
    /// not.
    #[must_use]
    pub fn encode_lossy(self, text: &str) -> Cow<'_, [u8]> {
        self.encode_by(text, Some("?")).unwrap_or_default()
    }

    fn encode_by<'t>(
        self,
        text: &'t str,
        other: Option<&str>,
    ) -> Result<Cow<'t, [u8]>, UnmappableError> {
        let keeps_ascii = match self.0 {
            Kind::Mixed => return Ok(text.as_bytes().into()),
            Kind::Web(it) if it == encoding_rs::UTF_8 => {
                return Ok(text.as_bytes().into());
            }
            Kind::Web(it) => it.is_ascii_compatible(),
            Kind::Ascii | Kind::Latin1 | Kind::Page(_) => true,
        };
        if keeps_ascii && text.is_ascii() {
            return Ok(text.as_bytes().into());
        }
        let octets = match self.0 {
            Kind::Web(it) => self.encode_web(it, text, other),
            Kind::Mixed | Kind::Ascii | Kind::Latin1 | Kind::Page(_) => {
                self.encode_octets(text, other)
            }
        };
        octets.map(Cow::Owned)
    }

    fn encode_octets(
        self,
        text: &str,
        other: Option<&str>,
    ) -> Result<Vec<u8>, UnmappableError> {
        let mut octets = Vec::with_capacity(text.len());
        for (at, character) in text.char_indices() {
            match (self.octet(character), other) {
                (Some(octet), _) => octets.push(octet),
                (None, Some(other)) => octets.extend(other.bytes()),
                (None, None) => return Err(self.unmappable(character, at)),
            }
        }
        Ok(octets)
    }

    /// The octet of a character, where each has one.
    fn octet(self, character: char) -> Option<u8> {
        if character.is_ascii() {
            return u8::try_from(character).ok();
        }
        match self.0 {
            Kind::Latin1 => u8::try_from(character).ok(),
            Kind::Page(page) => {
                let table = ENCODING_TABLE_CP_MAP.get(&page)?;
                table.get(&character).copied()
            }
            Kind::Ascii | Kind::Mixed | Kind::Web(_) => None,
        }
    }

    fn encode_web(
        self,
        encoding: &'static encoding_rs::Encoding,
        text: &str,
        other: Option<&str>,
    ) -> Result<Vec<u8>, UnmappableError> {
        let mut encoder = encoding.new_encoder();
        let mut octets = Vec::with_capacity(text.len());
        let mut rest = text;
        loop {
            let (result, read) = encoder
                .encode_from_utf8_to_vec_without_replacement(
                    rest,
                    &mut octets,
                    true,
                );
            rest = rest.get(read..).unwrap_or_default();
            match (result, other) {
                (EncoderResult::InputEmpty, _) => return Ok(octets),
                (EncoderResult::OutputFull, _) => {
                    octets.reserve(rest.len().max(16));
                }
                (EncoderResult::Unmappable(it), None) => {
                    let behind = text.len() - rest.len();
                    let at = behind.saturating_sub(it.len_utf8());
                    return Err(self.unmappable(it, at));
                }
                (EncoderResult::Unmappable(_), Some(other)) => {
                    octets.reserve(16);
                    let _all = encoder.encode_from_utf8_to_vec(
                        other,
                        &mut octets,
                        false,
                    );
                }
            }
        }
    }

    const fn unmappable(self, character: char, at: usize) -> UnmappableError {
        UnmappableError { character, at, encoding: self }
    }
}

/// A text has a character that the encoding has not. Nothing was sent. As
/// [`io::Error`] its kind is `InvalidInput`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnmappableError {
    /// The first such character.
    pub character: char,
    /// Its place in the text, in octets of UTF-8 from 0.
    pub at: usize,
    /// The encoding.
    pub encoding: Encoding,
}

impl fmt::Display for UnmappableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { character, at, encoding } = self;
        write!(
            f,
            "{encoding} has no {character:?} (U+{:04X}, at octet {at} of the \
             text), and nothing was sent: write it otherwise, have \
             Encoding::encode_lossy put a question mark there, or agree on \
             UTF-8 by CHARSET",
            u32::from(*character)
        )
    }
}

impl std::error::Error for UnmappableError {}

impl From<UnmappableError> for io::Error {
    fn from(error: UnmappableError) -> Self {
        Self::new(io::ErrorKind::InvalidInput, error)
    }
}
