//! One Telnet connection without its socket.
//!
//! **Telnet is plaintext.** Anyone on the path reads and alters everything,
//! passwords included. Use it for what speaks nothing else, or inside TLS or
//! a VPN.
//!
//! [`Session`] holds all that a connection is but its socket: negotiation and
//! its policy, the text received and not read yet, the octets to send, and the
//! reads of Python's telnetlib. It does no I/O and reads no clock: octets and
//! time are arguments. The crate `telnet-blocking` is this and a socket.
//!
//! # The loop
//!
//! A read is a [`Wait`]: it is polled after every step until it is ready. The
//! order matters: poll, flush, return or fill.
//!
//! ```
//! use std::io::{self, Read, Write};
//! use std::task::Poll;
//! use std::time::Instant;
//! use telnet_session::wait::ReadUntil;
//! use telnet_session::{Config, Deadline, Session, Wait};
//!
//! fn run<W: Wait>(
//!     wait: &mut W,
//!     session: &mut Session,
//!     socket: &mut (impl Read + Write),
//! ) -> io::Result<W::Output> {
//!     let mut buffer = [0; 4096];
//!     loop {
//!         let step = wait.poll(session, Instant::now());
//!         while session.wants_write() {
//!             socket.write_all(session.transmit())?;
//!             session.transmitted(session.transmit().len());
//!         }
//!         if let Poll::Ready(output) = step {
//!             return Ok(output);
//!         }
//!         session.check_room()?;
//!         match socket.read(&mut buffer)? {
//!             0 => session.receive_eof(),
//!             n => session.receive(&buffer[..n]),
//!         }
//!     }
//! }
//!
//! // A stream that ends: deadlines need a socket with a timeout, set to what
//! // `Wait::deadline` leaves.
//! let mut socket = io::Cursor::new(b"login: ".to_vec());
//! let mut session = Session::new(Config::default());
//! let mut wait = ReadUntil::new(b"login: ", Deadline::Never);
//! let outcome = run(&mut wait, &mut session, &mut socket)?;
//! assert!(outcome.is_match());
//! # Ok::<(), io::Error>(())
//! ```
//!
//! # Where names are
//!
//! The root has what every user needs. The rest stands in modules: [`wait`] has
//! the reads and sends, [`expect`] the wait for patterns, [`dialogue`] logins and
//! commands, [`server`] what a server asks its users for, [`error`] what can go
//! wrong, [`watch`] the trace, and [`proto`] the wire.
//!
//! # Features
//!
//! * `expect`, on by default: the waits for several patterns, by the crate
//!   [`stream_expect`], and the dialogues that are made of them. Without it no
//!   regex engine is compiled; [`ReadUntil`](wait::ReadUntil) is there, and is
//!   `memmem`.
//! * `encoding`: text in a character set, by the module of that name.
//! * `mccp`, on by default: compression of either direction, where a policy
//!   accepts MCCP 1, 2 or 3. Without it those options are the application's.
//! * `serde`: the JSON of GMCP, by the module `gmcp`.
//! * `unicode`: Unicode classes and case folding in patterns that ask for it by
//!   `(?u)`.
#![cfg_attr(docsrs, feature(doc_cfg))]

// In the order in which a reader of the page wants them.
mod session;

pub mod wait;

#[cfg(feature = "expect")]
pub mod expect;

#[cfg(feature = "expect")]
pub mod dialogue;

pub mod server;

pub mod error;

pub mod watch;

#[cfg(feature = "mccp")]
mod compression;
mod config;
#[cfg(feature = "expect")]
mod console;
mod editor;
#[cfg(feature = "encoding")]
pub mod encoding;
mod exclusive;
pub mod flow_control;
#[cfg(feature = "serde")]
pub mod gmcp;
pub mod guide;
pub mod heartbeat;
mod incoming;
pub mod linemode;
mod options;
mod outcome;
mod outgoing;
pub mod peer;
mod profile;
pub mod start_tls;
#[cfg_attr(
    not(feature = "expect"),
    expect(dead_code, reason = "dialogues ask more of it than transcripts")
)]
pub mod terminal;
mod text;
mod told;

pub use config::Config;
#[cfg(feature = "expect")]
pub use dialogue::{Cli, CliPatterns, Reply};
#[cfg(feature = "expect")]
pub use expect::{Pattern, PatternSet, Patterns};
pub use outcome::{Cause, Match, NoMatch, Outcome};
pub use session::{OptionHandle, Session};
pub use wait::{Deadline, Quiet, Timeouts, Wait};
pub use watch::{Event, EventKind};

pub use bytes;
pub use telnet_proto as proto;
pub use telnet_proto::nvt::Newline;
pub use telnet_proto::sub::naws::WindowSize;
pub use telnet_proto::{Command, PORT, Policy, Side, TelnetOption};
