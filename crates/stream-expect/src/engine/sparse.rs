//! A set of small numbers that remembers their order.

/// Numbers below a bound, in the order in which they were put in; each
/// operation takes the same time, emptying too.
#[derive(Debug)]
pub(crate) struct SparseSet {
    members: Vec<u32>,
    /// For each number its place among the members, if it is there.
    places: Box<[u32]>,
}

impl SparseSet {
    /// An empty set for numbers below `bound`.
    pub(crate) fn new(bound: usize) -> Self {
        Self {
            members: Vec::with_capacity(bound),
            places: vec![0; bound].into(),
        }
    }

    pub(crate) fn clear(&mut self) {
        self.members.clear();
    }

    /// Adds a number. Whether it was new, and below the bound.
    pub(crate) fn insert(&mut self, number: u32) -> bool {
        let Some(place) = self.places.get_mut(number as usize) else {
            return false;
        };
        if self.members.get(*place as usize) == Some(&number) {
            return false;
        }
        *place = self.members.len() as u32;
        self.members.push(number);
        true
    }

    pub(crate) fn as_slice(&self) -> &[u32] {
        &self.members
    }
}
