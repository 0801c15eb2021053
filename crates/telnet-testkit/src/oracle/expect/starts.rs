//! Where matches begin: backwards over the syntax tree, a set of places at a
//! time.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::look::holds;

/// Longest text that is searched, in octets.
pub const MOST_TEXT: usize = 127;

/// Places of a text: bit n is the place before octet n.
pub(super) type Places = u128;

/// The places from which `tree` matches up to one of `ends`, in a text that is
/// complete.
pub(super) fn starts(tree: &Hir, text: &[u8], ends: Places) -> Places {
    if ends == 0 {
        return 0;
    }
    match tree.kind() {
        HirKind::Empty => ends,
        HirKind::Literal(it) => {
            retreat(ends, it.0.len(), |at| text[at..].starts_with(&it.0))
        }
        HirKind::Class(class) => {
            retreat(ends, 1, |at| contains(class, text[at]))
        }
        HirKind::Look(look) => retreat(ends, 0, |at| holds(*look, text, at)),
        HirKind::Capture(it) => starts(&it.sub, text, ends),
        HirKind::Concat(list) => {
            list.iter().rev().fold(ends, |ends, it| starts(it, text, ends))
        }
        HirKind::Alternation(list) => {
            list.iter().fold(0, |all, it| all | starts(it, text, ends))
        }
        HirKind::Repetition(it) => {
            let mut at = ends;
            for _ in 0..it.min {
                at = starts(&it.sub, text, at);
            }
            let mut all = at;
            for _ in it.min..it.max.unwrap_or(u32::MAX) {
                let more = all | starts(&it.sub, text, all);
                if more == all {
                    break;
                }
                all = more;
            }
            all
        }
    }
}

/// The places `len` before the given ones, where `fits` says so.
fn retreat(ends: Places, len: usize, fits: impl Fn(usize) -> bool) -> Places {
    let mut left = if len > MOST_TEXT { 0 } else { ends >> len };
    let mut all = 0;
    while left != 0 {
        let at = left.trailing_zeros();
        left &= left - 1;
        if fits(at as usize) {
            all |= 1 << at;
        }
    }
    all
}

pub(super) fn contains(class: &Class, octet: u8) -> bool {
    match class {
        Class::Bytes(class) => class
            .iter()
            .any(|range| (range.start()..=range.end()).contains(&octet)),
        Class::Unicode(class) => {
            let octet = char::from(octet);
            class
                .iter()
                .any(|range| (range.start()..=range.end()).contains(&octet))
        }
    }
}
