//! Encoding: what is sent, escaped, into one buffer; peers in the same run.
//!
//! `cargo bench -p telnet-benches --bench encode`, then
//! `cargo run -p telnet-benches --bin table -- encode`.

use std::hint::black_box;
use std::time::Duration;

use bytes::Bytes;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use libmudtelnet::Parser;
use telnet_benches::workload;
use telnet_proto::{TelnetOption, encode};

const SIZE: usize = 1 << 20;
const CHUNKS: [usize; 3] = [64 << 10, 4 << 10, 64];

/// One octet at a time.
fn naive(data: &[u8], out: &mut Vec<u8>) {
    for &octet in data {
        out.push(octet);
        if octet == 255 {
            out.push(octet);
        }
    }
}

fn ours(data: &[u8], out: &mut Vec<u8>) {
    for slice in encode::escape(data) {
        out.extend_from_slice(slice);
    }
}

fn mudtelnet(data: &[u8], out: &mut Vec<u8>) {
    let escaped: Bytes = Parser::escape_iac(data.to_vec());
    out.extend_from_slice(&escaped);
}

fn memcpy(data: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(data);
}

type Encoder = fn(&[u8], &mut Vec<u8>);

fn escape(c: &mut Criterion) {
    let encoders: [(&str, Encoder); 4] = [
        ("telnet-proto", ours),
        ("libmudtelnet", mudtelnet),
        ("naive", naive),
        ("memcpy", memcpy),
    ];
    for name in ["plain", "binary", "dense", "mixed"] {
        let data = workload::make(name, SIZE).expected.data;
        let mut right = Vec::new();
        naive(&data, &mut right);
        for chunk in CHUNKS {
            let mut group = c.benchmark_group(format!("encode/{name}/{chunk}"));
            group.throughput(Throughput::Bytes(data.len() as u64));
            for (encoder, encode) in encoders {
                let mut out = Vec::with_capacity(2 * data.len());
                data.chunks(chunk).for_each(|part| encode(part, &mut out));
                let same = out == right || encoder == "memcpy";
                assert!(same, "{encoder} encodes {name} wrongly");
                group.bench_function(encoder, |bencher| {
                    bencher.iter(|| {
                        out.clear();
                        for part in black_box(&data).chunks(chunk) {
                            encode(part, &mut out);
                        }
                        out.len()
                    });
                });
            }
            group.finish();
        }
    }
}

fn subnegotiation(c: &mut Criterion) {
    let all = workload::make("subnegotiation", SIZE).expected;
    let octets: usize =
        all.subnegotiations.iter().map(|(_, payload)| payload.len()).sum();
    let mut group = c.benchmark_group("encode/subnegotiation/0");
    group.throughput(Throughput::Bytes(octets as u64));
    let mut out = Vec::with_capacity(2 * SIZE);
    group.bench_function("telnet-proto", |bencher| {
        bencher.iter(|| {
            out.clear();
            for (option, payload) in black_box(&all.subnegotiations) {
                let option = TelnetOption::from(*option);
                let parts = [&payload[..]];
                for slice in encode::subnegotiation(option, parts) {
                    out.extend_from_slice(slice);
                }
            }
            out.len()
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(300));
    targets = escape, subnegotiation
}
criterion_main!(benches);
