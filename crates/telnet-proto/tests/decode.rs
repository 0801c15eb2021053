//! The decoder against hand-written vectors, recorded conversations and a
//! naive model, cut in every way.

use core::iter;

use proptest::{collection::vec, prelude::*, sample::select};
use telnet_proto::{
    Command, Decoder, Event, Malformed, Negotiation, TelnetOption, Verb,
    encode::{escape, subnegotiation},
};
use telnet_testkit::{
    oracle::{self, Item, Joined, canonical},
    split,
    transcript::{self, Direction},
    wire,
};

/// The items of a stream in chunks, its end included.
///
/// Holds the decoder to its bound on the way: at most one event per octet of
/// the chunk plus one, and at most one per octet of the stream plus one.
fn engine(chunks: &[&[u8]]) -> Vec<Item> {
    let mut decoder = Decoder::new();
    let mut joined = Joined::new();
    let (mut octets, mut events) = (0, 0);
    for chunk in chunks {
        let bound = chunk.len() + 1;
        let mut here = 0;
        for event in decoder.decode(chunk) {
            here += 1;
            assert!(here <= bound, "{here} events in {chunk:02x?}");
            joined.push(event);
        }
        octets += chunk.len();
        events += here;
    }
    if let Some(event) = decoder.finish() {
        events += 1;
        joined.push(event);
    }
    assert!(events <= octets + 1, "{events} events of {octets} octets");
    let items = joined.into_items();
    for room in [1, 3, 100] {
        assert_eq!(
            copied(chunks, room),
            items,
            "copied by {room}: {chunks:02x?}"
        );
    }
    items
}

/// The same where data is copied, as much as there is room for at once.
fn copied(chunks: &[&[u8]], room: usize) -> Vec<Item> {
    let mut decoder = Decoder::new();
    let mut joined = Joined::new();
    let mut out = vec![0; room];
    for chunk in chunks {
        let mut events = decoder.decode(chunk);
        loop {
            let n = events.data_into(&mut out);
            if n > 0 {
                joined.push(Event::Data(out.get(..n).unwrap_or_default()));
            }
            if n == room {
                continue;
            }
            let Some(event) = events.next() else { break };
            joined.push(event);
        }
    }
    decoder.finish().into_iter().for_each(|event| joined.push(event));
    joined.into_items()
}

/// The items of a stream whose decoding is broken off after so many events,
/// time and again, each time going on with what is left.
fn stop_and_go(
    stream: &[u8],
    stops: impl IntoIterator<Item = usize>,
) -> Vec<Item> {
    let mut decoder = Decoder::new();
    let mut joined = Joined::new();
    let mut left = stream;
    for stop in stops.into_iter().chain(iter::repeat(1)) {
        let mut events = decoder.decode(left);
        let mut taken = 0;
        while taken < stop {
            let Some(event) = events.next() else { break };
            joined.push(event);
            taken += 1;
        }
        let rest = events.rest();
        assert!(left.ends_with(rest), "{rest:02x?} is no end of {left:02x?}");
        left = rest;
        if taken < stop {
            break;
        }
    }
    assert!(left.is_empty(), "{left:02x?} without an event");
    decoder.finish().into_iter().for_each(|event| joined.push(event));
    joined.into_items()
}

/// The driver stops at 12 octets, for engines that are slower than this one.
const ALL_CUTS_UP_TO: usize = 16;

/// Every cut of the stream gives the items.
fn holds(name: &str, stream: &[u8], items: &[Item]) {
    let run = |chunks: &[&[u8]]| assert_eq!(engine(chunks), items);
    split::every(name, stream, run);
    if (split::ALL_UP_TO + 1..=ALL_CUTS_UP_TO).contains(&stream.len()) {
        split::all(name, stream, run);
    }
}

// ---- Vectors and transcripts

#[test]
fn wire_vectors_in_every_split() {
    for wire::Case { name, stream, items } in wire::all() {
        assert_eq!(oracle::decode(&stream), items, "{name}: model");
        holds(name, &stream, &items);
    }
}

