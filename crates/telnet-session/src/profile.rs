//! Whose rules hold: those of the RFCs, or those of Python's telnetlib.

use crate::watch::Trace;

/// A set of rules. Each difference between the two is a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// The RFCs.
    Standard,
    /// Python's telnetlib, with its faults.
    Telnetlib,
}

impl Profile {
    /// Whether octets go through the byte machine of telnetlib, which knows no
    /// states of options and makes no events.
    pub(crate) const fn has_a_machine(self) -> bool {
        self.is_telnetlib()
    }

    /// Whether negotiations are answered each for itself, with no memory.
    pub(crate) const fn answers_without_memory(self) -> bool {
        self.is_telnetlib()
    }

    /// Whether a read that finds nothing consumes the text that it returns.
    pub(crate) const fn consumes_misses(self) -> bool {
        self.is_telnetlib()
    }

    /// Whether `read_until` ends at its deadline though text still comes.
    pub(crate) const fn ends_at_the_deadline(self) -> bool {
        self.is_telnetlib()
    }

    /// Whether `expect` tries the patterns in order, each on all of the text.
    #[cfg(feature = "expect")]
    pub(crate) const fn tries_patterns_in_order(self) -> bool {
        self.is_telnetlib()
    }

    /// Whether a trace shows data that is sent as telnetlib's did.
    pub(crate) const fn shows_sent_data_as_python(self) -> bool {
        self.is_telnetlib()
    }

    /// What a trace says of the end of the connection.
    pub(crate) const fn end(self, by_peer: bool) -> Option<Trace<'static>> {
        match (self, by_peer) {
            (Self::Standard, true) => Some(Trace::Eof),
            (Self::Standard, false) => Some(Trace::Closed),
            (Self::Telnetlib, true) => {
                Some(Trace::Message(format_args!("recv b''")))
            }
            // It said nothing of its own close.
            (Self::Telnetlib, false) => None,
        }
    }

    pub(crate) const fn is_telnetlib(self) -> bool {
        matches!(self, Self::Telnetlib)
    }
}
