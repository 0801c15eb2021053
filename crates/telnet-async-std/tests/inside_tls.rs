//! Telnet inside TLS: the contract of all adapters, under both runtimes.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

mod adapter;

use adapter::{Async, AsyncStd, Runtime, Smol, on};
use futures_io::{AsyncRead, AsyncWrite};
use telnet_async_std::tls::{OneBuffer, TlsStream};
use telnet_async_std::{Config, ConnectOptions, Telnet, TlsOptions};
use telnet_testkit::tls::{Front, Identity};

mod under_async_std {
    use super::*;

    telnet_testkit::contract! {
        tls: |socket, config| inside::<AsyncStd, _>(
            async_std::net::TcpStream::from,
            socket,
            config,
        ),
    }
}

mod under_smol {
    use super::*;

    telnet_testkit::contract! {
        tls: |socket, config| inside::<Smol, _>(
            |socket| smol::net::TcpStream::try_from(socket).unwrap(),
            socket,
            config,
        ),
    }
}

fn inside<R, S>(
    make: impl FnOnce(std::net::TcpStream) -> S,
    socket: std::net::TcpStream,
    config: Config,
) -> Async<R, TlsStream<OneBuffer<S>>>
where
    R: Runtime,
    S: AsyncRead + AsyncWrite + std::os::fd::AsFd + Unpin + Send,
{
    let (socket, front) = Front::of(socket);
    let identity = Identity::localhost();
    let tls = TlsOptions::new().roots_pem(&identity.certificate).unwrap();
    let options = ConnectOptions::new().config(config);
    let connect = Telnet::tls(make(socket), "localhost", &tls, options);
    let telnet = R::block_on(connect).unwrap();
    front.settle();
    on(telnet)
}
