//! Decoding undoes encoding: escaped data, subnegotiations of one to three
//! parts, and NVT text.
//!
//! Input: an option, a line end, a list of cuts, then the octets to carry.
//! Parts end at the cuts; so do the slices in which they are read again.

use telnet_proto::nvt::{self, Newline, NvtDecoder};
use telnet_proto::{
    Collected, Collector, Decoder, Event, TelnetOption, encode,
};
use telnet_testkit::oracle::{Item, Joined, decode};

use crate::input::Input;

const IAC: u8 = 255;
const NEWLINES: [Newline; 4] =
    [Newline::CrLf, Newline::CrNul, Newline::Cr, Newline::Lf];

/// Runs one input.
pub fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let option = TelnetOption::from(input.octet());
    let newline = input.one_of(&NEWLINES);
    let cuts = input.list();
    let data = input.rest();

    let escaped = escapes(data);
    reads_as(&escaped, cuts, &data_item(data));
    fits_or_not(data, &escaped);
    subnegotiation(option, data, cuts);
    received_text(data, cuts);
    sent_text(data, newline, cuts);
}

fn data_item(data: &[u8]) -> Vec<Item> {
    if data.is_empty() { Vec::new() } else { vec![Item::Data(data.to_vec())] }
}

/// The stream in slices that end at the cuts, counted from the one before.
fn slices<'a>(stream: &'a [u8], cuts: &'a [u8]) -> Vec<&'a [u8]> {
    let mut rest = stream;
    let mut slices = Vec::new();
    for &cut in cuts {
        let (slice, after) = rest.split_at(usize::from(cut).min(rest.len()));
        slices.push(slice);
        rest = after;
    }
    slices.push(rest);
    slices
}

fn join<'a>(slices: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut whole = Vec::new();
    for slice in slices {
        assert!(!slice.is_empty(), "an empty slice");
        whole.extend_from_slice(slice);
    }
    whole
}

/// The escaped data: each 255 twice, all else once.
fn escapes(data: &[u8]) -> Vec<u8> {
    let escaped = join(encode::escape(data));
    let mut naive = Vec::new();
    for &octet in data {
        naive.push(octet);
        if octet == IAC {
            naive.push(octet);
        }
    }
    assert_eq!(escaped, naive);
    escaped
}

/// The engine and the model read a wire as this.
fn reads_as(wire: &[u8], cuts: &[u8], items: &[Item]) {
    assert_eq!(decode(wire), items, "the model");
    let mut decoder = Decoder::new();
    let mut joined = Joined::new();
    for slice in slices(wire, cuts) {
        decoder.decode(slice).for_each(|event| joined.push(event));
    }
    assert_eq!(decoder.finish(), None);
    assert_eq!(joined.into_items(), items);
}

/// `copy_to` writes all of it and nothing behind, or says that it cannot.
fn fits_or_not(data: &[u8], escaped: &[u8]) {
    let len = escaped.len();
    let mut out = vec![b'.'; len + 1];
    assert_eq!(encode::copy_to(encode::escape(data), &mut out), Some(len));
    assert_eq!(out.split_last(), Some((&b'.', escaped)));
    let mut out = vec![0; len];
    assert_eq!(encode::copy_to(encode::escape(data), &mut out), Some(len));
    assert_eq!(out, escaped);
    if let Some((_, short)) = out.split_last_mut() {
        assert_eq!(encode::copy_to(encode::escape(data), short), None);
    }
}

fn subnegotiation(option: TelnetOption, payload: &[u8], cuts: &[u8]) {
    let parts = slices(payload, &cuts[..cuts.len().min(2)]);
    let wire = join(encode::subnegotiation(option, parts));
    let mut items = vec![Item::SubBegin(option)];
    if !payload.is_empty() {
        items.push(Item::SubData(payload.to_vec()));
    }
    items.push(Item::SubEnd);
    reads_as(&wire, cuts, &items);

    let whole = Collected::Whole(option, payload);
    assert!(collects(&wire, payload.len(), cuts, whole));
    if let Some(small) = payload.len().checked_sub(1) {
        let overflow = Collected::Overflow(option);
        assert!(collects(&wire, small, cuts, overflow));
    }
    let cut_short = &wire[..wire.len() - 2];
    assert!(!collects(cut_short, payload.len(), cuts, whole));
}

/// Whether a buffer of that size collects this. Nothing else may come.
fn collects(
    wire: &[u8],
    size: usize,
    cuts: &[u8],
    expected: Collected<'_>,
) -> bool {
    let mut collector = Collector::new(vec![0; size]);
    let mut decoder = Decoder::new();
    let mut came = false;
    for slice in slices(wire, cuts) {
        for event in decoder.decode(slice) {
            if let Some(collected) = collector.push(event) {
                assert!(!came, "collected twice");
                assert_eq!(collected, expected);
                came = true;
            }
        }
    }
    came
}

/// Whatever is received: a NUL goes that stands behind a CR.
fn received_text(data: &[u8], cuts: &[u8]) {
    let mut naive = Vec::new();
    for (at, &octet) in data.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| data.get(at));
        if !(octet == 0 && before == Some(&b'\r')) {
            naive.push(octet);
        }
    }
    let mut nvt = NvtDecoder::new();
    let parts = slices(data, cuts);
    let text: Vec<u8> =
        parts.into_iter().flat_map(|part| join(nvt.decode(part))).collect();
    assert_eq!(text, naive);
}

/// Text goes through all four stages and comes out as itself, but for line
/// ends, which come out as what was chosen means.
fn sent_text(text: &[u8], newline: Newline, cuts: &[u8]) {
    let sent = join(nvt::encode(text, newline));
    let wire = join(nvt::encode(text, newline).flat_map(encode::escape));
    assert_eq!(wire, escapes(&sent));
    let mut decoder = Decoder::new();
    let mut nvt = NvtDecoder::new();
    let mut received = Vec::new();
    for slice in slices(&wire, cuts) {
        for event in decoder.decode(slice) {
            let Event::Data(data) = event else { panic!("{event:?}") };
            received.extend(join(nvt.decode(data)));
        }
    }
    assert_eq!(decoder.finish(), None);
    assert_eq!(received, text_received(text, newline));
}

fn text_received(text: &[u8], newline: Newline) -> Vec<u8> {
    let end: &[u8] = match newline {
        Newline::CrLf => b"\r\n",
        Newline::CrNul | Newline::Cr => b"\r",
        _ => b"\n",
    };
    let mut received = Vec::new();
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first == b'\n' || rest.first() == Some(&b'\n') && first == b'\r' {
            if first == b'\r' {
                rest = &rest[1..];
            }
            received.extend_from_slice(end);
            // A bare CR takes a NUL of the text with it: what it is for.
            if newline == Newline::Cr && rest.first() == Some(&0) {
                rest = &rest[1..];
            }
        } else {
            received.push(first);
        }
    }
    received
}
