//! The connection: a session and its stream.

use std::fmt;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::task::Poll;
use std::time::Duration;
use std::time::Instant;

use telnet_session::bytes::Bytes;
use telnet_session::{
    Deadline, OptionHandle, Outcome, ReadAll, ReadSome, ReadUntil, Readable,
    Session, Trace, Wait,
};

use crate::{Command, Config, Stream, TelnetOption};

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
    /// Why output ended; reading may still go on.
    output_error: Option<ErrorKind>,
    label: String,
}

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
            output_error: None,
            label: String::new(),
        })
    }

    // ---- reads ----

    /// Reads until `expected` has been received, or the deadline has passed,
    /// or the peer has closed the connection. The [`Outcome`] tells which;
    /// `?.matched()?` makes all but the first an error.
    ///
    /// ```no_run
    /// # let mut tn = telnet_blocking::Telnet::connect(("localhost", 23))?;
    /// use std::time::Duration;
    /// let login = tn.read_until("login: ", Duration::from_secs(5))?.matched()?;
    /// println!("{} octets before the prompt", login.before().len());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of the stream, and `QuotaExceeded` if `max_unread` octets hold
    /// no match. Nothing is consumed then.
    pub fn read_until(
        &mut self,
        expected: impl AsRef<[u8]>,
        deadline: impl Into<Deadline>,
    ) -> io::Result<Outcome> {
        let deadline = deadline.into().at(Instant::now());
        self.wait(&mut ReadUntil::new(expected.as_ref(), deadline))
    }

    /// Reads until the peer closes the connection.
    ///
    /// # Errors
    /// Those of the stream; `TimedOut` after [`set_timeout`](Self::set_timeout);
    /// `QuotaExceeded` if there is more than `max_unread`. Nothing is
    /// consumed then.
    pub fn read_all(&mut self) -> io::Result<Bytes> {
        let deadline = self.default_deadline();
        Ok(self.wait(&mut ReadAll::new(deadline))??)
    }

    /// Reads at least one octet; the result is empty at the end of the
    /// stream only.
    ///
    /// # Errors
    /// Those of the stream; `TimedOut` after [`set_timeout`](Self::set_timeout).
    pub fn read_some(&mut self) -> io::Result<Bytes> {
        let deadline = self.default_deadline();
        Ok(self.wait(&mut ReadSome::new(deadline))??)
    }

    /// Everything that can be read without waiting, maybe nothing, and
    /// `max_unread` octets at most. (Answers that the peer does not take may
    /// hold it up, for 20 ms.)
    ///
    /// # Errors
    /// `UnexpectedEof` if the connection is closed and nothing is left; those
    /// of the stream.
    pub fn read_very_eager(&mut self) -> io::Result<Bytes> {
        self.drain(|_| false)?;
        self.read_very_lazy()
    }

    /// The same, but it stops reading the stream once there is some text.
    ///
    /// # Errors
    /// As [`read_very_eager`](Self::read_very_eager).
    pub fn read_eager(&mut self) -> io::Result<Bytes> {
        self.drain(|session| !session.unread().is_empty())?;
        self.read_very_lazy()
    }

    /// The text that has been received already, without looking at the
    /// stream.
    ///
    /// # Errors
    /// `UnexpectedEof` if the connection is closed and nothing is left.
    pub fn read_lazy(&mut self) -> io::Result<Bytes> {
        Ok(self.session.read_lazy()?)
    }

    /// The same: received octets are decoded at once here.
    ///
    /// # Errors
    /// As [`read_lazy`](Self::read_lazy).
    pub fn read_very_lazy(&mut self) -> io::Result<Bytes> {
        Ok(self.session.read_very_lazy()?)
    }

    /// The last whole subnegotiation: option code, then payload; empty if none
    /// has come since the last call.
    pub fn read_sb_data(&mut self) -> Bytes {
        self.session.read_sb_data()
    }

    /// Runs any [`Wait`] to its end.
    ///
    /// # Errors
    /// Those of the stream, and `QuotaExceeded` if the wait can never end
    /// because a cap is reached.
    pub fn wait<W: Wait>(&mut self, wait: &mut W) -> io::Result<W::Output> {
        loop {
            let now = Instant::now();
            let step = wait.poll(&mut self.session, now);
            self.flush_replies();
            if let Poll::Ready(output) = step {
                return Ok(output);
            }
            self.session.check_room()?;
            if self.session.wants_read() {
                // With output left it is the peer's turn to read: look again.
                let soon = now.checked_add(WRITE_SLICE);
                let soon = soon.filter(|_| self.session.wants_write());
                let end = wait.deadline();
                self.fill(soon.into_iter().chain(end).min())?;
            }
        }
    }

    // ---- writes ----

    /// Sends data, each octet 255 doubled; line ends are left alone. Returns
    /// when all of it was handed to the stream.
    ///
    /// # Errors
    /// Those of the stream; `TimedOut` after [`set_timeout`](Self::set_timeout),
    /// and then it says how many octets of `data` are queued: they go out with
    /// the next call, and must not be sent again.
    pub fn write(&mut self, data: impl AsRef<[u8]>) -> io::Result<()> {
        let deadline = self.default_deadline();
        let data = data.as_ref();
        let mut queued = 0;
        loop {
            let rest = data.get(queued..).unwrap_or_default();
            queued += self.session.send(rest);
            match self.flush_output(deadline) {
                Err(e) if e.kind() == ErrorKind::TimedOut => {
                    return Err(unsent(queued, data.len()));
                }
                flushed => flushed?,
            }
            if queued == data.len() {
                return Ok(());
            }
        }
    }

    /// Sends a line of text and its end, [`Config::newline`].
    ///
    /// # Errors
    /// As [`write`](Self::write); `QuotaExceeded` if it is longer than
    /// [`Config::max_output`].
    pub fn send_line(&mut self, line: impl AsRef<[u8]>) -> io::Result<()> {
        self.send_whole(|session| session.send_line(line.as_ref()))
    }

    /// Sends a command without operand, as [`Command::AYT`].
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn send_command(&mut self, command: Command) -> io::Result<()> {
        self.send_whole(|session| session.send_command(command))
    }

    /// Sends a subnegotiation; the payload is escaped.
    ///
    /// # Errors
    /// As [`send_line`](Self::send_line).
    pub fn send_subnegotiation(
        &mut self,
        option: TelnetOption,
        payload: impl AsRef<[u8]>,
    ) -> io::Result<()> {
        let parts = [payload.as_ref()];
        self.send_whole(|session| session.send_subnegotiation(option, parts))
    }

    /// Sends an item that must not be cut, behind what is queued. On
    /// `TimedOut` it is queued all the same.
    fn send_whole<E: Into<io::Error>>(
        &mut self,
        mut send: impl FnMut(&mut Session) -> Result<(), E>,
    ) -> io::Result<()> {
        let deadline = self.default_deadline();
        if send(&mut self.session).is_err() {
            self.flush_output(deadline)?;
            send(&mut self.session).map_err(Into::into)?;
        }
        self.flush_output(deadline)
    }

    // ---- settings ----

    /// Bounds the calls that take no deadline: `read_all`, `read_some`, the
    /// writes, `close`, and `Read`, `BufRead`, `Write`. `None`, the default, lets them
    /// wait for ever.
    pub const fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.timeout = timeout;
    }

    /// Calls `callback` for each command received: see
    /// [`Session::set_option_negotiation_callback`].
    pub fn set_option_negotiation_callback(
        &mut self,
        callback: impl FnMut(&mut OptionHandle<'_>, Command, TelnetOption)
        + Send
        + 'static,
    ) {
        self.session.set_option_negotiation_callback(callback);
    }

    /// Above 0, prints what crosses the wire to standard output, with names
    /// and escaped, without what may be passwords: see [`Session::set_trace`]
    /// for any other place.
    pub fn set_debuglevel(&mut self, level: u32) {
        if level == 0 {
            return self.session.clear_trace();
        }
        let label = self.label.clone();
        self.session.set_trace(move |line: &Trace<'_>| {
            // Where there is no standard output there is nobody to tell.
            let _unseen = writeln!(io::stdout(), "Telnet({label}): {line}");
        });
    }

    /// Prints a line among those of [`set_debuglevel`](Self::set_debuglevel),
    /// if it is above 0.
    pub fn msg(&mut self, line: fmt::Arguments<'_>) {
        self.session.msg(line);
    }

    /// The stream.
    #[must_use]
    pub const fn get_socket(&self) -> &S {
        &self.stream
    }

    /// The session: options, events, unread text.
    #[must_use]
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// The session, to ask for options or take events. What it queues goes
    /// out with the next read, write or flush.
    pub const fn session_mut(&mut self) -> &mut Session {
        &mut self.session
    }

    /// The stream and the session, with all that is unread and unsent.
    #[must_use]
    pub fn into_parts(self) -> (S, Session) {
        (self.stream, self.session)
    }

    /// Sends what is queued and closes the connection. What was received can
    /// still be read. A second call does nothing.
    ///
    /// # Errors
    /// Those of the stream; it is closed all the same.
    pub fn close(&mut self) -> io::Result<()> {
        if self.output_error == Some(ErrorKind::NotConnected) {
            return Ok(());
        }
        let flushed = self.flush_output(self.default_deadline());
        self.session.close_output();
        self.session.receive_eof();
        self.output_error = Some(ErrorKind::NotConnected);
        let closed = self.stream.shutdown();
        flushed.and(closed)
    }

    pub(crate) fn set_label(&mut self, label: &str) {
        label.clone_into(&mut self.label);
    }

    // ---- between session and stream ----

    fn default_deadline(&self) -> Option<Instant> {
        Deadline::from(self.timeout).at(Instant::now())
    }

    /// Reads once, at most until the deadline.
    fn fill(&mut self, deadline: Option<Instant>) -> io::Result<()> {
        let left =
            deadline.map(|end| end.saturating_duration_since(Instant::now()));
        let read = if left == Some(Duration::ZERO) {
            self.stream.try_read(&mut self.buffer)
        } else {
            self.stream.set_read_timeout(left)?;
            self.stream.read(&mut self.buffer)
        };
        self.received(read).map(drop)
    }

    /// Reads without waiting until there is nothing, or no room, or enough.
    fn drain(&mut self, enough: impl Fn(&Session) -> bool) -> io::Result<()> {
        while self.session.wants_read() && !enough(&self.session) {
            let read = self.stream.try_read(&mut self.buffer);
            if !self.received(read)? {
                break;
            }
            self.flush_replies();
        }
        self.flush_replies();
        Ok(())
    }

    /// Hands what was read to the session. Whether there may be more.
    fn received(&mut self, read: io::Result<usize>) -> io::Result<bool> {
        match read {
            Ok(0) => self.session.receive_eof(),
            Ok(n) => {
                // To fail here must not cost what was read: the next read
                // meets what is wrong with the stream.
                if matches!(self.stream.is_urgent_ahead(), Ok(true)) {
                    self.session.receive_urgent();
                }
                let octets = self.buffer.get(..n).unwrap_or_default();
                self.session.receive(octets);
            }
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) if is_not_now(&e) => return Ok(false),
            Err(e) => return Err(e),
        }
        Ok(true)
    }

    /// Writes what is queued, as far as the peer takes it. A failure ends
    /// output, not reading: what the peer sent before it went is still to be
    /// read.
    fn flush_replies(&mut self) {
        match self.flush_output(Some(Instant::now())) {
            Ok(()) => {}
            Err(e) if e.kind() == ErrorKind::TimedOut => {}
            Err(e) => {
                self.output_error.get_or_insert_with(|| e.kind());
                self.session.close_output();
            }
        }
    }

    /// Writes what is queued, reading meanwhile if the peer does not take it.
    pub(crate) fn flush_output(
        &mut self,
        deadline: Option<Instant>,
    ) -> io::Result<()> {
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
            match written {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(n) => self.session.transmitted(n),
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) if is_not_now(&e) => {
                    if self.session.wants_read() {
                        let read = self.stream.try_read(&mut self.buffer);
                        self.received(read)?;
                    }
                    if deadline.is_some_and(|end| Instant::now() >= end) {
                        return Err(ErrorKind::TimedOut.into());
                    }
                }
                Err(e) => return Err(e),
            }
        }
        self.stream.flush()
    }
}

/// A write that ran out of time.
fn unsent(queued: usize, len: usize) -> io::Error {
    io::Error::new(
        ErrorKind::TimedOut,
        format!("{queued} of {len} octets are queued to be sent, no more"),
    )
}

/// What a read or write says that timed out.
fn is_not_now(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
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
        let accepted = self.session.send(data);
        match self.flush() {
            Err(e) if e.kind() != ErrorKind::TimedOut => Err(e),
            _ => Ok(accepted),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.flush_output(self.default_deadline())
    }
}

#[cfg(unix)]
impl<S: std::os::fd::AsFd> std::os::fd::AsFd for Telnet<S> {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.stream.as_fd()
    }
}

#[cfg(unix)]
impl<S: std::os::fd::AsRawFd> std::os::fd::AsRawFd for Telnet<S> {
    fn as_raw_fd(&self) -> std::os::fd::RawFd {
        self.stream.as_raw_fd()
    }
}

impl<S: fmt::Debug> fmt::Debug for Telnet<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Telnet")
            .field("stream", &self.stream)
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}
