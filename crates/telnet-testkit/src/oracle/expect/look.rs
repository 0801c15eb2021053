//! What assertions look at.

use regex_syntax::hir::Look;

/// Whether an assertion depends on the octet behind its place.
pub(super) fn looks_ahead(look: Look) -> bool {
    match look {
        Look::Start
        | Look::StartLF
        | Look::WordStartHalfAscii
        | Look::WordStartHalfUnicode => false,
        // Among them the start of a line: there is none between CR and LF.
        Look::StartCRLF
        | Look::End
        | Look::EndLF
        | Look::EndCRLF
        | Look::WordAscii
        | Look::WordAsciiNegate
        | Look::WordUnicode
        | Look::WordUnicodeNegate
        | Look::WordStartAscii
        | Look::WordStartUnicode
        | Look::WordEndAscii
        | Look::WordEndUnicode
        | Look::WordEndHalfAscii
        | Look::WordEndHalfUnicode => true,
    }
}

/// Whether an assertion holds at a place of a text that is complete.
pub(super) fn holds(look: Look, text: &[u8], at: usize) -> bool {
    let before = text[..at].last().copied();
    let after = text.get(at).copied();
    let word = |octet: Option<u8>| {
        octet.is_some_and(|it| it.is_ascii_alphanumeric() || it == b'_')
    };
    let (left, right) = (word(before), word(after));
    match look {
        Look::Start => before.is_none(),
        Look::End => after.is_none(),
        Look::StartLF => matches!(before, None | Some(b'\n')),
        Look::EndLF => matches!(after, None | Some(b'\n')),
        Look::StartCRLF => match before {
            None | Some(b'\n') => true,
            Some(b'\r') => after != Some(b'\n'),
            Some(_) => false,
        },
        Look::EndCRLF => match after {
            None | Some(b'\r') => true,
            Some(b'\n') => before != Some(b'\r'),
            Some(_) => false,
        },
        Look::WordAscii => left != right,
        Look::WordAsciiNegate => left == right,
        Look::WordStartAscii => !left && right,
        Look::WordEndAscii => left && !right,
        Look::WordStartHalfAscii => !left,
        Look::WordEndHalfAscii => !right,
        Look::WordUnicode
        | Look::WordUnicodeNegate
        | Look::WordStartUnicode
        | Look::WordEndUnicode
        | Look::WordStartHalfUnicode
        | Look::WordEndHalfUnicode => panic!("words are ASCII here"),
    }
}
