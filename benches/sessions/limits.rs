//! What a user feels: deadlines, two ends that write first, and the memory of a
//! connection that does nothing.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

use telnet_async_std::async_std::task;
use telnet_benches::process::{Process, child, memory};
use telnet_mio::mio::{self, Events, Interest, Token};

use super::measure::time;

const WAIT: Duration = Duration::from_secs(20);
const TIMES: usize = 20;
const DEADLINES: [u64; 6] = [1, 2, 5, 10, 50, 100];
const MANY: usize = 6 << 20;
const IDLE: usize = 1000;

pub(crate) fn run() {
    deadlines();
    write_first();
    println!("\n| idle connections of | octets each |\n|---|---|");
    for kind in ["idle-raw", "idle-blocking"] {
        print!("{}", child(&[kind]).unwrap());
    }
}

/// Those of blocking connections, a thread none of them: for 1,000 it reads in
/// turn.
pub(crate) fn idle(telnet: bool) {
    let host = Process::start(&["host"]).unwrap();
    let (mut plain, mut connections) = (Vec::new(), Vec::new());
    // What is allocated once, is.
    connections.push(telnet_blocking::Telnet::connect(&*host.addr).unwrap());
    let before = memory("VmRSS").unwrap();
    for _ in 0..IDLE {
        if telnet {
            let mut it = telnet_blocking::Telnet::connect(&*host.addr).unwrap();
            it.read_until("login: ", WAIT).unwrap().matched().unwrap();
            connections.push(it);
        } else {
            let mut it = TcpStream::connect(&host.addr).unwrap();
            it.read_exact(&mut [0; 16]).unwrap();
            plain.push(it);
        }
    }
    let each = (memory("VmRSS").unwrap() - before) / IDLE;
    let name = if telnet { "telnet-blocking" } else { "std" };
    println!("| {name} | {each} |");
}

/// A peer that says nothing.
fn silent() -> (String, thread::JoinHandle<Vec<TcpStream>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap().to_string();
    let streams = move || {
        (0..3).map(|_| listener.accept().unwrap().0).collect::<Vec<_>>()
    };
    (addr, thread::spawn(streams))
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e3
}

fn deadlines() {
    let (addr, peer) = silent();
    let mut blocking = telnet_blocking::Telnet::connect(&*addr).unwrap();
    let mut tasks =
        task::block_on(telnet_async_std::Telnet::connect(&*addr)).unwrap();
    let mut looped = Loop::connect(&addr);
    let _streams = peer.join().unwrap();
    println!("\n| deadline ms | blocking | mio | async-std |");
    println!("|---|---|---|---|");
    for ms in DEADLINES {
        let end = Duration::from_millis(ms);
        let of = |wait: &mut dyn FnMut()| {
            median((0..TIMES).map(|_| time(&mut *wait).1).collect())
        };
        let blocking = of(&mut || {
            assert!(blocking.read_until("x", end).unwrap().is_timeout());
        });
        let looped = of(&mut || looped.miss(end));
        let tasks = of(&mut || {
            let read = tasks.read_until("x", end);
            assert!(task::block_on(read).unwrap().is_timeout());
        });
        println!("| {ms} | {blocking:.2} | {looped:.2} | {tasks:.2} |");
    }
}

/// A connection on mio, and its loop.
struct Loop {
    telnet: telnet_mio::Telnet<mio::net::TcpStream>,
    poll: mio::Poll,
    events: Events,
}

impl Loop {
    fn connect(addr: &str) -> Self {
        let addr = addr.parse().unwrap();
        let mut telnet = telnet_mio::Telnet::connect(addr).unwrap();
        let poll = mio::Poll::new().unwrap();
        let both = Interest::READABLE;
        poll.registry().register(&mut telnet, Token(0), both).unwrap();
        Self { telnet, poll, events: Events::with_capacity(8) }
    }

    fn turn(&mut self, timeout: Option<Duration>) {
        self.poll.poll(&mut self.events, timeout).unwrap();
        self.events.iter().for_each(|event| self.telnet.on_event(event));
    }

    fn miss(&mut self, end: Duration) {
        let mut wait = self.telnet.read_until("x", end);
        loop {
            let step = self.telnet.poll(&mut wait, Instant::now()).unwrap();
            if let Poll::Ready(outcome) = step {
                return assert!(outcome.is_timeout());
            }
            self.turn(self.telnet.timeout(&wait, Instant::now()));
        }
    }
}

/// A peer that reads once it has written all.
fn writer() -> (String, thread::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap().to_string();
    let peer = thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        stream.write_all(&vec![b'p'; MANY]).unwrap();
        stream.read_exact(&mut vec![0; MANY]).unwrap();
    });
    (addr, peer)
}

fn write_first() {
    println!("\n| both ends write 6 MiB first | ms |\n|---|---|");
    let data = vec![b'u'; MANY];
    let mut rows = [Vec::new(), Vec::new()];
    for _ in 0..9 {
        let (addr, peer) = writer();
        let mut tn = telnet_blocking::Telnet::connect(&*addr).unwrap();
        let ((), took) = time(|| {
            tn.write(&data).unwrap();
            peer.join().unwrap();
        });
        rows[0].push(took);
        let (addr, peer) = writer();
        let took = task::block_on(async {
            let connect = telnet_async_std::Telnet::connect(&*addr);
            let mut tn = connect.await.unwrap();
            let start = Instant::now();
            tn.write(&data).await.unwrap();
            peer.join().unwrap();
            start.elapsed()
        });
        rows[1].push(took);
    }
    for (name, times) in
        ["telnet-blocking", "telnet-async-std"].iter().zip(rows)
    {
        println!("| {name} | {:.1} |", median(times));
    }
}
