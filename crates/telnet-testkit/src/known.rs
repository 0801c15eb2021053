//! The strings of `vectors/known.tsv`: what hosts show, and what it is.
//!
//! A row is `platform`, `kind`, `string`, `source` and maybe `why`, with tabs
//! between them. The string is a Rust byte string as it came over the wire.
//! Kinds:
//!
//! - `prompt`, `preface` (the first line of a prompt of two),
//! - `pager`, `erasure` (what a pager asks, and what takes it away),
//! - `question:user`, `question:password`, `question:key`,
//!   `question:confirm` (only the caller can answer it),
//! - `refusal` (of a login), `error` (of a command),
//! - `echo` (of a typed line), and for each of the others `not-prompt`,
//!   `not-preface`, `not-pager`, `not-question`, `not-refusal`, `not-error`.
//!
//! The kind of a pager or a key has the answer behind it where that is no
//! space: `pager=q`, `pager=enter`, `question:key=enter`.
//!
//! `why` is there if the string is not known by default: `platform NAME:` and
//! the reason if it is to who names that platform, else `unknown:` and the
//! reason.

use crate::escape;

static FILE: &str = include_str!("../vectors/known.tsv");

/// One string.
#[derive(Clone, Debug)]
pub struct Row {
    /// What shows it.
    pub platform: &'static str,
    /// What it is, without the answer.
    pub kind: &'static str,
    /// What answers it: a space, if nothing is said.
    pub answer: &'static str,
    /// The string as it came.
    pub text: Vec<u8>,
    /// Where it was seen.
    pub source: &'static str,
    /// Why it is not known by default; empty if it is.
    pub why: &'static str,
}

/// All rows.
///
/// # Panics
/// If the file is broken.
#[must_use]
pub fn rows() -> Vec<Row> {
    let lines = FILE.lines().filter(|it| !it.starts_with('#'));
    lines.map(row).collect()
}

fn row(line: &'static str) -> Row {
    let mut columns = line.split('\t');
    let mut next = || columns.next();
    let (Some(platform), Some(kind), Some(text), Some(source)) =
        (next(), next(), next(), next())
    else {
        panic!("a row has four columns or five: {line}");
    };
    let why = next().unwrap_or_default();
    let (kind, answer) = kind.split_once('=').unwrap_or((kind, "space"));
    Row { platform, kind, answer, text: octets(text), source, why }
}

/// A byte string as Rust writes it.
fn octets(literal: &str) -> Vec<u8> {
    let read = literal.strip_prefix('b').map(escape::octets);
    match read {
        Some(Ok((octets, ""))) => octets,
        it => panic!("{literal} is no byte string: {it:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read() {
        let rows = rows();
        assert!(rows.len() > 1000);
        for row in &rows {
            assert!(!row.platform.is_empty() && !row.source.is_empty());
            assert!(!row.text.is_empty(), "{row:?}");
            let [first, ..] = row.kind.split(':').collect::<Vec<_>>()[..]
            else {
                panic!("{row:?}");
            };
            let kinds = [
                "prompt", "preface", "pager", "erasure", "question", "refusal",
                "error", "echo",
            ];
            let bare = first.strip_prefix("not-").unwrap_or(first);
            assert!(kinds.contains(&bare), "{row:?}");
            let why = row.why;
            assert!(
                why.is_empty()
                    || why.starts_with("platform ")
                    || why.starts_with("unknown: "),
                "{row:?}"
            );
        }
    }

    #[test]
    fn escapes_are_read() {
        assert_eq!(octets(r#"b"a\r\n\t\0\\\"\x1b[K""#), b"a\r\n\t\0\\\"\x1b[K");
    }
}
