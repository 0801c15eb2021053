//! The stream, and what is known of it between two events.

use std::io::{self, ErrorKind};
use std::time::Instant;

use mio::event::Event;
use telnet_adapter::Transport;

use crate::Stream;

/// What need not be tried before the next event: nothing at first.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) read_blocked: bool,
    pub(crate) write_blocked: bool,
    /// Whether an event has told of something that comes behind the octets
    /// there are: the end, or the mark of urgent data.
    more_behind: bool,
    /// Whether urgent data may be ahead: an event has told of it, or none has
    /// come yet.
    urgent: bool,
    /// Whether the next event is the first one since it was registered for
    /// urgent data, too: it tells of all there is.
    registered: bool,
    connected: bool,
    /// Why the connection cannot be made, or why it broke.
    failed: Option<ErrorKind>,
    /// The same in words, to be told once.
    words: Option<io::Error>,
}

impl Default for Ready {
    fn default() -> Self {
        Self {
            read_blocked: false,
            write_blocked: false,
            more_behind: false,
            urgent: true,
            registered: false,
            connected: false,
            failed: None,
            words: None,
        }
    }
}

impl Ready {
    /// Events come from here on, of urgent data among them where the system
    /// has them.
    pub(crate) const fn on_registered(&mut self) {
        self.registered = HAS_PRIORITY;
    }

    /// What kind of event it is, is a hint; the stream itself tells.
    pub(crate) fn on_event(&mut self, event: &Event) {
        self.read_blocked = false;
        self.write_blocked = false;
        let is_told = std::mem::take(&mut self.registered);
        self.urgent = self.urgent && !is_told || event.is_priority();
        self.more_behind |=
            event.is_priority() || event.is_read_closed() || event.is_error();
    }
}

/// Whether events tell of urgent data.
const HAS_PRIORITY: bool =
    cfg!(any(target_os = "linux", target_os = "android"));

/// A stream that is asked only where an answer is to be expected.
pub(crate) struct Link<'a, S> {
    pub(crate) stream: &'a mut S,
    pub(crate) ready: &'a mut Ready,
}

impl<S: Stream> Link<'_, S> {
    /// Looks whether there is a connection, as far as is known without an
    /// event.
    fn look(&mut self) {
        let ready = &mut *self.ready;
        if !ready.connected && ready.failed.is_none() {
            match self.stream.is_connected() {
                Ok(false) => {}
                Ok(true) => {
                    ready.connected = true;
                    // A look of the other direction may have been in vain.
                    ready.read_blocked = false;
                    ready.write_blocked = false;
                }
                Err(error) => {
                    ready.failed = Some(error.kind());
                    // The system's say no more than the kind.
                    let is_plain = error.raw_os_error().is_some();
                    ready.words = (!is_plain).then_some(error);
                }
            }
        }
    }

    /// Why it failed.
    fn why(&mut self, kind: ErrorKind) -> io::Error {
        self.ready.words.take().unwrap_or_else(|| kind.into())
    }

    fn write_with<T>(
        &mut self,
        write: impl FnOnce(&mut S) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.ready.write_blocked {
            return Err(ErrorKind::WouldBlock.into());
        }
        self.look();
        if let Some(kind) = self.ready.failed {
            return Err(self.why(kind));
        }
        let written = if self.ready.connected {
            write(self.stream)
        } else {
            Err(ErrorKind::WouldBlock.into())
        };
        self.ready.write_blocked = would_block(&written);
        written
    }
}

impl<S: Stream> Transport for Link<'_, S> {
    fn read(
        &mut self,
        buffer: &mut [u8],
        _until: Option<Instant>,
    ) -> io::Result<usize> {
        if self.ready.read_blocked {
            return Err(ErrorKind::WouldBlock.into());
        }
        self.look();
        let read = match self.ready.failed {
            None if !self.ready.connected => Err(ErrorKind::WouldBlock.into()),
            None => self.stream.read(buffer),
            // What came before it broke is still to be had, and only then is
            // it broken. (`BrokenPipe` says that we were not to write.)
            Some(kind) => match self.stream.read(buffer) {
                Ok(0) if kind == ErrorKind::BrokenPipe => Ok(0),
                Ok(0) | Err(_) => Err(self.why(kind)),
                read => read,
            },
        };
        let is_short = read.as_ref().is_ok_and(|&n| 0 < n && n < buffer.len());
        self.ready.read_blocked = would_block(&read)
            || is_short
                && !self.ready.more_behind
                && self.stream.is_drained_by_a_short_read();
        read
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

    fn finish(&mut self) -> io::Result<()> {
        self.stream.finish()
    }
}

fn would_block<T>(done: &io::Result<T>) -> bool {
    done.as_ref().is_err_and(|e| e.kind() == ErrorKind::WouldBlock)
}
