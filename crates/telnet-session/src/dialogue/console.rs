//! What a connection knows of the host's command line, from one dialogue to
//! the next.

use std::time::Duration;

use crate::terminal::Screen;
use crate::text::{Inbox, Place};

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
    /// Those that stood before it, the last of them last.
    pub(super) prompts: Vec<Vec<u8>>,
    /// Whether the last line was seen to come back; `None` before that.
    pub(super) echoes: Option<bool>,
    /// A dialogue has sent a line, and has not seen the end of its reply.
    pub(super) out_of_step: bool,
    /// The longest time from a line of ours to what came then.
    pub(super) trip: Option<Duration>,
}

/// Most prompts that are remembered: a host has so many modes that are used.
const PROMPTS: usize = 8;

impl Console {
    /// A prompt stands.
    pub(super) fn learn(&mut self, prompt: &[u8]) {
        if !prompt.is_empty() && prompt != self.prompt {
            // One that is the begin of it was not complete.
            self.prompts.retain(|it| !prompt.starts_with(it));
            self.prompts.push(prompt.to_vec());
            if self.prompts.len() > PROMPTS {
                self.prompts.remove(0);
            }
            self.prompt = prompt.to_vec();
        }
    }

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
        self.place = place.with_hidden_of(self.place);
    }
}
