//! A blocking stream as a transport: one that waits, until a time.

use std::io::{self, ErrorKind};
use std::thread;
use std::time::{Duration, Instant};

use telnet_adapter::Transport;
use telnet_adapter::tcp::socket::{Interest, Ready};

use crate::Stream;

/// How long a write may be blocked before we read in between, so that a peer
/// which is blocked in writing to us can go on. For streams that cannot say
/// when they are ready.
pub(crate) const WRITE_SLICE: Duration = Duration::from_millis(20);

/// How long to rest where a stream comes back sooner than it was told to wait.
const REST: Duration = Duration::from_millis(1);

/// What is known of a stream between two calls.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pace {
    /// Whether the stream has said that it cannot tell when it is ready.
    is_mute: bool,
    /// The time that the stream's reads are bounded by, where that is known.
    bound: Option<Option<Duration>>,
    /// Whether it refused to take what it was given last.
    refused: bool,
    /// Whether urgent data was ahead at the last read.
    urgent: bool,
    /// Whether the stream has said that it cannot append to a `Vec`.
    needs_buffer: bool,
}

/// The stream, for one call.
pub(crate) struct Paced<'a, S> {
    pub(crate) stream: &'a mut S,
    pub(crate) pace: &'a mut Pace,
}

impl<S: Stream> Paced<'_, S> {
    /// Whether the stream can say when it is ready.
    pub(crate) fn tells(&mut self) -> io::Result<bool> {
        let now = Some(Instant::now());
        Ok(self.ready(Interest::Both, now)?.is_some())
    }

    /// Waits where the stream can say that it is ready. `None` where it cannot.
    fn ready(
        &mut self,
        interest: Interest,
        until: Option<Instant>,
    ) -> io::Result<Option<Ready>> {
        if self.pace.is_mute {
            return Ok(None);
        }
        match self.stream.wait(interest, left(until)) {
            Err(e) if e.kind() == ErrorKind::Unsupported => {
                self.pace.is_mute = true;
                Ok(None)
            }
            ready => ready.map(Some),
        }
    }

    /// Waits until `until` at most, and reads without waiting. `None` where the
    /// stream cannot say that it is ready.
    fn read_ready(
        &mut self,
        until: Option<Instant>,
        read: impl FnOnce(&mut S) -> io::Result<usize>,
    ) -> Option<io::Result<usize>> {
        let interest =
            if self.pace.refused { Interest::Both } else { Interest::Read };
        let ready = match self.ready(interest, until).transpose()? {
            Ok(ready) => ready,
            Err(error) => return Some(Err(error)),
        };
        self.pace.urgent = ready.urgent;
        Some(if ready.read {
            now(read(self.stream))
        } else {
            Err(ErrorKind::WouldBlock.into())
        })
    }

    /// Reads until `until` at most, by the stream's own timeout.
    fn read_in_time(
        &mut self,
        buffer: &mut [u8],
        until: Option<Instant>,
    ) -> io::Result<usize> {
        let left = left(until);
        if left == Some(Duration::ZERO) || self.pace.refused {
            self.pace.bound = None;
            return now(self.stream.try_read(buffer));
        }
        self.bound_reads(left)?;
        let start = Instant::now();
        let read = now(self.stream.read(buffer));
        if read.as_ref().is_err_and(|e| e.kind() == ErrorKind::WouldBlock) {
            // A stream that does not wait, as a non-blocking socket, must not
            // keep a processor busy.
            let early = left.is_none_or(|left| start.elapsed() < left / 2);
            if early {
                rest(REST, until);
            }
        }
        read
    }

    /// Bounds the next read by `left`, to the millisecond. A shorter bound that
    /// is in force stays unless it is much shorter: a read that ends early is
    /// made again, which costs less than to set a bound for each.
    fn bound_reads(&mut self, left: Option<Duration>) -> io::Result<()> {
        let left = left.map(|left| left + Duration::from_millis(1));
        let will_do = match (self.pace.bound, left) {
            (Some(Some(bound)), Some(left)) => {
                bound <= left && left - bound <= left / 2
            }
            (bound, left) => bound == Some(left),
        };
        if !will_do {
            self.pace.bound = None;
            self.stream.set_read_timeout(left)?;
            self.pace.bound = Some(left);
        }
        Ok(())
    }

    /// Takes note of what became of a write, a flush, or the last of them.
    fn written<T>(&mut self, written: io::Result<T>) -> io::Result<T> {
        let written = now(written);
        self.pace.refused =
            written.as_ref().is_err_and(|e| e.kind() == ErrorKind::WouldBlock);
        written
    }
}

impl<S: Stream> Transport for Paced<'_, S> {
    fn read(
        &mut self,
        buffer: &mut [u8],
        until: Option<Instant>,
    ) -> io::Result<usize> {
        if let Some(read) = self.read_ready(until, |it| it.try_read(buffer)) {
            return read;
        }
        let read = self.read_in_time(buffer, until);
        self.pace.urgent = matches!(read, Ok(1..))
            && matches!(self.stream.is_urgent_ahead(), Ok(true));
        read
    }

    fn read_behind(
        &mut self,
        text: &mut Vec<u8>,
        until: Option<Instant>,
    ) -> Option<io::Result<usize>> {
        if self.pace.needs_buffer || self.pace.is_mute {
            return None;
        }
        let read = self.read_ready(until, |it| it.try_read_behind(text))?;
        self.pace.needs_buffer =
            read.as_ref().is_err_and(|e| e.kind() == ErrorKind::Unsupported);
        if self.pace.needs_buffer { None } else { Some(read) }
    }

    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let written = self.stream.try_write(octets);
        self.written(written)
    }

    fn write_urgent(&mut self, octets: &[u8]) -> io::Result<usize> {
        let written = self.stream.write_urgent(octets);
        self.written(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.stream.try_flush();
        self.written(flushed)
    }

    fn is_urgent_ahead(&mut self) -> bool {
        self.pace.urgent
    }

    fn pause(&mut self, until: Option<Instant>) -> io::Result<()> {
        let whole = until.is_some() && !self.pace.refused;
        if whole {
            rest(Duration::MAX, until);
        } else if self.ready(Interest::Write, until)?.is_none() {
            // The write itself has waited, as long as it can.
            rest(REST, until);
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let finished = self.stream.finish();
        self.written(finished)
    }
}

/// How much time there is.
fn left(until: Option<Instant>) -> Option<Duration> {
    until.map(|end| end.saturating_duration_since(Instant::now()))
}

/// Does nothing for a time, until `until` at most. It may be over sooner.
fn rest(time: Duration, until: Option<Instant>) {
    thread::park_timeout(left(until).map_or(time, |left| left.min(time)));
}

/// To these streams a timeout is what was asked for, and no fault of the
/// connection.
fn now<T>(done: io::Result<T>) -> io::Result<T> {
    match done {
        Err(e) if e.kind() == ErrorKind::TimedOut => {
            Err(ErrorKind::WouldBlock.into())
        }
        done => done,
    }
}
