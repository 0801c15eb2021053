//! What is known of a pattern before it is used.

use regex_syntax::hir::{Hir, HirKind, Look};

/// Whether some match ends with an assertion that looks at the octet behind
/// it.
pub(crate) fn looks_ahead(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) => false,
        HirKind::Look(look) => match look {
            Look::Start
            | Look::StartLF
            | Look::WordStartHalfAscii
            | Look::WordStartHalfUnicode => false,
            // Behind a CR it depends on whether an LF follows.
            Look::StartCRLF
            | Look::End
            | Look::EndLF
            | Look::EndCRLF
            | Look::WordAscii
            | Look::WordAsciiNegate
            | Look::WordUnicode
            | Look::WordUnicodeNegate
            | Look::WordStartAscii
            | Look::WordEndAscii
            | Look::WordStartUnicode
            | Look::WordEndUnicode
            | Look::WordEndHalfAscii
            | Look::WordEndHalfUnicode => true,
        },
        HirKind::Repetition(it) => looks_ahead(&it.sub),
        HirKind::Capture(it) => looks_ahead(&it.sub),
        HirKind::Alternation(all) => all.iter().any(looks_ahead),
        HirKind::Concat(all) => {
            for part in all.iter().rev() {
                if looks_ahead(part) {
                    return true;
                }
                if !can_be_empty(part) {
                    return false;
                }
            }
            false
        }
    }
}

/// Whether it can match no octet at all.
pub(crate) fn can_be_empty(hir: &Hir) -> bool {
    hir.properties().minimum_len() == Some(0)
}

/// Whether it is plain that nothing can match: where the text has to end and
/// an octet has to follow, or to begin and an octet has to precede.
pub(crate) fn never_matches(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Literal(_) | HirKind::Look(_) => false,
        HirKind::Class(_) => hir.properties().minimum_len().is_none(),
        HirKind::Repetition(it) => it.min > 0 && never_matches(&it.sub),
        HirKind::Capture(it) => never_matches(&it.sub),
        HirKind::Alternation(all) => all.iter().all(never_matches),
        HirKind::Concat(all) => {
            let takes = |part: &Hir| {
                part.properties().minimum_len().is_none_or(|least| least > 0)
            };
            let is = |part: &Hir, look| *part.kind() == HirKind::Look(look);
            let after_end =
                all.iter().skip_while(|part| !is(part, Look::End)).any(takes);
            let before_start = all
                .iter()
                .rev()
                .skip_while(|part| !is(part, Look::Start))
                .any(takes);
            after_end || before_start || all.iter().any(never_matches)
        }
    }
}
