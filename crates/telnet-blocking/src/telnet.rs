//! The connection: a session and its stream.

use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_adapter::session::bytes::Bytes;
use telnet_adapter::session::{Readable, SendItem, Session, Wait};
use telnet_adapter::{
    adapter_methods, on_read, on_written, read_methods, try_again,
    write_methods,
};

use crate::{Config, Stream};

/// Most octets read from the stream at once.
const CHUNK: usize = 16 << 10;

/// How long a write may be blocked before we read in between, so that a peer
/// which is blocked in writing to us can go on.
const WRITE_SLICE: Duration = Duration::from_millis(20);

/// A Telnet connection over a blocking stream.
///
/// A read takes what it matched and nothing else; one that times out takes
/// nothing, so the next call goes on where it stopped. Deadlines run from the
/// start of the call and hold however much the peer sends. What was received
/// before an error stays readable.
///
/// Negotiation goes on whenever a read or write is under way, and only then.
pub struct Telnet<S> {
    stream: S,
    session: Session,
    buffer: Box<[u8]>,
    timeout: Option<Duration>,
    /// The time that the stream's reads are bounded by, where that is known.
    bound: Option<Option<Duration>>,
    /// Why output ended; reading may still go on.
    output_error: Option<ErrorKind>,
    pub(crate) label: String,
}

adapter_methods!(Telnet, Instant::now, io::stdout);

impl<S: Stream> Telnet<S> {
    /// A connection over a stream that is connected already. What
    /// [`Config`] requests goes out with the first read or write.
    ///
    /// # Errors
    /// Those of setting up the stream: see [`Stream::prepare`].
    pub fn new(mut stream: S, config: Config) -> io::Result<Self> {
        stream.prepare()?;
        stream.set_write_timeout(Some(WRITE_SLICE))?;
        Ok(Self {
            stream,
            session: Session::new(config),
            buffer: vec![0; CHUNK].into(),
            timeout: None,
            bound: None,
            output_error: None,
            label: String::new(),
        })
    }

    // ---- reads ----

    read_methods!([] []);

    /// Runs any [`Wait`] to its end.
    ///
    /// # Errors
    /// Those of the stream, and `QuotaExceeded` if the wait can never end
    /// because a cap is reached.
    pub fn wait<W: Wait>(&mut self, wait: &mut W) -> io::Result<W::Output> {
        loop {
            let now = Instant::now();
            let step = wait.poll(&mut self.session, now);
            let mut look_only = self.session.wants_write();
            look_only |= !self.flush_replies();
            if let Poll::Ready(output) = step {
                return Ok(output);
            }
            self.session.check_room()?;
            if self.session.wants_read() {
                // What was sent may have made room for what is waited for;
                // what was not is the peer's to take: look again.
                let end = if look_only { Some(now) } else { wait.deadline() };
                self.fill(end)?;
            }
        }
    }

    // ---- writes ----

    write_methods!([] []);

    /// Sends what is queued and closes the connection. What was received can
    /// still be read. A second call does nothing.
    ///
    /// # Errors
    /// Those of the stream; it is closed all the same.
    pub fn close(&mut self) -> io::Result<()> {
        if self.output_error == Some(ErrorKind::NotConnected) {
            return Ok(());
        }
        let flushed = self.flush();
        self.session.close_output();
        self.session.receive_eof();
        self.output_error = Some(ErrorKind::NotConnected);
        let closed = self.stream.shutdown();
        flushed.and(closed)
    }

    // ---- between session and stream ----

