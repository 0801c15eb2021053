//! A port for tasks of tokio, over telnet-tokio.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use telnet_tokio::{self as half, ConnectOptions, Telnet};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::PortUrl;
use super::halves::{Aside, Shared, lock};

async_port!([AsyncRead + AsyncWrite + Unpin], into_split);

macro_rules! reads {
    ($name:ident) => {
        /// The octets of the port, as they come.
        impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for $name<S> {
            fn poll_read(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                buffer: &mut ReadBuf<'_>,
            ) -> Poll<io::Result<()>> {
                let room = buffer.initialize_unfilled();
                let n = ready!(self.poll_taken(cx, room))?;
                buffer.advance(n);
                Poll::Ready(Ok(()))
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

            fn poll_shutdown(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
            ) -> Poll<io::Result<()>> {
                Pin::new(&mut self.telnet).poll_shutdown(cx)
            }
        }
    };
}

reads!(RemotePort);
reads!(ReadHalf);
writes!(RemotePort);
writes!(WriteHalf);

impl RemotePort<TcpStream> {
    /// Opens a port by its URL, as `rfc2217://host:2217`: see [`PortUrl`].
    /// Nothing is set: the port is as its server has it.
    ///
    /// # Errors
    /// `InvalidInput` if it is no such URL; those of connecting; those of
    /// [`over`](Self::over).
    pub async fn open(url: &str) -> io::Result<Self> {
        Self::open_with(&url.parse()?, ConnectOptions::new()).await
    }

    /// Opens a port with a timeout, a proxy, keep-alives and what else there is
    /// to say.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with(
        url: &PortUrl,
        options: ConnectOptions,
    ) -> io::Result<Self> {
        let config = crate::Client::config(Arc::unwrap_or_clone(
            options.clone().into_config(),
        ));
        let options = options.config(config);
        let address = url.address();
        let mut telnet = Telnet::connect_with(address, options).await?;
        if url.is_logged() {
            telnet.set_debuglevel(1);
        }
        Self::over_within(telnet, url.timeout()).await
    }
}
