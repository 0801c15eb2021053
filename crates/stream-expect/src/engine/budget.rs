//! How much work one look at the text may be.

/// What is left of the work that one look may do. The unit is a state of the
/// NFA that is looked at; all else is counted in it, by about what it costs.
///
/// Steps are counted and not time, so that a search takes the same way on each
/// machine. Work is stopped between two octets: with the octet that is under
/// way, which looks at each state of the NFA a few times at most, it may be
/// more than was left.
#[derive(Debug)]
pub(crate) struct Budget {
    left: usize,
}

/// Octets that are skipped for one unit.
const SKIPPED: usize = 256;
/// Octets that are read by the table for one unit.
const READ: usize = 16;
/// What the call of a skip costs besides.
const CALL: usize = 1;

impl Budget {
    pub(crate) const fn new(units: usize) -> Self {
        Self { left: units }
    }

    pub(crate) const fn spend(&mut self, units: usize) {
        self.left = self.left.saturating_sub(units);
    }

    /// Octets were skipped.
    pub(crate) const fn skip(&mut self, octets: usize) {
        self.spend(octets / SKIPPED + CALL);
    }

    /// Octets were read by the table.
    pub(crate) const fn read(&mut self, octets: usize) {
        self.spend(octets / READ + 1);
    }

    pub(crate) const fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// How many octets it would pay for if all were skipped; not none.
    pub(crate) const fn most(&self) -> usize {
        self.left.saturating_mul(SKIPPED).saturating_add(1)
    }
}
