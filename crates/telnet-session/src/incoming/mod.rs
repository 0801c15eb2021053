//! What has been received: decoded, or still to be.

mod gathered;
#[cfg(feature = "mccp")]
mod packed;

use std::time::{Duration, Instant};

use bytes::{Buf as _, BytesMut};
use telnet_proto::{Decoder, Event as Wire, Negotiation, Synch, Synched};

pub(crate) use gathered::{Gathered, Payload};
#[cfg(feature = "mccp")]
use packed::Packed;
#[cfg(feature = "mccp")]
pub(crate) use packed::Unpacked;

/// The octets of the peer up to where they become events.
pub(crate) struct Incoming {
    decoder: Decoder,
    synch: Synch,
    /// Text is discarded up to a timing mark that was asked for.
    flushes: bool,
    /// When text was first seen to be discarded.
    discards_since: Option<Instant>,
    /// What has been decoded and would cost more than the budget has.
    held: Option<Held>,
    /// Octets that wait for room.
    stalled: BytesMut,
    eof: Eof,
    #[cfg(feature = "mccp")]
    packed: Option<Box<Packed>>,
}

/// What has been received, and is not obeyed before the budget has room.
#[derive(Clone, Copy)]
pub(crate) enum Held {
    Negotiation(Negotiation),
    /// The end of a subnegotiation that asks for an answer.
    Question,
}

/// Whether the peer has closed its side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Eof {
    No,
    /// It has, behind octets that are stalled.
    Behind(End),
    Yes,
}

/// Who has closed the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Peer,
    Us,
}

impl Incoming {
    pub(crate) fn new() -> Self {
        Self {
            decoder: Decoder::new(),
            synch: Synch::new(),
            flushes: false,
            discards_since: None,
            held: None,
            stalled: BytesMut::new(),
            eof: Eof::No,
            #[cfg(feature = "mccp")]
            packed: None,
        }
    }

    /// The decoder, to be given back once octets are decoded, so that what they
    /// say can be done meanwhile.
    pub(crate) fn lend_decoder(&mut self) -> Decoder {
        std::mem::take(&mut self.decoder)
    }

    pub(crate) const fn give_back_decoder(&mut self, decoder: Decoder) {
        self.decoder = decoder;
    }

    /// Whether the next octet is data, unless it is IAC.
    pub(crate) fn is_at_data(&self) -> bool {
        self.decoder == Decoder::new()
    }

    /// What a Synch leaves of an event.
    #[inline]
    pub(crate) fn filter<'e>(&mut self, event: Wire<'e>) -> Synched<'e> {
        self.synch.filter(event)
    }

    /// Whether the peer compresses what it sends: never.
    #[cfg(not(feature = "mccp"))]
    #[expect(clippy::unused_self, reason = "with compression it is asked")]
    pub(crate) const fn is_packed(&self) -> bool {
        false
    }

    // ---- what waits ----

    pub(crate) const fn hold(&mut self, event: Held) {
        self.held = Some(event);
    }

    pub(crate) const fn take_held(&mut self) -> Option<Wire<'static>> {
        match self.held.take() {
            Some(Held::Negotiation(it)) => Some(Wire::Negotiation(it)),
            Some(Held::Question) => Some(Wire::SubEnd),
            None => None,
        }
    }

    pub(crate) const fn holds(&self) -> bool {
        self.held.is_some()
    }

    pub(crate) fn stall(&mut self, octets: &[u8]) {
        self.stalled.extend_from_slice(octets);
    }

    pub(crate) fn is_stalled(&self) -> bool {
        !self.stalled.is_empty()
    }

    /// Whether anything that was received waits to be decoded.
    pub(crate) fn waits(&self) -> bool {
        #[cfg(feature = "mccp")]
        if self.packed.as_ref().is_some_and(|it| it.waits()) {
            return true;
        }
        self.is_stalled()
    }

    /// Whether anything is still to come of what was received: an event that is
    /// held, octets that wait, an end that was not reached.
    pub(crate) fn is_pending(&self) -> bool {
        match self.eof {
            Eof::No => self.holds() || self.waits(),
            Eof::Behind(_) => true,
            Eof::Yes => false,
        }
    }

    /// Takes the octets that wait.
    pub(crate) fn take_stalled(&mut self) -> BytesMut {
        std::mem::take(&mut self.stalled)
    }

    /// Puts back octets that were taken, but for the first `used`.
    pub(crate) fn stall_again(&mut self, mut octets: BytesMut, used: usize) {
        octets.advance(used);
        // Once it is used up it takes no memory any more.
        self.stalled = if octets.is_empty() { BytesMut::new() } else { octets };
    }

    // ---- the end ----

    /// Whether more may be received.
    pub(crate) fn is_open(&self) -> bool {
        self.eof == Eof::No
    }

    /// The connection was closed. It ends once nothing waits any more.
    pub(crate) fn close(&mut self, by: End) {
        if self.eof == Eof::No {
            self.eof = Eof::Behind(by);
        }
    }

    /// Whether all that was received is decoded, and no more comes.
    pub(crate) fn is_eof(&self) -> bool {
        self.eof == Eof::Yes
    }

    /// The end, if it has been reached just now: who has closed, and what the
    /// peer had begun.
    pub(crate) fn reach_end(&mut self) -> Option<(End, Option<Wire<'static>>)> {
        let Eof::Behind(by) = self.eof else { return None };
        if self.waits() || self.holds() {
            return None;
        }
        self.eof = Eof::Yes;
        self.stalled = BytesMut::new();
        // What we cut off is no fault of the peer.
        let cut = match by {
            End::Peer => self.decoder.finish(),
            End::Us => None,
        };
        Some((by, cut))
    }

    // ---- what is discarded ----

    pub(crate) const fn urgent(&mut self) {
        self.synch.urgent();
    }

    /// Text is discarded up to the timing mark that comes next, or no more.
    pub(crate) const fn set_flushes(&mut self, flushes: bool) {
        self.flushes = flushes;
    }

    /// Whether text is discarded up to a timing mark.
    pub(crate) const fn flushes(&self) -> bool {
        self.flushes
    }

    pub(crate) const fn is_discarding(&self) -> bool {
        self.flushes || self.synch.is_urgent()
    }

    pub(crate) const fn give_up_synch(&mut self) {
        self.flushes = false;
        self.synch.give_up();
    }

    /// It is `now`: whether a mark has been waited for too long, and is given up.
    pub(crate) fn tick(&mut self, now: Instant, timeout: Duration) -> bool {
        if !self.is_discarding() {
            self.discards_since = None;
            return false;
        }
        let since = *self.discards_since.get_or_insert(now);
        let is_over = now.saturating_duration_since(since) >= timeout;
        if is_over {
            self.give_up_synch();
            self.discards_since = None;
        }
        is_over
    }
}
