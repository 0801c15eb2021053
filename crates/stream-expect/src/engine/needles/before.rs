//! What may be between the begin of a match and its needle.

use regex_syntax::hir::{Class, Hir, HirKind};

/// What may be between the begin of a match and its needle.
#[derive(Clone, Debug)]
pub(super) struct Before {
    /// For each octet whether it may.
    octets: Box<[bool; 256]>,
    /// How many octets at most; none where there is no bound.
    pub(super) most: Option<usize>,
}

impl Before {
    pub(super) fn nothing() -> Self {
        Self { octets: Box::new([false; 256]), most: Some(0) }
    }

    pub(super) fn may_hold(&self, octet: u8) -> bool {
        self.octets.get(usize::from(octet)).is_none_or(|it| *it)
    }

    /// Whether it says nothing: any octets, any number of them.
    pub(super) fn is_anything(&self) -> bool {
        self.most.is_none() && self.octets.iter().all(|it| *it)
    }

    /// Whether a match begins with its needle.
    pub(super) const fn is_nothing(&self) -> bool {
        matches!(self.most, Some(0))
    }

    /// Either may be before a needle.
    pub(super) fn add(&mut self, other: &Self) {
        for (it, other) in self.octets.iter_mut().zip(&*other.octets) {
            *it |= other;
        }
        let most = self.most.zip(other.most);
        self.most = most.map(|(one, other)| one.max(other));
    }

    /// This part of a pattern stands behind what is before already.
    pub(super) fn push(&mut self, part: &Hir) {
        let most = self.most.zip(part.properties().maximum_len());
        self.most = most.map(|(one, other)| one.saturating_add(other));
        self.hold(part);
    }

    fn hold(&mut self, part: &Hir) {
        match part.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                literal
                    .0
                    .iter()
                    .for_each(|octet| self.hold_all(*octet, *octet));
            }
            HirKind::Class(Class::Bytes(class)) => {
                class.iter().for_each(|it| self.hold_all(it.start(), it.end()));
            }
            HirKind::Class(Class::Unicode(class)) => {
                for it in class.iter() {
                    let octet = |char| u8::try_from(u32::from(char)).ok();
                    let ascii = |char| octet(char).filter(u8::is_ascii);
                    if let Some(first) = ascii(it.start()) {
                        self.hold_all(first, ascii(it.end()).unwrap_or(0x7F));
                    }
                    if ascii(it.end()).is_none() {
                        self.hold_all(0x80, 0xFF);
                    }
                }
            }
            HirKind::Repetition(it) => self.hold(&it.sub),
            HirKind::Capture(it) => self.hold(&it.sub),
            HirKind::Concat(each) | HirKind::Alternation(each) => {
                each.iter().for_each(|it| self.hold(it));
            }
        }
    }

    fn hold_all(&mut self, first: u8, last: u8) {
        let range = usize::from(first)..=usize::from(last);
        if let Some(octets) = self.octets.get_mut(range) {
            octets.fill(true);
        }
    }
}
