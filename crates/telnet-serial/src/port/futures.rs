//! A port for tasks of smol and async-std, over telnet-async-std.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_io::{AsyncRead, AsyncWrite};
use telnet_async_std::{self as half, Telnet};

use super::halves::{Aside, Shared, lock};

async_port!([AsyncRead + AsyncWrite + Unpin], split);

macro_rules! reads {
    ($name:ident) => {
        /// The octets of the port, as they come.
        impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for $name<S> {
            fn poll_read(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                buffer: &mut [u8],
            ) -> Poll<io::Result<usize>> {
                self.poll_taken(cx, buffer)
            }
        }
    };
}

macro_rules! writes {
    ($name:ident) => {
        /// Takes octets for the port. What was taken is sent at once or, if the
        /// server does not take it, later; a flush waits for it.
        impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for $name<S> {
            fn poll_write(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                octets: &[u8],
            ) -> Poll<io::Result<usize>> {
                self.poll_part(cx, octets)
            }

            fn poll_flush(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
            ) -> Poll<io::Result<()>> {
                Pin::new(&mut self.telnet).poll_flush(cx)
            }

            fn poll_close(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
            ) -> Poll<io::Result<()>> {
                Pin::new(&mut self.telnet).poll_close(cx)
            }
        }
    };
}

reads!(RemotePort);
reads!(ReadHalf);
writes!(RemotePort);
writes!(WriteHalf);
