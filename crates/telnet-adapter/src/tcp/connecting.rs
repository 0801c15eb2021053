//! Connecting by TCP on a runtime, from a name to a stream.

use std::future::{Future, poll_fn};
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpStream};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use telnet_session::Deadline;

use super::{Address, ConnectOptions, Race, begin};
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
    let mut racing = Racing {
        race: Race::new(addresses, deadline),
        under_way: Vec::new(),
        connect,
        failed: |address, error: &io::Error| connector.failed(address, error),
    };
    poll_fn(|cx| racing.poll(alarm, cx)).await
}

/// A race, and the attempts that are under way.
struct Racing<F, C, E> {
    race: Race,
    under_way: Vec<(SocketAddr, Pin<Box<F>>)>,
    connect: C,
    failed: E,
}

impl<S, F, C, E> Racing<F, C, E>
where
    F: Future<Output = io::Result<S>>,
    C: Fn(SocketAddr) -> F,
    E: Fn(SocketAddr, &io::Error),
{
    fn poll(
        &mut self,
        alarm: &mut impl Alarm,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<S>> {
        let race = &mut self.race;
        loop {
            let now = alarm.now();
            while let Some(address) = race.next(now) {
                let attempt = Box::pin((self.connect)(address));
                self.under_way.push((address, attempt));
            }
            let mut won = None;
            let mut has_failed = false;
            self.under_way.retain_mut(|(address, attempt)| {
                if won.is_some() {
                    return false;
                }
                match attempt.as_mut().poll(cx) {
                    Poll::Pending => return true,
                    Poll::Ready(Ok(stream)) => won = Some(stream),
                    Poll::Ready(Err(error)) => {
                        (self.failed)(*address, &error);
                        race.failed(*address, &error);
                        has_failed = true;
                    }
                }
                false
            });
            if let Some(stream) = won {
                return Poll::Ready(Ok(stream));
            }
            if race.is_lost(now) {
                return Poll::Ready(Err(race.clone().into_error()));
            }
            if has_failed {
                continue;
            }
            match race.timer() {
                Some(at) if alarm.poll_at(cx, at).is_ready() => {}
                _ => return Poll::Pending,
            }
        }
    }
}