#[test]
fn wire_vectors_one_after_the_other() {
    // A decoder that finished one stream is new for the next.
    let mut decoder = Decoder::new();
    for wire::Case { name, stream, items } in wire::all() {
        let mut joined = Joined::new();
        decoder.decode(&stream).for_each(|event| joined.push(event));
        decoder.finish().into_iter().for_each(|event| joined.push(event));
        assert_eq!(joined.into_items(), items, "{name}");
    }
}

#[test]
fn transcripts_in_every_split() {
    for transcript in transcript::all() {
        for direction in Direction::BOTH {
            let name = format!("{} {direction}", transcript.name);
            let stream = transcript.stream(direction);
            let items = oracle::decode(&stream);
            holds(&name, &stream, &items);
            let chunks: Vec<&[u8]> = transcript.chunks(direction).collect();
            assert_eq!(engine(&chunks), items, "{name}: as recorded");
        }
    }
}

/// What a live peer sends is well-formed; only what MCCP compressed is not,
/// since nobody inflates it here.
#[test]
fn transcripts_are_well_formed() {
    for transcript in transcript::all() {
        if transcript.name.contains("mccp") {
            continue;
        }
        for direction in Direction::BOTH {
            for item in engine(&[&transcript.stream(direction)]) {
                let bad =
                    matches!(item, Item::Malformed(_) | Item::SubAborted(_));
                assert!(!bad, "{} {direction}: {item}", transcript.name);
            }
        }
    }
}

#[test]
fn stopping_after_any_event_changes_nothing() {
    for wire::Case { name, stream, items } in wire::all() {
        for stop in 0..=stream.len() {
            assert_eq!(stop_and_go(&stream, [stop]), items, "{name}: {stop}");
        }
        let always = iter::repeat_n(0, 3).chain(iter::repeat(1));
        assert_eq!(stop_and_go(&stream, always), items, "{name}: always");
    }
    for transcript in transcript::all() {
        for direction in Direction::BOTH {
            let stream = transcript.stream(direction);
            let items = oracle::decode(&stream);
            for stop in 1..4 {
                let stops = iter::repeat(stop);
                let name = transcript.name;
                assert_eq!(stop_and_go(&stream, stops), items, "{name}");
            }
        }
    }
}

#[test]
fn rest_is_exact_where_compression_starts() {
    let chat = transcript::named("telnet-chatd.mccp2");
    let stream = chat.stream(Direction::Server);
    let mut decoder = Decoder::new();
    let mut events = decoder.decode(&stream);
    assert!(events.any(|event| event == Event::SubEnd));
    // The header of a zlib stream.
    assert!(events.rest().starts_with(b"\x78"));
}

// ---- Small streams, all of them

/// A stream that leads to each state there is.
const STATES: [(&str, &[u8]); 16] = [
    ("ground", b""),
    ("data", b"a"),
    ("iac", b"\xFF"),
    ("data iac", b"a\xFF"),
    ("will", b"\xFF\xFB"),
    ("dont", b"\xFF\xFE"),
    ("sb", b"\xFF\xFA"),
    ("sb iac", b"\xFF\xFA\xFF"),
    ("sub", b"\xFF\xFA\x18"),
    ("payload", b"\xFF\xFA\x18a"),
    ("payload iac", b"\xFF\xFA\x18a\xFF"),
    ("sub 255", b"\xFF\xFA\xFF\xFF"),
    ("void", b"\xFF\xFA\x18\xFF\x01"),
    ("void iac", b"\xFF\xFA\x18\xFF\x01\xFF"),
    ("void of no option", b"\xFF\xFA\xFF\x01"),
    ("interrupted by do", b"\xFF\xFA\x18\xFF\xFD"),
];

