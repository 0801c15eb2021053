//! Whole subnegotiations from streamed ones.

use crate::{Event, Malformed, TelnetOption};

/// Gathers the streamed payload of a subnegotiation in a buffer of the
/// caller's: `&mut [u8]`, `[u8; N]`, `Vec<u8>`, anything that lends a slice.
///
/// The length of the buffer is the cap. A payload that does not fit is
/// dropped whole and reported once, as [`Collected::Overflow`].
///
/// ```
/// use telnet_proto::{Collected, Collector, Decoder, TelnetOption};
/// let mut buffer = [0; 16];
/// let mut collector = Collector::new(&mut buffer[..]);
/// let mut decoder = Decoder::new();
/// for event in decoder.decode(b"\xFF\xFA\x1F\0\x50\0\x18\xFF\xF0") {
///     if let Some(collected) = collector.push(event) {
///         assert_eq!(
///             collected,
///             Collected::Whole(TelnetOption::NAWS, &[0, 80, 0, 24])
///         );
///     }
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Collector<B> {
    buffer: B,
    open: Option<Open>,
}

/// The subnegotiation that is being gathered.
#[derive(Clone, Copy, Debug)]
struct Open {
    option: TelnetOption,
    /// Octets of payload so far, also those which did not fit.
    len: usize,
}

/// How a subnegotiation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Collected<'b> {
    /// The option and its whole payload, unescaped.
    Whole(TelnetOption, &'b [u8]),
    /// The payload was longer than the buffer, and was dropped.
    Overflow(TelnetOption),
    /// The stream broke it off before it was too long, and it was dropped.
    Aborted(TelnetOption, Malformed),
}

impl<B: AsRef<[u8]> + AsMut<[u8]>> Collector<B> {
    /// A collector that gathers in `buffer`.
    #[must_use]
    pub const fn new(buffer: B) -> Self {
        Self { buffer, open: None }
    }

    /// Takes the next event of the stream. Events that are no part of a
    /// subnegotiation pass by. Costs one copy of the payload.
    pub fn push(&mut self, event: Event<'_>) -> Option<Collected<'_>> {
        match event {
            Event::SubBegin(option) => {
                self.open = Some(Open { option, len: 0 });
                None
            }
            Event::SubData(data) => {
                self.append(data);
                None
            }
            Event::SubEnd => {
                let Open { option, len } = self.open.take()?;
                Some(match self.buffer.as_ref().get(..len) {
                    Some(payload) => Collected::Whole(option, payload),
                    None => Collected::Overflow(option),
                })
            }
            Event::SubAborted(why) => {
                let Open { option, len } = self.open.take()?;
                // The first cause counts.
                Some(match self.buffer.as_ref().get(..len) {
                    Some(_) => Collected::Aborted(option, why),
                    None => Collected::Overflow(option),
                })
            }
            Event::Data(_)
            | Event::Command(_)
            | Event::Negotiation(_)
            | Event::Malformed(_) => None,
        }
    }

    fn append(&mut self, data: &[u8]) {
        let Some(open) = &mut self.open else { return };
        let room = self.buffer.as_mut().get_mut(open.len..).unwrap_or_default();
        for (to, from) in room.iter_mut().zip(data) {
            *to = *from;
        }
        open.len = open.len.saturating_add(data.len());
    }
}

impl<B> Collector<B> {
    /// Octets of payload gathered so far, also those which did not fit; 0
    /// outside a subnegotiation.
    #[must_use]
    pub fn len(&self) -> usize {
        self.open.map_or(0, |open| open.len)
    }

    /// Whether no payload has been gathered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The buffer, for a caller who lets it grow between two events.
    pub const fn buffer_mut(&mut self) -> &mut B {
        &mut self.buffer
    }

    /// The buffer back.
    #[must_use]
    pub fn into_buffer(self) -> B {
        self.buffer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Decoder;
    use std::format;
    use std::string::String;
    use std::vec::Vec;

    fn collect(cap: usize, wire: &[u8]) -> Vec<String> {
        let mut buffer = [0; 16];
        let mut collector = Collector::new(&mut buffer[..cap]);
        let mut decoder = Decoder::new();
        let mut seen = Vec::new();
        for octet in wire.chunks(1) {
            for event in decoder.decode(octet) {
                if let Some(collected) = collector.push(event) {
                    seen.push(format!("{collected:?}"));
                }
            }
        }
        seen
    }

    #[test]
    fn exactly_the_cap_fits_and_one_more_does_not() {
        let wire = b"\xFF\xFA\x18abcd\xFF\xF0\xFF\xFA\x18\xFF\xFF\xFF\xF0";
        assert_eq!(
            collect(4, wire),
            ["Whole(TTYPE, [97, 98, 99, 100])", "Whole(TTYPE, [255])"]
        );
        assert_eq!(
            collect(3, wire),
            ["Overflow(TTYPE)", "Whole(TTYPE, [255])"]
        );
    }

    #[test]
    fn a_buffer_can_grow_under_way_and_be_had_back() {
        let mut collector = Collector::new(std::vec![0; 1]);
        assert!(collector.is_empty());
        let _none = collector.push(Event::SubData(b"outside"));
        let _none = collector.push(Event::SubBegin(TelnetOption::NAWS));
        let _none = collector.push(Event::SubData(b"a"));
        assert_eq!(collector.len(), 1);
        collector.buffer_mut().resize(2, 0);
        let _none = collector.push(Event::SubData(b"b"));
        let whole = collector.push(Event::SubEnd);
        let expected = Collected::Whole(TelnetOption::NAWS, &b"ab"[..]);
        assert_eq!(whole, Some(expected));
        assert_eq!(collector.push(Event::SubEnd), None);
        assert_eq!(collector.into_buffer(), b"ab");
    }

    #[test]
    fn an_empty_payload_is_whole_and_a_broken_one_is_reported() {
        let wire = b"\xFF\xFA\x18\xFF\xF0\xFF\xFA\x18a\xFF\xF1";
        assert_eq!(
            collect(1, wire),
            ["Whole(TTYPE, [])", "Aborted(TTYPE, SubInterrupted(NOP))"]
        );
        assert_eq!(collect(0, wire), ["Whole(TTYPE, [])", "Overflow(TTYPE)"]);
    }
}
