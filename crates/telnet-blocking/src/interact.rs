//! The user and the peer, face to face.

use std::io::{self, IsTerminal as _, Read, Write};
use std::os::fd::AsFd;

use telnet_adapter::session::Session;
use telnet_adapter::session::bytes::Bytes;
use telnet_adapter::user::{self, Ended, Peer, stdin};

use crate::{Stream, Telnet};

/// `^]`, the key that ends [`Telnet::interact`] at a terminal.
const ESCAPE: u8 = 0x1D;

impl<S: Stream + AsFd> Peer for Telnet<S> {
    fn read_very_eager(&mut self) -> io::Result<Bytes> {
        Self::read_very_eager(self)
    }

    fn write(&mut self, data: &[u8]) -> io::Result<()> {
        Self::write(self, data)
    }

    fn session(&self) -> &Session {
        (**self).session()
    }

    fn session_mut(&mut self) -> &mut Session {
        (**self).session_mut()
    }
}

impl<S: Stream + AsFd> Telnet<S> {
    /// Connects standard input and output with the peer until one of them ends.
    ///
    /// Where both are terminals a user is in front of it:
    /// [`interact_at_terminal`](Self::interact_at_terminal) with `^]`. Else it is
    /// [`interact_with`](Self::interact_with), octet by octet.
    ///
    /// It reads file descriptor 0 itself: what [`io::stdin`] has buffered in
    /// an earlier read stays there.
    ///
    /// # Errors
    /// Those of the stream and of standard input and output.
    pub fn interact(&mut self) -> io::Result<Ended> {
        if io::stdin().is_terminal() && io::stdout().is_terminal() {
            return self.interact_at_terminal(
                stdin()?,
                io::stdout(),
                Some(ESCAPE),
            );
        }
        self.interact_with(stdin()?, io::stdout())
    }

    /// Connects the user at the terminal of standard input with the peer, until the
    /// peer ends or the user presses the key `escape`: see
    /// [`user::interact_at_terminal`] for what is done to the terminal, and for
    /// signals.
    ///
    /// # Errors
    /// Those of the stream, the input and the output; standard input is no
    /// terminal.
    pub fn interact_at_terminal(
        &mut self,
        input: impl Read + AsFd,
        output: impl Write,
        escape: Option<u8>,
    ) -> io::Result<Ended> {
        user::interact_at_terminal(self, input, output, escape)
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
