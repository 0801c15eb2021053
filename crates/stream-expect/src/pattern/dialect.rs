//! What other regular expressions write otherwise: those of Python, mostly.
//!
//! Each is refused with what to write instead, also where it would mean
//! something else in silence.

use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::ast::{
    self, Ast, ClassSet, ClassSetBinaryOp, ClassSetItem, ErrorKind, Visitor,
    visit,
};
use regex_syntax::hir;

/// What is wrong with a regular expression, and what to write.
pub(crate) fn explain(source: &str, error: &regex_syntax::Error) -> String {
    if let regex_syntax::Error::Parse(it) = error {
        return syntax(source, it);
    }
    if let regex_syntax::Error::Translate(it) = error {
        if *it.kind() == hir::ErrorKind::UnicodeNotAllowed {
            return "has a character in a class that is more than one octet: \
                    write the class as `(?u:[...])`, or the character as an \
                    alternative of its own"
                .to_owned();
        }
    }
    format!("is not to be had over octets: {error}")
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "most mistakes are the same in all dialects"
)]
fn syntax(source: &str, error: &ast::Error) -> String {
    let at = error.span().start.offset;
    let rest = source.get(at..).unwrap_or_default();
    let hint = match error.kind() {
        ErrorKind::UnsupportedBackreference => return number(rest),
        ErrorKind::UnsupportedLookAround => {
            return "has look-ahead or look-behind, for which no engine knows \
                    a bound of time: match what is around as well, and \
                    capture the part that is wanted"
                .to_owned();
        }
        ErrorKind::EscapeUnrecognized if rest.starts_with(r"\Z") => {
            "the end of the text is `\\z`"
        }
        ErrorKind::ClassUnclosed => {
            "in a class `[` opens another one: as it stands it is `\\[`"
        }
        ErrorKind::FlagUnrecognized
            if source.get(..at).is_some_and(|it| it.ends_with("(?"))
                && rest.starts_with('#') =>
        {
            "there is no comment of this form: leave it out, or write `(?x)` \
             and a comment from `#` to the end of its line"
        }
        ErrorKind::RepetitionCountUnclosed
        | ErrorKind::RepetitionCountDecimalEmpty
        | ErrorKind::RepetitionCountInvalid
        | ErrorKind::RepetitionMissing
        | ErrorKind::DecimalEmpty
        | ErrorKind::DecimalInvalid => brace(source, at),
        _ => "",
    };
    let kind = error.kind();
    let mut text = format!("is no regular expression: {kind}, at octet {at}");
    if !hint.is_empty() {
        text.push_str(": ");
        text.push_str(hint);
    }
    text
}

/// Something like `\1`, or like `\033`.
fn number(escape: &str) -> String {
    let digits = escape.trim_start_matches('\\');
    let end = digits.find(|it: char| !it.is_digit(8)).unwrap_or(digits.len());
    let octal = digits.get(..end.min(3)).unwrap_or_default();
    let is_octal = octal.starts_with('0') || octal.len() == 3;
    match u8::from_str_radix(octal, 8) {
        Ok(octet) if is_octal => format!(
            "has the octet `\\{octal}` by its octal number: write `\\x{octet:02x}`"
        ),
        _ => "has a back-reference, for which no engine knows a bound of \
              time: capture the group, and compare when it has matched"
            .to_owned(),
    }
}

fn brace(source: &str, at: usize) -> &'static str {
    // The place is somewhere in the braces.
    let upto =
        source.char_indices().map_while(|(n, it)| (n <= at).then_some((n, it)));
    let open = upto.filter(|(_, it)| *it == '{').last();
    match open.and_then(|(n, _)| source.get(n..)) {
        Some(it) if it.starts_with("{,") => {
            "a repetition has its least count: `{0,3}`"
        }
        Some(_) => "a brace as it stands is `\\{`",
        None => "",
    }
}

/// An operator between classes that is none in other dialects: `&&`, `--` and
/// `~~` between characters that stand for themselves.
pub(crate) fn set_operator(source: &str, nesting: u32) -> Option<String> {
    if !["&&", "--", "~~"].iter().any(|it| source.contains(it)) {
        return None;
    }
    let ast = ParserBuilder::new().nest_limit(nesting).build().parse(source);
    visit(&ast.ok()?, Operators(None)).ok().flatten()
}

struct Operators(Option<String>);

impl Visitor for Operators {
    type Output = Option<String>;
    type Err = ();

    fn finish(self) -> Result<Option<String>, ()> {
        Ok(self.0)
    }

    fn visit_pre(&mut self, _: &Ast) -> Result<(), ()> {
        Ok(())
    }

    fn visit_class_set_binary_op_pre(
        &mut self,
        it: &ClassSetBinaryOp,
    ) -> Result<(), ()> {
        if is_plain(&it.lhs) && is_plain(&it.rhs) {
            let (sign, escaped) = match it.kind {
                ast::ClassSetBinaryOpKind::Intersection => ("&&", r"\&"),
                ast::ClassSetBinaryOpKind::Difference => ("--", r"\-"),
                ast::ClassSetBinaryOpKind::SymmetricDifference => ("~~", r"\~"),
            };
            self.0.get_or_insert_with(|| {
                format!(
                    "has `{sign}` in a class, which takes what is before it \
                     and what is behind it as two sets: write `{escaped}` \
                     for the character"
                )
            });
        }
        Ok(())
    }
}

/// Whether nothing in it is a range or a class.
fn is_plain(set: &ClassSet) -> bool {
    let is_literal = |it: &ClassSetItem| {
        matches!(it, ClassSetItem::Empty(_) | ClassSetItem::Literal(_))
    };
    match set {
        ClassSet::Item(ClassSetItem::Union(it)) => {
            it.items.iter().all(is_literal)
        }
        ClassSet::Item(it) => is_literal(it),
        ClassSet::BinaryOp(it) => is_plain(&it.lhs) && is_plain(&it.rhs),
    }
}

#[cfg(test)]
mod tests {
    use crate::Pattern;

    #[test]
    fn each_refusal_says_what_to_write() {
        for (pattern, write) in [
            (r"login: \Z", r"`\z`"),
            (r"\033\[K", r"`\x1b`"),
            (r"\0*", r"`\x00`"),
            (r"a\177", r"`\x7f`"),
            (r"(a)\1", "capture the group"),
            (r"a{,3}", "`{0,3}`"),
            (r"if x {", r"`\{`"),
            (r"{", r"`\{`"),
            (r"a{x}", r"`\{`"),
            (r"[[]", r"`\[`"),
            (r"(?#prompt)>", "`(?x)`"),
            (r"[>#~~$]", r"`\~`"),
            (r"[>--#]", r"`\-`"),
            (r"[a&&b]", r"`\&`"),
            (r"[❯>]", "(?u:[...])"),
            (r"(?<=a)b", "look-behind"),
        ] {
            let error = Pattern::regex(pattern).unwrap_err().to_string();
            assert!(error.contains(write), "{pattern}: {error}");
        }
    }

    #[test]
    fn what_is_meant_is_taken() {
        for pattern in [
            r"[\w&&[^_]]",
            r"[a-z--m]",
            r"[>#~$]",
            r"[>#\~\~$]",
            r"a--b",
            r"(?u:[❯>])",
            r"a{0,3}x",
            r"\{",
        ] {
            assert!(Pattern::regex(pattern).is_ok(), "{pattern}");
        }
    }
}
