//! MCCP, the MUD client compression protocol: the marker after which one
//! direction is compressed.
//!
//! Version 2 ([`MCCP2`](crate::TelnetOption::MCCP2)) compresses what the
//! server sends, version 3 ([`MCCP3`](crate::TelnetOption::MCCP3)) what the
//! client sends. For both the marker is an empty subnegotiation, and right
//! after [`Event::SubEnd`](crate::Event::SubEnd) the first compressed octet
//! is the first of [`Events::rest`](crate::Events::rest), or the first still
//! to be received. The stream inside is Telnet from its start, so the decoder
//! goes on with what is inflated.
//!
//! Version 1 ([`MCCP1`](crate::TelnetOption::MCCP1)) has a marker that is no
//! subnegotiation: `IAC SB MCCP1 WILL SE`, with no IAC before SE. A decoder
//! takes WILL, SE and the compressed octets for payload. [`Version1`] finds
//! the boundary.

use super::PayloadError;
use crate::{Command, TelnetOption};

const WILL: u8 = Command::WILL.code();
const SE: u8 = Command::SE.code();

/// The marker of versions 2 and 3: compression starts behind it.
///
/// ```
/// use telnet_proto::sub::mccp::Start;
/// use telnet_proto::{Decoder, Event, TelnetOption};
/// let mut decoder = Decoder::new();
/// let mut events = decoder.decode(b"\xFF\xFA\x56\xFF\xF0\x78\x9C");
/// assert_eq!(events.next(), Some(Event::SubBegin(TelnetOption::MCCP2)));
/// assert_eq!(events.next(), Some(Event::SubEnd));
/// assert_eq!(Start::parse(&[]), Ok(Start));
/// assert_eq!(events.rest(), b"\x78\x9C");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "it has nothing to tell")]
pub struct Start;

impl Start {
    /// Reads a payload.
    ///
    /// # Errors
    /// [`PayloadError::Length`] for one that is not empty: compression does not
    /// start.
    pub const fn parse(payload: &[u8]) -> Result<Self, PayloadError> {
        match payload {
            [] => Ok(Self),
            [..] => Err(PayloadError::Length),
        }
    }

    /// The payload, which is empty.
    #[must_use]
    pub const fn to_payload(self) -> [u8; 0] {
        []
    }
}

/// Finds the end of the marker of version 1.
///
/// It takes over from the decoder right after
/// [`Event::SubBegin`](crate::Event::SubBegin) of MCCP1, if that option was
/// agreed on: feed it [`Events::rest`](crate::Events::rest), not driving the
/// events any further, and then what is received until it decides.
///
/// ```
/// use telnet_proto::sub::mccp::{Version1, Verdict};
/// use telnet_proto::{Decoder, Event, TelnetOption};
/// let mut decoder = Decoder::new();
/// let mut events = decoder.decode(b"\xFF\xFA\x55\xFB");
/// assert_eq!(events.next(), Some(Event::SubBegin(TelnetOption::MCCP1)));
/// let mut marker = Version1::new();
/// assert_eq!(marker.feed(events.rest()), Verdict::Incomplete);
/// assert_eq!(marker.feed(b"\xF0\x78\x9C"), Verdict::Start(b"\x78\x9C"));
/// // What is inflated is a stream of its own.
/// decoder = Decoder::new();
/// # drop(decoder);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Version1 {
    /// Whether WILL has come.
    will: bool,
}

