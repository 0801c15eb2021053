//! What the machine and the runtimes can do: servers of lines without Telnet.
//!
//! They answer as `server` of telnet-tokio does, a write for each line, and let in
//! everybody. A read is of the size that an adapter has.

use std::collections::HashMap;
use std::io::{self, ErrorKind, Read as _, Write as _};

use telnet_mio::mio::net::{TcpListener, TcpStream};
use telnet_mio::mio::{Events, Interest, Poll, Token};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// Octets read at once.
const CHUNK: usize = 16 << 10;
/// A line that is longer is lost.
const LINE: usize = 16 << 10;

const HELLO: &[u8] = b"Hello. Say something, or bye.\r\n";

/// What was read and not answered.
#[derive(Debug, Default)]
struct Lines {
    octets: Vec<u8>,
    answered: usize,
}

impl Lines {
    fn push(&mut self, octets: &[u8]) {
        self.octets.drain(..self.answered);
        self.answered = 0;
        if self.octets.len() > LINE {
            self.octets.clear();
        }
        self.octets.extend_from_slice(octets);
    }

    /// The answer to the next line, if it is there.
    fn answer(&mut self) -> Option<String> {
        let rest = &self.octets[self.answered..];
        let len = rest.iter().position(|octet| *octet == b'\n')?;
        let words = rest[..len].trim_ascii();
        let answer = format!("You said: {}\r\n", words.escape_ascii());
        self.answered += len + 1;
        Some(answer)
    }
}

/// A task for each.
pub(crate) async fn on_tokio(listener: tokio::net::TcpListener) {
    loop {
        let Ok((mut socket, _peer)) = listener.accept().await else { continue };
        tokio::spawn(async move {
            socket.set_nodelay(true)?;
            socket.write_all(HELLO).await?;
            let mut lines = Lines::default();
            let mut buffer = vec![0; CHUNK];
            loop {
                match socket.read(&mut buffer).await? {
                    0 => return io::Result::Ok(()),
                    n => lines.push(&buffer[..n]),
                }
                while let Some(answer) = lines.answer() {
                    socket.write_all(answer.as_bytes()).await?;
                }
            }
        });
    }
}

struct User {
    stream: TcpStream,
    lines: Lines,
    /// What the peer has not taken: nothing is read meanwhile.
    unsent: Vec<u8>,
}

impl User {
    fn write(&mut self) -> io::Result<bool> {
        while !self.unsent.is_empty() {
            match self.stream.write(&self.unsent) {
                Ok(n) => drop(self.unsent.drain(..n)),
                Err(e) if e.kind() == ErrorKind::WouldBlock => {
                    return Ok(false);
                }
                Err(e) => return Err(e),
            }
        }
        Ok(true)
    }

    /// Answers the lines there are. Whether the peer took the answers.
    fn answer(&mut self) -> io::Result<bool> {
        while self.write()? {
            let Some(answer) = self.lines.answer() else { return Ok(true) };
            self.unsent.extend_from_slice(answer.as_bytes());
        }
        Ok(false)
    }

    /// One turn: reads once, and answers. Whether there may be more.
    fn advance(&mut self, buffer: &mut [u8]) -> io::Result<bool> {
        if !self.answer()? {
            return Ok(false);
        }
        match self.stream.read(buffer) {
            Ok(0) => Err(ErrorKind::UnexpectedEof.into()),
            Ok(n) => {
                self.lines.push(&buffer[..n]);
                self.answer()
            }
            Err(e) if e.kind() == ErrorKind::WouldBlock => Ok(false),
            Err(e) => Err(e),
        }
    }
}

/// All on one thread, each in turn.
pub(crate) fn on_mio(mut listener: TcpListener) -> io::Result<()> {
    let mut poll = Poll::new()?;
    let both = Interest::READABLE | Interest::WRITABLE;
    poll.registry().register(&mut listener, Token(0), both)?;
    let (mut users, mut next) = (HashMap::<_, User>::new(), 1);
    let mut events = Events::with_capacity(1024);
    let mut buffer = vec![0; CHUNK];
    let mut busy: Vec<Token> = Vec::new();
    loop {
        let wait = (!busy.is_empty()).then_some(std::time::Duration::ZERO);
        poll.poll(&mut events, wait)?;
        for event in &events {
            if event.token() != Token(0) {
                if !busy.contains(&event.token()) {
                    busy.push(event.token());
                }
                continue;
            }
            while let Ok((mut stream, _peer)) = listener.accept() {
                stream.set_nodelay(true)?;
                poll.registry().register(&mut stream, Token(next), both)?;
                let (lines, unsent) = (Lines::default(), HELLO.to_vec());
                users.insert(Token(next), User { stream, lines, unsent });
                busy.push(Token(next));
                next += 1;
            }
        }
        busy.retain(|token| {
            let Some(user) = users.get_mut(token) else { return false };
            user.advance(&mut buffer).unwrap_or_else(|_gone| {
                users.remove(token);
                false
            })
        });
    }
}
