//! The user's terminal and a host, on one loop.
//!
//! `cargo run -p telnet-mio --example interact -- ADDRESS:PORT`
//!
//! Octets go through as they are, and the terminal stays in the mode it is in.
//! Ctrl-D ends it. Telnet is plaintext.
#![expect(clippy::print_stderr, reason = "a program")]

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr};
use std::os::fd::{AsFd, AsRawFd};
use std::process::ExitCode;

use telnet_mio::Telnet;
use telnet_mio::mio::net::TcpStream;
use telnet_mio::mio::unix::SourceFd;
use telnet_mio::mio::{self, Events, Interest, Token};

const HOST: Token = Token(0);
const USER: Token = Token(1);

struct Interaction {
    poll: mio::Poll,
    telnet: Telnet<TcpStream>,
    /// Standard input without a buffer, so that its readiness shows.
    input: std::fs::File,
    input_ready: bool,
    /// What the user typed and the host has not taken yet.
    typed: Vec<u8>,
}

impl Interaction {
    fn new(addr: SocketAddr) -> io::Result<Self> {
        let poll = mio::Poll::new()?;
        let mut telnet = Telnet::connect(addr)?;
        let input = io::stdin().as_fd().try_clone_to_owned()?.into();
        let registry = poll.registry();
        registry.register(&mut telnet, HOST, Interest::READABLE)?;
        let mut it =
            Self { poll, telnet, input, input_ready: false, typed: Vec::new() };
        it.watch_input(true)?;
        Ok(it)
    }

    /// Standard input blocks, so it is read once for each event; to register
    /// it anew makes an event of what is left. A file cannot be watched, and
    /// never blocks.
    fn watch_input(&mut self, first: bool) -> io::Result<()> {
        let fd = self.input.as_raw_fd();
        let mut source = SourceFd(&fd);
        let registry = self.poll.registry();
        let watched = if first {
            registry.register(&mut source, USER, Interest::READABLE)
        } else {
            registry.reregister(&mut source, USER, Interest::READABLE)
        };
        match watched {
            Err(e) if e.kind() == ErrorKind::PermissionDenied => {
                self.input_ready = true;
                Ok(())
            }
            // What could not be registered is a file, and stays one.
            Err(e) if e.kind() == ErrorKind::NotFound => {
                self.input_ready = true;
                Ok(())
            }
            watched => watched,
        }
    }

    /// Shows what the host said. Whether it may say more.
    fn show(&mut self) -> io::Result<bool> {
        let mut out = io::stdout().lock();
        loop {
            match self.telnet.read_very_eager() {
                Err(e) if e.kind() == ErrorKind::UnexpectedEof => {
                    return Ok(false);
                }
                Ok(text) if text.is_empty() => break,
                text => out.write_all(&text?)?,
            }
        }
        out.flush()?;
        Ok(true)
    }

    /// Sends what the user typed. Whether more may come.
    fn type_in(&mut self) -> io::Result<bool> {
        if self.typed.is_empty() && self.input_ready {
            let mut buffer = [0; 4096];
            let n = self.input.read(&mut buffer)?;
            if n == 0 {
                return Ok(false);
            }
            self.typed.extend(buffer.iter().take(n));
            self.input_ready = false;
            self.watch_input(false)?;
        }
        match self.telnet.write(&self.typed) {
            Ok(taken) => drop(self.typed.drain(..taken)),
            Err(e) if e.kind() == ErrorKind::WouldBlock => {}
            Err(e) => return Err(e),
        }
        Ok(true)
    }

    fn run(mut self) -> io::Result<()> {
        let mut events = Events::with_capacity(8);
        let (mut typing, mut ended) = (true, false);
        while self.show()? {
            typing = typing && self.type_in()?;
            if !typing && !ended {
                // The host sees the end of the input, and has the last word.
                ended = match self.telnet.flush() {
                    Err(e) if e.kind() == ErrorKind::WouldBlock => false,
                    flushed => flushed.map(|()| true)?,
                };
                if ended {
                    self.telnet.get_socket().shutdown(Shutdown::Write)?;
                }
            }
            let now = typing && self.input_ready && self.typed.is_empty();
            let now = now || self.telnet.has_more();
            let timeout = now.then_some(std::time::Duration::ZERO);
            match self.poll.poll(&mut events, timeout) {
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                polled => polled?,
            }
            for event in &events {
                match event.token() {
                    USER => self.input_ready = true,
                    _ => self.telnet.on_event(event),
                }
            }
        }
        Ok(())
    }
}

fn main() -> ExitCode {
    let Some(addr) = std::env::args().nth(1).and_then(|a| a.parse().ok())
    else {
        eprintln!("usage: interact ADDRESS:PORT");
        return ExitCode::from(2);
    };
    match Interaction::new(addr).and_then(Interaction::run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("interact: {addr}: {why}");
            ExitCode::FAILURE
        }
    }
}
