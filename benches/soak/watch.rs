//! What a process must not gather.

use std::fmt;
use std::fs;

use telnet_benches::process::memory;

/// Memory may grow by that much, and a fiftieth: the allocator's own.
const SLACK: usize = 16 << 20;

/// What there was after each round.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    rounds: usize,
    descriptors: usize,
    /// Resident memory after the rounds that warm up, at most.
    warm: usize,
    memory: usize,
}

impl Watch {
    pub(crate) const fn rounds(&self) -> usize {
        self.rounds
    }

    /// Looks behind a round. Fails where there is more than there was behind the
    /// first one, or those that warm up.
    pub(crate) fn look(&mut self, warm: usize) {
        self.rounds += 1;
        let descriptors = fs::read_dir("/proc/self/fd").unwrap().count();
        if self.rounds == 1 {
            self.descriptors = descriptors;
        }
        assert_eq!(descriptors, self.descriptors, "descriptors left open");
        self.memory = memory("VmRSS").unwrap();
        if self.rounds <= warm {
            self.warm = self.warm.max(self.memory);
        }
        let most = self.warm + self.warm / 50 + SLACK;
        assert!(
            self.memory <= most,
            "grown from {} to {} octets",
            self.warm,
            self.memory
        );
    }
}

impl fmt::Display for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (memory, warm) = (self.memory >> 10, self.warm >> 10);
        let descriptors = self.descriptors;
        write!(f, "{descriptors} descriptors, {memory} KiB ({warm} when warm)")
    }
}
