//! The Telnet protocol as a pure state machine: octets in, events out.
//!
//! **Telnet is plaintext.** Anyone on the path can read and alter everything,
//! passwords included. Nothing in this crate changes that.
//!
//! This crate does no I/O, reads no clock, allocates nothing and never
//! panics. It is `no_std`, and the same code serves a client and a server.
//! What it gives:
//!
//! * [`Decoder`] cuts a byte stream into [`Event`]s which borrow from the
//!   caller's slice. However the stream is cut into slices, the events carry
//!   the same octets in the same order (RFC 854, RFC 855).
//! * [`Options`] is the option negotiation of RFC 1143, the Q method, for both
//!   [`Side`]s of all 256 options, in 512 octets, or fewer with [`Cells`] of your
//!   own.
//! * [`encode`] turns data and commands into slices to write.
//! * [`nvt`] is the end-of-line convention of the Network Virtual Terminal.
//! * [`Collector`] gathers streamed subnegotiations into a caller's buffer.
//! * [`Synch`] discards what a Synch clears away (RFC 854, pages 8–9).
//! * [`sub`] knows the payloads of single options.
//!
//! A connection with buffers, policy and reads is one layer up, in
//! `telnet-session`.
//!
//! # Example
//!
//! ```
//! use telnet_proto::{Decoder, Event, Negotiation, TelnetOption};
//!
//! let mut decoder = Decoder::new();
//! let mut text = Vec::new();
//! // One stream, cut in the middle of an escaped 0xFF and of a command.
//! for chunk in [&b"a\xFF"[..], b"\xFFb\xFF\xFB", b"\x01c"] {
//!     for event in decoder.decode(chunk) {
//!         match event {
//!             Event::Data(data) => text.extend_from_slice(data),
//!             Event::Negotiation(asked) => {
//!                 assert_eq!(asked, Negotiation::will(TelnetOption::ECHO));
//!             }
//!             other => panic!("unexpected {other:?}"),
//!         }
//!     }
//! }
//! assert_eq!(text, b"a\xFFbc");
//! ```
#![no_std]

#[cfg(test)]
extern crate std;

mod cells;
mod collector;
mod command;
mod decoder;
pub mod encode;
mod event;
mod iac;
mod negotiation;
pub mod nvt;
mod octet;
mod option;
mod options;
pub mod sub;
mod synch;
mod undouble;

pub use cells::{AllCells, Cell, Cells, Policy, State};
pub use collector::{Collected, Collector};
pub use command::Command;
pub use decoder::{Decoder, Events};
pub use event::{Event, Malformed};
pub use negotiation::{Negotiation, Side, Verb};
pub use option::TelnetOption;
pub use options::{Change, Options, Transition};
pub use synch::{Duty, Synch, Synched};

/// The TCP port assigned to Telnet (RFC 854, page 15).
pub const PORT: u16 = 23;
