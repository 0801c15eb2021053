//! Compression: MCCP 1 and 2 for what servers send, 3 for what clients send.

use telnet_proto::sub::mccp::{Start, Version1};
use telnet_proto::{Side, TelnetOption, encode};

use super::Session;
use crate::incoming::{End, Unpacked};
use crate::watch::{Compression, Direction, EventKind, Trace};

impl Session {
    /// Whether what is received, or what is sent, is compressed now.
    ///
    /// It begins as soon as it is agreed: a policy that accepts MCCP1 or MCCP2
    /// on the peer's side lets the peer compress, one that accepts them on this
    /// side compresses what is sent, once the peer agrees. For MCCP3, in which
    /// clients compress, the sides are those of the server, too.
    #[must_use]
    pub fn is_compressed(&self, way: Direction) -> bool {
        match way {
            Direction::Received => self.incoming.is_packed(),
            Direction::Sent => self.outgoing.is_deflating(),
        }
    }

    // ---- what is received ----

    /// A subnegotiation begins that may be the marker of version 1.
    pub(super) fn look_for_marker(&mut self, option: TelnetOption) {
        let is_agreed = self.is_enabled(Side::Remote, TelnetOption::MCCP1);
        let is_first = !self.incoming.is_packed();
        if option == TelnetOption::MCCP1 && is_agreed && is_first {
            self.incoming.await_marker();
        }
    }

    /// An empty subnegotiation has come, which may be a marker.
    pub(super) fn inflate_behind(&mut self, option: TelnetOption) {
        let side = match option {
            TelnetOption::MCCP2 => Side::Remote,
            TelnetOption::MCCP3 => Side::Local,
            _ => return,
        };
        if !self.is_enabled(side, option) {
            return;
        }
        let way = Direction::Received;
        if self.incoming.is_packed() {
            self.note_compression(way, Compression::Nested);
        } else {
            self.incoming.inflate();
            self.note_compression(way, Compression::Started);
        }
    }

    /// Inflates a part of what is received; whether there is more to do.
    pub(super) fn unpack(&mut self, input: &mut &[u8]) -> bool {
        let before = input.len();
        let way = Direction::Received;
        match self.incoming.unpack(input) {
            Unpacked::Nothing => return false,
            Unpacked::Started => {
                self.gathered.drop_current();
                self.note_compression(way, Compression::Started);
            }
            Unpacked::Ended => self.note_compression(way, Compression::Ended),
            Unpacked::Corrupt => {
                *input = &[];
                self.note_compression(way, Compression::Corrupt);
                // Where plain text would go on is not to be known.
                self.incoming.close(End::Us);
                return false;
            }
            Unpacked::Inflated(mut plain) => {
                if let Some(octets) = plain.fresh() {
                    let packed = before - input.len();
                    let line = Trace::Compressed(way, packed, octets);
                    self.watch.tracer().line(&line);
                }
                let mut rest = plain.waiting();
                self.decode(&mut rest);
                let left = rest.len();
                plain.leave(left);
                self.incoming.repack(plain);
            }
        }
        true
    }

    // ---- what is sent ----

    /// An option was agreed to, or is no more.
    pub(super) fn compress_as_agreed(
        &mut self,
        side: Side,
        option: TelnetOption,
        is_enabled: bool,
    ) {
        let is_ours = match option {
            TelnetOption::MCCP1 | TelnetOption::MCCP2 => side == Side::Local,
            TelnetOption::MCCP3 => side == Side::Remote,
            _ => false,
        };
        if !is_ours {
            return;
        }
        let was = self.outgoing.is_deflating();
        if !is_enabled {
            self.outgoing.stop_deflating();
        } else if option == TelnetOption::MCCP1 {
            self.outgoing.deflate(&Version1::MARKER);
        } else {
            let payload = Start.to_payload();
            let marker = encode::subnegotiation(option, [&payload[..]]);
            let marker: Vec<u8> = marker.flatten().copied().collect();
            self.outgoing.deflate(&marker);
        }
        let what = match (was, self.outgoing.is_deflating()) {
            (false, true) => Compression::Started,
            (true, false) => Compression::Ended,
            _ => return,
        };
        self.note_compression(Direction::Sent, what);
    }

    /// Shows in the trace how much was compressed.
    pub(super) fn trace_deflated(&mut self) {
        if !self.watch.traces() {
            return;
        }
        if let Some((plain, packed)) = self.outgoing.take_counts() {
            let line = Trace::Compressed(Direction::Sent, packed, plain);
            self.watch.tracer().line(&line);
        }
    }

    fn note_compression(&mut self, way: Direction, what: Compression) {
        self.watch.tracer().line(&Trace::Compression(way, what));
        self.note(EventKind::Compression { way, what });
    }
}