    /// Reads once, at most until the deadline. Whether there may be more.
    fn fill(&mut self, deadline: Option<Instant>) -> io::Result<bool> {
        let left =
            deadline.map(|end| end.saturating_duration_since(Instant::now()));
        let read = if left == Some(Duration::ZERO) {
            self.bound = None;
            self.stream.try_read(&mut self.buffer)
        } else {
            self.bound_reads(left)?;
            self.stream.read(&mut self.buffer)
        };
        // To fail here must not cost what was read: the next read meets what
        // is wrong with the stream.
        if matches!(read, Ok(1..))
            && matches!(self.stream.is_urgent_ahead(), Ok(true))
        {
            self.session.receive_urgent();
        }
        on_read(&mut self.session, read, &self.buffer)
    }

    /// Bounds the next read by `left`, to the millisecond. A shorter bound that
    /// is in force stays unless it is much shorter: a read that ends early is
    /// made again, which costs less than to set a bound for each.
    fn bound_reads(&mut self, left: Option<Duration>) -> io::Result<()> {
        let left = left.map(|left| left + Duration::from_millis(1));
        let will_do = match (self.bound, left) {
            (Some(Some(bound)), Some(left)) => {
                bound <= left && left - bound <= left / 2
            }
            (bound, left) => bound == Some(left),
        };
        if !will_do {
            self.bound = None;
            self.stream.set_read_timeout(left)?;
            self.bound = Some(left);
        }
        Ok(())
    }

    /// Reads without waiting until there is nothing, or no room, or enough.
    /// (Answers that the peer does not take may hold it up, for 20 ms.)
    fn read_now(&mut self, enough: fn(&Session) -> bool) -> io::Result<Bytes> {
        let now = Some(Instant::now());
        while self.session.wants_read()
            && !enough(&self.session)
            && self.fill(now)?
        {
            self.flush_replies();
        }
        self.flush_replies();
        self.read_very_lazy()
    }

    /// Writes what is queued, as far as the peer takes it; whether it took
    /// all. A failure ends output, not reading: what the peer sent before it
    /// went is still to be read.
    fn flush_replies(&mut self) -> bool {
        self.flush_some().unwrap_or_else(|error| {
            self.output_error.get_or_insert_with(|| error.kind());
            self.session.close_output();
            true
        })
    }

    /// Runs a wait for output. It reads only while the peer takes nothing.
    fn send(
        &mut self,
        wait: &mut impl Wait<Output = io::Result<()>>,
    ) -> io::Result<()> {
        loop {
            let now = Instant::now();
            let step = wait.poll(&mut self.session, now);
            let flushed = self.flush_some()?;
            if let Poll::Ready(sent) = step {
                return sent;
            }
            if !flushed && self.session.wants_read() {
                self.fill(Some(now))?;
            }
        }
    }

    /// Writes what is queued, until the peer has not taken any for a while.
    /// Whether all is out.
    fn flush_some(&mut self) -> io::Result<bool> {
        if let Some(kind) = self.output_error {
            return Err(kind.into());
        }
        while self.session.wants_write() {
            let octets = self.session.transmit();
            let written = if self.session.is_urgent() {
                self.stream.write_urgent(octets)
            } else {
                self.stream.write(octets)
            };
            if !on_written(&mut self.session, written)? {
                return Ok(false);
            }
        }
        self.stream.flush().map(|()| true).or_else(try_again)
    }
}

impl<S: Stream> Read for Telnet<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(buffer)?;
        self.consume(n);
        Ok(n)
    }
}

impl<S: Stream> BufRead for Telnet<S> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let deadline = self.default_deadline();
        self.wait(&mut Readable::new(deadline))??;
        Ok(self.session.unread())
    }

    fn consume(&mut self, n: usize) {
        self.session.consume(n);
    }
}

impl<S: Stream> Write for Telnet<S> {
    /// Takes data as [`Telnet::write`] does, as much as there is room for.
    /// What was taken is sent now or, if the peer does not take it, later.
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.flush()?;
        let accepted = self.session.send_part(data);
        match self.flush() {
            Err(e) if e.kind() != ErrorKind::TimedOut => Err(e),
            _ => Ok(accepted),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send(&mut SendItem::nothing(self.default_deadline()))
    }
}
