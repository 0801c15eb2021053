//! One loop, and a crowd that does nothing, or worse.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a helper that fails fails its test"
)]

use std::io::{BufRead as _, BufReader, ErrorKind, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::task::Poll;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use telnet_mio::mio::{self, Events, Interest, Token};
use telnet_mio::wait::ReadUntil;
use telnet_mio::{Config, Telnet};
use telnet_testkit::peer::PATIENCE;

/// Connections that say nothing, ever.
const SILENT: usize = 300;
/// Connections that ask without end, and read no answer.
const DEAF: usize = 3;
/// Conversations of the one that behaves.
const VISITS: usize = 20;

/// A connection and the line it waits for.
struct User {
    telnet: Telnet<mio::net::TcpStream>,
    line: ReadUntil,
    is_gone: bool,
}

impl User {
    /// Whether it is looked at again only when it has read something.
    fn is_stuck(&self) -> bool {
        !self.telnet.session().wants_read() && !self.telnet.has_more()
    }
}

/// A server that answers each line, on one thread.
struct Server {
    poll: mio::Poll,
    users: Vec<User>,
    /// Whom to look at.
    due: Vec<usize>,
    /// How often one was looked at.
    looks: usize,
}

impl Server {
    fn new() -> Self {
        let poll = mio::Poll::new().unwrap();
        Self { poll, users: Vec::new(), due: Vec::new(), looks: 0 }
    }

    /// The next connection, by its number.
    fn accept(&mut self, listener: &TcpListener) -> usize {
        let (socket, _) = listener.accept().unwrap();
        socket.set_nonblocking(true).unwrap();
        let socket = mio::net::TcpStream::from_std(socket);
        let mut telnet = Telnet::new(socket, Config::server()).unwrap();
        let at = self.users.len();
        let interest = Interest::READABLE;
        self.poll
            .registry()
            .register(&mut telnet, Token(at), interest)
            .unwrap();
        let line = telnet.read_until("\n", None::<Duration>);
        self.users.push(User { telnet, line, is_gone: false });
        self.due.push(at);
        at
    }

    fn look(&mut self, at: usize) {
        self.looks += 1;
        let User { telnet, line, is_gone } = &mut self.users[at];
        while let Poll::Ready(outcome) =
            telnet.poll(line, Instant::now()).unwrap()
        {
            if outcome.is_eof() {
                *is_gone = true;
                return;
            }
            telnet.send_line("here you are").unwrap();
            *line = telnet.read_until("\n", None::<Duration>);
        }
        if telnet.has_more() {
            self.due.push(at);
        }
    }

    fn serve(&mut self, is_over: impl Fn(&[User]) -> bool) {
        let mut events = Events::with_capacity(1024);
        while !is_over(&self.users) {
            let wait =
                if self.due.is_empty() { PATIENCE } else { Duration::ZERO };
            match self.poll.poll(&mut events, Some(wait)) {
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                polled => polled.unwrap(),
            }
            assert!(wait.is_zero() || !events.is_empty(), "nothing happens");
            for event in &events {
                let Token(at) = event.token();
                self.users[at].telnet.on_event(event);
                self.due.push(at);
            }
            self.due.sort_unstable();
            self.due.dedup();
            for at in std::mem::take(&mut self.due) {
                self.look(at);
            }
        }
    }
}

fn connect(addr: SocketAddr) -> TcpStream {
    let socket = TcpStream::connect(addr).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket.set_write_timeout(Some(PATIENCE)).unwrap();
    socket
}

/// Asks, and reads nothing.
fn deaf(mut socket: TcpStream) -> JoinHandle<()> {
    let requests = b"\xFF\xFD\x06".repeat(10_000);
    std::thread::spawn(move || while socket.write_all(&requests).is_ok() {})
}

/// Asks, and waits for the answer, some times.
fn visitor(mut socket: TcpStream) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut answers = BufReader::new(socket.try_clone().unwrap());
        for _ in 0..VISITS {
            socket.write_all(b"hello\r\n").unwrap();
            let mut line = Vec::new();
            answers.read_until(b'\n', &mut line).unwrap();
            assert!(line.ends_with(b"here you are\r\n"), "{line:?}");
        }
    })
}

/// They cost nothing: one is looked at when something happens to it.
#[test]
fn hundreds_of_silent_connections_keep_nobody_from_being_served() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let addr = listener.local_addr().unwrap();
    let mut server = Server::new();
    let silent: Vec<TcpStream> = (0..SILENT)
        .map(|_| {
            let socket = connect(addr);
            server.accept(&listener);
            socket
        })
        .collect();
    let visitor = visitor(connect(addr));
    let his = server.accept(&listener);
    server.serve(|users| users[his].is_gone);
    visitor.join().unwrap();
    assert!(server.looks < 10 * SILENT, "{} looks", server.looks);
    drop(silent);
}

/// Each gets what there is room for, in turn with the others.
#[test]
fn connections_that_ask_and_never_read_keep_nobody_from_being_served() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let addr = listener.local_addr().unwrap();
    let mut server = Server::new();
    let mut threads: Vec<JoinHandle<()>> = Vec::new();
    for _ in 0..DEAF {
        threads.push(deaf(connect(addr)));
        server.accept(&listener);
    }
    let early = visitor(connect(addr));
    let first = server.accept(&listener);
    server.serve(|users| {
        users[..DEAF].iter().all(User::is_stuck) && users[first].is_gone
    });
    let late = visitor(connect(addr));
    let last = server.accept(&listener);
    server.serve(|users| users[last].is_gone);
    assert!(server.users[..DEAF].iter().all(User::is_stuck));
    drop(server);
    threads.extend([early, late]);
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}
