//! The contract of all adapters, for this one.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

mod adapter;

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream as Pipe;

use adapter::Looped;
use telnet_mio::mio::event::Source;
use telnet_mio::mio::net::UnixStream;
use telnet_mio::mio::{self, Interest, Registry, Token};
use telnet_mio::{Stream, Telnet};
use telnet_testkit::suite::Scripted;

telnet_testkit::contract! {
    tcp: |socket: TcpStream, config| {
        socket.set_nonblocking(true).unwrap();
        let socket = mio::net::TcpStream::from_std(socket);
        Looped::new(Telnet::new(socket, config).unwrap())
    },
    scripted: |script, config| {
        Looped::new(Telnet::new(InMemory::new(script), config).unwrap())
    },
}

/// A scripted stream that makes a real event of each `WouldBlock`, by an octet
/// in a pipe.
struct InMemory {
    script: Scripted,
    far: Pipe,
    near: UnixStream,
}

impl InMemory {
    fn new(script: Scripted) -> Self {
        let (far, near) = Pipe::pair().unwrap();
        near.set_nonblocking(true).unwrap();
        Self { script, far, near: UnixStream::from_std(near) }
    }

    fn after<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        if done.as_ref().is_err_and(|e| e.kind() == ErrorKind::WouldBlock) {
            while self.near.read(&mut [0; 64]).is_ok() {}
            self.far.write_all(b".").unwrap();
        }
        done
    }
}

impl Read for InMemory {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.script.read(buffer);
        self.after(read)
    }
}

impl Write for InMemory {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let written = self.script.write(data);
        self.after(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.script.flush();
        self.after(flushed)
    }
}

impl Stream for InMemory {
    fn finish(&mut self) -> io::Result<()> {
        let finished = self.script.finish();
        self.after(finished)
    }

    fn shutdown(&mut self) -> io::Result<()> {
        self.script.shutdown();
        Ok(())
    }
}

impl Source for InMemory {
    fn register(
        &mut self,
        registry: &Registry,
        token: Token,
        interests: Interest,
    ) -> io::Result<()> {
        self.near.register(registry, token, interests)
    }

    fn reregister(
        &mut self,
        registry: &Registry,
        token: Token,
        interests: Interest,
    ) -> io::Result<()> {
        self.near.reregister(registry, token, interests)
    }

    fn deregister(&mut self, registry: &Registry) -> io::Result<()> {
        self.near.deregister(registry)
    }
}
