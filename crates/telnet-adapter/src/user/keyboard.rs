//! Standard input as a runtime watches it.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::task::{Context, Poll, ready};

use super::input::{read_if_ready, stdin};

/// A file descriptor that a runtime watches.
pub trait Watch: Sized {
    /// Has the input watched.
    ///
    /// # Errors
    /// `PermissionDenied` if it is a file, which epoll refuses; those of the
    /// system.
    fn watch(input: File) -> io::Result<Self>;

    /// What is watched.
    fn input(&self) -> &File;

    /// Waits until the runtime has seen, since it was asked last, that there may be
    /// something to read.
    ///
    /// # Errors
    /// Those of the runtime.
    fn poll_readable(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>>;
}

/// Standard input, in the mode in which others have it: it is asked whether there
/// is something to read before it is read, so that no thread waits in a read.
#[derive(Debug)]
pub struct Keyboard<W> {
    input: Input<W>,
}

#[derive(Debug)]
enum Input<W> {
    Watched(W),
    /// A file: it is ready always.
    File(File),
}

impl<W: Watch> Keyboard<W> {
    /// Has standard input watched, where it can be.
    ///
    /// # Errors
    /// Those of the system and the runtime.
    pub fn open() -> io::Result<Self> {
        let input = match W::watch(stdin()?) {
            Err(it) if it.kind() == ErrorKind::PermissionDenied => {
                Input::File(stdin()?)
            }
            watched => Input::Watched(watched?),
        };
        Ok(Self { input })
    }

    /// What one read gives, once there is something: how much, 0 at its end.
    ///
    /// # Errors
    /// Those of the input and the runtime.
    pub fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let watched = match &mut self.input {
            Input::Watched(watched) => watched,
            Input::File(file) => {
                let read = read_if_ready(file, buffer)?;
                return Poll::Ready(Ok(read.unwrap_or_default()));
            }
        };
        loop {
            // A reference to a file reads it, too.
            if let Some(n) = read_if_ready(&mut watched.input(), buffer)? {
                return Poll::Ready(Ok(n));
            }
            ready!(watched.poll_readable(cx))?;
        }
    }
}
