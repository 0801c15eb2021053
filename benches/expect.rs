//! Waiting for patterns: eight sets in text of 64 MiB, ours beside one look of
//! `regex` at the whole text and beside those who search again and again.
//!
//! `cargo bench -p telnet-benches --bench expect`, then
//! `cargo run -p telnet-benches --bin table -- expect`. The records of
//! `received` are for the picture.

use std::hint::black_box;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main,
    measurement::WallTime,
};
use telnet_benches::expect::{
    Alone, Connection, DIALOGUE, Expectrl, Naive, OneShot, Ours, Rexpect, SETS,
    Searcher, Set, TAIL, router_text,
};
use telnet_session::PatternSet;

const MIB: usize = 1 << 20;
const SIZE: usize = 64 * MIB;
/// For those who search again and again.
const SMALL: usize = MIB / 4;
const CHUNKS: [usize; 3] = [64 << 10, 4 << 10, 64];

fn expect(c: &mut Criterion) {
    let text = router_text(SIZE);
    let small = router_text(SMALL);
    let middle = router_text(8 * MIB);
    for set in &SETS {
        for chunk in CHUNKS {
            let name = format!("expect/{}/{chunk}", set.name);
            let mut group = c.benchmark_group(name);
            verified::<Ours>(&mut group, set, &text, chunk);
            verified::<Alone>(&mut group, set, &text, chunk);
            verified::<OneShot>(&mut group, set, &text, chunk);
            // Less than this, and the clock is all there is to see.
            if chunk >= 4 << 10 {
                search_alone(&mut group, set, &text, chunk);
                verified::<Naive>(&mut group, set, &small, chunk);
                verified::<Expectrl>(&mut group, set, &small, chunk);
            }
            if chunk == 4 << 10 {
                verified::<Rexpect>(&mut group, set, &middle, chunk);
            }
            group.finish();
        }
    }
}

/// Cost per octet of a short and of a long stream, the same MiB again and again
/// as through the buffer of a socket: what it costs to bring 64 MiB from memory
/// is not ours. `table -- expect-linear` shows the mebioctets where other
/// tables have the size of chunks.
fn linear(c: &mut Criterion) {
    let text = router_text(MIB);
    let (body, tail) = text.split_at(text.len() - TAIL.len());
    for set in &SETS {
        for mebioctets in [1, 64] {
            let name = format!("expect-linear/{}/{mebioctets}", set.name);
            let mut group = c.benchmark_group(name);
            group.throughput(Throughput::Bytes((mebioctets * MIB) as u64));
            group.bench_function(Ours::NAME, |bencher| {
                let mut ours = Ours::new(set);
                bencher.iter(|| {
                    let bodies = (0..mebioctets).map(|_| black_box(body));
                    let chunks = bodies.chain([tail]);
                    let chunks = chunks.flat_map(|it| it.chunks(4 << 10));
                    assert!(ours.find_in(chunks).is_some());
                });
            });
            group.finish();
        }
    }
}

/// Times a search once what it finds has been checked. One that is wrong is
/// timed all the same, under a name that says so: we must not be.
fn verified<S: Searcher>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    set: &Set,
    text: &[u8],
    chunk: usize,
) {
    let right =
        S::new(set).find(text, chunk) == OneShot::new(set).find(text, 0);
    assert!(right || S::NAME != Ours::NAME, "{} in {}", S::NAME, set.name);
    let wrong = if right { "" } else { ", wrong" };
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function(format!("{}{wrong}", S::NAME), |bencher| {
        let mut searcher = S::new(set);
        bencher.iter(|| searcher.find(black_box(text), chunk));
    });
}

fn search_alone(
    group: &mut BenchmarkGroup<'_, WallTime>,
    set: &Set,
    text: &[u8],
    chunk: usize,
) {
    group.throughput(Throughput::Bytes(text.len() as u64));
    let name = format!("{}, search alone", Ours::NAME);
    group.bench_function(name, |bencher| {
        let ours = Ours::new(set);
        bencher.iter_custom(|times| {
            (0..times).map(|_| ours.search_time(text, chunk)).sum()
        });
    });
}

