//! The user of this process in front of a connection: standard input and output.

use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal as _};
use std::task::{Context, Poll, ready};

use telnet_adapter::user::{read_if_ready, stdin};
use tokio::io::unix::AsyncFd;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, Interest, stdout};

use crate::{Ended, Telnet};

/// `^]`, the key that ends [`Telnet::interact`] at a terminal.
const ESCAPE: u8 = 0x1D;

impl<S: AsyncRead + AsyncWrite + Unpin> Telnet<S> {
    /// Connects standard input and output with the peer until one of them ends.
    ///
    /// Where both are terminals a user is in front of it:
    /// [`interact_at_terminal`](Self::interact_at_terminal) with `^]`. Else it is
    /// [`interact_to`](Self::interact_to) standard output, octet by octet.
    ///
    /// # Errors
    /// Those of the stream and of standard input and output.
    pub async fn interact(&mut self) -> io::Result<Ended> {
        if io::stdin().is_terminal() && io::stdout().is_terminal() {
            return self.interact_at_terminal(stdout(), Some(ESCAPE)).await;
        }
        self.interact_to(stdout()).await
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
    Watched(AsyncFd<File>),
    /// A file, which epoll refuses: it is ready always.
    File(File),
}

impl Keyboard {
    #[expect(
        deprecated,
        reason = "what takes its place is not in each tokio that will do; a file \
                  is what both are for"
    )]
    fn open() -> io::Result<Self> {
        match AsyncFd::with_interest(stdin()?, Interest::READABLE) {
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
            if let Some(n) = read_if_ready(watched.get_mut(), buffer)? {
                return Poll::Ready(Ok(n));
            }
            ready!(watched.poll_read_ready(cx))?.clear_ready();
        }
    }
}
