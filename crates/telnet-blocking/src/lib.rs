//! Telnet over blocking streams: log in, run commands, wait for texts and
//! patterns, and serve users; with the methods of Python's telnetlib.
//!
//! **Telnet is plaintext.** Anyone on the path reads and alters everything,
//! passwords included. Prefer SSH; use this for what speaks nothing else, or
//! inside TLS or a VPN.
//!
//! For a host with a command line, no prompt has to be named:
//!
//! ```no_run
//! # #[cfg(feature = "expect")] {
//! use std::time::Duration;
//! use telnet_blocking::{Cli, Telnet};
//!
//! let (cli, wait) = (Cli::default(), Duration::from_secs(10));
//! let mut tn = Telnet::connect("192.0.2.1")?;
//! tn.login(&cli, "admin", "secret", wait)?;
//! let reply = tn.run(&cli, "show version", wait)?;
//! print!("{}", String::from_utf8_lossy(&reply.text));
//! # }
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! For whatever else there is, text by text:
//!
//! ```no_run
//! use std::time::Duration;
//! use telnet_blocking::Telnet;
//!
//! let wait = Duration::from_secs(10);
//! let mut tn = Telnet::connect(("192.0.2.1", telnet_blocking::PORT))?;
//! tn.read_until("login: ", wait)?.matched()?;
//! tn.write("admin\n")?;
//! tn.read_until("Password: ", wait)?.matched()?;
//! tn.write("secret\n")?;
//! tn.read_until("$ ", wait)?.matched()?;
//! tn.write("ls\n")?;
//! tn.write("exit\n")?;
//! print!("{}", String::from_utf8_lossy(&tn.read_all()?));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! Wait for each prompt before answering it: login programs drop what was
//! typed ahead of them.
//!
//! [`Telnet`] works on any [`Stream`]: TCP, Unix sockets, TLS, one's own.
//! Everything below the socket, negotiation and buffers, is
//! [`Session`] of `telnet-session`, re-exported here.
//!
//! The [`guide`] has a page for each thing one wants to do: from a
//! [first script](guide::first_script) to [when it hangs](guide::when_it_hangs).
//!
//! # Features
//!
//! - `expect`, on by itself: waits for patterns, and dialogues.
//! - `tls`: [`Telnet::connect_tls`] and [`Telnet::accept_tls`], by rustls. Who
//!   is trusted is the caller's to say, or that of one more feature:
//!   `tls-native-roots`, the roots of the system, or `tls-webpki-roots`,
//!   Mozilla's, compiled in.
#![cfg_attr(docsrs, feature(doc_cfg))]

// In the order in which a reader of the page wants them.
mod connect;

mod telnet;

pub mod guide;
#[cfg(unix)]
mod interact;
mod pace;
mod socket;
mod stream;
#[cfg(feature = "tls")]
pub mod tls;

pub use stream::Stream;
pub use telnet::Telnet;

pub use telnet_adapter::names::*;
pub use telnet_adapter::session;
pub use telnet_adapter::tcp::socket::{Interest, Prepared, Ready};
pub use telnet_adapter::user;
