//! A port over a blocking connection.

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use telnet_blocking::{ConnectOptions, Stream, Telnet};

use super::{ANSWER, PortUrl};
use crate::client::Client;

/// A serial port at the other end of a network, over a blocking connection:
/// see [the crate's page](crate).
///
/// What is sent is sent at once; a read takes what is there. Commands of the
/// server are heeded whenever a call is under way, and only then.
pub struct RemotePort<S> {
    telnet: Telnet<S>,
    client: Client,
    answer: Duration,
    timeout: Option<Duration>,
}

impl RemotePort<TcpStream> {
    /// Opens a port by its URL, as `rfc2217://host:2217`: see [`PortUrl`].
    /// Nothing is set: the port is as its server has it.
    ///
    /// # Errors
    /// `InvalidInput` if it is no such URL; those of connecting; those of
    /// [`over`](Self::over).
    pub fn open(url: &str) -> io::Result<Self> {
        Self::open_with(&url.parse()?, ConnectOptions::new())
    }

    /// Opens a port with a timeout, a proxy, keep-alives and what else there is
    /// to say. What the options' [`Config`](telnet_session::Config) says stays,
    /// but for what a port needs.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_with(
        url: &PortUrl,
        options: ConnectOptions,
    ) -> io::Result<Self> {
        let config =
            Client::config(Arc::unwrap_or_clone(options.clone().into_config()));
        let options = options.config(config);
        let mut telnet = Telnet::connect_with(url.address(), options)?;
        if url.is_logged() {
            telnet.set_debuglevel(1);
        }
        Self::over_within(telnet, url.timeout())
    }
}

impl<S: Stream> RemotePort<S> {
    /// A port over a connection that was made with [`Client::config`]: inside
    /// TLS, through a proxy, over a stream of any kind.
    ///
    /// # Errors
    /// `Unsupported` if the host refuses the option, `TimedOut` if it does not
    /// answer within 3 seconds, `InvalidInput` if the connection has no events;
    /// those of the stream.
    pub fn over(telnet: Telnet<S>) -> io::Result<Self> {
        Self::over_within(telnet, ANSWER)
    }

    fn over_within(telnet: Telnet<S>, answer: Duration) -> io::Result<Self> {
        let client = Client::new();
        let mut port = Self { telnet, client, answer, timeout: None };
        let mut open = port.client.open(answer);
        port.telnet.wait(&mut open)??;
        Ok(port)
    }

    port_methods!([] []);

    /// How many octets of the port have arrived, and can be read without
    /// waiting. It looks at the stream.
    ///
    /// # Errors
    /// Those of the stream.
    pub fn available(&mut self) -> io::Result<usize> {
        // A look that waits for nothing, and takes nothing.
        let mut look = self.client.receive(Duration::ZERO);
        match self.telnet.wait(&mut look)? {
            Err(error) if error.kind() != ErrorKind::TimedOut => Err(error),
            _ => Ok(self.telnet.session().unread().len()),
        }
    }

    /// Sends what is queued, for as long as [`set_timeout`](Self::set_timeout)
    /// says, and closes the connection: the server gives the port free.
    ///
    /// # Errors
    /// Those of [`Telnet::close`].
    pub fn close(&mut self) -> io::Result<()> {
        self.telnet.set_timeout(self.timeout);
        self.telnet.close()
    }

    /// The connection, as it is.
    #[must_use]
    pub fn into_telnet(self) -> Telnet<S> {
        self.telnet
    }

    /// The connection.
    #[must_use]
    pub const fn telnet(&self) -> &Telnet<S> {
        &self.telnet
    }
}

impl<S: Stream> Read for RemotePort<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.receive(buffer)
    }
}

impl<S: Stream> Write for RemotePort<S> {
    /// Takes octets, as many as there is room for, and hands them to the stream.
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        if octets.is_empty() {
            return Ok(0);
        }
        let mut wait = self.client.transfer(octets, self.timeout).a_part();
        let sent = self.telnet.send(&mut wait);
        let queued = wait.queued();
        match sent {
            Err(error) if queued == 0 => Err(error),
            Err(error) if error.kind() != ErrorKind::TimedOut => Err(error),
            _ => Ok(queued),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send(b"")
    }
}

impl<S: fmt::Debug> fmt::Debug for RemotePort<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemotePort")
            .field("telnet", &self.telnet)
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}
