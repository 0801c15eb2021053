//! The demo host for many, as a process of its own.

use std::io::{self, ErrorKind, Read, Write};

use telnet_mio::mio::net::{TcpListener, TcpStream};
use telnet_mio::mio::{Events, Interest, Poll, Token};
use telnet_testkit::host::{Host, Shell};

const LISTENER: Token = Token(usize::MAX);

struct User {
    stream: TcpStream,
    shell: Shell,
}

/// Serves until it is killed; says first where.
pub(crate) fn serve() {
    let mut poll = Poll::new().unwrap();
    let addr = "127.0.0.1:0".parse().unwrap();
    let mut listener = TcpListener::bind(addr).unwrap();
    println!("{}", listener.local_addr().unwrap());
    let registry = poll.registry();
    registry.register(&mut listener, LISTENER, Interest::READABLE).unwrap();
    let mut users: Vec<Option<User>> = Vec::new();
    let mut events = Events::with_capacity(1024);
    let mut buffer = vec![0; 16 << 10];
    loop {
        poll.poll(&mut events, None).unwrap();
        for event in &events {
            if event.token() == LISTENER {
                accept(&poll, &listener, &mut users, &mut buffer);
            } else {
                let place = &mut users[event.token().0];
                if place.as_mut().is_some_and(|it| !it.advance(&mut buffer)) {
                    *place = None;
                }
            }
        }
    }
}

fn accept(
    poll: &Poll,
    listener: &TcpListener,
    users: &mut Vec<Option<User>>,
    buffer: &mut [u8],
) {
    while let Ok((mut stream, _)) = listener.accept() {
        stream.set_nodelay(true).unwrap();
        let token = Token(users.len());
        let both = Interest::READABLE | Interest::WRITABLE;
        poll.registry().register(&mut stream, token, both).unwrap();
        let mut user = User { stream, shell: Shell::new() };
        users.push(user.advance(buffer).then_some(user));
    }
}

impl User {
    /// Does all that can be done. Whether the user stays.
    fn advance(&mut self, buffer: &mut [u8]) -> bool {
        loop {
            self.shell.advance();
            let session = self.shell.session();
            while session.wants_write() {
                match self.stream.write(session.transmit()) {
                    Ok(n) => session.transmitted(n),
                    Err(e) => return is_later(&e),
                }
            }
            if self.shell.is_done() {
                return false;
            }
            match self.stream.read(buffer) {
                Ok(0) => self.shell.session().receive_eof(),
                Ok(n) => self.shell.session().receive(&buffer[..n]),
                Err(e) => return is_later(&e),
            }
        }
    }
}

pub(crate) fn is_later(error: &io::Error) -> bool {
    error.kind() == ErrorKind::WouldBlock
}