/// What [`Version1`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "yes, no, or not yet")]
pub enum Verdict<'a> {
    /// The octets fed are used up, and more are needed.
    Incomplete,
    /// The marker: compression starts with these octets. The decoder is to be
    /// replaced by a new one.
    Start(&'a [u8]),
    /// No marker but a subnegotiation. The decoder is to be given these
    /// octets, which were held back, then all of what was fed last.
    Other(&'static [u8]),
}

impl Version1 {
    /// The whole marker, to be written as it is, and not by
    /// [`encode::subnegotiation`](crate::encode::subnegotiation). "It is
    /// strongly discouraged for MUD servers to implement version 1."
    pub const MARKER: [u8; 5] = [
        Command::IAC.code(),
        Command::SB.code(),
        TelnetOption::MCCP1.code(),
        WILL,
        SE,
    ];

    /// Right behind `IAC SB MCCP1`.
    #[must_use]
    pub const fn new() -> Self {
        Self { will: false }
    }

    /// Looks at the next octets of the stream. Once it has decided it is back
    /// at its beginning.
    #[must_use]
    pub const fn feed<'a>(&mut self, input: &'a [u8]) -> Verdict<'a> {
        match (self.will, input) {
            (_, []) => return Verdict::Incomplete,
            (false, [WILL]) => {
                self.will = true;
                return Verdict::Incomplete;
            }
            _ => {}
        }
        let held: &[u8] = if self.will { &[WILL] } else { &[] };
        let verdict = match (self.will, input) {
            (false, [WILL, SE, rest @ ..]) | (true, [SE, rest @ ..]) => {
                Verdict::Start(rest)
            }
            _ => Verdict::Other(held),
        };
        self.will = false;
        verdict
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Decoder, Event, encode};
    use std::vec::Vec;

    const BEGIN: Event<'_> = Event::SubBegin(TelnetOption::MCCP1);

    /// Octets that a decoder would change, were it given them.
    const COMPRESSED: &[u8] = b"\x78\x9C\xFF\xFF\xF0\xFF\xFA\x56\xFF\xF0";

    #[test]
    fn the_marker_is_an_empty_subnegotiation() {
        for option in [TelnetOption::MCCP2, TelnetOption::MCCP3] {
            let payload = Start.to_payload();
            assert_eq!(Start::parse(&payload), Ok(Start));
            let wire: Vec<u8> = encode::subnegotiation(option, [&payload[..]])
                .flatten()
                .copied()
                .collect();
            assert_eq!(wire, [255, 250, option.code(), 255, 240]);
        }
        assert_eq!(Start::parse(&[0]), Err(PayloadError::Length));
        assert_eq!(Start::parse(&[WILL, SE]), Err(PayloadError::Length));
    }

    /// What is left for the inflater of a stream received in `chunks`.
    fn compressed<'a>(
        chunks: impl IntoIterator<Item = &'a [u8]>,
    ) -> (Vec<Event<'a>>, Vec<u8>) {
        let mut decoder = Decoder::new();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let mut started = false;
        for chunk in chunks {
            if started {
                after.extend_from_slice(chunk);
                continue;
            }
            let mut events = decoder.decode(chunk);
            while let Some(event) = events.next() {
                before.push(event);
                if event == Event::SubEnd {
                    started = true;
                    after.extend_from_slice(events.rest());
                    break;
                }
            }
        }
        (before, after)
    }

    #[test]
    fn the_boundary_is_exact_at_every_split() {
        for option in [TelnetOption::MCCP2, TelnetOption::MCCP3] {
            let marker = [255, 250, option.code(), 255, 240];
            let stream = [&b"x"[..], &marker, COMPRESSED].concat();
            let expected = (
                [Event::Data(b"x"), Event::SubBegin(option), Event::SubEnd]
                    .to_vec(),
                COMPRESSED.to_vec(),
            );
            for first in 0..=stream.len() {
                for second in first..=stream.len() {
                    let chunks = [
                        &stream[..first],
                        &stream[first..second],
                        &stream[second..],
                    ];
                    assert_eq!(compressed(chunks), expected);
                }
            }
            assert_eq!(compressed(stream.chunks(1)), expected);
        }
    }

    /// The octets after the marker of version 1; or the payload, if it is a
    /// subnegotiation after all.
    fn version_1(chunks: &[&[u8]]) -> Result<Vec<u8>, Vec<u8>> {
        let mut decoder = Decoder::new();
        let mut marker = None;
        let (mut after, mut payload) = (None, Vec::new());
        for chunk in chunks.iter().copied() {
            if let Some(after) = &mut after {
                Vec::extend_from_slice(after, chunk);
                continue;
            }
            let mut held: &[u8] = &[];
            let mut rest = chunk;
            if marker.is_none() {
                let mut events = decoder.decode(chunk);
                let begin = events.next() == Some(BEGIN);
                rest = events.rest();
                if begin {
                    marker = Some(Some(Version1::new()));
                }
            }
            if let Some(Some(found)) = &mut marker {
                match found.feed(rest) {
                    Verdict::Incomplete => continue,
                    Verdict::Start(compressed) => {
                        after = Some(compressed.to_vec());
                        continue;
                    }
                    Verdict::Other(before) => held = before,
                }
                marker = Some(None);
            }
            for part in [held, rest] {
                for event in decoder.decode(part) {
                    if let Event::SubData(data) = event {
                        payload.extend_from_slice(data);
                    } else {
                        assert_eq!(event, Event::SubEnd);
                    }
                }
            }
        }
        after.ok_or(payload)
    }

    #[test]
    fn the_boundary_of_version_1_is_exact_at_every_split() {
        let stream = [&Version1::MARKER[..], COMPRESSED].concat();
        assert_eq!(stream[..5], [255, 250, 85, 251, 240]);
        for first in 0..=stream.len() {
            for second in first..=stream.len() {
                let chunks = [
                    &stream[..first],
                    &stream[first..second],
                    &stream[second..],
                ];
                assert_eq!(version_1(&chunks), Ok(COMPRESSED.to_vec()));
            }
        }
    }

    #[test]
    fn what_is_not_the_marker_of_version_1_goes_to_the_decoder() {
        for (stream, payload) in [
            (&b"\xFF\xFA\x55\xFF\xF0"[..], &b""[..]),
            (b"\xFF\xFA\x55\xFB\xFF\xF0", b"\xFB"),
            (b"\xFF\xFA\x55\xF0\xFF\xF0", b"\xF0"),
        ] {
            for at in 0..=stream.len() {
                let (first, second) = stream.split_at(at);
                let found = version_1(&[first, second]);
                assert_eq!(found, Err(payload.to_vec()), "{at}");
            }
        }
        let mut marker = Version1::new();
        assert_eq!(marker.feed(b""), Verdict::Incomplete);
        assert_eq!(marker.feed(&[WILL]), Verdict::Incomplete);
        assert_eq!(marker.feed(&[]), Verdict::Incomplete);
        assert_eq!(marker.feed(&[WILL]), Verdict::Other(&[WILL]));
        assert_eq!(marker, Version1::new());
        assert_eq!(marker.feed(&[SE]), Verdict::Other(&[]));
        assert_eq!(marker.feed(&[WILL, 0]), Verdict::Other(&[]));
    }
}
