//! The user of this process in front of a connection: standard input and output.

use std::fs::File;
use std::io;
use std::task::{Context, Poll};

use async_io::Async;
use futures_io::{AsyncRead, AsyncWrite};
use telnet_adapter::user::Watch;
use telnet_adapter::user::futures::AsyncWriteExt as _;

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
    watch: Watched;
}

/// Standard input as async-io watches it.
struct Watched(Async<File>);

impl Watch for Watched {
    fn watch(input: File) -> io::Result<Self> {
        Async::new_nonblocking(input).map(Self)
    }

    fn input(&self) -> &File {
        self.0.get_ref()
    }

    fn poll_readable(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.poll_readable(cx)
    }
}
