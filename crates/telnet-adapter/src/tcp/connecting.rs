//! Connecting by TCP on a runtime, from a name to a stream.

use std::future::{Future, poll_fn};
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpStream};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use telnet_session::Deadline;

use super::{Address, ConnectOptions, Race, Racing, begin};
use crate::preamble;
use crate::task::{Alarm, Duplex, within};

/// What a runtime has of its own, as far as connecting goes.
pub trait Connector {
    /// Its socket.
    type Stream;

    /// A new timer of it.
    fn alarm(&self) -> impl Alarm + Send;

    /// Looks up the addresses of a name, by [`Address::look_up`], where that
    /// may block.
    fn look_up(
        &self,
        address: Address,
    ) -> impl Future<Output = io::Result<Vec<SocketAddr>>> + Send;

    /// Waits until a socket is connected, or has failed. It is one of
    /// [`begin`].
    fn connected(
        &self,
        socket: TcpStream,
    ) -> impl Future<Output = io::Result<Self::Stream>> + Send;

    /// A connected socket, as the loop wants it.
    fn duplex(&self, stream: &mut Self::Stream) -> impl Duplex + Send;

    /// One address of several is no good. The default does nothing.
    fn failed(&self, address: SocketAddr, error: &io::Error) {
        let _unused = (address, error);
    }
}

/// Connects to a host, or to the proxy of the options and through that to the
/// host, within the time that the options give to all of it. Addresses
/// [race](Race).
///
/// # Errors
/// That of the look-up; one that names each address and why it failed, of the
/// last failure's kind; what the proxy said.
pub async fn connect<C: Connector>(
    connector: &C,
    address: &Address,
    options: &ConnectOptions,
) -> io::Result<C::Stream> {
    let mut alarm = connector.alarm();
    let deadline = Deadline::from(options.connect_timeout()).at(alarm.now());
    let Some(proxy) = options.proxy_as_set() else {
        return race(connector, &mut alarm, address, options, deadline).await;
    };
    let mut handshake = proxy.begin(address)?;
    let to = proxy.address();
    let mut stream = race(connector, &mut alarm, to, options, deadline).await?;
    let duplex = connector.duplex(&mut stream);
    preamble::run_on_task(&mut handshake, duplex, &mut alarm, deadline).await?;
    Ok(stream)
}

async fn race<C: Connector>(
    connector: &C,
    alarm: &mut impl Alarm,
    address: &Address,
    options: &ConnectOptions,
    deadline: Option<Instant>,
) -> io::Result<C::Stream> {
    let addresses = match address.known() {
        Some(known) => known.to_vec(),
        None => {
            let found = connector.look_up(address.clone());
            let late = || {
                let why = "the name was not looked up in time";
                io::Error::new(ErrorKind::TimedOut, why)
            };
            within(found, alarm, deadline, late).await?
        }
    };
    let connect = |address| async move {
        connector.connected(begin(&address, options)?).await
    };
    let failed = |address, error: &io::Error| connector.failed(address, error);
    let mut racing = Racing::new(Race::new(addresses, deadline));
    poll_fn(|cx| poll_race(&mut racing, &connect, &failed, alarm, cx)).await
}

fn poll_race<S, F: Future<Output = io::Result<S>>>(
    racing: &mut Racing<Pin<Box<F>>>,
    connect: &impl Fn(SocketAddr) -> F,
    failed: &impl Fn(SocketAddr, &io::Error),
    alarm: &mut impl Alarm,
    cx: &mut Context<'_>,
) -> Poll<io::Result<S>> {
    loop {
        let mut won = None;
        let begin = |address| Ok(Box::pin(connect(address)));
        let step = racing.step(alarm.now(), begin, |address, attempt| {
            match attempt.as_mut().poll(cx) {
                Poll::Pending => Ok(false),
                Poll::Ready(Ok(stream)) => {
                    won = Some(stream);
                    Ok(true)
                }
                Poll::Ready(Err(error)) => {
                    failed(address, &error);
                    Err(error)
                }
            }
        });
        if let Err(error) = step {
            return Poll::Ready(Err(error));
        }
        if let Some(stream) = won {
            return Poll::Ready(Ok(stream));
        }
        match racing.timer() {
            Some(at) if alarm.poll_at(cx, at).is_ready() => {}
            _ => return Poll::Pending,
        }
    }
}
