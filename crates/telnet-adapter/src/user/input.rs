//! Inputs that can be waited for.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::is_gone;
use crate::tcp::socket::Interest;

/// Standard input without a buffer, so that it can be polled. What
/// [`io::stdin`] has buffered in an earlier read stays there.
///
/// # Errors
/// Those of the system: standard input is closed.
pub fn stdin() -> io::Result<File> {
    Ok(io::stdin().as_fd().try_clone_to_owned()?.into())
}

/// Copies the input until it ends, which ends the socket's output, or until the
/// socket's other end is dropped. Reads of the input may block although it was
/// ready; so run it in a thread of its own.
///
/// # Errors
/// Those of the input and of the socket.
pub fn forward(
    mut input: impl Read + AsFd,
    mut to: UnixStream,
) -> io::Result<()> {
    let mut buffer = vec![0; 4096];
    loop {
        let fds =
            [(to.as_fd(), Interest::Read), (input.as_fd(), Interest::Read)];
        let [gone, input_ready] = ready(fds, None)?;
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

/// Waits until at least one of them is ready for what it is to do, or has ended, or
/// until a time; which are. Signals do not end it. It asks `poll`, which takes files,
/// too: `epoll` refuses them.
///
/// # Errors
/// Those of the system.
pub fn ready<const N: usize>(
    fds: [(BorrowedFd<'_>, Interest); N],
    until: Option<Instant>,
) -> io::Result<[bool; N]> {
    let mut fds = fds.map(|(fd, interest)| {
        let flags = match interest {
            Interest::Read => PollFlags::IN,
            Interest::Write => PollFlags::OUT,
            Interest::Both => PollFlags::IN | PollFlags::OUT,
        };
        PollFd::from_borrowed_fd(fd, flags)
    });
    loop {
        let left =
            until.map(|end| end.saturating_duration_since(Instant::now()));
        // What is too long for the system is as good as for ever.
        let left = left.and_then(|left| Timespec::try_from(left).ok());
        match poll(&mut fds, left.as_ref()) {
            Err(rustix::io::Errno::INTR) => {}
            polled => {
                polled?;
                return Ok(fds.map(|fd| !fd.revents().is_empty()));
            }
        }
    }
}

/// What one read gives, however often a signal interrupts it; empty at the end of
/// the input.
///
/// # Errors
/// Those of the input.
pub fn read_once<'b>(
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

/// What one read gives, if the input is ready for one: how much, 0 at its end;
/// `None` where a read would wait.
///
/// # Errors
/// Those of the input and of the system.
pub fn read_if_ready(
    input: &mut (impl Read + AsFd),
    buffer: &mut [u8],
) -> io::Result<Option<usize>> {
    let fds = [(input.as_fd(), Interest::Read)];
    let [is_ready] = ready(fds, Some(Instant::now()))?;
    if !is_ready {
        return Ok(None);
    }
    read_once(input, buffer).map(|it| Some(it.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Interrupted so often, then it fails, or gives text.
    struct Signals(usize, Option<ErrorKind>);

    impl Read for Signals {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match (self.0.checked_sub(1), self.1) {
                (Some(left), _) => {
                    self.0 = left;
                    Err(ErrorKind::Interrupted.into())
                }
                (None, Some(kind)) => Err(kind.into()),
                (None, None) => (&b"text"[..]).read(buffer),
            }
        }
    }

    #[test]
    fn a_signal_ends_no_read_and_an_error_does() {
        let mut buffer = [0; 8];
        let text = read_once(&mut Signals(3, None), &mut buffer);
        assert_eq!(text.unwrap(), b"text");
        let broken = Some(ErrorKind::BrokenPipe);
        let error = read_once(&mut Signals(1, broken), &mut buffer);
        assert_eq!(error.unwrap_err().kind(), ErrorKind::BrokenPipe);
    }
}
