//! The user and the peer, face to face, at a pseudo-terminal that is standard
//! input. One test, for there is one standard input.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]
#![cfg(target_os = "linux")]

use std::io::{self, Write as _};
use std::os::unix::net::UnixStream as StdStream;
use std::pin::Pin;
use std::task::{Context, Poll};

use telnet_testkit::user::{ESCAPE, Screen, faces, files_are_sent};
use telnet_tokio::tokio::io::AsyncWrite;
use telnet_tokio::tokio::net::UnixStream;
use telnet_tokio::{Config, Ended, Telnet, tokio};

/// The screen, which takes all at once.
struct Output(Screen);

impl AsyncWrite for Output {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(self.0.write(octets))
    }

    fn poll_flush(
        self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(
        self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

fn run(task: impl Future<Output = io::Result<Ended>>) -> bool {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let ended = runtime.block_on(task).unwrap();
    // A thread that sits in a read would hold this up.
    drop(runtime);
    ended == Ended::Input
}

fn facing(stream: StdStream, config: Config) -> io::Result<Telnet<UnixStream>> {
    stream.set_nonblocking(true)?;
    Ok(Telnet::new(UnixStream::from_std(stream)?, config))
}

#[test]
fn the_terminal_does_what_the_peer_says_and_is_as_before_at_the_end() {
    faces(|stream, config, screen| {
        run(async {
            let mut tn = facing(stream, config)?;
            // It has said something, or is gone, and the runtime knows.
            tn.get_socket().readable().await?;
            tn.interact_at_terminal(Output(screen), Some(ESCAPE)).await
        })
    });
    files_are_sent(|stream, screen| {
        run(async {
            let mut tn = facing(stream, Config::default())?;
            tn.interact_to(Output(screen)).await
        })
    });
}
