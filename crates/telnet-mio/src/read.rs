//! The read family of telnetlib: waits to be polled, and reads that never wait.

use std::io::{self, BufRead, ErrorKind, Read};
use std::time::Instant;

use telnet_session::bytes::Bytes;
use telnet_session::{ReadAll, ReadSome, ReadUntil, Session};

use crate::telnet::BUDGET;
use crate::{Deadline, Stream, Telnet};

/// Reads that wait: each is to be polled.
impl<S> Telnet<S> {
    /// A wait until `expected` has been received, or the deadline has passed,
    /// or the peer has closed the connection. Its
    /// [`Outcome`](crate::Outcome) tells which; `.matched()?` makes all but the
    /// first an error.
    #[must_use]
    pub fn read_until(
        &self,
        expected: impl AsRef<[u8]>,
        deadline: impl Into<Deadline>,
    ) -> ReadUntil {
        let deadline = deadline.into().at(Instant::now());
        ReadUntil::new(expected.as_ref(), deadline)
    }

    /// A wait until the peer closes the connection, for all it has sent until
    /// then; `TimedOut` after [`set_timeout`](Self::set_timeout).
    #[must_use]
    pub fn read_all(&self) -> ReadAll {
        ReadAll::new(self.default_deadline())
    }

    /// A wait for at least one octet; its result is empty at the end of the
    /// stream only. `TimedOut` after [`set_timeout`](Self::set_timeout).
    #[must_use]
    pub fn read_some(&self) -> ReadSome {
        ReadSome::new(self.default_deadline())
    }
}

/// Reads that do not wait.
impl<S: Stream> Telnet<S> {
    /// Everything that can be read without waiting, maybe nothing, and 64 KiB
    /// or `max_unread` octets at most.
    ///
    /// # Errors
    /// `UnexpectedEof` if the connection is closed and nothing is left; those
    /// of the stream, if nothing came before them.
    pub fn read_very_eager(&mut self) -> io::Result<Bytes> {
        self.read_now(|_| false)
    }

    /// The same, but it stops reading the stream once there is some text.
    ///
    /// # Errors
    /// As [`read_very_eager`](Self::read_very_eager).
    pub fn read_eager(&mut self) -> io::Result<Bytes> {
        self.read_now(|session| !session.unread().is_empty())
    }

    fn read_now(
        &mut self,
        enough: impl Fn(&Session) -> bool,
    ) -> io::Result<Bytes> {
        self.fill(&mut BUDGET.clone(), enough);
        self.flush_replies();
        if self.session.unread().is_empty() {
            if let Some(error) = self.input_error.take() {
                return Err(error);
            }
        }
        self.read_very_lazy()
    }
}

impl<S: Stream> Read for Telnet<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(buffer)?;
        self.consume(n);
        Ok(n)
    }
}

/// With nothing there it fails with `WouldBlock`.
impl<S: Stream> BufRead for Telnet<S> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.session.unread().is_empty() {
            self.fill(&mut BUDGET.clone(), |it| !it.unread().is_empty());
            self.flush_replies();
        }
        if self.session.unread().is_empty() && !self.session.is_eof() {
            let error = self.input_error.take();
            return Err(error.unwrap_or_else(|| ErrorKind::WouldBlock.into()));
        }
        Ok(self.session.unread())
    }

    fn consume(&mut self, n: usize) {
        self.session.consume(n);
    }
}
