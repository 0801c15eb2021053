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
use telnet_testkit::suite::Memory;

telnet_testkit::contract! {
    tcp: |socket: TcpStream, config| {
        socket.set_nonblocking(true).unwrap();
        let socket = mio::net::TcpStream::from_std(socket);
        Looped::new(Telnet::new(socket, config).unwrap())
    },
    scripted: |script, config| {
        Looped::new(Telnet::new(InMemory::new(script), config).unwrap())
    },
    chaos: |stream, config| {
        Looped::new(Telnet::new(InMemory::new(stream), config).unwrap())
    },
}

/// A stream in memory that makes a real event of each `WouldBlock`, by an octet
/// in a pipe.
struct InMemory<S> {
    stream: S,
    far: Pipe,
    near: UnixStream,
}

impl<S> InMemory<S> {
    fn new(stream: S) -> Self {
        let (far, near) = Pipe::pair().unwrap();
        near.set_nonblocking(true).unwrap();
        Self { stream, far, near: UnixStream::from_std(near) }
    }

    fn after<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        if done.as_ref().is_err_and(|e| e.kind() == ErrorKind::WouldBlock) {
            while self.near.read(&mut [0; 64]).is_ok() {}
            self.far.write_all(b".").unwrap();
        }
        done
    }
}

impl<S: Memory> Read for InMemory<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer);
        self.after(read)
    }
}

impl<S: Memory> Write for InMemory<S> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let written = self.stream.write(data);
        self.after(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.stream.flush();
        self.after(flushed)
    }
}

impl<S: Memory> Stream for InMemory<S> {
    fn finish(&mut self) -> io::Result<()> {
        let finished = self.stream.finish();
        self.after(finished)
    }

    fn shutdown(&mut self) -> io::Result<()> {
        self.stream.shutdown();
        Ok(())
    }
}

impl<S> Source for InMemory<S> {
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
