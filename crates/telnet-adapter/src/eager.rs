//! The reads that do not wait.

use std::fmt;
use std::io;
use std::time::Instant;

use telnet_session::Session;

use crate::flow::{CALL, CHUNK};
use crate::{Flow, Progress, Transport};

/// How many reads of the stream there are at most, 16 KiB each: 1 MiB. A larger one
/// counts for as many.
const LOOKS: u32 = 64;

/// What a full read of 16 KiB is by [`Flow::work`].
const READ: u64 = CALL + CHUNK as u64;

/// A look at the stream that does not wait, under way: what telnetlib's
/// `read_very_eager` and `read_eager` are made of. It receives what has
/// arrived, and answers it; the text is then there to be taken.
///
/// It ends though the peer floods, and though nothing of what it sends is text:
/// after 64 reads of 16 KiB, as many octets in larger ones, or fewer if asked for.
pub struct Eager {
    enough: fn(&Session) -> bool,
    left: u32,
}

impl Eager {
    /// Reads until there is nothing, or `enough` says that there is.
    #[must_use]
    pub const fn new(enough: fn(&Session) -> bool) -> Self {
        Self { enough, left: LOOKS }
    }

    /// Reads the stream so often at most.
    #[must_use]
    pub const fn looks(mut self, looks: u32) -> Self {
        self.left = looks;
        self
    }

    /// Whether it ended because it had read the stream as often as it may.
    #[must_use]
    pub const fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// Reads once, without waiting, and answers. Never [`Progress::Stuck`].
    ///
    /// # Errors
    /// Those of the stream; `TimedOut` if a heartbeat asked and the peer did not
    /// answer. Where there is text that came before, that comes
    /// first, and the next read has the error.
    pub fn step(
        &mut self,
        flow: &mut Flow,
        session: &mut Session,
        transport: &mut impl Transport,
        now: Instant,
    ) -> io::Result<Progress<()>> {
        session.tick(now);
        let more = self.left > 0
            && session.wants_read()
            && !(self.enough)(session)
            && self.look(flow, session, transport, now)?;
        flow.replies(session, transport);
        Ok(if more { Progress::Moved } else { Progress::Ready(()) })
    }

    fn look(
        &mut self,
        flow: &mut Flow,
        session: &mut Session,
        transport: &mut impl Transport,
        now: Instant,
    ) -> io::Result<bool> {
        let before = flow.work();
        let moved = flow.input(session, transport, Some(now));
        let reads = (flow.work() - before).div_ceil(READ).max(1);
        let reads = u32::try_from(reads).unwrap_or(u32::MAX);
        self.left = self.left.saturating_sub(reads);
        match moved {
            Err(error) if !session.unread().is_empty() => {
                flow.owe(&error);
                Ok(false)
            }
            Ok(false) if session.unread().is_empty() => {
                session.check_alive()?;
                Ok(false)
            }
            moved => moved,
        }
    }
}

impl fmt::Debug for Eager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Eager").field("left", &self.left).finish()
    }
}
