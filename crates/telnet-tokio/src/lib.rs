//! Telnet over tokio's streams, with the read API of Python's telnetlib.
//!
//! **Telnet is plaintext.** Anyone on the path reads and alters everything,
//! passwords included. Prefer SSH; use this for what speaks nothing else, or
//! inside TLS or a VPN.
//!
//! ```no_run
//! use std::time::Duration;
//! use telnet_tokio::{Cli, Telnet};
//!
//! # async fn show() -> std::io::Result<()> {
//! let (cli, wait) = (Cli::default(), Duration::from_secs(10));
//! let mut tn = Telnet::connect("192.0.2.1").await?;
//! tn.login(&cli, "admin", "secret", wait).await?;
//! let reply = tn.run(&cli, "show version", wait).await?;
//! print!("{}", String::from_utf8_lossy(&reply.text));
//! tn.close().await
//! # }
//! ```
//!
//! [`Telnet`] works on any [`AsyncRead`](tokio::io::AsyncRead) and
//! [`AsyncWrite`](tokio::io::AsyncWrite): sockets, TLS, pipes, one's own.
//! Timers are tokio's, so that a clock which is paused in a test holds for
//! deadlines, too.
//!
//! Nothing is spawned. Each future is `Send` if the stream is, and can be
//! dropped at any time, as `select!` does: what was received stays unread, what
//! was queued goes out with the next call. [`Telnet::into_split`] makes two
//! halves for two tasks.
//!
//! Everything below the stream, negotiation and buffers, is
//! [`Session`] of `telnet-session`, re-exported here.
//!
//! A runtime that is built by hand needs its drivers, for sockets and for time:
//! `enable_all` of its builder. Without them, connecting and deadlines panic, as
//! tokio does.
//!
//! # Features
//!
//! - `expect`, on by itself: waits for patterns, and dialogues.
//! - `codec`: the wire alone, for `Framed` of tokio-util. It leaves negotiation
//!   to you.
//! - `encoding`: text as strings, in the character set that is agreed.
//! - `serde`: the JSON of GMCP, from and into types.
//! - `tls`: [`Telnet::connect_tls`] and [`Telnet::accept_tls`], by rustls. Who
//!   is trusted is the caller's to say, or that of one more feature:
//!   `tls-native-roots`, the roots of the system, or `tls-webpki-roots`,
//!   Mozilla's, compiled in.
//! - `tracing`: a span of level DEBUG, `telnet`, for each call that is awaited.
//!   Its field `call` is the kind of wait, as `Login`, `Run`, `ReadUntil`, or
//!   `connect` with the `address`. They are children of the span they are called
//!   in: `tracing::Instrument` gives a task one with the name of its host. No
//!   span has text, user or password. `Telnet::trace_wire` shows what crosses
//!   the wire.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "codec")]
pub mod codec;
mod connect;
mod drive;
pub mod guide;
mod interact;
mod sides;
mod span;
mod telnet;
#[cfg(feature = "tls")]
pub mod tls;

pub use interact::interact;
pub use telnet::{ReadHalf, Telnet, WriteHalf};

pub use telnet_adapter::names::*;
pub use telnet_adapter::session;
pub use tokio;
#[cfg(feature = "codec")]
pub use tokio_util;
