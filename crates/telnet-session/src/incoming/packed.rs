//! What is received compressed, and the marker where that begins.

use telnet_proto::Decoder;
use telnet_proto::sub::mccp::{Verdict, Version1};

use super::Incoming;
use crate::compression::{Inflated, Inflation, Plain};

/// How far the peer has come in compressing what it sends.
pub(super) enum Packed {
    /// The rest of the marker of version 1 is to come, or that it is none.
    Marker(Version1),
    /// The stream. It stays until what it became is decoded.
    Stream(Inflated),
}

/// What is to be done with octets that were received.
pub(crate) enum Unpacked {
    /// In their place these octets are Telnet. They are to be given back.
    Inflated(Plain),
    /// Nothing, before there are more.
    Nothing,
    /// A compressed stream begins.
    Started,
    /// It has ended.
    Ended,
    /// It is corrupt.
    Corrupt,
}

impl Packed {
    pub(super) fn waits(&self) -> bool {
        match self {
            Self::Marker(_) => false,
            Self::Stream(inflated) => inflated.waits(),
        }
    }

    const fn is_over(&self) -> bool {
        match self {
            Self::Marker(_) => false,
            Self::Stream(inflated) => inflated.is_over(),
        }
    }
}

impl Incoming {
    /// A compressed stream begins with the next octet. Not within another one.
    pub(crate) fn inflate(&mut self) {
        self.packed = Some(Box::new(Packed::Stream(Inflated::new())));
    }

    /// A compressed stream begins behind the marker of version 1, which has
    /// begun.
    pub(crate) fn await_marker(&mut self) {
        self.packed = Some(Box::new(Packed::Marker(Version1::new())));
    }

    /// Whether the peer compresses what it sends, or begins to.
    pub(crate) const fn is_packed(&self) -> bool {
        self.packed.is_some()
    }

    /// Whether the peer compresses, and [`unpack`](Self::unpack) has anything to
    /// do with `input`, or without it.
    #[inline]
    pub(crate) fn unpacks(&self, input: &[u8]) -> bool {
        self.packed
            .as_ref()
            .is_some_and(|it| !input.is_empty() || it.waits() || it.is_over())
    }

    /// What is to be done with the begin of `input`, which is taken away from
    /// there as far as it is used.
    pub(crate) fn unpack(&mut self, input: &mut &[u8]) -> Unpacked {
        let Some(packed) = self.packed.as_deref_mut() else {
            return Unpacked::Nothing;
        };
        let inflated = match packed {
            Packed::Stream(inflated) => inflated,
            Packed::Marker(marker) => match marker.feed(input) {
                Verdict::Incomplete => {
                    *input = &[];
                    return Unpacked::Nothing;
                }
                Verdict::Start(rest) => {
                    *input = rest;
                    self.decoder = Decoder::new();
                    self.inflate();
                    return Unpacked::Started;
                }
                Verdict::Other(held) => {
                    self.packed = None;
                    return Unpacked::Inflated(Plain::of(held));
                }
            },
        };
        if !inflated.waits() {
            if inflated.is_over() {
                self.packed = None;
                return Unpacked::Ended;
            }
            if input.is_empty() {
                return Unpacked::Nothing;
            }
        }
        if !inflated.has_plain() && inflated.step(input) == Inflation::Corrupt {
            self.packed = None;
            return Unpacked::Corrupt;
        }
        Unpacked::Inflated(inflated.take())
    }

    /// Gives back what was inflated, as far as it is decoded.
    pub(crate) fn repack(&mut self, plain: Plain) {
        if let Some(Packed::Stream(inflated)) = self.packed.as_deref_mut() {
            inflated.put_back(plain);
        }
    }
}
