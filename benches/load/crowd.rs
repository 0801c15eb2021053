//! All the others, on one thread.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use socket2::{Domain, Socket, Type};
use telnet_mio::mio::net::TcpStream;
use telnet_mio::mio::{Events, Interest, Poll, Token};

use super::kind::Kind;

/// They have an address of their own: a door is to know them from the good client.
const FROM: SocketAddr = SocketAddr::new(
    std::net::IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 2)),
    0,
);
/// Most that wait to be let in at the same time: a server queues so many.
const WAVE: usize = 100;
/// All of them are in by then.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often a slow one says something.
const SLOW: Duration = Duration::from_secs(10);
/// What a flood writes at once.
const PIECE: usize = 4 << 10;

struct Peer {
    /// None while it is sent away and has not come again.
    stream: Option<TcpStream>,
    /// It has been let in, or sent away.
    is_met: bool,
    sends: Option<Vec<u8>>,
    reads: bool,
}

impl Peer {
    fn new(kind: Kind, number: usize) -> Self {
        let lines = || b"all work and no play\r\n".repeat(PIECE / 22);
        let (sends, reads) = match (kind, number % 3) {
            (Kind::Floods, 0) => (Some(lines()), true),
            (Kind::Floods, 1) => (Some(lines()), false),
            // NOP.
            (Kind::Floods, _) => (Some(b"\xFF\xF1".repeat(PIECE / 2)), true),
            _ => (None, true),
        };
        Self { stream: None, is_met: false, sends, reads }
    }

    /// Sends, if there is room. Whether there was.
    fn send(&mut self) -> io::Result<bool> {
        let (Some(stream), Some(octets)) = (&mut self.stream, &self.sends)
        else {
            return Ok(false);
        };
        // A flood goes on in the middle of a line as well as at its begin.
        match stream.write(octets) {
            Err(e) if e.kind() == ErrorKind::WouldBlock => Ok(false),
            written => written.map(|_| true),
        }
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<()> {
        let Some(stream) = &mut self.stream else { return Ok(()) };
        while self.reads || !self.is_met {
            match stream.read(buffer) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(_) => self.is_met = true,
                Err(e) if e.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }
}

struct Crowd {
    kind: Kind,
    server: SocketAddr,
    poll: Poll,
    peers: Vec<Peer>,
    buffer: Vec<u8>,
}

/// Comes, says so once all are in, and goes on until it is killed.
pub(crate) fn run(kind: Kind, count: usize, server: SocketAddr) {
    let peers = (0..count).map(|number| Peer::new(kind, number)).collect();
    let (poll, buffer) = (Poll::new().unwrap(), vec![0; 64 << 10]);
    let mut crowd = Crowd { kind, server, poll, peers, buffer };
    crowd.come();
    println!("ready");
    let start = Instant::now();
    let (mut said, mut has_moved) = (0, false);
    loop {
        // Who can do nothing leaves the processor to others.
        crowd.turn(Duration::from_millis(u64::from(!has_moved)));
        has_moved = false;
        if kind == Kind::Slow {
            let due = count as f64 * start.elapsed().as_secs_f64();
            let due = (due / SLOW.as_secs_f64()) as usize;
            while said < due {
                let peer = &mut crowd.peers[said % count];
                peer.stream.as_mut().unwrap().write_all(b"x").unwrap();
                said += 1;
            }
        }
        if kind == Kind::Floods {
            for at in 0..count {
                match crowd.peers[at].send() {
                    Ok(moved) => has_moved |= moved,
                    Err(_) => crowd.leave(at),
                }
            }
        }
        // Those who were sent away, some at a time.
        let away = (0..count).filter(|at| crowd.peers[*at].stream.is_none());
        for at in away.take(WAVE).collect::<Vec<_>>() {
            crowd.connect(at);
        }
    }
}

impl Crowd {
    /// All come in, so many at a time.
    fn come(&mut self) {
        let start = Instant::now();
        let (mut begun, count) = (0, self.peers.len());
        loop {
            let met = self.peers[..begun].iter().filter(|it| it.is_met).count();
            if met == count {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "{met} of {count} were served");
            while begun < count.min(met + WAVE) {
                self.connect(begun);
                begun += 1;
            }
            self.turn(Duration::from_millis(10));
        }
    }

    /// One comes, as soon as there is a port for it.
    fn connect(&mut self, at: usize) {
        let Ok(socket) = self.open() else { return };
        let mut stream = TcpStream::from_std(socket.into());
        let both = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(&mut stream, Token(at), both).unwrap();
        self.peers[at].stream = Some(stream);
    }

    fn open(&self) -> io::Result<Socket> {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.bind(&FROM.into())?;
        socket.set_nonblocking(true)?;
        match socket.connect(&self.server.into()) {
            // EINPROGRESS, which has no kind.
            Err(e) if e.raw_os_error() != Some(115) => Err(e),
            _ => Ok(socket),
        }
    }

    fn leave(&mut self, at: usize) {
        assert!(self.kind.comes_again(), "peer {at} was refused");
        self.peers[at].is_met = true;
        self.peers[at].stream = None;
    }

    fn turn(&mut self, wait: Duration) {
        let mut events = Events::with_capacity(1024);
        self.poll.poll(&mut events, Some(wait)).unwrap();
        for event in &events {
            let Token(at) = event.token();
            if self.peers[at].read(&mut self.buffer).is_err() {
                self.leave(at);
            }
        }
    }
}
