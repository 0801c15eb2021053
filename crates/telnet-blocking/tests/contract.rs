//! The contract of all adapters, for this one.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

mod adapter;

use std::io::{self, Read, Write};
use std::time::Duration;

use telnet_blocking::{Stream, Telnet};
use telnet_testkit::suite::Scripted;

use adapter::Blocking;

telnet_testkit::contract! {
    tcp: |socket, config| Blocking(Telnet::new(socket, config).unwrap()),
    scripted: |script, config| {
        Blocking(Telnet::new(InMemory(script), config).unwrap())
    },
}

/// A scripted stream as a blocking one whose timeouts strike at once.
struct InMemory(Scripted);

impl Read for InMemory {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for InMemory {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.0.write(data)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Stream for InMemory {
    fn set_read_timeout(&mut self, time: Option<Duration>) -> io::Result<()> {
        assert_ne!(time, Some(Duration::ZERO), "zero is not allowed");
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.finish()
    }

    fn shutdown(&mut self) -> io::Result<()> {
        self.0.shutdown();
        Ok(())
    }
}
