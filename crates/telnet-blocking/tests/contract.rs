//! The contract of all adapters, for this one.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

mod adapter;

use std::io::{self, ErrorKind, Read, Write};
use std::time::Duration;

use telnet_blocking::{Interest, Ready, Stream, Telnet};
use telnet_testkit::suite::Memory;

use adapter::Blocking;

telnet_testkit::contract! {
    tcp: |socket, config| Blocking(Telnet::new(socket, config).unwrap()),
    scripted: |script, config| {
        Blocking(Telnet::new(InMemory(script), config).unwrap())
    },
    chaos: |stream, config| {
        Blocking(Telnet::new(InMemory(stream), config).unwrap())
    },
}

/// A stream in memory as a blocking one which is always ready, or whose
/// timeouts strike at once.
struct InMemory<S>(S);

impl<S: Memory> Read for InMemory<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl<S: Memory> Write for InMemory<S> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.0.write(data)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<S: Memory> Stream for InMemory<S> {
    fn set_read_timeout(&mut self, time: Option<Duration>) -> io::Result<()> {
        assert_ne!(time, Some(Duration::ZERO), "zero is not allowed");
        Ok(())
    }

    fn wait(
        &mut self,
        _interest: Interest,
        _time: Option<Duration>,
    ) -> io::Result<Ready> {
        if !self.0.tells() {
            return Err(ErrorKind::Unsupported.into());
        }
        let mut ready = Ready::default();
        (ready.read, ready.write) = (true, true);
        Ok(ready)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.finish()
    }

    fn shutdown(&mut self) -> io::Result<()> {
        self.0.shutdown();
        Ok(())
    }
}
