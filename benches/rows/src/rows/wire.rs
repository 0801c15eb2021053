//! Octets in memory.

use telnet_blocking::session::proto::Decoder;

use crate::row::{Asked, Of, Row};
use crate::turns::{least, seconds, speed};
use crate::workload::{NAMES, make};
use crate::{before, today};

const SIZE: usize = 1 << 20;
const ROUNDS: usize = 100;
/// How often a connection receives a stream that stays in the caches.
const TIMES: usize = 8;

/// Row 9, the part in memory.
pub(crate) fn send() -> Vec<Row> {
    let names = [("plain", "plain"), ("binary", "one in 256 is 255")];
    let row = |(name, what)| {
        let data = make(name, SIZE).expected.data;
        let took = least(
            ROUNDS,
            [&mut || before::wire::send(&data, 64 << 10), &mut || {
                today::wire::send(&data, 64 << 10)
            }],
        );
        let [before, today] = speed(data.len(), took);
        Row {
            what: format!("data sent, {what}, 64 KiB"),
            unit: "MB/s",
            before: Some(before),
            today: Some(today),
            peer: None,
            asked: Asked::AtLeast(Of::Before, 2.0),
        }
    };
    names.map(row).into()
}

/// Row 10: each workload in chunks of 4 KiB and of 16 octets.
pub(crate) fn decode() -> Vec<Row> {
    let mut rows = Vec::new();
    for chunk in [4 << 10, 16] {
        for name in NAMES {
            let limit = match (name, chunk) {
                ("subnegotiation", 4096) => 1.5,
                ("mixed", 4096) | ("plain" | "mixed", 16) => 1.3,
                _ => 0.97,
            };
            let wire = make(name, SIZE / 4).wire;
            let took = least(
                ROUNDS,
                [&mut || before::wire::decode(&wire, chunk), &mut || {
                    today::wire::decode(&wire, chunk)
                }],
            );
            let [before, today] = speed(wire.len(), took);
            rows.push(Row {
                what: format!("decoded, {name}, by {chunk}"),
                unit: "MB/s",
                before: Some(before),
                today: Some(today),
                peer: None,
                asked: Asked::AtLeast(Of::Before, limit),
            });
        }
    }
    rows.push(copy());
    rows
}

/// Data that is dense with octets 255, copied: the events of before copy nothing.
fn copy() -> Row {
    let wire = make("dense", SIZE / 4).wire;
    let chunk = 4 << 10;
    let took = least(
        ROUNDS,
        [&mut || before::wire::decode(&wire, chunk), &mut || {
            let (mut decoder, mut out) = (Decoder::new(), [0; 4 << 10]);
            for part in wire.chunks(chunk) {
                let mut events = decoder.decode(part);
                loop {
                    let n = events.data_into(&mut out);
                    std::hint::black_box(&out);
                    if n < out.len() && events.next().is_none() {
                        break;
                    }
                }
            }
        }],
    );
    let [before, today] = speed(wire.len(), took);
    Row {
        what: format!("decoded and copied, dense, by {chunk}"),
        unit: "MB/s",
        before: Some(before),
        today: Some(today),
        peer: None,
        asked: Asked::AtLeast(Of::Before, 3.0),
    }
}

/// Row 11: what a connection does beside three passes by hand.
pub(crate) fn receive() -> Vec<Row> {
    let chunk = 4 << 10;
    let wire = make("mixed", SIZE / 8).wire;
    let took = least(
        ROUNDS,
        [
            &mut || assert!(before::wire::receive(&wire, chunk, TIMES) > 0),
            &mut || assert!(today::wire::receive(&wire, chunk, TIMES) > 0),
            &mut || assert!(before::wire::by_hand(&wire, chunk, TIMES) > 0),
            &mut || assert!(today::wire::by_hand(&wire, chunk, TIMES) > 0),
        ],
    );
    let [before, today, before_by_hand, by_hand] =
        speed(TIMES * wire.len(), took);
    // The decoder has become faster, and with it what is to be reached.
    let mixed = [
        ("three passes by hand, decoder of before", before_by_hand),
        ("three passes by hand, decoder of today", by_hand),
    ]
    .map(|(name, peer)| Row {
        what: format!("received, mixed, by {chunk}"),
        unit: "MB/s",
        before: Some(before),
        today: Some(today),
        peer: Some((name, Some(peer))),
        asked: Asked::AtLeast(Of::Peer, 0.85),
    });
    let work = make("negotiation", SIZE / 8);
    // Text and a negotiation by turns.
    let items = TIMES * 2 * work.expected.negotiations;
    let took = least(
        ROUNDS,
        [
            &mut || {
                assert!(before::wire::receive(&work.wire, chunk, TIMES) > 0)
            },
            &mut || assert!(today::wire::receive(&work.wire, chunk, TIMES) > 0),
        ],
    );
    let [before, today] = seconds(took).map(|it| it * 1e9 / items as f64);
    let negotiation = Row {
        what: format!("received, a negotiation or the text before, by {chunk}"),
        unit: "ns",
        before: Some(before),
        today: Some(today),
        peer: None,
        asked: Asked::AtMost(Of::Itself, 20.0),
    };
    mixed.into_iter().chain([negotiation]).collect()
}
