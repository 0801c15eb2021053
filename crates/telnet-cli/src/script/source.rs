//! Texts of a script, and places in them.

use std::fmt;
use std::fs::File;
use std::io::{Read as _, stdin};
use std::path::Path;
use std::sync::Arc;

use crate::exit::{Code, Exit};

/// One text of a script: a file, or a statement of the command line.
#[derive(Debug)]
pub(crate) struct Source {
    /// What it is called in messages.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Most octets of a script.
const LONGEST: u64 = 1 << 20;

impl Source {
    /// A file, or standard input where its name is `-`.
    pub(crate) fn read(name: &Path) -> Result<Self, Exit> {
        let mut text = String::new();
        let is_input = name.as_os_str() == "-";
        let read = if is_input {
            stdin().take(LONGEST + 1).read_to_string(&mut text)
        } else {
            let file = File::open(name);
            file.and_then(|it| it.take(LONGEST + 1).read_to_string(&mut text))
        };
        let read = read.map_err(|error| Exit::file(name, &error))?;
        let name = if is_input {
            "standard input".to_owned()
        } else {
            name.display().to_string()
        };
        if read as u64 > LONGEST {
            let what = format!("{name}: it has more than {LONGEST} octets");
            return Err(Exit::new(Code::Usage, what));
        }
        Ok(Self { name, text })
    }
}

/// A place in a text.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    source: Arc<Source>,
    /// In octets, at the begin of a character.
    at: usize,
}

impl Place {
    pub(crate) const fn new(source: Arc<Source>, at: usize) -> Self {
        Self { source, at }
    }

    /// The name of the text.
    pub(crate) fn name(&self) -> &str {
        &self.source.name
    }

    /// The number of the line, from 1.
    pub(crate) fn line(&self) -> usize {
        self.before().matches('\n').count() + 1
    }

    /// The number of the character in its line, from 1.
    pub(crate) fn column(&self) -> usize {
        self.line_before().chars().count() + 1
    }

    /// The line, without its end; of a password in a URL it has the length.
    pub(crate) fn text(&self) -> String {
        let from = self.before().len() - self.line_before().len();
        let rest = self.source.text.get(from..).unwrap_or_default();
        without_password(rest.lines().next().unwrap_or_default())
    }

    /// The line, and below it a mark at the place.
    pub(crate) fn marked(&self) -> String {
        let blank = |it: char| if it == '\t' { it } else { ' ' };
        let before: String = self.line_before().chars().map(blank).collect();
        format!("  {}\n  {before}^", self.text())
    }

    fn before(&self) -> &str {
        self.source.text.get(..self.at).unwrap_or(&self.source.text)
    }

    fn line_before(&self) -> &str {
        let before = self.before();
        before.rsplit_once('\n').map_or(before, |(_, line)| line)
    }
}

fn without_password(line: &str) -> String {
    let password = || {
        let (before, url) = line.split_once("://")?;
        let (user, password) = url.split_once(':')?;
        let (password, _host) = password.split_once('@')?;
        let from = before.len() + "://".len() + user.len() + 1;
        Some((from, password))
    };
    let Some((from, password)) = password() else { return line.to_owned() };
    let before = line.get(..from).unwrap_or_default();
    let behind = line.get(from + password.len()..).unwrap_or_default();
    format!("{before}{}{behind}", "*".repeat(password.chars().count()))
}

/// `NAME:LINE`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.name(), self.line())
    }
}

/// What is wrong with a script, found before anything is done.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) place: Place,
    pub(crate) what: String,
}

impl Fault {
    pub(crate) fn new(place: &Place, what: impl fmt::Display) -> Self {
        Self { place: place.clone(), what: what.to_string() }
    }
}

/// The place, what is wrong there, the line and a mark.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, what } = self;
        let (column, marked) = (place.column(), place.marked());
        write!(f, "{place}:{column}: {what}\n{marked}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_line_and_a_column() {
        let text = "a\n\t\u{e4} b\n".to_owned();
        let source = Arc::new(Source { name: "s".to_owned(), text });
        let fault = Fault::new(&Place::new(Arc::clone(&source), 6), "no");
        assert_eq!(fault.to_string(), "s:2:4: no\n  \t\u{e4} b\n  \t  ^");
        let end = Place::new(source, 8);
        assert_eq!((end.line(), end.column(), &*end.text()), (3, 1, ""));
        assert_eq!(
            without_password(" telnet://me:p\u{e4}ss@h/x # a@b"),
            " telnet://me:****@h/x # a@b"
        );
        assert_eq!(without_password("a://b:c d"), "a://b:c d");
    }
}
