//! The contract of all adapters, for this one, under both runtimes.

mod adapter;

use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll};

use adapter::{AsyncStd, Smol, on};
use futures_io::{AsyncRead, AsyncWrite};
use telnet_async_std::Telnet;
use telnet_testkit::suite::Memory;

mod under_async_std {
    use super::*;

    telnet_testkit::contract! {
        tcp: |socket, config| {
            let socket = async_std::net::TcpStream::from(socket);
            on::<AsyncStd, _>(Telnet::tcp(socket, config).unwrap())
        },
        scripted: |script, config| {
            on::<AsyncStd, _>(Telnet::new(InMemory(script), config))
        },
        chaos: |stream, config| {
            on::<AsyncStd, _>(Telnet::new(InMemory(stream), config))
        },
    }
}

mod under_smol {
    use super::*;

    telnet_testkit::contract! {
        tcp: |socket, config| {
            let socket = smol::net::TcpStream::try_from(socket).unwrap();
            on::<Smol, _>(Telnet::tcp(socket, config).unwrap())
        },
        scripted: |script, config| {
            on::<Smol, _>(Telnet::new(InMemory(script), config))
        },
        chaos: |stream, config| {
            on::<Smol, _>(Telnet::new(InMemory(stream), config))
        },
    }
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
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        at_once(cx, self.0.read(buffer))
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

    fn poll_close(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        at_once(cx, self.0.finish())
    }
}
