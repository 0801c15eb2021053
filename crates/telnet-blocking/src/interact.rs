//! The user and the peer, face to face.

use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::time::Instant;

use telnet_adapter::session::bytes::Bytes;
use telnet_adapter::user::{self, Ended, Peer, stdin};

use crate::{Stream, Telnet};

impl<S: Stream + AsFd> Peer for Telnet<S> {
    fn read_very_eager(&mut self) -> io::Result<Bytes> {
        Self::read_very_eager(self)
    }

    fn write(&mut self, data: &[u8]) -> io::Result<()> {
        Self::write(self, data)
    }

    fn has_ended(&self) -> bool {
        self.session().is_eof()
    }

    fn wake(&self) -> Option<Instant> {
        self.session().tick_at()
    }
}

impl<S: Stream + AsFd> Telnet<S> {
    /// Connects standard input and output with the peer, octet by octet, until
    /// one of them ends. Nothing is interpreted, and the terminal is left in
    /// the mode it is in.
    ///
    /// It reads file descriptor 0 itself: what [`io::stdin`] has buffered in
    /// an earlier read stays there.
    ///
    /// # Errors
    /// Those of the stream and of standard input and output.
    pub fn interact(&mut self) -> io::Result<Ended> {
        self.interact_with(stdin()?, io::stdout())
    }

    /// The same with any input that can be polled, a pipe as well, and any
    /// output. When the input ends, all of it has been sent.
    ///
    /// # Errors
    /// Those of the stream, the input and the output.
    pub fn interact_with(
        &mut self,
        input: impl Read + AsFd,
        output: impl Write,
    ) -> io::Result<Ended> {
        user::interact(self, input, output)
    }

    /// [`interact`](Self::interact) with a thread of its own for the input.
    ///
    /// # Errors
    /// As there.
    pub fn mt_interact(&mut self) -> io::Result<Ended> {
        self.mt_interact_with(stdin()?, io::stdout())
    }

    /// [`interact_with`](Self::interact_with) with a thread of its own for the
    /// input, which ends with the call: an input whose reads block although it
    /// was ready holds up only that thread.
    ///
    /// # Errors
    /// As there.
    pub fn mt_interact_with(
        &mut self,
        input: impl Read + AsFd + Send,
        output: impl Write,
    ) -> io::Result<Ended> {
        user::mt_interact(self, input, output)
    }
}
