//! Connecting by TCP.

use std::io;
use std::net::TcpStream;
use std::task::Poll;
use std::time::Instant;

use telnet_adapter::preamble;
use telnet_adapter::tcp::{Race, Racing, begin, socket};

use crate::{Address, ConnectOptions, Deadline, Telnet, ToAddress};

impl Telnet<TcpStream> {
    /// Connects to a host, as `"router.example"`, `"192.0.2.1:2323"` or
    /// `("::1", 23)`; the port is 23 if none is given. The addresses of a name
    /// race, IPv6 and IPv4 in turn, each 250 ms ahead of the next (RFC 8305),
    /// for 30 seconds at most.
    ///
    /// # Errors
    /// `InvalidInput` if it cannot be an address; that of the look-up; or one
    /// that names each address and why it failed, of the last failure's kind.
    pub fn connect(address: impl ToAddress) -> io::Result<Self> {
        Self::connect_with(address, ConnectOptions::default())
    }

    /// Connects to a host with a timeout, a [`Config`](crate::Config), and
    /// what else there is to say.
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use telnet_blocking::{Config, ConnectOptions, Telnet};
    /// let config = Config::default().terminal_types(["vt100"]).unwrap();
    /// let options = ConnectOptions::new()
    ///     .timeout(Duration::from_secs(5))
    ///     .config(config);
    /// let tn = Telnet::connect_with("[::1]:23", options)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`connect`](Self::connect).
    pub fn connect_with(
        address: impl ToAddress,
        options: ConnectOptions,
    ) -> io::Result<Self> {
        let address = address.to_address()?;
        let deadline = options.connect_timeout();
        let deadline = Deadline::from(deadline).at(Instant::now());
        let stream = open_one(&address, &options, deadline)?;
        let label = address.to_string();
        let within = options.timeout_as_set();
        let telnet = Self::opened(stream, options.into_config())?;
        Ok(telnet.map(|it| it.connected(label, within)))
    }
}

/// A socket that is connected to a host, by way of a proxy maybe, before the
/// deadline.
pub(crate) fn open_one(
    address: &Address,
    options: &ConnectOptions,
    deadline: Option<Instant>,
) -> io::Result<TcpStream> {
    let Some(proxy) = options.proxy_as_set() else {
        return connect_any(address, options, deadline);
    };
    let mut handshake = proxy.begin(address)?;
    let mut stream = connect_any(proxy.address(), options, deadline)?;
    preamble::run(&mut handshake, &mut stream, |it| bound(it, deadline))?;
    stream.set_read_timeout(None)?;
    stream.set_write_timeout(None)?;
    Ok(stream)
}

/// Bounds the next read and write of a socket.
fn bound(stream: &TcpStream, deadline: Option<Instant>) -> io::Result<()> {
    let Some(end) = deadline else { return Ok(()) };
    let left = end.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(io::ErrorKind::TimedOut.into());
    }
    stream.set_read_timeout(Some(left))?;
    stream.set_write_timeout(Some(left))
}

/// Lets the addresses race, on this thread.
fn connect_any(
    address: &Address,
    options: &ConnectOptions,
    deadline: Option<Instant>,
) -> io::Result<TcpStream> {
    let mut racing = Racing::new(Race::new(address.look_up()?, deadline));
    loop {
        let step = racing.step(
            Instant::now(),
            |address| begin(&address, options),
            |_, socket| socket::is_connected(socket),
        );
        if let Poll::Ready(socket) = step? {
            socket.set_nonblocking(false)?;
            return Ok(socket);
        }
        let time = racing.timer();
        let time = time.map(|at| at.saturating_duration_since(Instant::now()));
        let sockets = racing.under_way().map(|it| &*it).collect::<Vec<_>>();
        socket::wait_any(&sockets, time)?;
    }
}
