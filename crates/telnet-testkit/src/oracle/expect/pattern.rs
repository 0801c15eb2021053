//! What is searched for.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

use super::look::looks_ahead;
use super::path::Program;

/// How a pattern is spelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// These octets.
    Literal(Vec<u8>),
    /// A regular expression over octets.
    Regex(String),
    /// The whole last line, at an end: `(?mR:^)(?:SOURCE)\z`.
    Prompt(String),
}

impl Source {
    /// As a regular expression; `None` for a literal.
    #[must_use]
    pub fn regex(&self) -> Option<String> {
        match self {
            Self::Literal(_) => None,
            Self::Regex(source) => Some(source.clone()),
            Self::Prompt(source) => Some(format!("(?mR:^)(?:{source})\\z")),
        }
    }
}

/// A pattern as the model needs it.
#[derive(Clone, Debug)]
pub struct NaivePattern {
    pub(super) tree: Hir,
    pub(super) program: Program,
    pub(super) late: bool,
    pub(super) greedy: bool,
}

impl NaivePattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// If it is none, or one with classes beyond ASCII characters.
    pub fn new(source: &Source, greedy: bool) -> Result<Self, String> {
        let tree = match (source, source.regex()) {
            (Source::Literal(octets), _) => Hir::literal(&octets[..]),
            (_, Some(regex)) => ParserBuilder::new()
                .unicode(false)
                .utf8(false)
                .build()
                .parse(&regex)
                .map_err(|error| error.to_string())?,
            (_, None) => unreachable!("only literals have no expression"),
        };
        if !is_of_octets(&tree) {
            return Err("it speaks of characters".into());
        }
        let program = Program::new(&tree);
        let late = can_end_looking(&tree);
        Ok(Self { tree, program, late, greedy })
    }

    /// Whether a match can be known only from what follows it.
    #[must_use]
    pub const fn is_late(&self) -> bool {
        self.late
    }

    /// Whether it goes on as long as it can.
    #[must_use]
    pub const fn is_greedy(&self) -> bool {
        self.greedy
    }

    /// Whether it may match the empty text.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        is_nullable(&self.tree)
    }

    /// Whether nothing at all can match, as far as lengths tell.
    #[must_use]
    pub fn is_void(&self) -> bool {
        self.tree.properties().minimum_len().is_none()
    }
}

fn is_nullable(tree: &Hir) -> bool {
    tree.properties().minimum_len() == Some(0)
}

/// Whether a match can end with an assertion that looks at the next octet.
/// What may be empty hides nothing of what stands before it.
fn can_end_looking(tree: &Hir) -> bool {
    match tree.kind() {
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) => false,
        HirKind::Look(look) => looks_ahead(*look),
        HirKind::Repetition(it) => can_end_looking(&it.sub),
        HirKind::Capture(it) => can_end_looking(&it.sub),
        HirKind::Alternation(list) => list.iter().any(can_end_looking),
        HirKind::Concat(list) => {
            let last = list.iter().rposition(|it| !is_nullable(it));
            list[last.unwrap_or(0)..].iter().any(can_end_looking)
        }
    }
}

fn is_of_octets(tree: &Hir) -> bool {
    let looks = tree.properties().look_set();
    match tree.kind() {
        HirKind::Class(Class::Unicode(class)) => class.is_ascii(),
        HirKind::Repetition(it) => is_of_octets(&it.sub),
        HirKind::Capture(it) => is_of_octets(&it.sub),
        HirKind::Concat(list) | HirKind::Alternation(list) => {
            list.iter().all(is_of_octets)
        }
        HirKind::Empty
        | HirKind::Literal(_)
        | HirKind::Look(_)
        | HirKind::Class(Class::Bytes(_)) => !looks.contains_word_unicode(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_or_early() {
        let late = [
            "a$",
            r"a\z",
            "(?m)a$",
            "(?mR)a$",
            "(?mR)a^",
            r"a\b",
            r"a\B",
            r"\b{start}",
            r"a\b{end}",
            r"a\b{end-half}",
            // Behind the assertion there may be nothing.
            r"foo\b(?: bar)?",
            r"(a\b)*",
            r"(?:a|b\b)",
            r"(\b|a)c?d*",
            r"\b(?:c?){3}",
        ];
        let early = [
            "a",
            "^",
            r"\A",
            "(?m)a^",
            r"a\b{start-half}",
            r"\ba",
            r"a\b b",
            r"(?:a\b)* ",
            r"a(?:$b)?",
            r"\b(?:c?){3}d",
        ];
        for (list, is_late) in [(&late[..], true), (&early[..], false)] {
            for source in list {
                let source = Source::Regex((*source).into());
                let pattern = NaivePattern::new(&source, false).unwrap();
                assert_eq!(pattern.is_late(), is_late, "{source:?}");
            }
        }
        let prompt = Source::Prompt("[>#] ?".into());
        assert!(NaivePattern::new(&prompt, false).unwrap().is_late());
        let literal = Source::Literal(b"$".to_vec());
        assert!(!NaivePattern::new(&literal, false).unwrap().is_late());
    }

    #[test]
    fn characters_are_not_for_it() {
        for source in [r"(?u:\w)", r"(?u:\b)", r"(?u:[^a])"] {
            let source = Source::Regex(source.into());
            assert!(NaivePattern::new(&source, false).is_err(), "{source:?}");
        }
    }
}
