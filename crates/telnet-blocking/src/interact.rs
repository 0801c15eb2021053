//! The user and the peer, face to face.

use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};
use telnet_session::bytes::Bytes;

use crate::{Stream, Telnet};

/// Which side ended an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there are two sides")]
pub enum Ended {
    /// The input came to its end. The connection is still open; the peer's
    /// answer to the last input may be yet to come.
    Input,
    /// The peer closed the connection. All it sent was written.
    Peer,
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
        mut input: impl Read + AsFd,
        mut output: impl Write,
    ) -> io::Result<Ended> {
        let mut buffer = vec![0; 4096];
        let mut writable = true;
        loop {
            let Some(text) = not_closed(self.read_very_eager())? else {
                return Ok(Ended::Peer);
            };
            output.write_all(&text)?;
            output.flush()?;
            if self.session().is_eof() {
                continue;
            }
            let peer = self.get_socket().as_fd();
            let input_ready = if writable {
                let [_, input_ready] = ready([peer, input.as_fd()])?;
                input_ready
            } else {
                ready([peer])?;
                false
            };
            if input_ready {
                let octets = read_once(&mut input, &mut buffer)?;
                if octets.is_empty() {
                    return Ok(Ended::Input);
                }
                match self.write(octets) {
                    // Its last words may still be on their way to us.
                    Err(e) if is_gone(&e) => writable = false,
                    written => written?,
                }
            }
        }
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
        let (to_us, from_input) = UnixStream::pair()?;
        thread::scope(|scope| {
            let forward = scope.spawn(move || forward(input, to_us));
            let ended = self.interact_with(from_input, output);
            match forward.join() {
                Ok(Err(error)) if ended.is_ok() => Err(error),
                _ => ended,
            }
        })
    }
}

/// Copies the input until it ends, or until nobody wants it any more.
fn forward(mut input: impl Read + AsFd, mut to: UnixStream) -> io::Result<()> {
    let mut buffer = vec![0; 4096];
    loop {
        let [gone, input_ready] = ready([to.as_fd(), input.as_fd()])?;
        if gone {
            return Ok(());
        }
        if input_ready {
            let octets = read_once(&mut input, &mut buffer)?;
            if octets.is_empty() {
                return to.shutdown(Shutdown::Write);
            }
            match to.write_all(octets) {
                Err(e) if is_gone(&e) => return Ok(()),
                written => written?,
            }
        }
    }
}

/// Waits until at least one of them can be read, or has ended.
fn ready<const N: usize>(fds: [BorrowedFd<'_>; N]) -> io::Result<[bool; N]> {
    let mut fds = fds.map(|fd| PollFd::from_borrowed_fd(fd, PollFlags::IN));
    loop {
        match poll(&mut fds, None) {
            Err(rustix::io::Errno::INTR) => {}
            polled => {
                polled?;
                return Ok(fds.map(|fd| !fd.revents().is_empty()));
            }
        }
    }
}

/// What one read gives; empty at the end of the input.
fn read_once<'b>(
    input: &mut impl Read,
    buffer: &'b mut [u8],
) -> io::Result<&'b [u8]> {
    let n = loop {
        match input.read(buffer) {
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            read => break read?,
        }
    };
    Ok(buffer.get(..n).unwrap_or_default())
}

/// Whether a write failed because the peer is no more.
fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset)
}

fn not_closed(read: io::Result<Bytes>) -> io::Result<Option<Bytes>> {
    match read {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(e) => Err(e),
    }
}

/// Standard input without a buffer, so that it can be polled.
fn stdin() -> io::Result<std::fs::File> {
    Ok(io::stdin().as_fd().try_clone_to_owned()?.into())
}
