//! A connection of any adapter, by what all of them have: waits, and the session.

use std::io;
use std::net::{Shutdown, TcpStream};
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_blocking::session::Session;
use telnet_blocking::wait::{ReadUntil, SendData, SendItem, Wait};
use telnet_blocking::{Command, Config};
use telnet_mio::mio::{self, Interest, Token, net};
use tokio::runtime::{Builder, Runtime};

/// The adapters.
pub(super) const ADAPTERS: [&str; 4] = ["blocking", "mio", "tokio", "smol"];

/// A connection of one of them, and a second hold of its socket.
pub(super) struct Line {
    adapter: Adapter,
    socket: TcpStream,
    /// How long anything may take.
    time: Duration,
}

enum Adapter {
    Blocking(telnet_blocking::Telnet<TcpStream>),
    Mio(mio::Poll, mio::Events, telnet_mio::Telnet<net::TcpStream>),
    Tokio(Runtime, telnet_tokio::Telnet<tokio::net::TcpStream>),
    Smol(telnet_async_std::Telnet<smol::Async<TcpStream>>),
}

impl Adapter {
    fn new(name: &str, stream: TcpStream, config: Config) -> io::Result<Self> {
        match name {
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
        if name == "tokio" {
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
}

impl Line {
    /// Connects with the adapter of that name.
    pub(super) fn new(
        adapter: &str,
        addr: &str,
        config: Config,
        time: Duration,
    ) -> io::Result<Self> {
        let stream = TcpStream::connect(addr)?;
        let socket = stream.try_clone()?;
        let adapter = Adapter::new(adapter, stream, config)?;
        Ok(Self { adapter, socket, time })
    }

    pub(super) fn session(&mut self) -> &mut Session {
        match &mut self.adapter {
            Adapter::Blocking(tn) => tn.session_mut(),
            Adapter::Mio(_, _, tn) => tn.session_mut(),
            Adapter::Tokio(_, tn) => tn.session_mut(),
            Adapter::Smol(tn) => tn.session_mut(),
        }
    }

    pub(super) fn wait<W: Wait<Output: Send> + Send>(
        &mut self,
        mut wait: W,
    ) -> io::Result<W::Output> {
        match &mut self.adapter {
            Adapter::Blocking(tn) => tn.wait(&mut wait),
            Adapter::Mio(poll, events, tn) => loop {
                if let Poll::Ready(it) = tn.poll(&mut wait, Instant::now())? {
                    return Ok(it);
                }
                poll.poll(events, tn.timeout(&wait, Instant::now()))?;
                for event in events.iter() {
                    tn.on_event(event);
                }
            },
            Adapter::Tokio(runtime, tn) => runtime.block_on(tn.wait(&mut wait)),
            Adapter::Smol(tn) => smol::block_on(tn.wait(&mut wait)),
        }
    }

    /// The text up to one that is looked for.
    pub(super) fn until(&mut self, wanted: &[u8]) -> io::Result<Vec<u8>> {
        let wait = ReadUntil::new(wanted, self.time);
        let found = self.wait(wait)?.matched()?;
        Ok(found.text().to_vec())
    }

    /// Sends data as it stands.
    pub(super) fn write(&mut self, data: &[u8]) -> io::Result<()> {
        let wait = SendData::new(data, self.time);
        self.wait(wait)?
    }

    /// Sends what `send` queues.
    pub(super) fn send<E: Into<io::Error>>(
        &mut self,
        send: impl FnMut(&mut Session) -> Result<(), E> + Send,
    ) -> io::Result<()> {
        let wait = SendItem::new(send, self.time);
        self.wait(wait)?
    }

    /// Sends a command, and a Synch behind it where that is wanted.
    pub(super) fn command(
        &mut self,
        command: Command,
        synch: bool,
    ) -> io::Result<()> {
        self.send(|session| {
            session.send_command(command)?;
            if synch {
                session.send_synch();
            }
            Ok::<(), telnet_blocking::session::error::CommandError>(())
        })
    }

    /// We have no more to say, and can still hear.
    pub(super) fn half_close(&self) -> io::Result<()> {
        self.socket.shutdown(Shutdown::Write)
    }
}
