//! Decoding: six workloads in chunks of four sizes, ours beside its peers.
//!
//! `cargo bench -p telnet-benches --bench decode --features libtelnet`, then
//! `cargo run -p telnet-benches --bin table -- decode`.

use std::hint::black_box;
use std::time::Duration;

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main,
    measurement::WallTime,
};
use telnet_benches::engine::{
    Codec, Count, Engine, Memchr, Memcpy, Mudtelnet, Naive, Ours, cook, run,
};
use telnet_benches::workload::{self, Workload};

const SIZE: usize = 1 << 20;
const CHUNKS: [usize; 4] = [64 << 10, 4 << 10, 16, 1];

fn decode(c: &mut Criterion) {
    for work in workload::all(SIZE) {
        for chunk in CHUNKS {
            let name = format!("decode/{}/{chunk}", work.name);
            let mut group = c.benchmark_group(name);
            group.throughput(Throughput::Bytes(work.wire.len() as u64));
            verified::<Ours>(&mut group, &work, chunk, true);
            #[cfg(feature = "libtelnet")]
            verified::<telnet_benches::engine::Libtelnet>(
                &mut group, &work, chunk, false,
            );
            verified::<Mudtelnet>(&mut group, &work, chunk, false);
            verified::<Codec>(&mut group, &work, chunk, false);
            verified::<Naive>(&mut group, &work, chunk, true);
            timed::<Memchr>(&mut group, &work, chunk);
            timed::<Memcpy>(&mut group, &work, chunk);
            group.finish();
        }
    }
}

/// Cost per octet of a short and of a long stream: `table -- linear` shows the
/// mebioctets of the stream where other tables have the size of chunks. The
/// same mebioctet comes again and again, as through the buffer of a socket: in
/// one piece 64 of them would measure the memory.
fn linear(c: &mut Criterion) {
    for name in workload::NAMES {
        let work = workload::make(name, SIZE);
        for times in [1, 64] {
            let mut group = c.benchmark_group(format!("linear/{name}/{times}"));
            let octets = work.wire.len() * times;
            group.throughput(Throughput::Bytes(octets as u64));
            group.bench_function(Ours::NAME, |bencher| {
                bencher.iter(|| {
                    let mut count = Count::default();
                    let mut engine = Ours::new();
                    for _ in 0..times {
                        for part in black_box(&work.wire).chunks(4 << 10) {
                            engine.feed(part, &mut count);
                        }
                    }
                    count.sum()
                });
            });
            group.finish();
        }
    }
}

/// Times an engine once its output has been checked. One that is wrong is
/// timed all the same, under a name that says so: we must not be.
fn verified<E: Engine>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    work: &Workload,
    chunk: usize,
    must: bool,
) {
    let right = cook::<E>(&work.wire, chunk) == work.expected;
    assert!(right || !must, "{} decodes {} wrongly", E::NAME, work.name);
    if right {
        timed::<E>(group, work, chunk);
    } else {
        let name = format!("{}, wrong", E::NAME);
        timed_as::<E>(group, work, chunk, &name);
    }
}

fn timed<E: Engine>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    work: &Workload,
    chunk: usize,
) {
    timed_as::<E>(group, work, chunk, E::NAME);
}

fn timed_as<E: Engine>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    work: &Workload,
    chunk: usize,
    name: &str,
) {
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            let mut count = Count::default();
            run::<E>(black_box(&work.wire), chunk, &mut count);
            count.sum()
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(400));
    targets = decode, linear
}
criterion_main!(benches);
