//! A serial port at the other end of a network: COM-PORT-OPTION (RFC 2217).
//!
//! **Telnet is plaintext.** Anyone on the path reads and alters everything that
//! crosses it. Use it in a network of your own, or inside TLS or a VPN.
//!
//! ```no_run
//! # #[cfg(feature = "blocking")] {
//! use std::io::Write;
//! use telnet_serial::{RemotePort, Settings};
//!
//! let mut port = RemotePort::open("rfc2217://192.0.2.1:2217")?;
//! port.configure(Settings::eight_n_one(115_200).dtr(true))?;
//! port.write_all(b"AT\r\n")?;
//! port.close()?;
//! # }
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! The client's end is [`Client`], the server's is [`server::Service`]: neither
//! has a socket, and their waits run over a session of any adapter. On top are
//! `RemotePort`, for threads and for tasks, and `PortServer`, for several clients
//! of one port.
//!
//! # Features
//!
//! - `blocking`, on by itself: `RemotePort`, over `TcpStream` or any blocking
//!   stream.
//! - `tokio`: `tokio::RemotePort`.
//! - `async-std`: `futures::RemotePort`, over any stream of futures-io.
//! - `server`: `PortServer`.
//! - `serialport`: `open`, which takes a path or a URL and gives a port of the
//!   crate `serialport`; `local::LocalPort`, to serve a port of this machine.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod client;
mod error;
pub mod guide;
#[cfg(feature = "serialport")]
pub mod local;
mod port;
mod quirk;
mod request;
#[cfg(feature = "server")]
pub mod serve;
pub mod server;
mod setting;
mod state;
mod until;
mod wire;

pub use client::Client;
pub use port::PortUrl;
#[cfg(feature = "blocking")]
pub use port::RemotePort;
#[cfg(feature = "async-std")]
pub use port::futures;
#[cfg(feature = "tokio")]
pub use port::tokio;
#[cfg(all(feature = "blocking", feature = "serialport"))]
pub use port::{SharedPort, open};
pub use quirk::Quirk;
pub use request::{Outcome, Report, Request, SettingError, Subject};
#[cfg(feature = "server")]
pub use serve::PortServer;
pub use setting::{
    DataBits, Flow, InboundFlow, Kind, Parity, Purge, Setting, Settings,
    StopBits,
};
pub use state::{LineState, ModemState};

pub use telnet_session as session;
