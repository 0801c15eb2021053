//! A peer that follows a script, in virtual time.

use std::collections::VecDeque;
use std::time::Instant;

use telnet_testkit::oracle::{Item, decode};

use crate::script::{Cut, GAP, Script, Step};

/// The peer's end.
#[derive(Debug)]
pub(crate) struct Peer {
    steps: VecDeque<Step>,
    pub(crate) cut: Cut,
    /// How many octets it has said.
    said: usize,
    /// What it says and has not arrived; nothing is the end of the stream.
    pieces: VecDeque<(Instant, Option<Vec<u8>>)>,
    /// When it will have said it.
    free: Instant,
    wire: Vec<u8>,
    /// How much of what was typed it has used.
    heard: usize,
}

impl Peer {
    pub(crate) fn new(script: &Script, cut: Cut, now: Instant) -> Self {
        let mut peer = Self {
            steps: script.0.iter().cloned().collect(),
            cut,
            said: 0,
            pieces: VecDeque::new(),
            free: now,
            wire: Vec::new(),
            heard: 0,
        };
        peer.advance(now);
        peer
    }

    /// It hears octets.
    pub(crate) fn hear(&mut self, octets: &[u8], now: Instant) {
        self.wire.extend_from_slice(octets);
        self.advance(now);
    }

    /// The next piece of what it has said; nothing is the end of the stream.
    pub(crate) fn take(&mut self, now: Instant) -> Option<Vec<u8>> {
        let (_, piece) = self.pieces.pop_front()?;
        self.advance(now);
        piece
    }

    /// It has heard all that it waits for, and nothing more.
    pub(crate) fn end(&self) {
        let mut left = self.steps.iter();
        let waits = left.any(|it| matches!(it, Step::Hear(_)));
        assert!(!waits, "it waits for {:?}", self.steps);
        let rest = typed(&self.wire)[self.heard..].escape_ascii().to_string();
        assert_eq!(rest, "", "it was not to hear this");
    }

    /// Goes on as far as it can.
    fn advance(&mut self, now: Instant) {
        while self.pieces.is_empty() {
            match self.steps.front() {
                Some(Step::Hear(wanted)) => {
                    let typed = typed(&self.wire);
                    let rest = &typed[self.heard..];
                    if !rest.starts_with(wanted) {
                        let rest = rest.escape_ascii();
                        assert!(
                            wanted.starts_with(&typed[self.heard..]),
                            "it heard \"{rest}\", not \"{}\"",
                            wanted.escape_ascii()
                        );
                        return;
                    }
                    self.heard += wanted.len();
                    self.free = self.free.max(now);
                }
                Some(Step::Pause(time)) => self.free += *time,
                Some(Step::Close) => self.pieces.push_back((self.free, None)),
                Some(Step::Say(octets)) => self.say(octets.clone()),
                None => return,
            }
            self.steps.pop_front();
        }
    }

    fn say(&mut self, octets: Vec<u8>) {
        let from = self.said;
        self.said += octets.len();
        let (len, gap) = match self.cut {
            Cut::Octets(gap) => (1, gap),
            Cut::At(at) if from < at && at < self.said => (at - from, GAP),
            Cut::At(_) | Cut::Whole => (octets.len(), GAP),
        };
        let (one, two) = octets.split_at(len);
        let rest = if let Cut::Octets(_) = self.cut { 1 } else { two.len() };
        self.pieces.push_back((self.free, Some(one.to_vec())));
        for piece in two.chunks(rest.max(1)) {
            self.free += gap;
            self.pieces.push_back((self.free, Some(piece.to_vec())));
        }
    }

    /// The next piece, if it is there by then.
    pub(crate) fn next_by(&self, end: Option<Instant>) -> Option<Instant> {
        let (at, _) = self.pieces.front()?;
        end.is_none_or(|end| *at <= end).then_some(*at)
    }
}

/// What was typed: the wire without Telnet's commands.
fn typed(wire: &[u8]) -> Vec<u8> {
    let mut typed = Vec::new();
    for item in decode(wire) {
        if let Item::Data(octets) = item {
            typed.extend(octets);
        }
    }
    typed
}
