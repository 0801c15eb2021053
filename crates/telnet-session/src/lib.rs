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
//! use telnet_session::{Session, Wait};
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
//! # let mut session = Session::new(telnet_session::Config::default());
//! # let mut socket = io::Cursor::new(b"login: ".to_vec());
//! # let never = telnet_session::Deadline::NEVER;
//! # let mut wait = telnet_session::ReadUntil::new(b"login: ", never);
//! # let outcome = run(&mut wait, &mut session, &mut socket)?;
//! # assert!(outcome.is_match());
//! # Ok::<(), io::Error>(())
//! ```

//! # Features
//!
//! * `expect`, on by default: the waits for several patterns, by the crate
//!   [`stream_expect`], and the dialogues that are made of them. Without it no
//!   regex engine is compiled; [`ReadUntil`] is there, and is `memmem`.
//! * `mccp`, on by default: compression of either direction, where a policy
//!   accepts MCCP 1, 2 or 3. Without it those options are the application's.
//! * `unicode`: Unicode classes and case folding in patterns that ask for it by
//!   `(?u)`.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod session;
mod wait;
mod watch;

#[cfg(feature = "mccp")]
mod compression;
mod config;
#[cfg(feature = "expect")]
mod console;
#[cfg(feature = "expect")]
mod dialogue;
mod error;
mod exclusive;
#[cfg(feature = "expect")]
mod expect;
mod flow_control;
mod heartbeat;
mod incoming;
mod linemode;
mod options;
mod outcome;
mod outgoing;
mod peer;
mod profile;
#[cfg_attr(
    not(feature = "expect"),
    expect(dead_code, reason = "dialogues ask more of it than transcripts")
)]
mod terminal;
mod text;
mod told;

pub use config::Config;
#[cfg(feature = "expect")]
pub use dialogue::{
    Answer, Cli, CliPatterns, DialogueError, Login, Question, Reply, Resync,
    Run, RunAll, RunTo, UnknownPlatform,
};
pub use error::{
    BufferFull, Closed, CommandError, OutputFull, TimedOut, Unresponsive,
    Unsent,
};
#[cfg(feature = "expect")]
pub use expect::{
    Decided, End, Expect, Found, Given, Pattern, PatternError, PatternFault,
    PatternSet, Patterns, SetLimits, Step,
};
pub use flow_control::FlowState;
pub use heartbeat::{Beat, Heartbeat};
pub use linemode::{LinemodeSettings, LinemodeState};
pub use outcome::{Cause, Match, NoMatch, Outcome};
pub use peer::Peer;
pub use session::{OptionHandle, Session};
pub use terminal::{AnsiFilter, AnsiText};
pub use told::InvalidName;
pub use wait::{
    AndThen, Deadline, Either, EitherOf, Logout, Map, Negotiate, NextEvent,
    Over, Quiet, ReadAll, ReadNext, ReadSome, ReadUntil, Readable, Received,
    SendData, SendItem, Settled, Then, Timeouts, TimingMark, Wait,
};
pub use watch::{Compression, Direction, Event, EventKind, Trace};

pub use bytes;
pub use telnet_proto as proto;
pub use telnet_proto::nvt::Newline;
pub use telnet_proto::sub::Role;
pub use telnet_proto::sub::naws::WindowSize;
pub use telnet_proto::{
    Change, Command, Malformed, Negotiation, PORT, Policy, Side, State,
    TelnetOption, Verb,
};
