//! A few octets that are looked for at once.

use memchr::{memchr, memchr2, memchr3};

/// So many octets, three at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Octets {
    each: [u8; 3],
    count: u8,
}

impl Octets {
    /// One more; none where there are too many.
    pub(crate) fn with(mut self, octet: u8) -> Option<Self> {
        *self.each.get_mut(usize::from(self.count))? = octet;
        self.count += 1;
        Some(self)
    }

    /// Where the first of them is.
    #[inline]
    pub(crate) fn find(&self, text: &[u8]) -> Option<usize> {
        let [a, b, c] = self.each;
        match self.count {
            0 => None,
            1 => memchr(a, text),
            2 => memchr2(a, b, text),
            _ => memchr3(a, b, c, text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_are_found_and_no_more_are_taken() {
        let mut octets = Octets::default();
        for (count, octet) in b"xyz".iter().enumerate() {
            let found = (0..3).map(|at| octets.find(&b"xyz"[at..]));
            let found = found.filter(|it| *it == Some(0)).count();
            assert_eq!(found, count);
            octets = octets.with(*octet).unwrap();
        }
        assert_eq!(octets.find(b"..z.y"), Some(2));
        assert_eq!(octets.find(b"..."), None);
        assert_eq!(octets.with(b'a'), None);
    }
}
