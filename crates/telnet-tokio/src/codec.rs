//! The wire alone, for [`Framed`](tokio_util::codec::Framed).
//!
//! [`TelnetCodec`] is for a program that is built of codecs, or wants each
//! command of the wire for itself, as a proxy does. It has no session behind
//! it. Left to you are:
//!
//! - **negotiation**: each [`Incoming::Negotiation`] that asks for something
//!   wants an answer. [`Options`](crate::session::proto::Options) knows which;
//! - the line ends of the NVT: `CR NUL` comes as two octets.
//!   [`NvtDecoder`](crate::session::proto::nvt::NvtDecoder) makes CR of them;
//! - the answers to subnegotiations, to AYT, to a Synch. A socket needs
//!   `SO_OOBINLINE`, or a read discards the urgent octet of a Synch, and the
//!   octet behind it is taken for a command.
//!
//! [`Telnet`](crate::Telnet) does all of that, and logs in, too.
//!
//! ```no_run
//! use futures_util::{SinkExt, StreamExt};
//! use telnet_tokio::codec::{Incoming, Outgoing, TelnetCodec};
//! use telnet_tokio::session::proto::Options;
//! use telnet_tokio::tokio::net::TcpStream;
//! use telnet_tokio::tokio_util::codec::Framed;
//!
//! # async fn show() -> std::io::Result<()> {
//! let socket = TcpStream::connect("192.0.2.1:23").await?;
//! let mut framed = Framed::new(socket, TelnetCodec::new());
//! // Refuses all that is asked for: see `Options::set_policy`.
//! let mut options = Options::new();
//! while let Some(incoming) = framed.next().await {
//!     match incoming? {
//!         Incoming::Data(text) => print!("{}", text.escape_ascii()),
//!         Incoming::Negotiation(asked) => {
//!             if let Some(answer) = options.receive(asked).send {
//!                 framed.send(Outgoing::Negotiation(answer)).await?;
//!             }
//!         }
//!         other => println!("{other:?}"),
//!     }
//! }
//! # Ok(())
//! # }
//! ```

use std::fmt;
use std::io;

use telnet_adapter::session::bytes::{Buf as _, Bytes, BytesMut};
use telnet_adapter::session::proto::encode::{escape, subnegotiation};
use telnet_adapter::session::proto::{
    self, Collected, Collector, Event, Malformed, Negotiation,
};
use tokio_util::codec::{Decoder, Encoder};

use crate::{Command, TelnetOption};

/// Longest payload of a subnegotiation unless another is given: 16 KiB.
const MAX_SUBNEGOTIATION: usize = 16 << 10;

/// What has been received.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Incoming {
    /// Data, never empty; where a piece ends carries no meaning.
    Data(Bytes),
    /// A command without operand.
    Command(Command),
    /// WILL, WONT, DO or DONT with its option.
    Negotiation(Negotiation),
    /// A whole subnegotiation.
    Subnegotiation {
        /// The option it is of.
        option: TelnetOption,
        /// The payload, unescaped.
        payload: Bytes,
    },
    /// A subnegotiation of this option was too long, and was dropped.
    Overflow(TelnetOption),
    /// Octets that mean nothing were dropped, or a subnegotiation that was
    /// broken off.
    Malformed(Malformed),
}

/// What is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outgoing {
    /// Data, which is escaped; line ends are left alone.
    Data(Bytes),
    /// A command without operand, as [`Command::AYT`].
    Command(Command),
    /// WILL, WONT, DO or DONT with its option.
    Negotiation(Negotiation),
    /// A subnegotiation.
    Subnegotiation {
        /// The option it is of.
        option: TelnetOption,
        /// The payload, which is escaped.
        payload: Bytes,
    },
}

/// The Telnet wire as a codec: [`Incoming`] in, [`Outgoing`] out. See the
/// [module](self) for what it leaves to you.
pub struct TelnetCodec {
    decoder: proto::Decoder,
    /// It grows with what it gathers, up to the cap.
    payload: Collector<Vec<u8>>,
    max_subnegotiation: usize,
}

