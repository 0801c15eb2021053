//! The key that opens the menu, as it is written.

/// A key, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key(Option<u8>);

impl Key {
    /// Its octet.
    pub(crate) const fn octet(self) -> Option<u8> {
        self.0
    }
}

/// A key as it is written: `^]`, `~`, `none`.
pub(crate) fn key(text: &str) -> Result<Key, String> {
    match *text.as_bytes() {
        [only] if only.is_ascii() => Ok(Key(Some(only))),
        [b'^', b'?'] => Ok(Key(Some(0x7F))),
        [b'^', it @ (b'@'..=b'_' | b'a'..=b'z')] => Ok(Key(Some(it & 0x1F))),
        _ if matches!(text, "none" | "off" | "") => Ok(Key(None)),
        _ => Err("give one character, ^ and a letter, or none".to_owned()),
    }
}

/// A key as it is written.
pub(crate) fn shown(key: Option<u8>) -> String {
    match key {
        None => "none".to_owned(),
        Some(0x7F) => "^?".to_owned(),
        Some(it @ 0..0x20) => format!("^{}", char::from(it | 0x40)),
        Some(it) => char::from(it).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_shown() {
        for (text, octet) in [
            ("^]", Some(0x1D)),
            ("^?", Some(0x7F)),
            ("~", Some(b'~')),
            ("^A", Some(1)),
            ("none", None),
        ] {
            assert_eq!(key(text), Ok(Key(octet)));
            assert_eq!(shown(octet), text);
        }
        assert_eq!(key("^a"), Ok(Key(Some(1))));
        assert!(key("ab").is_err() && key("\u{e4}").is_err());
    }
}
