//! Streams and what they decode to, written by hand from the specification.
//!
//! The file is `vectors/wire.txt`. A case is a block of lines, and ends at an
//! empty line:
//!
//! ```text
//! case NAME
//! in HEX
//! ITEM
//! ```
//!
//! `in` is the whole stream, after which it ends. What follows are its items,
//! one a line, neighbouring data and payload joined: `data HEX`,
//! `command NAME`, `negotiation VERB OPTION`, `sub-begin OPTION`,
//! `sub-data HEX`, `sub-end`, `sub-aborted CAUSE`, `malformed CAUSE`. A cause
//! is `unknown CODE`, `stray-se`, `empty-sub`, `interrupted NAME`,
//! `sub-unknown CODE`, `truncated-command` or `truncated-sub`. Codes without
//! a name are decimal. Lines with `#` are comments.

use telnet_proto::{Command, Malformed, Negotiation, TelnetOption, Verb};

use crate::oracle::Item;

static FILE: &str = include_str!("../vectors/wire.txt");

/// One stream and its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What the case is about, in kebab case; no two have the same.
    pub name: &'static str,
    /// The stream.
    pub stream: Vec<u8>,
    /// What it decodes to, its end included.
    pub items: Vec<Item>,
}

/// All cases of the vector file, in its order.
///
/// # Panics
///
/// If the file is not in the form above.
#[must_use]
pub fn all() -> Vec<Case> {
    parse(FILE)
}

/// The case of that name.
///
/// # Panics
///
/// If there is none.
#[must_use]
pub fn named(name: &str) -> Case {
    let found = all().into_iter().find(|case| case.name == name);
    found.unwrap_or_else(|| panic!("no case {name:?}"))
}

/// Reads the text of a vector file.
///
/// # Panics
///
/// On a line that is not in the form above.
#[must_use]
pub fn parse(text: &'static str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines =
        text.lines().filter(|line| !line.starts_with('#')).peekable();
    while let Some(line) = lines.next() {
        if line.is_empty() {
            continue;
        }
        let name = line.strip_prefix("case ");
        let name = name.unwrap_or_else(|| panic!("no case: {line:?}"));
        let stream = lines
            .next()
            .and_then(|line| line.strip_prefix("in"))
            .and_then(hex)
            .unwrap_or_else(|| panic!("{name}: no stream"));
        let mut items = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.is_empty()) {
            let read = item(line);
            items.push(read.unwrap_or_else(|| panic!("{name}: {line:?}")));
        }
        cases.push(Case { name, stream, items });
    }
    cases
}

/// Reads hex digits in pairs, spaces between the pairs if wanted.
pub(crate) fn hex(text: &str) -> Option<Vec<u8>> {
    let mut octets = Vec::new();
    for word in text.split_ascii_whitespace() {
        if word.len() % 2 != 0 {
            return None;
        }
        for pair in word.as_bytes().chunks(2) {
            if !pair.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            let pair = core::str::from_utf8(pair).expect("ASCII");
            octets.push(u8::from_str_radix(pair, 16).unwrap());
        }
    }
    Some(octets)
}

fn item(line: &str) -> Option<Item> {
    let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
    Some(match kind {
        "data" => Item::Data(some_hex(rest)?),
        "command" => Item::Command(command(rest)?),
        "negotiation" => {
            let (verb, name) = rest.split_once(' ')?;
            let verb = Verb::from_command(command(verb)?)?;
            Item::Negotiation(Negotiation::new(verb, option(name)?))
        }
        "sub-begin" => Item::SubBegin(option(rest)?),
        "sub-data" => Item::SubData(some_hex(rest)?),
        "sub-end" if rest.is_empty() => Item::SubEnd,
        "sub-aborted" => Item::SubAborted(cause(rest)?),
        "malformed" => Item::Malformed(cause(rest)?),
        _ => return None,
    })
}

fn some_hex(text: &str) -> Option<Vec<u8>> {
    hex(text).filter(|octets| !octets.is_empty())
}

fn cause(text: &str) -> Option<Malformed> {
    let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
    Some(match (kind, rest) {
        ("stray-se", "") => Malformed::StraySe,
        ("empty-sub", "") => Malformed::EmptySub,
        ("truncated-command", "") => Malformed::TruncatedCommand,
        ("truncated-sub", "") => Malformed::TruncatedSub,
        ("unknown", code) => Malformed::UnknownCommand(code.parse().ok()?),
        ("sub-unknown", code) => {
            Malformed::SubUnknownCommand(code.parse().ok()?)
        }
        ("interrupted", name) => Malformed::SubInterrupted(command(name)?),
        _ => return None,
    })
}

/// The code that is shown so.
fn command(shown: &str) -> Option<Command> {
    let mut codes = (0..=255u8).map(Command::from);
    codes.find(|command| command.to_string() == shown)
}

/// The code that is shown so.
fn option(shown: &str) -> Option<TelnetOption> {
    let mut codes = (0..=255u8).map(TelnetOption::from);
    codes.find(|option| option.to_string() == shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle::decode;

    #[test]
    fn the_model_agrees_with_every_case() {
        for Case { name, stream, items } in all() {
            assert_eq!(decode(&stream), items, "{name}");
        }
    }

    #[test]
    fn names_are_kebab_case_and_unique() {
        let mut names: Vec<&str> = all().iter().map(|c| c.name).collect();
        assert!(names.len() >= 70, "{} cases", names.len());
        for name in &names {
            let mut words = name.split('-');
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
            assert!(
                words.all(|w| !w.is_empty() && w.chars().all(plain)),
                "{name:?}"
            );
        }
        names.sort_unstable();
        let cases = names.len();
        names.dedup();
        assert_eq!(names.len(), cases);
    }

    #[test]
    fn an_item_is_written_as_it_is_read() {
        for Case { name, items, .. } in all() {
            for known in items {
                let line = known.to_string();
                assert_eq!(item(&line), Some(known), "{name}: {line}");
            }
        }
    }

    #[test]
    fn bad_lines_are_refused() {
        for line in [
            "",
            "data",
            "data 4",
            "data +1",
            "command",
            "command aye",
            "negotiation WILL",
            "negotiation SB ECHO",
            "sub-begin",
            "sub-end 1",
            "sub-aborted",
            "malformed unknown 256",
            "malformed stray-se 1",
        ] {
            assert_eq!(item(line), None, "{line:?}");
        }
    }

    #[test]
    fn one_is_found_by_its_name() {
        assert_eq!(named("iac-doubled").stream, [255, 255]);
    }
}
