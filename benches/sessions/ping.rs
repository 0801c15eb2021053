//! Round trips: a line there, a line back.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use telnet_async_std::async_std::task;
use telnet_benches::process::Process;
use telnet_blocking::Telnet;
use telnet_mio::PatternSet;
use telnet_mio::mio::{self, Events, Interest, Token};

use super::host::is_later;
use super::measure::{cpu, time};

const TRIPS: u32 = 20_000;
const ROUNDS: usize = 9;
const LINE: &[u8] = b"ping\r\n";
const WAIT: Duration = Duration::from_secs(10);

/// Sends back what it gets, until it is killed; says first where.
pub(crate) fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    println!("{}", listener.local_addr().unwrap());
    for stream in listener.incoming() {
        let mut stream = stream.unwrap();
        stream.set_nodelay(true).unwrap();
        let mut buffer = [0; 4096];
        while let Ok(n @ 1..) = stream.read(&mut buffer) {
            stream.write_all(&buffer[..n]).unwrap();
        }
    }
}

/// Times each kind in turn, several times. Prints the best of each, the ratio
/// of the two, and the median of the ratios of processor time, which other
/// work on the machine disturbs less.
pub(crate) fn run() {
    println!("\n| round trips | µs | of raw | CPU of raw |");
    println!("|---|---|---|---|");
    type Trips = fn(&str);
    let pairs = [
        ("telnet-blocking", raw_blocking as Trips, blocking as Trips),
        ("telnet-mio", raw_mio, on_mio),
        ("telnet-async-std", raw_async, on_tasks),
        ("telnet-tokio", raw_tokio, on_tokio),
    ];
    for (name, raw, ours) in pairs {
        let mut best = [Duration::MAX; 2];
        let mut ratios = Vec::new();
        for _ in 0..ROUNDS {
            let mut at_work = [Duration::ZERO; 2];
            for (kind, trip) in [raw, ours].into_iter().enumerate() {
                let host = Process::start(&["echo"]).unwrap();
                let before = cpu();
                let ((), took) = time(|| trip(&host.addr));
                at_work[kind] = cpu() - before;
                best[kind] = took.min(best[kind]);
            }
            ratios.push(at_work[1].div_duration_f64(at_work[0]));
        }
        ratios.sort_unstable_by(f64::total_cmp);
        let each = best.map(|it| it.as_secs_f64() * 1e6 / f64::from(TRIPS));
        println!("| raw, as {name} | {:.1} | 1 | 1 |", each[0]);
        println!(
            "| {name} | {:.1} | {:.2} | {:.2} |",
            each[1],
            each[1] / each[0],
            ratios[ROUNDS / 2],
        );
    }
}

fn set() -> PatternSet {
    PatternSet::new(["ping\r\n", "pong\r\n"]).unwrap()
}

fn raw_blocking(addr: &str) {
    let mut stream = TcpStream::connect(addr).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut buffer = [0; 4096];
    for _ in 0..TRIPS {
        stream.write_all(LINE).unwrap();
        let mut got = 0;
        while got < LINE.len() {
            got += stream.read(&mut buffer).unwrap();
        }
    }
}

fn blocking(addr: &str) {
    let mut telnet = Telnet::connect(addr).unwrap();
    let set = set();
    for _ in 0..TRIPS {
        telnet.write(LINE).unwrap();
        assert!(telnet.expect(&set, WAIT).unwrap().is_match());
    }
}

fn raw_mio(addr: &str) {
    let mut poll = mio::Poll::new().unwrap();
    let mut events = Events::with_capacity(8);
    let addr = addr.parse().unwrap();
    let mut stream = mio::net::TcpStream::connect(addr).unwrap();
    stream.set_nodelay(true).unwrap();
    let both = Interest::READABLE | Interest::WRITABLE;
    poll.registry().register(&mut stream, Token(0), both).unwrap();
    poll.poll(&mut events, Some(WAIT)).unwrap();
    let mut buffer = [0; 4096];
    for _ in 0..TRIPS {
        stream.write_all(LINE).unwrap();
        let mut got = 0;
        while got < LINE.len() {
            match stream.read(&mut buffer) {
                Ok(n) => got += n,
                Err(e) if is_later(&e) => {
                    poll.poll(&mut events, Some(WAIT)).unwrap();
                }
                Err(e) => panic!("{e}"),
            }
        }
    }
}

fn on_mio(addr: &str) {
    let mut poll = mio::Poll::new().unwrap();
    let mut events = Events::with_capacity(8);
    let addr = addr.parse().unwrap();
    let mut telnet = telnet_mio::Telnet::connect(addr).unwrap();
    let registry = poll.registry();
    registry.register(&mut telnet, Token(0), Interest::READABLE).unwrap();
    let set = set();
    for _ in 0..TRIPS {
        telnet.write(LINE).unwrap();
        let mut wait = telnet_mio::expect::Expect::new(&set, WAIT);
        loop {
            let step = telnet.poll(&mut wait, Instant::now()).unwrap();
            if let std::task::Poll::Ready(outcome) = step {
                assert!(outcome.is_match());
                break;
            }
            let timeout = telnet.timeout(&wait, Instant::now());
            poll.poll(&mut events, timeout).unwrap();
            for event in &events {
                telnet.on_event(event);
            }
        }
    }
}

fn raw_async(addr: &str) {
    use futures_lite::{AsyncReadExt, AsyncWriteExt};
    use telnet_async_std::async_std::net::TcpStream;
    task::block_on(async {
        let mut stream = TcpStream::connect(addr).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let mut buffer = [0; 4096];
        for _ in 0..TRIPS {
            stream.write_all(LINE).await.unwrap();
            let mut got = 0;
            while got < LINE.len() {
                got += stream.read(&mut buffer).await.unwrap();
            }
        }
    });
}

fn on_tasks(addr: &str) {
    task::block_on(async {
        let mut telnet = telnet_async_std::Telnet::connect(addr).await.unwrap();
        let set = set();
        for _ in 0..TRIPS {
            telnet.write(LINE).await.unwrap();
            let outcome = telnet.expect(&set, WAIT).await.unwrap();
            assert!(outcome.is_match());
        }
    });
}

fn raw_tokio(addr: &str) {
    use telnet_tokio::tokio::io::{AsyncReadExt, AsyncWriteExt};
    use telnet_tokio::tokio::net::TcpStream;
    super::tokio::runtime().block_on(async {
        let mut stream = TcpStream::connect(addr).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let mut buffer = [0; 4096];
        for _ in 0..TRIPS {
            stream.write_all(LINE).await.unwrap();
            let mut got = 0;
            while got < LINE.len() {
                got += stream.read(&mut buffer).await.unwrap();
            }
        }
    });
}

fn on_tokio(addr: &str) {
    super::tokio::runtime().block_on(async {
        let mut telnet = telnet_tokio::Telnet::connect(addr).await.unwrap();
        let set = set();
        for _ in 0..TRIPS {
            telnet.write(LINE).await.unwrap();
            let outcome = telnet.expect(&set, WAIT).await.unwrap();
            assert!(outcome.is_match());
        }
    });
}
