//! The stream, and what is known of it between two events.

use std::io::{self, ErrorKind};

use telnet_adapter::Transport;

use crate::Stream;

/// What need not be tried before the next event: nothing at first.
#[derive(Debug, Default)]
pub(crate) struct Ready {
    pub(crate) read_blocked: bool,
    pub(crate) write_blocked: bool,
    /// Whether an event has told of urgent data that may be ahead.
    pub(crate) urgent: bool,
    connected: bool,
    /// Why the connection cannot be made.
    failed: Option<ErrorKind>,
}

/// A stream that is asked only where an answer is to be expected.
pub(crate) struct Link<'a, S> {
    pub(crate) stream: &'a mut S,
    pub(crate) ready: &'a mut Ready,
}

impl<S: Stream> Link<'_, S> {
    /// Makes sure that there is a connection, as far as is known without an
    /// event.
    fn connect(&mut self) -> io::Result<()> {
        let ready = &mut *self.ready;
        let news = !(ready.read_blocked && ready.write_blocked);
        if news && !ready.connected && ready.failed.is_none() {
            match self.stream.is_connected() {
                Ok(connected) => {
                    ready.connected = connected;
                    ready.read_blocked = !connected;
                    ready.write_blocked = !connected;
                }
                Err(error) => ready.failed = Some(error.kind()),
            }
        }
        ready.failed.map_or(Ok(()), |kind| Err(kind.into()))
    }

    fn write_with<T>(
        &mut self,
        write: impl FnOnce(&mut S) -> io::Result<T>,
    ) -> io::Result<T> {
        self.connect()?;
        attempt(&mut self.ready.write_blocked, || write(self.stream))
    }
}

/// Tries what may be tried, and remembers when it was in vain.
fn attempt<T>(
    blocked: &mut bool,
    call: impl FnOnce() -> io::Result<T>,
) -> io::Result<T> {
    if *blocked {
        return Err(ErrorKind::WouldBlock.into());
    }
    let done = call();
    *blocked = done.as_ref().is_err_and(|e| e.kind() == ErrorKind::WouldBlock);
    done
}

impl<S: Stream> Transport for Link<'_, S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.connect()?;
        attempt(&mut self.ready.read_blocked, || self.stream.read(buffer))
    }

    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.write_with(|stream| stream.write(octets))
    }

    fn write_urgent(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.write_with(|stream| stream.write_urgent(octets))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.write_with(io::Write::flush)
    }

    fn is_urgent_ahead(&mut self) -> bool {
        self.ready.urgent = self.ready.urgent
            && matches!(self.stream.is_urgent_ahead(), Ok(true));
        self.ready.urgent
    }
}