/// Seconds to a match over a socket, by how much comes before it.
fn received(c: &mut Criterion) {
    let set = PatternSet::new(DIALOGUE.patterns).expect("patterns");
    for shift in 0..8 {
        let size = (MIB / 16) << shift;
        let text = router_text(size);
        let host = serve(move |mut socket| {
            socket.write_all(&text)?;
            // Until the user leaves.
            while socket.read(&mut [0; 64])? > 0 {}
            Ok(())
        });
        let mut group = c.benchmark_group(format!("received/{size}"));
        group.throughput(Throughput::Bytes(size as u64));
        group.bench_function(Ours::NAME, |bencher| {
            bencher.iter_custom(|times| {
                let once = |_| {
                    let mut connection = connect(host);
                    let start = Instant::now();
                    let found = connection.expect(&set, None::<Duration>);
                    assert!(found.expect("a socket").is_match());
                    start.elapsed()
                };
                (0..times).map(once).sum()
            });
        });
        group.finish();
    }
}

/// A command and its prompt over a socket, and as many octets without us.
fn round_trip(c: &mut Criterion) {
    const COMMAND: &[u8] = b"show clock\r\n";
    const ANSWER: &[u8] = b"show clock\r\n12:34:56.789 UTC\r\nrouter1# ";
    let host = serve(|mut socket| {
        socket.set_nodelay(true)?;
        loop {
            socket.read_exact(&mut [0; COMMAND.len()])?;
            socket.write_all(ANSWER)?;
        }
    });
    let set = PatternSet::new(DIALOGUE.patterns).expect("patterns");
    let mut group = c.benchmark_group("round-trip");
    let octets = COMMAND.len() + ANSWER.len();
    group.throughput(Throughput::Bytes(octets as u64));
    group.bench_function(Ours::NAME, |bencher| {
        let mut connection = connect(host);
        bencher.iter(|| {
            connection.send_line(b"show clock");
            let found = connection.expect(&set, Duration::from_secs(20));
            assert!(found.expect("a socket").is_match());
        });
    });
    group.bench_function("read and write", |bencher| {
        let mut socket = TcpStream::connect(host).expect("a host");
        socket.set_nodelay(true).expect("a socket");
        bencher.iter(|| {
            socket.write_all(COMMAND).expect("a socket");
            let mut answer = [0; ANSWER.len()];
            socket.read_exact(&mut answer).expect("a socket");
            answer
        });
    });
    group.finish();
}

/// How long a wait of 300 ms takes while the peer sends all the time.
fn deadline(c: &mut Criterion) {
    let host = serve(|mut socket| {
        loop {
            socket.write_all(&[b'x'; 4096])?;
            thread::sleep(Duration::from_millis(1));
        }
    });
    let set = PatternSet::new(DIALOGUE.patterns).expect("patterns");
    let mut group = c.benchmark_group("deadline");
    group.bench_function("300 ms", |bencher| {
        bencher.iter_custom(|times| {
            let once = |_| {
                let mut connection = connect(host);
                let start = Instant::now();
                let missed =
                    connection.expect(&set, Duration::from_millis(300));
                assert!(missed.expect("a socket").is_timeout());
                start.elapsed()
            };
            (0..times).map(once).sum()
        });
    });
    group.finish();
}

fn connect(host: SocketAddr) -> Connection {
    let socket = TcpStream::connect(host).expect("a host");
    Connection::new(socket).expect("a socket")
}

/// A host on the loopback device, a thread for each connection, until the
/// process ends.
fn serve<F>(each: F) -> SocketAddr
where
    F: Fn(TcpStream) -> io::Result<()> + Clone + Send + 'static,
{
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let host = listener.local_addr().expect("a port");
    thread::spawn(move || {
        while let Ok((socket, _)) = listener.accept() {
            let each = each.clone();
            // A connection ends with an error when the user leaves.
            thread::spawn(move || each(socket).ok());
        }
    });
    host
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(400));
    targets = expect, linear, received, round_trip, deadline
}
criterion_main!(benches);
