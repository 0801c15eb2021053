//! What may grow, and how far: the lines of the allocation map.

use telnet_session::{Config, TelnetOption};

/// A line of the allocation map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Unread text.
    Text,
    /// Marks of prompts.
    Marks,
    /// Unsent output, and one reply of so many octets.
    Output(usize),
    /// Events.
    Events,
    /// The subnegotiation that comes in, the last one, and the payloads of events.
    Payloads(TelnetOption),
    /// A stream that is inflated.
    Inflated,
    /// What the peer has told.
    Peer,
    /// Escape sequences that were taken out of the text.
    Hidden,
    /// What is agreed about single options.
    Agreed,
    /// A line as a terminal shows it.
    Line,
}

/// A container that doubles, and the one before it while it is copied.
const DOUBLING: usize = 3;

/// Octets of a cell of a line, and how many there are of either at most.
const CELL: usize = 12;
const LINE: usize = 16 << 10;

impl Part {
    /// Octets of memory, at most.
    pub(crate) fn most(self, config: &Config) -> usize {
        match self {
            // The old one is there while it is copied.
            Self::Text => (4 + 1) * config.max_unread,
            Self::Marks => DOUBLING * config.max_unread.max(128),
            // Of what was written there is no more than of what was not.
            Self::Output(reply) => DOUBLING * 2 * (config.max_output + reply),
            Self::Events => DOUBLING * 48 * (config.max_events + 1),
            Self::Payloads(option) => {
                let longest = config.max_subnegotiation_of(option);
                let of_events = config.max_subnegotiation + longest;
                DOUBLING * longest + (longest + 1) + of_events
            }
            Self::Inflated => 48 << 10,
            Self::Peer => 17 * 256 + 64 * (256 + (4 << 10)),
            Self::Hidden => DOUBLING * (256 << 10),
            Self::Agreed => 400,
            // The line, as it is shown, and what it is written from.
            Self::Line => DOUBLING * (CELL + 2) * LINE,
        }
    }
}