impl TelnetCodec {
    /// A codec at the start of a stream, for subnegotiations of up to 16 KiB.
    #[must_use]
    pub const fn new() -> Self {
        Self::with_max_subnegotiation(MAX_SUBNEGOTIATION)
    }

    /// The same for subnegotiations whose payload has so many octets at most.
    #[must_use]
    pub const fn with_max_subnegotiation(octets: usize) -> Self {
        Self {
            decoder: proto::Decoder::new(),
            payload: Collector::new(Vec::new()),
            max_subnegotiation: octets,
        }
    }

    /// Has room for a piece of a payload, as far as the cap lets it.
    fn make_room(&mut self, piece: &[u8]) {
        let len = self.payload.len().saturating_add(piece.len());
        let len = len.min(self.max_subnegotiation);
        let buffer = self.payload.buffer_mut();
        if len > buffer.len() {
            buffer.resize(len, 0);
        }
    }

    fn incoming(&mut self, event: Event<'_>) -> Option<Incoming> {
        match event {
            Event::Data(data) => {
                return Some(Incoming::Data(Bytes::copy_from_slice(data)));
            }
            Event::Command(it) => return Some(Incoming::Command(it)),
            Event::Negotiation(it) => return Some(Incoming::Negotiation(it)),
            Event::Malformed(why) => return Some(Incoming::Malformed(why)),
            // A long one that has ended leaves nothing allocated behind.
            Event::SubBegin(_) => *self.payload.buffer_mut() = Vec::new(),
            Event::SubData(piece) => self.make_room(piece),
            Event::SubEnd | Event::SubAborted(_) | _ => {}
        }
        Some(match self.payload.push(event)? {
            Collected::Whole(option, payload) => {
                let payload = Bytes::copy_from_slice(payload);
                Incoming::Subnegotiation { option, payload }
            }
            Collected::Overflow(option) => Incoming::Overflow(option),
            Collected::Aborted(_, why) => Incoming::Malformed(why),
            _ => return None,
        })
    }
}

impl Default for TelnetCodec {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for TelnetCodec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TelnetCodec")
            .field("max_subnegotiation", &self.max_subnegotiation)
            .finish_non_exhaustive()
    }
}

impl Decoder for TelnetCodec {
    type Item = Incoming;
    type Error = io::Error;

    fn decode(&mut self, src: &mut BytesMut) -> io::Result<Option<Incoming>> {
        let octets = src.split();
        let mut rest = &octets[..];
        let mut found = None;
        while found.is_none() {
            let mut events = self.decoder.decode(rest);
            let Some(event) = events.next() else { return Ok(None) };
            rest = events.rest();
            found = self.incoming(event);
        }
        let used = octets.len() - rest.len();
        *src = octets;
        src.advance(used);
        Ok(found)
    }

    /// The stream has ended: what it cut short is [`Incoming::Malformed`].
    fn decode_eof(
        &mut self,
        src: &mut BytesMut,
    ) -> io::Result<Option<Incoming>> {
        let found = self.decode(src)?;
        Ok(found.or_else(|| {
            let cut = self.decoder.finish()?;
            self.incoming(cut)
        }))
    }
}

impl Encoder<Outgoing> for TelnetCodec {
    type Error = io::Error;

    /// Fails with `InvalidInput` for a command that is none by itself, as SB.
    fn encode(&mut self, item: Outgoing, dst: &mut BytesMut) -> io::Result<()> {
        match item {
            Outgoing::Data(data) => {
                escape(&data).for_each(|it| dst.extend_from_slice(it));
            }
            Outgoing::Command(command) if command.is_simple() => {
                dst.extend_from_slice(&command.to_bytes());
            }
            Outgoing::Command(command) => {
                let why = format!("{command} is no command by itself");
                return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
            }
            Outgoing::Negotiation(it) => dst.extend_from_slice(&it.to_bytes()),
            Outgoing::Subnegotiation { option, payload } => {
                subnegotiation(option, [&payload[..]])
                    .for_each(|it| dst.extend_from_slice(it));
            }
        }
        Ok(())
    }
}
