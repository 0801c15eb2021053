//! What a connection knows of the host's command line, from one dialogue to
//! the next.

use std::time::Duration;

use crate::hidden::Place;
use crate::inbox::Inbox;
use crate::terminal::Screen;

/// Text that was read past the dialogues is looked at in such pieces.
const PIECE: usize = 4096;

/// What a connection knows of the host's command line. It is there once a
/// dialogue has begun.
#[derive(Default)]
pub(crate) struct Console {
    /// The terminal, as it was where the unread text begins.
    pub(super) screen: Screen,
    /// Where that is.
    pub(super) place: Place,
    /// The prompt that stood last, as it was shown; empty if there was none.
    pub(super) prompt: Vec<u8>,
    /// Whether the last line was seen to come back; `None` before that.
    pub(super) echoes: Option<bool>,
    /// A dialogue has sent a line, and has not seen the end of its reply.
    pub(super) out_of_step: bool,
    /// The longest time from a line of ours to what came then.
    pub(super) trip: Option<Duration>,
}

impl Console {
    /// Text up to a stream offset is read that no dialogue has seen.
    pub(crate) fn pass(&mut self, inbox: &Inbox, to: u64) {
        let mut lines = Vec::new();
        for text in inbox.all_from(self.place, to) {
            for piece in text.chunks(PIECE) {
                self.screen.write(piece, &mut lines);
                lines.clear();
            }
        }
        let place = inbox.place(to);
        self.place.text = place.text;
        self.place.hidden = self.place.hidden.max(place.hidden);
    }
}
