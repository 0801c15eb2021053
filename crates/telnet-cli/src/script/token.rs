//! The words of a script.

use std::iter::Peekable;
use std::str::CharIndices;
use std::sync::Arc;

use super::source::{Fault, Place, Source};
use super::template::{Part, Template};

/// A word of a script.
#[derive(Clone, Debug)]
pub(crate) enum Token {
    /// A string, in quotes or not.
    Text(Template),
    /// A word that may be one of the language: it has neither quotes nor
    /// variables nor escapes.
    Word(String),
    /// What stands between two `/`.
    Regex(String),
    Open,
    Close,
    Arrow,
    /// The end of a line, or `;`.
    End,
}

/// The words of a text, each with its place; an [`Token::End`] is the last.
pub(crate) fn tokens(
    source: &Arc<Source>,
) -> Result<Vec<(Token, Place)>, Fault> {
    let chars = source.text.char_indices().peekable();
    let mut lexer = Lexer { source, chars, at: 0 };
    let mut tokens = Vec::new();
    while let Some((at, it)) = lexer.next() {
        lexer.at = at;
        let place = Place::new(Arc::clone(source), at);
        let token = match it {
            '\n' | ';' => Token::End,
            '#' => {
                while lexer.chars.next_if(|(_, it)| *it != '\n').is_some() {}
                continue;
            }
            it if it.is_whitespace() => continue,
            '{' => Token::Open,
            '}' => Token::Close,
            '/' => Token::Regex(lexer.regex()?),
            '"' | '\'' => Token::Text(lexer.quoted(it)?),
            '=' if lexer.next_is('>') => {
                lexer.next();
                Token::Arrow
            }
            it => lexer.word(at, it)?,
        };
        tokens.push((token, place));
    }
    let end = Place::new(Arc::clone(source), source.text.len());
    tokens.push((Token::End, end));
    Ok(tokens)
}

struct Lexer<'s> {
    source: &'s Arc<Source>,
    chars: Peekable<CharIndices<'s>>,
    /// Where the word begins.
    at: usize,
}

impl Lexer<'_> {
    fn next(&mut self) -> Option<(usize, char)> {
        self.chars.next()
    }

    fn next_is(&mut self, wanted: char) -> bool {
        self.chars.peek().is_some_and(|(_, it)| *it == wanted)
    }

    fn fault(&self, at: usize, what: &str) -> Fault {
        Fault::new(&Place::new(Arc::clone(self.source), at), what)
    }

    /// Up to the `/` that ends it; `\/` is a `/`.
    fn regex(&mut self) -> Result<String, Fault> {
        let mut regex = String::new();
        while let Some((_, it)) = self.chars.next_if(|(_, it)| *it != '\n') {
            match it {
                '/' => return Ok(regex),
                '\\' if self.next_is('/') => {
                    self.next();
                    regex.push('/');
                }
                '\\' => {
                    regex.push(it);
                    let escaped = self.chars.next_if(|(_, it)| *it != '\n');
                    regex.extend(escaped.map(|(_, it)| it));
                }
                it => regex.push(it),
            }
        }
        Err(self.fault(
            self.at,
            "this `/` has no other one that ends it; a text with it is in \
             quotes",
        ))
    }

    fn quoted(&mut self, quote: char) -> Result<Template, Fault> {
        let mut text = Template::default();
        while let Some((at, it)) = self.next() {
            if it == quote {
                return Ok(text);
            }
            self.piece(&mut text, at, it)?;
        }
        Err(self.fault(self.at, "this quote has no other one that ends it"))
    }

    /// Without quotes, up to a blank or a sign of the language.
    fn word(&mut self, at: usize, first: char) -> Result<Token, Fault> {
        let mut text = Template::default();
        let mut is_plain = !matches!(first, '\\' | '$');
        self.piece(&mut text, at, first)?;
        let ends = |it: char| {
            it.is_whitespace() || matches!(it, '{' | '}' | ';' | '"' | '\'')
        };
        while let Some((at, it)) = self.chars.next_if(|(_, it)| !ends(*it)) {
            is_plain &= !matches!(it, '\\' | '$');
            self.piece(&mut text, at, it)?;
        }
        Ok(match text.as_text() {
            Some(word) if is_plain => Token::Word(word.to_owned()),
            _ => Token::Text(text),
        })
    }

    /// A character, an escape or a variable.
    fn piece(
        &mut self,
        text: &mut Template,
        at: usize,
        it: char,
    ) -> Result<(), Fault> {
        match it {
            '\\' => {
                let octet = self.escape(at)?;
                text.push(octet);
            }
            '$' => {
                let name = self.variable(at)?;
                let place = Place::new(Arc::clone(self.source), at);
                text.parts.push(Part::Variable(name, place));
            }
            it => {
                let mut octets = [0; 4];
                let octets = it.encode_utf8(&mut octets).bytes();
                octets.for_each(|it| text.push(it));
            }
        }
        Ok(())
    }

    fn escape(&mut self, at: usize) -> Result<u8, Fault> {
        let wrong = "after `\\` comes one of r n t e \\ \" ' $ / # ; { }, or x \
                     and two digits of base 16";
        let octet = match self.next().map(|(_, it)| it) {
            Some('r') => b'\r',
            Some('n') => b'\n',
            Some('t') => b'\t',
            Some('e') => 0x1b,
            Some('x') => {
                let mut digit = || {
                    let it = self.next().and_then(|(_, it)| it.to_digit(16));
                    it.and_then(|it| u8::try_from(it).ok())
                };
                let octet = digit().zip(digit());
                let (high, low) = octet.ok_or_else(|| self.fault(at, wrong))?;
                high << 4 | low
            }
            Some(it) if "\\\"'$/#;{} ".contains(it) => {
                u8::try_from(it).unwrap_or_default()
            }
            _ => return Err(self.fault(at, wrong)),
        };
        Ok(octet)
    }

    fn variable(&mut self, at: usize) -> Result<String, Fault> {
        let in_braces = self.next_is('{');
        if in_braces {
            self.next();
        }
        let mut name = String::new();
        while let Some((_, it)) = self
            .chars
            .next_if(|(_, it)| *it == '_' || it.is_ascii_alphanumeric())
        {
            name.push(it);
        }
        let is_closed = !in_braces || self.next().map(|it| it.1) == Some('}');
        if is_closed && is_name(&name) {
            return Ok(name);
        }
        let wrong = "after `$` comes the name of a variable, as $USER or \
                     ${USER}; the sign itself is \\$";
        Err(self.fault(at, wrong))
    }
}

/// Whether it can be the name of a variable.
pub(crate) fn is_name(name: &str) -> bool {
    name.chars().all(|it| it == '_' || it.is_ascii_alphanumeric())
        && !name.is_empty()
        && !name.starts_with(|it: char| it.is_ascii_digit())
}
