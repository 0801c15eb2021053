//! Strings of a script: text, and variables in it.

use std::fmt;

use super::source::Place;

/// A string as it is written: its variables have no values yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template {
    pub(crate) parts: Vec<Part>,
}

/// A piece of a string.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Text(Vec<u8>),
    Variable(String, Place),
}

impl Template {
    /// Adds an octet of text.
    pub(crate) fn push(&mut self, octet: u8) {
        if let Some(Part::Text(text)) = self.parts.last_mut() {
            return text.push(octet);
        }
        self.parts.push(Part::Text(vec![octet]));
    }

    /// The text, if there is no variable in it.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => std::str::from_utf8(text).ok(),
            _ => None,
        }
    }
}

/// As a script has it, in quotes.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for part in &self.parts {
            match part {
                Part::Variable(name, _) => write!(f, "${{{name}}}")?,
                Part::Text(text) => {
                    let text = Escaped(text).to_string();
                    let text = text.replace('"', "\\\"");
                    f.write_str(&text.replace('$', "\\$"))?;
                }
            }
        }
        f.write_str("\"")
    }
}

/// Octets as a person reads them: text as it is, but for what a terminal would
/// obey, the backslash, and what is no text.
pub(crate) struct Escaped<'t>(pub(crate) &'t [u8]);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.utf8_chunks() {
            for it in chunk.valid().chars() {
                match u8::try_from(it) {
                    Ok(it) if it == b'\\' || it.is_ascii_control() => {
                        write!(f, "{}", std::ascii::escape_default(it))?;
                    }
                    _ if it.is_control() || is_invisible(it) => {
                        write!(f, "{}", it.escape_unicode())?;
                    }
                    _ => write!(f, "{it}")?,
                }
            }
            write!(f, "{}", chunk.invalid().escape_ascii())?;
        }
        Ok(())
    }
}

/// What turns the direction of a line, or is not seen at all.
const fn is_invisible(it: char) -> bool {
    matches!(it, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        let text = b"a\x1b[2J\r\n\\ \xc3\xa4\xff\xc2\x9b\xe2\x80\xae";
        let shown = "a\\x1b[2J\\r\\n\\\\ \u{e4}\\xff\\u{9b}\\u{202e}";
        assert_eq!(Escaped(text).to_string(), shown);
    }
}
