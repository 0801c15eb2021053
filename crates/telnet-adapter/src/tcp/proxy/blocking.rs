//! A proxy asked over a stream that blocks.

use std::io::{self, ErrorKind, Read, Write};

use super::Handshake;
use super::handshake::CHUNK;
use crate::flow::try_again;

impl Handshake {
    /// Runs it to its end over a stream that blocks. `bound` is called before
    /// each read and write, to say to the stream how long that may take.
    ///
    /// # Errors
    /// Those of [`receive`](Self::receive), of the stream, and of `bound`;
    /// `TimedOut` where the stream says `WouldBlock`.
    pub fn run<S: Read + Write>(
        &mut self,
        stream: &mut S,
        mut bound: impl FnMut(&mut S) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut buffer = [0; CHUNK];
        while !self.is_done() {
            bound(stream)?;
            let done = self.step(stream, &mut buffer);
            // `Interrupted` is tried again.
            if !done.map_or_else(try_again, |()| Ok(true))? {
                return Err(late());
            }
        }
        Ok(())
    }

    /// Writes or reads once.
    fn step(
        &mut self,
        stream: &mut (impl Read + Write),
        buffer: &mut [u8],
    ) -> io::Result<()> {
        if !self.transmit().is_empty() {
            let n = stream.write(self.transmit())?;
            if n == 0 {
                return Err(ErrorKind::WriteZero.into());
            }
            self.transmitted(n);
            return if self.transmit().is_empty() {
                stream.flush()
            } else {
                Ok(())
            };
        }
        let room = self.wants().min(buffer.len());
        let n = stream.read(buffer.get_mut(..room).unwrap_or_default())?;
        self.received(buffer.get(..n).unwrap_or_default())
    }
}

/// The error where the proxy takes too long.
pub(super) fn late() -> io::Error {
    let why = "the proxy did not answer in time";
    io::Error::new(ErrorKind::TimedOut, why)
}
