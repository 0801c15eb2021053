//! The user of this process in front of a connection: standard input and output.

use std::fs::File;
use std::io::{self, IsTerminal as _};
use std::task::{Context, Poll, ready};

use telnet_adapter::user::Watch;
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
    watch: Watched;
}

/// Standard input as tokio watches it.
struct Watched(AsyncFd<File>);

impl Watch for Watched {
    #[expect(
        deprecated,
        reason = "what takes its place is not in each tokio that will do; a file \
                  is what both are for"
    )]
    fn watch(input: File) -> io::Result<Self> {
        AsyncFd::with_interest(input, Interest::READABLE).map(Self)
    }

    fn input(&self) -> &File {
        self.0.get_ref()
    }

    fn poll_readable(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.0.poll_read_ready(cx))?.clear_ready();
        Poll::Ready(Ok(()))
    }
}
