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
    screen: Screen,
    /// Where that is.
    place: Place,
    /// The prompt that stood last, as it was shown; empty if there was none.
    prompt: Vec<u8>,
    /// Those that stood before it, the last of them last.
    prompts: Vec<Vec<u8>>,
    /// Whether the last line was seen to come back; `None` before that.
    echoes: Option<bool>,
    /// A dialogue has sent a line, and has not seen the end of its reply.
    out_of_step: bool,
    /// The longest time from a line of ours to what came then.
    trip: Option<Duration>,
}

/// Most prompts that are remembered: a host has so many modes that are used.
const PROMPTS: usize = 8;

impl Console {
    /// A prompt stands.
    pub(crate) fn learn(&mut self, prompt: &[u8]) {
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

    // ---- what a dialogue begins with, and leaves ----

    /// The terminal, as it is where the unread text begins.
    pub(crate) const fn screen(&self) -> &Screen {
        &self.screen
    }

    /// The place where the unread text begins, which is at a stream offset.
    pub(crate) const fn place(&self, offset: u64) -> Place {
        self.place.at(offset)
    }

    /// A dialogue ends: the terminal as it is at a place.
    pub(crate) fn leave(&mut self, screen: &Screen, place: Place) {
        self.screen = screen.clone();
        self.place = place;
    }

    /// The longest time from a line of ours to what came then.
    pub(crate) const fn trip(&self) -> Option<Duration> {
        self.trip
    }

    pub(crate) const fn set_trip(&mut self, trip: Option<Duration>) {
        self.trip = trip;
    }

    /// The prompt that stood last, as it was shown; empty if there was none.
    pub(crate) fn prompt(&self) -> &[u8] {
        &self.prompt
    }

    /// Those that stood, the last of them last.
    pub(crate) fn prompts(&self) -> &[Vec<u8>] {
        &self.prompts
    }

    /// Whether the last line was seen to come back, if that is known.
    pub(crate) const fn echoes(&self) -> Option<bool> {
        self.echoes
    }

    pub(crate) const fn set_echoes(&mut self, echoes: bool) {
        self.echoes = Some(echoes);
    }

    /// A line is sent; whether the end of the reply to the one before it was
    /// never seen.
    pub(crate) const fn begin_line(&mut self) -> bool {
        std::mem::replace(&mut self.out_of_step, true)
    }

    /// The end of the reply is seen.
    pub(crate) const fn end_line(&mut self) {
        self.out_of_step = false;
    }
}
