//! The user of this process in front of a connection: standard input and output.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::task::{Context, Poll, ready};

use async_io::Async;
use futures_io::{AsyncRead, AsyncWrite};
use telnet_adapter::user::futures::AsyncWriteExt as _;
use telnet_adapter::user::{read_if_ready, stdin};

use crate::Telnet;

#[cfg(feature = "async-std")]
impl<S: AsyncRead + AsyncWrite + Unpin> Telnet<S> {
    /// Connects standard input and output with the peer until one of them ends.
    ///
    /// Where both are terminals a user is in front of it:
    /// [`interact_at_terminal`](Self::interact_at_terminal) with `^]`. Else it is
    /// [`interact_to`](Self::interact_to) standard output, octet by octet.
    ///
    /// # Errors
    /// Those of the stream and of standard input and output.
    pub async fn interact(&mut self) -> io::Result<crate::Ended> {
        use std::io::IsTerminal as _;
        // `^]`
        let escape = Some(0x1D);
        let output = async_std::io::stdout();
        if io::stdin().is_terminal() && io::stdout().is_terminal() {
            return self.interact_at_terminal(output, escape).await;
        }
        self.interact_to(output).await
    }
}

telnet_adapter::async_interact! {
    streams: [AsyncRead + AsyncWrite + Unpin];
    outputs: [AsyncWrite + Unpin];
    keyboard: Keyboard;
}

/// Standard input, in the mode in which others have it: it is asked whether there
/// is something to read before it is read.
enum Keyboard {
    Watched(Async<File>),
    /// A file, which epoll refuses: it is ready always.
    File(File),
}

impl Keyboard {
    fn open() -> io::Result<Self> {
        match Async::new_nonblocking(stdin()?) {
            Err(it) if it.kind() == ErrorKind::PermissionDenied => {
                Ok(Self::File(stdin()?))
            }
            watched => watched.map(Self::Watched),
        }
    }

    fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let watched = match self {
            Self::Watched(watched) => watched,
            Self::File(file) => {
                let read = read_if_ready(file, buffer)?;
                return Poll::Ready(Ok(read.unwrap_or_default()));
            }
        };
        loop {
            // A reference to a file reads it, too.
            let mut file = watched.get_ref();
            if let Some(n) = read_if_ready(&mut file, buffer)? {
                return Poll::Ready(Ok(n));
            }
            ready!(watched.poll_readable(cx))?;
        }
    }
}
