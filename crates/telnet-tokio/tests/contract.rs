//! The contract of all adapters, for this one, on one thread and on several.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

mod adapter;

use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use adapter::{on, one_thread, several_threads};
use telnet_testkit::suite::Memory;
use telnet_tokio::{Config, Telnet};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

mod on_one_thread {
    use super::*;

    telnet_testkit::contract! {
        tcp: |socket, config| on(one_thread(), || tcp(socket, config)),
        scripted: |script, config| {
            on(one_thread(), || Telnet::new(InMemory(script), config))
        },
        chaos: |stream, config| {
            on(one_thread(), || Telnet::new(InMemory(stream), config))
        },
    }
}

mod on_several_threads {
    use super::*;

    telnet_testkit::contract! {
        tcp: |socket, config| on(several_threads(), || tcp(socket, config)),
        scripted: |script, config| {
            on(several_threads(), || Telnet::new(InMemory(script), config))
        },
        chaos: |stream, config| {
            on(several_threads(), || Telnet::new(InMemory(stream), config))
        },
    }
}

fn tcp(socket: std::net::TcpStream, config: Config) -> Telnet<TcpStream> {
    socket.set_nonblocking(true).unwrap();
    Telnet::tcp(TcpStream::from_std(socket).unwrap(), config).unwrap()
}

/// A stream in memory that wakes its task at once where it would block.
struct InMemory<S>(S);

fn at_once<T>(cx: &Context<'_>, done: io::Result<T>) -> Poll<io::Result<T>> {
    match done {
        Err(e) if e.kind() == ErrorKind::WouldBlock => {
            cx.waker().wake_by_ref();
            Poll::Pending
        }
        done => Poll::Ready(done),
    }
}

impl<S: Memory + Unpin> AsyncRead for InMemory<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = self.0.read(buffer.initialize_unfilled());
        let n = ready!(at_once(cx, read))?;
        buffer.advance(n);
        Poll::Ready(Ok(()))
    }
}

impl<S: Memory + Unpin> AsyncWrite for InMemory<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[u8],
    ) -> Poll<io::Result<usize>> {
        at_once(cx, self.0.write(data))
    }

    fn poll_flush(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        at_once(cx, self.0.flush())
    }

    fn poll_shutdown(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        at_once(cx, self.0.finish())
    }
}
