//! What was read of the stream before TLS asked for it.

use std::cell::Cell;
use std::io;
use std::ops::Range;
use std::task::Poll;

/// Most octets read from the stream at once.
const CHUNK: usize = 64 << 10;

thread_local! {
    /// The buffer of the thread: no connection needs one while it waits.
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Reads a stream 64 KiB at a time, for TLS, which asks for a record's rest or 4
/// KiB. Its buffer is the thread's, and a connection has it for as long as octets
/// are left in it: none while it waits, 64 KiB where text is not taken.
///
/// ```
/// use telnet_adapter::tls::Ahead;
///
/// let mut ahead = Ahead::new();
/// let mut four = [0; 4];
/// let read = ahead.read(&mut four, |buffer| {
///     buffer[..6].copy_from_slice(b"record");
///     Ok(6)
/// });
/// assert_eq!((read?, &four), (4, b"reco"));
/// assert_eq!(ahead.read(&mut four, |_| panic!("two are left"))?, 2);
/// assert!(ahead.is_empty());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Ahead {
    buffer: Vec<u8>,
    left: Range<usize>,
}

impl Ahead {
    /// One with nothing left.
    #[must_use]
    pub const fn new() -> Self {
        Self { buffer: Vec::new(), left: 0..0 }
    }

    /// Whether no octets are left: what comes next is the stream's.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.left.start == self.left.end
    }

    /// Gives what is left, as far as there is room for it. Where nothing is, the
    /// stream is read once, by `read`; 0 is its end.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn read(
        &mut self,
        into: &mut [u8],
        read: impl FnOnce(&mut [u8]) -> io::Result<usize>,
    ) -> io::Result<usize> {
        match self.poll_read(into, |buffer| Poll::Ready(read(buffer))) {
            Poll::Ready(read) => read,
            Poll::Pending => Err(io::ErrorKind::WouldBlock.into()),
        }
    }

    /// The same for a stream that has a task woken.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn poll_read(
        &mut self,
        into: &mut [u8],
        read: impl FnOnce(&mut [u8]) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if self.is_empty() {
            self.buffer = BUFFER.take();
            self.buffer.resize(CHUNK, 0);
            let polled = read(&mut self.buffer);
            let Poll::Ready(Ok(len)) = polled else {
                self.give_back();
                return polled;
            };
            self.left = 0..len.min(CHUNK);
        }
        Poll::Ready(Ok(self.take(into)))
    }

    fn take(&mut self, into: &mut [u8]) -> usize {
        let left = self.buffer.get(self.left.clone()).unwrap_or_default();
        let len = left.len().min(into.len());
        if let (Some(to), Some(from)) = (into.get_mut(..len), left.get(..len)) {
            to.copy_from_slice(from);
        }
        self.left.start += len;
        if self.is_empty() {
            self.give_back();
        }
        len
    }

    fn give_back(&mut self) {
        BUFFER.set(std::mem::take(&mut self.buffer));
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn octets_come_in_order_whatever_is_asked_for() {
        let wire: Vec<u8> = (0..300_000_u32).map(|n| (n % 251) as u8).collect();
        for step in [1, 7, 4096, CHUNK - 1, CHUNK, CHUNK + 1] {
            let (mut rest, mut ahead) = (&wire[..], Ahead::new());
            let (mut got, mut buffer) = (Vec::new(), vec![0; step]);
            loop {
                match ahead.read(&mut buffer, |into| rest.read(into)).unwrap() {
                    0 => break,
                    n => got.extend_from_slice(&buffer[..n]),
                }
            }
            assert!(got == wire, "{step}");
        }
    }

    #[test]
    fn a_stream_that_has_nothing_loses_nothing_and_keeps_no_buffer() {
        let (mut ahead, mut four) = (Ahead::new(), [0; 4]);
        let later = |_: &mut [u8]| Err(io::ErrorKind::WouldBlock.into());
        let kind = |read: io::Result<usize>| read.unwrap_err().kind();
        assert_eq!(
            kind(ahead.read(&mut four, later)),
            io::ErrorKind::WouldBlock
        );
        assert!(ahead.poll_read(&mut four, |_| Poll::Pending).is_pending());
        let six = |into: &mut [u8]| (&b"record"[..]).read(into);
        assert_eq!(ahead.read(&mut four, six).unwrap(), 4);
        assert!(!ahead.is_empty());
        assert_eq!(ahead.read(&mut four, later).unwrap(), 2);
        assert_eq!(
            kind(ahead.read(&mut four, later)),
            io::ErrorKind::WouldBlock
        );
        assert_eq!(ahead.buffer.capacity(), 0);
    }
}