#[test]
fn two_octets_of_any_value_in_every_state() {
    // A probe behind them, which tells all states apart.
    let probes: [&[u8]; 3] = [b"", b"a", b"\xFF\xF0b"];
    for (state, lead) in STATES {
        for first in 0..=u8::MAX {
            for second in [0, 0x41, 235, 236, 239, 240, 241, 249]
                .into_iter()
                .chain(250..=255)
                .chain(iter::once(first))
            {
                for probe in probes {
                    let stream = [lead, &[first, second], probe].concat();
                    let items = oracle::decode(&stream);
                    let run = |chunks: &[&[u8]]| {
                        assert_eq!(engine(chunks), items);
                    };
                    split::whole(state, &stream, run);
                    split::octets(state, &stream, run);
                    split::at(state, &stream, &[lead.len()], run);
                }
            }
        }
    }
}

#[test]
fn every_short_stream_over_the_telling_octets() {
    const OCTETS: [u8; 8] = [b'a', 0x18, 239, 240, 241, 250, 251, 255];
    for (state, lead) in STATES {
        for number in 0..OCTETS.len().pow(4) {
            let mut stream = lead.to_vec();
            let mut digits = number;
            for _ in 0..4 {
                stream.push(OCTETS[digits % OCTETS.len()]);
                digits /= OCTETS.len();
            }
            let items = oracle::decode(&stream);
            let run = |chunks: &[&[u8]]| assert_eq!(engine(chunks), items);
            split::whole(state, &stream, run);
            split::octets(state, &stream, run);
        }
    }
}

#[test]
fn every_negotiation_and_command_round_trips() {
    let mut stream = Vec::new();
    let mut items = Vec::new();
    for verb in [Verb::Will, Verb::Wont, Verb::Do, Verb::Dont] {
        for option in (0..=255).map(TelnetOption::from) {
            let asked = Negotiation::new(verb, option);
            stream.extend(asked.to_bytes());
            items.push(Item::Negotiation(asked));
        }
    }
    let simple = (0..=255).map(Command::from).filter(|c| c.is_simple());
    for command in simple {
        stream.extend(command.to_bytes());
        items.push(Item::Command(command));
    }
    assert_eq!(items.len(), 4 * 256 + 13);
    split::whole("all", &stream, |chunks| assert_eq!(engine(chunks), items));
    split::octets("all", &stream, |chunks| assert_eq!(engine(chunks), items));
    split::pairs("all", &stream, |chunks| assert_eq!(engine(chunks), items));
}

// ---- Long streams

#[test]
fn a_payload_without_end_is_streamed() {
    for filler in [&b"A"[..], b"\xFF\xFF", b"\xFF\xFFA"] {
        let mut decoder = Decoder::new();
        decoder.decode(b"\xFF\xFA\xC9").for_each(drop);
        let chunk = filler.repeat(4096);
        let mut octets = 0;
        for _ in 0..256 {
            for event in decoder.decode(&chunk) {
                let Event::SubData(data) = event else {
                    panic!("{event:?} in a payload");
                };
                octets += data.len();
            }
        }
        let lone = filler.iter().filter(|&&octet| octet != 255).count();
        let pairs = (filler.len() - lone) / 2;
        assert_eq!(octets, (lone + pairs) * 4096 * 256);
        let end: Vec<Event<'_>> = decoder.decode(b"\xFF\xF0a").collect();
        assert_eq!(end, [Event::SubEnd, Event::Data(b"a")]);
    }
}

#[test]
fn a_void_subnegotiation_without_end_is_silent() {
    let mut decoder = Decoder::new();
    let why = Malformed::SubUnknownCommand(1);
    let begin = canonical(decoder.decode(b"\xFF\xFA\xC9\xFF\x01"));
    assert_eq!(begin.last(), Some(&Item::SubAborted(why)));
    let chunk = b"A\xFF\xFF\xF0\xFF\x02\xFA\xFF\xEB".repeat(1024);
    for _ in 0..256 {
        assert_eq!(decoder.decode(&chunk).next(), None);
    }
    assert_eq!(decoder.decode(b"\xFF\xF0").next(), None);
    assert_eq!(decoder.decode(b"a").next(), Some(Event::Data(b"a")));
}

