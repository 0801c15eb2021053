//! From a name to a connection, in the caller's event loop.

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::task::Poll;
use std::time::{Duration, Instant};

use mio::event::Source as _;
use mio::net::TcpStream;
use mio::{Interest, Registry, Token, event};
use telnet_adapter::preamble::{self, Preamble as _};
use telnet_adapter::tcp::{Handshake, Race, Racing, begin};

use crate::source::all;
use crate::{
    Address, ConnectOptions, Deadline, Stream as _, Telnet, ToAddress,
};

/// A connection that is being made: the addresses of a host in a race (RFC
/// 8305), and through the proxy of the options, if they have one.
///
/// [`Telnet::connect`] is simpler, and for one address.
///
/// ```no_run
/// use std::task::Poll;
/// use std::time::Instant;
/// use telnet_mio::{ConnectOptions, Connecting, mio};
///
/// const HOST: mio::Token = mio::Token(0);
/// let mut poll = mio::Poll::new()?;
/// let mut events = mio::Events::with_capacity(64);
/// let options = ConnectOptions::new();
/// let mut it = Connecting::new("router.example", options, Instant::now())?;
/// poll.registry().register(&mut it, HOST, mio::Interest::READABLE)?;
/// let mut tn = loop {
///     if let Poll::Ready(tn) = it.poll(Instant::now())? {
///         break tn;
///     }
///     poll.poll(&mut events, it.timeout(Instant::now()))?;
/// };
/// poll.registry().register(&mut tn, HOST, mio::Interest::READABLE)?;
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// It is one source with one token, however many sockets there are. When the
/// connection is made, it has taken that out of the `Poll` again.
pub struct Connecting {
    stage: Stage,
    to: Address,
    options: ConnectOptions,
    deadline: Option<Instant>,
    at: Option<(Registry, Token)>,
}

enum Stage {
    Race(Racing<TcpStream>),
    Proxy(TcpStream, Handshake),
    Over,
}

impl Connecting {
    /// Begins, with the timeout of the options. A name is looked up here, which
    /// blocks: the host's, or the proxy's if there is one. Give socket addresses
    /// where it must not.
    ///
    /// # Errors
    /// `InvalidInput` if it cannot be an address, or if the proxy cannot be told
    /// of it; that of the look-up.
    pub fn new(
        to: impl ToAddress,
        options: ConnectOptions,
        now: Instant,
    ) -> io::Result<Self> {
        let to = to.to_address()?;
        let first = match options.proxy_as_set() {
            // What cannot be asked for is told at once.
            Some(proxy) => proxy.begin(&to).map(|_| proxy.address())?,
            None => &to,
        };
        let deadline = Deadline::from(options.connect_timeout()).at(now);
        let race = Race::new(first.look_up()?, deadline);
        let stage = Stage::Race(Racing::new(race));
        Ok(Self { stage, to, options, deadline, at: None })
    }

    /// Goes on as far as it can. Call it first thing, after each event, and
    /// when the [`timeout`](Self::timeout) has passed.
    ///
    /// # Errors
    /// One that names each address and why it failed, of the last failure's
    /// kind; what the proxy said; `TimedOut`; `NotConnected` if it is over.
    pub fn poll(
        &mut self,
        now: Instant,
    ) -> io::Result<Poll<Telnet<TcpStream>>> {
        let step = self.step(now);
        if !matches!(step, Ok(Poll::Pending)) {
            self.stage = Stage::Over;
        }
        step
    }

    /// What to give `mio::Poll::poll`: the time until it must be polled though
    /// nothing happens.
    #[must_use]
    pub fn timeout(&self, now: Instant) -> Option<Duration> {
        let at = match &self.stage {
            Stage::Race(racing) => racing.timer(),
            Stage::Proxy(..) => self.deadline,
            Stage::Over => None,
        };
        Some(at?.saturating_duration_since(now))
    }

    fn step(&mut self, now: Instant) -> io::Result<Poll<Telnet<TcpStream>>> {
        if let Stage::Race(racing) = &mut self.stage {
            let (options, at) = (&self.options, self.at.as_ref());
            let begin = |address| start(&address, options, at);
            let won =
                racing.step(now, begin, |_, socket| socket.is_connected())?;
            let Poll::Ready(stream) = won else { return Ok(Poll::Pending) };
            let Some(proxy) = self.options.proxy_as_set() else {
                return self.connected(stream).map(Poll::Ready);
            };
            self.stage = Stage::Proxy(stream, proxy.begin(&self.to)?);
        }
        let Stage::Proxy(stream, handshake) = &mut self.stage else {
            return Err(ErrorKind::NotConnected.into());
        };
        match preamble::poll(handshake, stream) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                if self.deadline.is_some_and(|end| now >= end) {
                    return Err(Handshake::late());
                }
                return Ok(Poll::Pending);
            }
            done => done?,
        }
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Proxy(stream, _) => self.connected(stream).map(Poll::Ready),
            Stage::Race(..) | Stage::Over => {
                Err(ErrorKind::NotConnected.into())
            }
        }
    }

    fn connected(
        &mut self,
        mut stream: TcpStream,
    ) -> io::Result<Telnet<TcpStream>> {
        if let Some((registry, _)) = self.at.take() {
            registry.deregister(&mut stream)?;
        }
        let options = std::mem::take(&mut self.options);
        Ok(Telnet::connected(stream, self.to.to_string(), options))
    }

    /// Does something with each socket.
    fn each(
        &mut self,
        mut act: impl FnMut(&mut TcpStream) -> io::Result<()>,
    ) -> io::Result<()> {
        match &mut self.stage {
            Stage::Race(racing) => racing.under_way().try_for_each(act),
            Stage::Proxy(stream, _) => act(stream),
            Stage::Over => Ok(()),
        }
    }
}

fn start(
    address: &SocketAddr,
    options: &ConnectOptions,
    at: Option<&(Registry, Token)>,
) -> io::Result<TcpStream> {
    let mut stream = TcpStream::from_std(begin(address, options)?);
    if let Some((registry, token)) = at {
        stream.register(registry, *token, all(Interest::READABLE))?;
    }
    Ok(stream)
}

/// Register it once, with any interests: both directions are registered
/// whatever is given.
impl event::Source for Connecting {
    fn register(
        &mut self,
        registry: &Registry,
        token: Token,
        interests: Interest,
    ) -> io::Result<()> {
        self.at = Some((registry.try_clone()?, token));
        self.each(|it| it.register(registry, token, all(interests)))
    }

    fn reregister(
        &mut self,
        registry: &Registry,
        token: Token,
        interests: Interest,
    ) -> io::Result<()> {
        self.at = Some((registry.try_clone()?, token));
        self.each(|it| it.reregister(registry, token, all(interests)))
    }

    fn deregister(&mut self, registry: &Registry) -> io::Result<()> {
        self.at = None;
        self.each(|it| it.deregister(registry))
    }
}

impl fmt::Debug for Connecting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connecting")
            .field("to", &self.to)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}
