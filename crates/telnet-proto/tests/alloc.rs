//! Nothing in this crate allocates: not to decode, to encode, to negotiate, or
//! to gather and read a payload.

use std::hint::black_box;

use allocation_counter::{AllocationInfo, measure};
use telnet_proto::nvt::{self, Newline, NvtDecoder};
use telnet_proto::sub::naws::WindowSize;
use telnet_proto::sub::ttype::{self, Cycle, TerminalType};
use telnet_proto::{
    Collected, Collector, Command, Decoder, Negotiation, Options, Policy, Side,
    TelnetOption, Verb, encode,
};
use telnet_testkit::{
    transcript::{self, Direction},
    wire,
};

/// Uses a result, so that it has to be made.
fn take<T>(it: T) {
    let _ = black_box(it);
}

#[track_caller]
fn assert_free(run: impl FnOnce()) {
    assert_eq!(measure(run), AllocationInfo::default());
}

/// All vectors, all conversations, and more octets than any buffer.
fn streams() -> Vec<Vec<u8>> {
    let mut streams: Vec<Vec<u8>> =
        wire::all().into_iter().map(|case| case.stream).collect();
    for transcript in transcript::all() {
        streams.extend(Direction::BOTH.map(|it| transcript.stream(it)));
    }
    streams.push(vec![b'x'; 1 << 20]);
    streams.push(b"a\r\0\xFF\xFF\xFF\xF1\xFF\xFA\x18\0x\xFF\xF0".repeat(5000));
    streams.push([b"\xFF\xFA\xC9", &[b'x'; 100_000][..]].concat());
    streams
}

#[test]
fn the_counter_counts() {
    let memory = measure(|| drop(black_box(vec![1])));
    assert_eq!(memory.count_total, 1);
}

#[test]
fn decode() {
    let streams = streams();
    let mut out = [0; 100];
    assert_free(|| {
        for stream in &streams {
            for size in [1, 7, stream.len().max(1)] {
                let mut decoder = Decoder::new();
                for chunk in stream.chunks(size) {
                    decoder.decode(chunk).for_each(take);
                    let mut events = decoder.decode(chunk);
                    take(events.data_into(&mut out));
                    events.for_each(take);
                }
                take(decoder.finish());
            }
        }
    });
}

#[test]
fn nvt_both_ways() {
    let streams = streams();
    assert_free(|| {
        for stream in &streams {
            let mut decoder = NvtDecoder::new();
            for chunk in stream.chunks(7) {
                decoder.decode(chunk).for_each(take);
            }
            for newline in
                [Newline::CrLf, Newline::CrNul, Newline::Cr, Newline::Lf]
            {
                nvt::encode(stream, newline)
                    .flat_map(encode::escape)
                    .for_each(take);
            }
        }
    });
}

#[test]
fn encode_and_copy() {
    let streams = streams();
    let mut out = vec![0; 4 << 20];
    assert_free(|| {
        for stream in &streams {
            let parts = [&stream[..], b"\xFF", b""];
            for option in [TelnetOption::GMCP, TelnetOption::EXOPL] {
                let slices = encode::subnegotiation(option, parts);
                assert!(encode::copy_to(slices, &mut out).is_some());
            }
            let slices = encode::escape(stream);
            assert!(encode::copy_to(slices, &mut out).is_some());
            take(Command::AYT.to_bytes());
        }
    });
}

#[test]
fn options() {
    const VERBS: [Verb; 4] = [Verb::Will, Verb::Wont, Verb::Do, Verb::Dont];
    const POLICIES: [Policy; 3] = [Policy::Accept, Policy::Refuse, Policy::Ask];
    const SIDES: [Side; 2] = [Side::Local, Side::Remote];
    assert_free(|| {
        let mut options = Options::new();
        for code in 0..=u8::MAX {
            let option = TelnetOption::from(code);
            for (side, policy) in
                SIDES.into_iter().flat_map(|s| POLICIES.map(|p| (s, p)))
            {
                options.set_policy(side, option, policy);
                for verb in VERBS {
                    let it = Negotiation::new(verb, option);
                    take(it.to_bytes());
                    take(options.receive(it));
                    take(options.request(side, option, code % 2 == 0));
                    take(options.answer(side, option, true));
                }
                take(options.clone());
            }
        }
    });
}

#[test]
fn collect_and_read_payloads() {
    let streams = streams();
    let mut cycle = Cycle::new();
    assert_free(|| {
        let mut buffer = [0; 256];
        for stream in &streams {
            let mut decoder = Decoder::new();
            let mut collector = Collector::new(&mut buffer[..]);
            for event in decoder.decode(stream) {
                let Some(Collected::Whole(_, payload)) = collector.push(event)
                else {
                    continue;
                };
                if let Ok(size) = WindowSize::parse(payload) {
                    take(size.to_payload());
                }
                if let Ok(it) = TerminalType::parse(payload) {
                    take(it.to_parts());
                }
                take(ttype::is_valid_name(payload));
                take(cycle.next(3));
            }
        }
    });
}
