//! A connection of any adapter, by what all of them have: waits, and the session.

use std::io;
use std::net::TcpStream;
use std::time::Duration;

use telnet_blocking::session::Session;
use telnet_blocking::wait::{ReadUntil, SendData, SendItem, Wait};
use telnet_blocking::{Command, Config};
use telnet_mio::mio::{self, Interest, Token, net};
use tokio::runtime::{Builder, Runtime};

use super::matrix::wait_on_mio;

/// How long anything may take, on a machine that has other things to do.
const WAIT: Duration = Duration::from_secs(60);

/// The adapters.
pub(crate) const ADAPTERS: [&str; 4] = ["blocking", "mio", "tokio", "smol"];

/// A connection of one of them.
pub(crate) enum Line {
    Blocking(telnet_blocking::Telnet<TcpStream>),
    Mio(mio::Poll, mio::Events, telnet_mio::Telnet<net::TcpStream>),
    Tokio(Runtime, telnet_tokio::Telnet<tokio::net::TcpStream>),
    Smol(telnet_async_std::Telnet<smol::Async<TcpStream>>),
}

impl Line {
    pub(crate) fn new(
        adapter: &str,
        stream: TcpStream,
        config: Config,
    ) -> io::Result<Self> {
        match adapter {
            "blocking" => {
                let tn = telnet_blocking::Telnet::new(stream, config)?;
                return Ok(Self::Blocking(tn));
            }
            "smol" => {
                let stream = smol::Async::new(stream)?;
                let tn = telnet_async_std::Telnet::tcp(stream, config)?;
                return Ok(Self::Smol(tn));
            }
            _ => stream.set_nonblocking(true)?,
        }
        if adapter == "tokio" {
            let runtime = Builder::new_current_thread().enable_all().build()?;
            let inside = runtime.enter();
            let stream = tokio::net::TcpStream::from_std(stream)?;
            let tn = telnet_tokio::Telnet::tcp(stream, config)?;
            drop(inside);
            return Ok(Self::Tokio(runtime, tn));
        }
        let stream = net::TcpStream::from_std(stream);
        let mut tn = telnet_mio::Telnet::new(stream, config)?;
        let poll = mio::Poll::new()?;
        poll.registry().register(&mut tn, Token(0), Interest::READABLE)?;
        Ok(Self::Mio(poll, mio::Events::with_capacity(8), tn))
    }

    pub(crate) fn session(&mut self) -> &mut Session {
        match self {
            Self::Blocking(tn) => tn.session_mut(),
            Self::Mio(_, _, tn) => tn.session_mut(),
            Self::Tokio(_, tn) => tn.session_mut(),
            Self::Smol(tn) => tn.session_mut(),
        }
    }

    pub(crate) fn wait<W: Wait<Output: Send> + Send>(
        &mut self,
        mut wait: W,
    ) -> io::Result<W::Output> {
        match self {
            Self::Blocking(tn) => tn.wait(&mut wait),
            Self::Mio(poll, events, tn) => {
                wait_on_mio(poll, events, tn, &mut wait)
            }
            Self::Tokio(runtime, tn) => runtime.block_on(tn.wait(&mut wait)),
            Self::Smol(tn) => smol::block_on(tn.wait(&mut wait)),
        }
    }

    /// The text up to one that is looked for.
    pub(crate) fn until(&mut self, wanted: &[u8]) -> io::Result<Vec<u8>> {
        let found = self.wait(ReadUntil::new(wanted, WAIT))?.matched()?;
        Ok(found.text().to_vec())
    }

    pub(crate) fn write(&mut self, data: &[u8]) -> io::Result<()> {
        self.wait(SendData::new(data, WAIT))?
    }

    pub(crate) fn command(&mut self, command: Command) -> io::Result<()> {
        let send =
            move |session: &mut Session| match session.send_command(command) {
                Err(telnet_blocking::session::error::CommandError::Full(
                    full,
                )) => Err(full),
                _ => Ok(()),
            };
        self.wait(SendItem::new(send, WAIT))?
    }
}
