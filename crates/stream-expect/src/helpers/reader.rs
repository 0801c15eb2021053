//! Text from a reader.

use std::fmt;
use std::io::{self, BufRead, ErrorKind, Read};

use crate::helpers::buffer::Buffer;
use crate::helpers::matched::Match;
use crate::helpers::miss;
use crate::search::found::{End, Step};
use crate::set::PatternSet;
use crate::set::patterns::Patterns;

/// A reader, and what was read from it and not taken: finds patterns in what a
/// file, a pipe, a socket or a serial port has to say.
///
/// ```
/// use stream_expect::Reader;
/// let port: &[u8] = b"booting...\r\nready, 42 ports\r\n# ";
/// let mut port = Reader::new(port);
/// let ready = port.expect(&[r"ready, (\d+) ports", "panic"])?;
/// assert_eq!((ready.index(), ready.group(1)), (0, Some(&b"42"[..])));
/// let prompt = port.expect(&["# $"])?;
/// assert_eq!(prompt.before(), b"\r\n");
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// **A read that times out is a silence.** Give the reader a timeout of its
/// own, as `TcpStream::set_read_timeout`: when a read fails with `WouldBlock`
/// or `TimedOut`, patterns that look behind their end match, which is how `# $`
/// finds a prompt while the stream goes on. If none does, the call fails with
/// that error, nothing is lost, and the next call for the same patterns goes
/// on.
///
/// It is a [`Read`] and a [`BufRead`] itself, of what comes after the matches.
pub struct Reader<R> {
    reader: R,
    buffer: Buffer,
    chunk: Box<[u8]>,
}

/// Octets that are read at once.
const CHUNK: usize = 8 << 10;

impl<R: Read> Reader<R> {
    /// Keeps 8 MiB of text at most that was not taken.
    #[must_use]
    pub fn new(reader: R) -> Self {
        Self::with_buffer(reader, Buffer::new())
    }

    /// Keeps text in a buffer that may hold some already.
    #[must_use]
    pub fn with_buffer(reader: R, buffer: Buffer) -> Self {
        let chunk = vec![0; CHUNK].into_boxed_slice();
        Self { reader, buffer, chunk }
    }

    /// Reads until a pattern matches, and takes the text through the end of the
    /// match. Patterns that are no [`PatternSet`] are made one by
    /// [`PatternSet::recent`].
    ///
    /// # Errors
    /// `UnexpectedEof` at the end of the stream; `WouldBlock` or `TimedOut`
    /// after a silence in which nothing matches; `QuotaExceeded` if the buffer
    /// is full; `InvalidInput` if one of them is no pattern; those of the
    /// reader. Nothing is taken then.
    pub fn expect(&mut self, patterns: impl Patterns) -> io::Result<Match> {
        let set = PatternSet::recent(patterns)?;
        let mut step = self.buffer.find(&set);
        loop {
            if let Step::Found(found) = step {
                return Ok(self.buffer.take(&set, &found));
            }
            if step == Step::More {
                step = self.buffer.find(&set);
                continue;
            }
            let unread = self.buffer.unread();
            if self.buffer.is_finished() {
                return Err(miss::ended(&set, unread));
            }
            if self.buffer.room() == 0 {
                return Err(miss::full(&set, unread));
            }
            step = match self.fill() {
                Ok(()) => self.buffer.find(&set),
                Err(error) if is_silence(&error) => {
                    match self.buffer.find_all_at(&set, End::Quiet) {
                        Step::Pending { .. } => return Err(error),
                        step @ (Step::Found(_) | Step::More) => step,
                    }
                }
                Err(error) => return Err(error),
            };
        }
    }

    /// What was read and not taken.
    #[must_use]
    pub const fn buffer(&self) -> &Buffer {
        &self.buffer
    }

    /// What was read and not taken: to take it, or to say that the sender has
    /// marked an end.
    pub const fn buffer_mut(&mut self) -> &mut Buffer {
        &mut self.buffer
    }

    /// The reader.
    #[must_use]
    pub const fn get_ref(&self) -> &R {
        &self.reader
    }

    /// The reader, to write to it if it is a stream. What is read from it by
    /// hand is missing in the text.
    pub const fn get_mut(&mut self) -> &mut R {
        &mut self.reader
    }

    /// The reader, and what was read from it and not taken.
    #[must_use]
    pub fn into_parts(self) -> (R, Buffer) {
        (self.reader, self.buffer)
    }

    /// Reads once.
    fn fill(&mut self) -> io::Result<()> {
        let most = self.buffer.room().min(self.chunk.len());
        if most == 0 {
            return Err(ErrorKind::QuotaExceeded.into());
        }
        let chunk = self.chunk.get_mut(..most).unwrap_or_default();
        loop {
            match self.reader.read(chunk) {
                Ok(0) => self.buffer.finish(),
                Ok(n) => self.buffer.feed(chunk.get(..n).unwrap_or_default()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {
                    continue;
                }
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }
}

pub(super) fn is_silence(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

impl<R: Read> Read for Reader<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(to)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Reader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.buffer.unread().is_empty() && !self.buffer.is_finished() {
            self.fill()?;
        }
        Ok(self.buffer.unread())
    }

    fn consume(&mut self, n: usize) {
        self.buffer.consume(n);
    }
}

impl<R: fmt::Debug> fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("reader", &self.reader)
            .field("buffer", &self.buffer)
            .finish_non_exhaustive()
    }
}
