//! Round trips: a line there, a line back.
//!
//! `raw` counts octets and knows nothing of them. `by hand` is `raw` with what a
//! program must do that talks to a host without this family: it asks for urgent data
//! behind each read, looks for commands of Telnet, and searches for two patterns.

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
use super::reader::{ByHand, Raw, Reader};

const TRIPS: u32 = 20_000;
const ROUNDS: usize = 9;
pub(crate) const LINE: &[u8] = b"ping\r\n";
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

/// Times each kind on the machine as it is, and with its cores kept awake.
pub(crate) fn run() {
    table("as the machine is");
    let _awake = super::awake::keep();
    table("cores kept awake");
}

/// Times each kind in turn, several times. Prints the best of each, and the
/// medians of the ratios of time and of processor time, each of two runs one
/// after the other.
fn table(how: &str) {
    println!("\n| round trips, {how} | µs | of raw | CPU of raw |");
    println!("|---|---|---|---|");
    type Trips = fn(&str);
    let kinds: [(&str, [Trips; 3]); 4] = [
        (
            "telnet-blocking",
            [plain_blocking::<Raw>, plain_blocking::<ByHand>, blocking],
        ),
        ("telnet-mio", [plain_mio::<Raw>, plain_mio::<ByHand>, on_mio]),
        (
            "telnet-async-std",
            [plain_async::<Raw>, plain_async::<ByHand>, on_tasks],
        ),
        ("telnet-tokio", [plain_tokio::<Raw>, plain_tokio::<ByHand>, on_tokio]),
    ];
    for (name, trips) in kinds {
        let rounds: Vec<_> = (0..ROUNDS).map(|_| trips.map(measure)).collect();
        for (at, who) in ["raw, as ", "by hand, as ", ""].iter().enumerate() {
            let best = rounds.iter().map(|it| it[at].0).min().unwrap();
            let each = best.as_secs_f64() * 1e6 / f64::from(TRIPS);
            let time = middle(rounds.iter().map(|it| ratio(it[at].0, it[0].0)));
            let work = middle(rounds.iter().map(|it| ratio(it[at].1, it[0].1)));
            println!("| {who}{name} | {each:.1} | {time:.2} | {work:.2} |");
        }
    }
}

/// The time that all trips take, and that this process is at work.
fn measure(trips: fn(&str)) -> (Duration, Duration) {
    let host = Process::start(&["echo"]).unwrap();
    let before = cpu();
    let ((), took) = time(|| trips(&host.addr));
    (took, cpu() - before)
}

fn ratio(ours: Duration, raw: Duration) -> f64 {
    ours.div_duration_f64(raw)
}

fn middle(ratios: impl Iterator<Item = f64>) -> f64 {
    let mut ratios: Vec<_> = ratios.collect();
    ratios.sort_unstable_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

fn set() -> PatternSet {
    PatternSet::new(["ping\r\n", "pong\r\n"]).unwrap()
}

fn plain_blocking<R: Reader>(addr: &str) {
    let mut stream = TcpStream::connect(addr).unwrap();
    stream.set_nodelay(true).unwrap();
    let (mut buffer, mut reader) = ([0; 4096], R::default());
    for _ in 0..TRIPS {
        stream.write_all(LINE).unwrap();
        loop {
            let n = stream.read(&mut buffer).unwrap();
            if reader.take(&stream, &buffer[..n]) {
                break;
            }
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

fn plain_mio<R: Reader>(addr: &str) {
    let mut poll = mio::Poll::new().unwrap();
    let mut events = Events::with_capacity(8);
    let addr = addr.parse().unwrap();
    let mut stream = mio::net::TcpStream::connect(addr).unwrap();
    stream.set_nodelay(true).unwrap();
    let both = Interest::READABLE | Interest::WRITABLE;
    poll.registry().register(&mut stream, Token(0), both).unwrap();
    poll.poll(&mut events, Some(WAIT)).unwrap();
    let (mut buffer, mut reader) = ([0; 4096], R::default());
    for _ in 0..TRIPS {
        stream.write_all(LINE).unwrap();
        loop {
            match stream.read(&mut buffer) {
                Ok(n) => {
                    if reader.take(&stream, &buffer[..n]) {
                        break;
                    }
                }
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

fn plain_async<R: Reader>(addr: &str) {
    use futures_lite::{AsyncReadExt, AsyncWriteExt};
    use telnet_async_std::async_std::net::TcpStream;
    task::block_on(async {
        let mut stream = TcpStream::connect(addr).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (mut buffer, mut reader) = ([0; 4096], R::default());
        for _ in 0..TRIPS {
            stream.write_all(LINE).await.unwrap();
            loop {
                let n = stream.read(&mut buffer).await.unwrap();
                if reader.take(&stream, &buffer[..n]) {
                    break;
                }
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

fn plain_tokio<R: Reader>(addr: &str) {
    use telnet_tokio::tokio::io::{AsyncReadExt, AsyncWriteExt};
    use telnet_tokio::tokio::net::TcpStream;
    super::tokio::runtime().block_on(async {
        let mut stream = TcpStream::connect(addr).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (mut buffer, mut reader) = ([0; 4096], R::default());
        for _ in 0..TRIPS {
            stream.write_all(LINE).await.unwrap();
            loop {
                let n = stream.read(&mut buffer).await.unwrap();
                if reader.take(&stream, &buffer[..n]) {
                    break;
                }
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