#[test]
fn many_window_sizes_at_once() {
    const TIMES: usize = 100_000;
    let stream = b"\xFF\xFA\x1F\0\x50\0\x18\xFF\xF0".repeat(TIMES);
    let is_end = |event: &Event<'_>| *event == Event::SubEnd;
    let ends = Decoder::new().decode(&stream).filter(is_end).count();
    assert_eq!(ends, TIMES);
}

// ---- Random streams

/// Mostly the octets that mean something, and IAC above all.
fn octet() -> impl Strategy<Value = u8> {
    prop_oneof![
        8 => Just(255u8),
        4 => 236..=254u8,
        3 => select(vec![240u8, 250, 251, 254]),
        2 => select(vec![0u8, 1, 3, 24, 31, 235]),
        3 => select(b"\r\nab\0".to_vec()),
        1 => any::<u8>(),
    ]
}

/// Whole sequences, so that long subnegotiations come up as well.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => vec(octet(), 1..8),
        2 => vec(any::<u8>(), 1..40),
        2 => (any::<u8>(), vec(any::<u8>(), 0..40)).prop_map(|(code, data)| {
            subnegotiation(code.into(), [&data[..]]).flatten().copied().collect()
        }),
        1 => vec(any::<u8>(), 0..20).prop_map(|data| {
            escape(&data).flatten().copied().collect()
        }),
        1 => Just(b"\xFF\xFA".to_vec()),
        1 => Just(b"\xFF\xF0".to_vec()),
    ]
}

fn stream() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(octet(), 0..60),
        vec(piece(), 0..12).prop_map(|pieces| pieces.concat()),
    ]
}

fn cuts() -> impl Strategy<Value = Vec<usize>> {
    vec(prop_oneof![0..60usize, 0..400usize], 0..12)
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(8192))]

    #[test]
    fn random_streams_in_random_cuts(stream in stream(), cuts in cuts()) {
        let items = oracle::decode(&stream);
        let run = |chunks: &[&[u8]]| assert_eq!(engine(chunks), items);
        split::whole("random", &stream, run);
        split::octets("random", &stream, run);
        split::at("random", &stream, &cuts, run);
    }

    #[test]
    fn random_stops(
        stream in stream(),
        stops in vec(0..5usize, 0..20),
    ) {
        prop_assert_eq!(stop_and_go(&stream, stops), oracle::decode(&stream));
    }

    #[test]
    fn escaped_data_decodes_to_itself(
        data in prop_oneof![vec(any::<u8>(), 0..80), vec(octet(), 0..80)],
        cuts in cuts(),
    ) {
        let wire: Vec<u8> = escape(&data).flatten().copied().collect();
        let items: Vec<Item> =
            Some(data).filter(|d| !d.is_empty()).map(Item::Data)
                .into_iter().collect();
        let run = |chunks: &[&[u8]]| assert_eq!(engine(chunks), items);
        split::whole("escaped", &wire, run);
        split::at("escaped", &wire, &cuts, run);
    }

    #[test]
    fn written_subnegotiations_decode_to_themselves(
        option in prop_oneof![any::<u8>(), octet()],
        parts in vec(
            prop_oneof![vec(any::<u8>(), 0..30), vec(octet(), 0..30)],
            0..4,
        ),
        cuts in cuts(),
    ) {
        let option = TelnetOption::from(option);
        let slices: Vec<&[u8]> = parts.iter().map(|p| &p[..]).collect();
        let wire: Vec<u8> =
            subnegotiation(option, slices.iter().copied()).flatten().copied().collect();
        let mut items = vec![Item::SubBegin(option)];
        let payload = parts.concat();
        if !payload.is_empty() {
            items.push(Item::SubData(payload));
        }
        items.push(Item::SubEnd);
        let run = |chunks: &[&[u8]]| assert_eq!(engine(chunks), items);
        split::whole("written", &wire, run);
        split::at("written", &wire, &cuts, run);
    }
}
