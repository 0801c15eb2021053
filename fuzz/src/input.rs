//! The fuzzer's octets, taken one by one for choices.

/// What is left of an input. It never runs out: past its end all is 0.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    rest: &'a [u8],
}

impl<'a> Input<'a> {
    /// All of an input.
    #[must_use]
    pub const fn new(input: &'a [u8]) -> Self {
        Self { rest: input }
    }

    /// Whether choices are left.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next octet.
    pub fn octet(&mut self) -> u8 {
        let Some((&first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        first
    }

    /// The next octet as an index below `len`.
    pub fn below(&mut self, len: usize) -> usize {
        usize::from(self.octet()) % len
    }

    /// The next octet as one of a list.
    pub fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// The next `len` octets, or what there is of them.
    pub fn octets(&mut self, len: usize) -> &'a [u8] {
        let (octets, rest) = self.rest.split_at(len.min(self.rest.len()));
        self.rest = rest;
        octets
    }

    /// A list: its length, then that many octets, at most 15.
    pub fn list(&mut self) -> &'a [u8] {
        let len = self.below(16);
        self.octets(len)
    }

    /// All that is left.
    #[must_use]
    pub const fn rest(self) -> &'a [u8] {
        self.rest
    }
}
