//! What comes in compressed.

use std::ops::Range;

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_HAS_MORE_INPUT, TINFL_FLAG_IGNORE_ADLER32,
    TINFL_FLAG_PARSE_ZLIB_HEADER,
};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};
use simd_adler32::Adler32;

use super::gzip::{Head, TRAILER, head};

/// The window of deflate, in octets: how far back it refers (RFC 1951, section 2).
const WINDOW: usize = 32 << 10;

/// A compressed stream that is being received.
pub(crate) struct Inflated {
    stage: Stage,
    plain: Plain,
    /// Whether there may be more without any input: the window was full.
    has_more: bool,
}

enum Stage {
    /// The begin of the stream, as far as it has come.
    Head(Vec<u8>),
    /// The stream.
    Body(Body),
    /// So many octets are still behind it.
    Trailer(u8),
    /// It is over: what follows is not compressed.
    Over,
}

struct Body {
    inflate: Box<DecompressorOxide>,
    flags: u32,
    /// Of zlib.
    sum: Option<Sum>,
    /// How many octets are behind it.
    behind: u8,
}

/// The checksum of zlib (RFC 1950, section 9). It is taken of a whole window at a
/// time: for each piece of some octets it would cost more than these do.
struct Sum {
    adler: Adler32,
    /// From where on the window is not in it.
    from: usize,
}

/// What has been inflated: it is decoded where it lies, in the window.
#[derive(Default)]
pub(crate) struct Plain {
    /// Until the stream has begun there is none.
    window: Box<[u8]>,
    /// Where the last step has written.
    step: Range<usize>,
    /// How much of that is decoded.
    done: usize,
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

impl Plain {
    /// Octets that are not compressed.
    pub(crate) fn of(octets: &[u8]) -> Self {
        Self { window: octets.into(), step: 0..octets.len(), done: 0 }
    }

    /// What of the last step waits to be decoded.
    pub(crate) fn waiting(&self) -> &[u8] {
        let step = self.window.get(self.step.clone()).unwrap_or_default();
        step.get(self.done..).unwrap_or_default()
    }

    /// So much of that waits still.
    pub(crate) fn leave(&mut self, octets: usize) {
        self.done = self.step.len().saturating_sub(octets);
    }

    /// How many octets the last step has come to, if none of them is decoded.
    pub(crate) fn fresh(&self) -> Option<usize> {
        (self.done == 0).then_some(self.step.len())
    }
}

impl Inflated {
    pub(crate) fn new() -> Self {
        Self {
            stage: Stage::Head(Vec::new()),
            plain: Plain::default(),
            has_more: false,
        }
    }

    /// Whether there is anything to do without input.
    pub(crate) fn waits(&self) -> bool {
        self.has_more || self.has_plain()
    }

    /// Whether anything waits to be decoded.
    pub(crate) fn has_plain(&self) -> bool {
        !self.plain.waiting().is_empty()
    }

    /// Whether the stream is over: what follows is not compressed.
    pub(crate) const fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Over)
    }

    /// What has been inflated and waits: to be put back once it is decoded.
    pub(crate) fn take(&mut self) -> Plain {
        std::mem::take(&mut self.plain)
    }

    /// Puts it back.
    pub(crate) fn put_back(&mut self, plain: Plain) {
        self.plain = plain;
    }

    /// Inflates the begin of `input`, and takes it away from there. All that
    /// was inflated before must be decoded.
    pub(crate) fn step(&mut self, input: &mut &[u8]) -> Inflation {
        // Behind the last step, and from the top of the window where that is full.
        let at = self.plain.step.end % WINDOW;
        self.plain.step = at..at;
        self.plain.done = 0;
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
            let (body, used) = match head(begin) {
                Head::Open => continue,
                Head::Bad => return false,
                Head::Raw => (Body::raw(0), 0),
                Head::Zlib => (Body::zlib(), 0),
                Head::Gzip(len) => (Body::raw(TRAILER), len),
            };
            // An octet or two of the stream itself, which do not end it.
            let begin = std::mem::take(begin);
            self.stage = Stage::Body(body);
            self.plain.window = vec![0; WINDOW].into_boxed_slice();
            return self.inflate(&mut begin.get(used..).unwrap_or_default());
        }
        true
    }

    /// Inflates as far as a step goes; whether the stream is right.
    fn inflate(&mut self, input: &mut &[u8]) -> bool {
        let Stage::Body(body) = &mut self.stage else { return true };
        let Plain { window, step, .. } = &mut self.plain;
        let (status, used, made) =
            decompress(&mut body.inflate, input, window, step.end, body.flags);
        *input = input.get(used..).unwrap_or_default();
        step.end += made;
        self.has_more = status == TINFLStatus::HasMoreOutput;
        let is_done = status == TINFLStatus::Done;
        if is_done || step.end == window.len() {
            let window = window.get(..step.end).unwrap_or_default();
            if !body.sum_up(window, is_done) {
                return false;
            }
        }
        match status {
            TINFLStatus::Done => {
                self.stage = Stage::Trailer(body.behind);
                true
            }
            TINFLStatus::NeedsMoreInput | TINFLStatus::HasMoreOutput => true,
            TINFLStatus::FailedCannotMakeProgress
            | TINFLStatus::BadParam
            | TINFLStatus::Adler32Mismatch
            | TINFLStatus::Failed
            | _ => false,
        }
    }
}

impl Body {
    /// A stream with so many octets behind it, which nothing is known of.
    fn raw(behind: u8) -> Self {
        let flags = TINFL_FLAG_HAS_MORE_INPUT;
        Self { inflate: Box::default(), flags, sum: None, behind }
    }

    fn zlib() -> Self {
        let flags = TINFL_FLAG_HAS_MORE_INPUT
            | TINFL_FLAG_PARSE_ZLIB_HEADER
            | TINFL_FLAG_IGNORE_ADLER32;
        let sum = Some(Sum { adler: Adler32::new(), from: 0 });
        Self { inflate: Box::default(), flags, sum, behind: 0 }
    }

    /// The window is full up to its end, or the stream `is_done`; whether the
    /// checksum is what it has to be.
    fn sum_up(&mut self, window: &[u8], is_done: bool) -> bool {
        let Some(Sum { adler, from }) = &mut self.sum else { return true };
        adler.write(window.get(*from..).unwrap_or_default());
        *from = 0;
        !is_done || self.inflate.adler32_header() == Some(adler.finish())
    }
}
