//! Telnet inside TLS: the contract of all adapters, under both runtimes.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

mod adapter;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use adapter::{Async, AsyncStd, Runtime, Smol, on};
use futures_io::{AsyncRead, AsyncWrite};
use telnet_async_std::tls::{OneBuffer, TlsStream};
use telnet_async_std::{
    Config, ConnectOptions, Telnet, TlsAcceptor, TlsOptions,
};
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

    telnet_testkit::contract! {
        client: |socket, time, config| start::<AsyncStd, _>(
            async_std::net::TcpStream::from,
            socket,
            time,
            config,
        ),
        server: |socket, time, config| accept::<AsyncStd, _>(
            async_std::net::TcpStream::from,
            socket,
            time,
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

    telnet_testkit::contract! {
        client: |socket, time, config| start::<Smol, _>(
            |socket| smol::net::TcpStream::try_from(socket).unwrap(),
            socket,
            time,
            config,
        ),
        server: |socket, time, config| accept::<Smol, _>(
            |socket| smol::net::TcpStream::try_from(socket).unwrap(),
            socket,
            time,
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

fn start<R, S>(
    make: impl FnOnce(std::net::TcpStream) -> S,
    socket: std::net::TcpStream,
    time: Duration,
    config: Config,
) -> io::Result<Async<R, TlsStream<OneBuffer<S>>>>
where
    R: Runtime,
    S: AsyncRead + AsyncWrite + std::os::fd::AsFd + Unpin + Send,
{
    let identity = Identity::localhost();
    let tls = TlsOptions::new().roots_pem(&identity.certificate)?.start_tls();
    let options = ConnectOptions::new().config(config).timeout(time);
    R::block_on(Telnet::tls(make(socket), "localhost", &tls, options)).map(on)
}

fn accept<R, S>(
    make: impl FnOnce(std::net::TcpStream) -> S,
    socket: std::net::TcpStream,
    time: Duration,
    config: Config,
) -> io::Result<Async<R, TlsStream<OneBuffer<S>>>>
where
    R: Runtime,
    S: AsyncRead + AsyncWrite + std::os::fd::AsFd + Unpin + Send,
{
    let acceptor = TlsAcceptor::from(Arc::new(Identity::localhost().server()));
    let acceptor = acceptor.timeout(time).start_tls();
    R::block_on(Telnet::accept_tls(make(socket), &acceptor, config)).map(on)
}
