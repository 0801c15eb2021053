//! Telnet over futures-io streams, with the read API of Python's telnetlib.
//!
//! **Telnet is plaintext.** Anyone on the path reads and alters everything,
//! passwords included. Prefer SSH; use this for what speaks nothing else, or
//! inside TLS or a VPN.
//!
//! ```no_run
//! use std::time::Duration;
//! use telnet_async_std::Telnet;
//!
//! # #[cfg(feature = "async-std")]
//! # async fn show() -> std::io::Result<()> {
//! let wait = Duration::from_secs(10);
//! let mut tn = Telnet::connect(("192.0.2.1", 23)).await?;
//! tn.read_until("login: ", wait).await?.matched()?;
//! tn.send_line("admin").await?;
//! tn.read_until("Password: ", wait).await?.matched()?;
//! tn.send_line("secret").await?;
//! tn.read_until("$ ", wait).await?.matched()?;
//! tn.send_line("exit").await?;
//! print!("{}", String::from_utf8_lossy(&tn.read_all().await?));
//! # Ok(())
//! # }
//! ```
//!
//! [`Telnet`] works on any [`AsyncRead`](futures_io::AsyncRead) and
//! [`AsyncWrite`](futures_io::AsyncWrite): sockets of async-std, of smol, TLS,
//! one's own. `connect` is the only part that needs async-std itself; without
//! the feature `async-std` it is left out, and so is that crate. Timers are
//! those of async-io, which both runtimes use.
//!
//! Tasks on tokio take telnet-tokio, which has the same methods.
//!
//! Nothing is spawned. Each future is `Send` if the stream is, and can be
//! dropped at any time: what was received stays unread, what was queued goes
//! out with the next call. [`Telnet::split`] makes two halves for two tasks.
//!
//! Everything below the stream, negotiation and buffers, is
//! [`Session`] of `telnet-session`, re-exported here.
//!
//! # Features
//!
//! - `async-std`, on by itself: `connect`, over the sockets of async-std.
//! - `expect`, on by itself: waits for patterns, and dialogues.
//! - `tls`: [`Telnet::tls`] and [`Telnet::accept_tls`] over sockets of any
//!   runtime, and `connect_tls` over those of async-std, by rustls. Who is
//!   trusted is the caller's to say, or that of one more feature:
//!   `tls-native-roots`, the roots of the system, or `tls-webpki-roots`,
//!   Mozilla's, compiled in.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "async-std")]
mod connect;
mod drive;
#[cfg(unix)]
mod interact;
mod sides;
mod telnet;
#[cfg(feature = "tls")]
pub mod tls;

pub use telnet::{ReadHalf, Telnet, WriteHalf};

#[cfg(feature = "async-std")]
pub use async_std;
pub use telnet_adapter::names::*;
pub use telnet_adapter::session;
pub use telnet_adapter::user::futures::interact;
