//! The other ends, each a process of its own, and what plain sockets do with them.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::nice;
use telnet_mio::mio::{self, Events, Interest, Token};
use telnet_testkit::host::DemoHost;
use telnet_testkit::host::router::Router;

use crate::workload::make;

/// A line that comes back.
pub(crate) const LINE: &[u8] = b"ping\r\n";
/// Longest that anything may take.
pub(crate) const WAIT: Duration = Duration::from_secs(60);
/// What is downloaded, octets.
pub(crate) const MANY: usize = 64 << 20;

/// Serves until it is killed; says first where.
pub(crate) fn serve(kind: &str) {
    if kind == "router" {
        let host = DemoHost::start_with(Router::echoing).expect("a host");
        println!("{}", host.addr());
        loop {
            thread::park();
        }
    }
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    println!("{}", listener.local_addr().expect("a port"));
    let text = make("plain", 1 << 20).wire;
    let text = &text[..1 << 20];
    let mut kept = Vec::new();
    for stream in listener.incoming() {
        let mut stream = stream.expect("a connection");
        stream.set_nodelay(true).expect("an option");
        let mut buffer = vec![0; 1 << 20];
        match kind {
            "silent" => kept.push(stream),
            // Who leaves before the end has had enough.
            "source" => {
                let all =
                    (0..MANY >> 20).try_for_each(|_| stream.write_all(text));
                all.ok();
            }
            "echo" => {
                while let Ok(n @ 1..) = stream.read(&mut buffer) {
                    stream.write_all(&buffer[..n]).expect("a client");
                }
            }
            _ => while let Ok(1..) = stream.read(&mut buffer) {},
        }
    }
}

/// Keeps a core awake, and gives way to any other work.
pub(crate) fn spin() {
    nice(19).expect("it is nobody's to refuse");
    println!("awake");
    loop {
        std::hint::spin_loop();
    }
}

fn connect(addr: &str) -> TcpStream {
    let stream = TcpStream::connect(addr).expect("a host");
    stream.set_nodelay(true).expect("an option");
    stream
}

pub(crate) fn download(addr: &str) -> usize {
    let (mut stream, mut buffer) = (connect(addr), vec![0; 16 << 10]);
    let mut count = 0;
    while let n @ 1.. = stream.read(&mut buffer).expect("a host") {
        count += n;
    }
    count
}

pub(crate) fn read_to_end(addr: &str) -> usize {
    let mut all = Vec::new();
    connect(addr).read_to_end(&mut all).expect("a host")
}

pub(crate) fn upload(addr: &str, data: &[u8]) {
    let mut stream = connect(addr);
    for part in data.chunks(1 << 20) {
        stream.write_all(part).expect("a host");
    }
}

pub(crate) fn trips(addr: &str, times: usize) {
    let mut stream = connect(addr);
    for _ in 0..times {
        stream.write_all(LINE).expect("a host");
        stream.read_exact(&mut [0; LINE.len()]).expect("a host");
    }
}

pub(crate) fn trips_on_mio(addr: &str, times: usize) {
    let mut poll = mio::Poll::new().expect("a poll");
    let mut events = Events::with_capacity(8);
    let addr = addr.parse().expect("an address");
    let mut stream = mio::net::TcpStream::connect(addr).expect("a host");
    stream.set_nodelay(true).ok();
    let both = Interest::READABLE | Interest::WRITABLE;
    poll.registry().register(&mut stream, Token(0), both).expect("a poll");
    poll.poll(&mut events, Some(WAIT)).expect("a poll");
    let mut buffer = [0; 4096];
    for _ in 0..times {
        stream.write_all(LINE).expect("a host");
        let mut count = 0;
        while count < LINE.len() {
            match stream.read(&mut buffer) {
                Ok(n) => count += n,
                Err(e) if e.kind() == std::io::ErrorKind::WouldBlock => {
                    poll.poll(&mut events, Some(WAIT)).expect("a poll");
                }
                Err(e) => panic!("{e}"),
            }
        }
    }
}

/// Waits for input that does not come.
pub(crate) fn miss(stream: &TcpStream, end: Duration) {
    let time = Timespec::try_from(end).expect("a time");
    let mut asked = [PollFd::new(stream, PollFlags::IN)];
    assert_eq!(poll(&mut asked, Some(&time)).expect("a socket"), 0);
}
