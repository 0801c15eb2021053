//! What comes in compressed.

use flate2::{Decompress, FlushDecompress, Status};

use super::gzip::{Head, TRAILER, head};

/// Most octets that are inflated at a time: those that wait for room.
const STEP: usize = 4096;

/// A compressed stream that is being received.
///
/// It holds the window of deflate, 32 KiB, and one step of what it has become.
pub(crate) struct Inflated {
    stage: Stage,
    /// What has been inflated, and from where on it waits to be decoded.
    plain: Vec<u8>,
    at: usize,
    /// Whether there may be more without any input: the last step was full.
    has_more: bool,
}

enum Stage {
    /// The begin of the stream, as far as it has come.
    Head(Vec<u8>),
    /// The stream, and how many octets are behind it.
    Body(Decompress, u8),
    /// So many octets are still behind it.
    Trailer(u8),
    /// It is over: what follows is not compressed.
    Over,
}

/// What a step has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inflation {
    /// The stream goes on.
    GoesOn,
    /// It has ended.
    Ended,
    /// It is none, or it is corrupt.
    Corrupt,
}

impl Inflated {
    pub(crate) const fn new() -> Self {
        Self {
            stage: Stage::Head(Vec::new()),
            plain: Vec::new(),
            at: 0,
            has_more: false,
        }
    }

    /// Whether there is anything to do without input.
    pub(crate) fn waits(&self) -> bool {
        self.has_more || self.at < self.plain.len()
    }

    /// Whether the stream is over: what follows is not compressed.
    pub(crate) const fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Over)
    }

    /// What has been inflated and waits: to be put back once it is decoded.
    pub(crate) fn take(&mut self) -> (Vec<u8>, usize) {
        (std::mem::take(&mut self.plain), self.at)
    }

    /// Puts it back, decoded up to a place.
    pub(crate) fn put_back(&mut self, plain: Vec<u8>, at: usize) {
        self.plain = plain;
        self.at = at;
    }

    /// Inflates the begin of `input`, and takes it away from there. All that
    /// was inflated before must be decoded.
    pub(crate) fn step(&mut self, input: &mut &[u8]) -> Inflation {
        self.plain.clear();
        self.at = 0;
        if let Stage::Head(_) = self.stage {
            if !self.open(input) {
                return Inflation::Corrupt;
            }
        }
        if !self.inflate(input) {
            return Inflation::Corrupt;
        }
        let Stage::Trailer(left) = &mut self.stage else {
            return Inflation::GoesOn;
        };
        while let (Some(less), [_, rest @ ..]) = (left.checked_sub(1), *input) {
            *left = less;
            *input = rest;
        }
        if *left > 0 {
            return Inflation::GoesOn;
        }
        self.stage = Stage::Over;
        Inflation::Ended
    }

    /// Reads the head of the stream; whether it may be one.
    fn open(&mut self, input: &mut &[u8]) -> bool {
        while let Stage::Head(begin) = &mut self.stage {
            let [octet, rest @ ..] = *input else { break };
            begin.push(*octet);
            *input = rest;
            let (inflate, behind, used) = match head(begin) {
                Head::Open => continue,
                Head::Bad => return false,
                Head::Raw => (Decompress::new(false), 0, 0),
                Head::Zlib => (Decompress::new(true), 0, 0),
                Head::Gzip(len) => (Decompress::new(false), TRAILER, len),
            };
            // An octet or two of the stream itself, which do not end it.
            let begin = std::mem::take(begin);
            self.stage = Stage::Body(inflate, behind);
            return self.inflate(&mut begin.get(used..).unwrap_or_default());
        }
        true
    }

    /// Inflates as far as a step goes; whether the stream is right.
    fn inflate(&mut self, input: &mut &[u8]) -> bool {
        let Stage::Body(inflate, behind) = &mut self.stage else { return true };
        if self.plain.capacity() == 0 {
            self.plain.reserve_exact(STEP);
        }
        let before = inflate.total_in();
        let flush = FlushDecompress::None;
        let status = inflate.decompress_vec(input, &mut self.plain, flush);
        let used = inflate.total_in() - before;
        let used = usize::try_from(used).unwrap_or(usize::MAX);
        *input = input.get(used..).unwrap_or_default();
        self.has_more = self.plain.len() == self.plain.capacity();
        match status {
            Ok(Status::StreamEnd) => {
                self.stage = Stage::Trailer(*behind);
                self.has_more = false;
                true
            }
            Ok(Status::Ok | Status::BufError) => true,
            Err(_) => false,
        }
    }
}
