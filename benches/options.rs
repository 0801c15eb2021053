//! Negotiation: how long one received request takes, peers in the same run.
//!
//! `cargo bench -p telnet-benches --bench options`, then
//! `cargo run -p telnet-benches --bin table -- options`. "MB/s" is of the three
//! octets that each negotiation has on the wire.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use libmudtelnet::Parser;
use libmudtelnet::events::TelnetEvents;
use telnet_proto::{Decoder, Event, Options, Policy, Side};

/// Each option offered and taken back, in both directions, as on the wire.
fn storm() -> Vec<u8> {
    let mut wire = Vec::new();
    for _ in 0..100 {
        for verb in [251, 253, 252, 254] {
            for option in 0..100u8 {
                wire.extend_from_slice(&[255, verb, option]);
            }
        }
    }
    wire
}

/// Decodes and answers; how many octets the answers have.
fn ours(wire: &[u8], options: &mut Options) -> usize {
    let mut answers = 0;
    for event in Decoder::new().decode(wire) {
        if let Event::Negotiation(it) = event {
            let step = options.receive(it);
            answers += step.send.map_or(0, |it| it.to_bytes().len());
        }
    }
    answers
}

fn mudtelnet(wire: &[u8], parser: &mut Parser) -> usize {
    let mut answers = 0;
    for event in parser.receive(wire) {
        if let TelnetEvents::DataSend(octets) = event {
            answers += octets.len();
        }
    }
    answers
}

fn negotiate(c: &mut Criterion) {
    let wire = storm();
    for (name, policy) in
        [("refused", Policy::Refuse), ("accepted", Policy::Accept)]
    {
        let mut options = Options::new();
        let mut parser = Parser::new();
        for option in 0..100u8 {
            for side in [Side::Local, Side::Remote] {
                options.set_policy(side, option.into(), policy);
            }
            if policy == Policy::Accept {
                parser.options.support(option);
            }
        }
        let mut group = c.benchmark_group(format!("options/{name}/0"));
        group.throughput(Throughput::Bytes(wire.len() as u64));
        group.bench_function("telnet-proto", |bencher| {
            bencher.iter(|| ours(black_box(&wire), &mut options));
        });
        group.bench_function("libmudtelnet", |bencher| {
            bencher.iter(|| mudtelnet(black_box(&wire), &mut parser));
        });
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(300));
    targets = negotiate
}
criterion_main!(benches);
