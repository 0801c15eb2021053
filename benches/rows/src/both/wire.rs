//! Octets in memory: decoded, received, sent.

use std::hint::black_box;

use super::api::{Config, Decoder, Event, NvtDecoder, Session};

/// Decodes a stream that comes in chunks.
pub(crate) fn decode(wire: &[u8], chunk: usize) {
    let mut decoder = Decoder::new();
    for part in wire.chunks(chunk) {
        for event in decoder.decode(black_box(part)) {
            black_box(event);
        }
    }
}

/// What a connection does with it, so many times. How much text there was.
pub(crate) fn receive(wire: &[u8], chunk: usize, times: usize) -> usize {
    let mut session = Session::new(Config::default());
    let mut taken = 0;
    for part in (0..times).flat_map(|_| wire.chunks(chunk)) {
        session.receive(black_box(part));
        taken += session.take_all().len();
        session.transmitted(session.transmit().len());
    }
    taken
}

/// The same by hand: the decoder, the decoder of NVT, and a copy.
pub(crate) fn by_hand(wire: &[u8], chunk: usize, times: usize) -> usize {
    let (mut decoder, mut nvt) = (Decoder::new(), NvtDecoder::new());
    let (mut text, mut taken) = (Vec::with_capacity(chunk), 0);
    for part in (0..times).flat_map(|_| wire.chunks(chunk)) {
        for event in decoder.decode(part) {
            if let Event::Data(data) = event {
                nvt.decode(data).for_each(|it| text.extend_from_slice(it));
            }
        }
        taken += black_box(&text).len();
        text.clear();
    }
    taken
}

/// Sends data in pieces, which are written at once.
pub(crate) fn send(data: &[u8], chunk: usize) {
    let mut session = Session::new(Config::default());
    for part in data.chunks(chunk) {
        let mut rest = part;
        while !rest.is_empty() {
            rest = &rest[session.send_part(black_box(rest))..];
            session.transmitted(session.transmit().len());
        }
    }
}
