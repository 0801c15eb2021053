//! What a Telnet adapter is made of: for makers of adapters to sockets, event
//! loops and runtimes. Programs take an adapter: telnet-blocking, telnet-mio,
//! telnet-tokio, telnet-async-std.
//!
//! **Telnet is plaintext.** Anyone on the path reads and alters everything,
//! passwords included. No adapter changes that.
//!
//! An adapter moves octets and time between a
//! [`Session`](session::Session), which knows the protocol, and a stream:
//!
//! ```text
//!   the adapter's Telnet<S> ── Connection<S>: the session, the stream
//!        │
//!        │ makes, for one call or poll,
//!        ▼
//!   Transport: the stream as the loop sees it
//!        ▲
//!        │ step, step, step …
//!   Drive (any wait), Eager (what does not wait), Closing (the end)
//!        └── on Flow: octets between the two, and how the stream fares
//! ```
//!
//! What is left to the adapter is how it waits between two steps, and how it
//! connects. This is the shortest there can be, over a stream that waits in its
//! reads and writes for as long as it likes:
//!
//! ```
//! use std::io::{self, Read, Write};
//! use std::ops::{Deref, DerefMut};
//! use std::time::Instant;
//!
//! use telnet_adapter::session::bytes::Bytes;
//! use telnet_adapter::session::{Config, Wait};
//! use telnet_adapter::{
//!     Connection, Drive, Eager, Progress, Purpose, Transport, read_methods,
//!     write_methods,
//! };
//!
//! struct Plain<'a, S>(&'a mut S);
//!
//! impl<S: Read + Write> Transport for Plain<'_, S> {
//!     fn read(
//!         &mut self,
//!         buffer: &mut [u8],
//!         _until: Option<Instant>,
//!     ) -> io::Result<usize> {
//!         self.0.read(buffer)
//!     }
//!
//!     fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
//!         self.0.write(octets)
//!     }
//!
//!     fn flush(&mut self) -> io::Result<()> {
//!         self.0.flush()
//!     }
//! }
//!
//! struct Telnet<S>(Connection<S>);
//!
//! impl<S: Read + Write> Telnet<S> {
//!     read_methods!([] []);
//!     write_methods!([] []);
//!
//!     pub fn wait<W: Wait>(&mut self, wait: &mut W) -> io::Result<W::Output> {
//!         self.drive(wait, Purpose::Read)
//!     }
//!
//!     fn send(
//!         &mut self,
//!         wait: &mut impl Wait<Output = io::Result<()>>,
//!     ) -> io::Result<()> {
//!         self.drive(wait, Purpose::Send)?
//!     }
//!
//!     fn drive<W: Wait>(
//!         &mut self,
//!         wait: &mut W,
//!         purpose: Purpose,
//!     ) -> io::Result<W::Output> {
//!         let mut drive = Drive::new(wait, purpose);
//!         let (stream, session, flow) = self.0.parts();
//!         let mut stream = Plain(stream);
//!         loop {
//!             let now = Instant::now();
//!             match drive.step(flow, session, &mut stream, now)? {
//!                 Progress::Ready(output) => return Ok(output),
//!                 Progress::Moved | Progress::Stuck => {}
//!             }
//!         }
//!     }
//!
//!     fn read_now(&mut self, mut eager: Eager) -> io::Result<Bytes> {
//!         let (stream, session, flow) = self.0.parts();
//!         let (mut stream, now) = (Plain(stream), Instant::now());
//!         while eager.step(flow, session, &mut stream, now)?
//!             == Progress::Moved
//!         {}
//!         self.read_very_lazy()
//!     }
//! }
//!
//! impl<S> Deref for Telnet<S> {
//!     type Target = Connection<S>;
//!     fn deref(&self) -> &Connection<S> {
//!         &self.0
//!     }
//! }
//!
//! impl<S> DerefMut for Telnet<S> {
//!     fn deref_mut(&mut self) -> &mut Connection<S> {
//!         &mut self.0
//!     }
//! }
//!
//! # struct Both<R, W>(R, W);
//! # impl<R: Read, W> Read for Both<R, W> {
//! #     fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
//! #         self.0.read(buffer)
//! #     }
//! # }
//! # impl<R, W: Write> Write for Both<R, W> {
//! #     fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
//! #         self.1.write(octets)
//! #     }
//! #     fn flush(&mut self) -> io::Result<()> {
//! #         self.1.flush()
//! #     }
//! # }
//! # let (input, output) = (&b"\xFF\xFD\x18login: "[..], Vec::new());
//! # let stream = Both(input, output);
//! let mut tn = Telnet(Connection::new(stream, Config::default()));
//! let wait = std::time::Duration::from_secs(10);
//! tn.read_until("login: ", wait)?.matched()?;
//! tn.send_line("guest")?;
//! assert_eq!(tn.get_socket().1, b"\xFF\xFC\x18guest\r\n");
//! # Ok::<(), io::Error>(())
//! ```
//!
//! Its deadlines hold only as far as the stream comes back in time. For one
//! whose reads can be bounded the time is an argument of
//! [`Transport::read`]; [`task`] is the same for tasks of a runtime; [`Half`]
//! is for two tasks on one connection. [`tcp`] is connecting, and what Telnet
//! asks of a socket; [`preamble`] is what comes before Telnet; [`user`] is a
//! person in front of it. An adapter hands [`names`] on at its root, so that a
//! script runs on another one as it is.
//!
//! With the feature `expect`, on by default, `expect_methods` writes the waits
//! for patterns and the dialogues. An adapter has a feature `expect` of its own,
//! which stands before its call, and which turns this one on.
//!
//! # Versions
//!
//! The macros write methods into the adapter's own crate, which call this one.
//! An adapter depends on exactly the version it was made for (`"=0.1.0"`).
#![cfg_attr(docsrs, feature(doc_cfg))]

mod accept;
mod asking;
mod asynchronous;
mod awaited;
mod closing;
mod connection;
mod door;
mod drive;
mod eager;
mod flow;
mod halves;
mod methods;
pub mod names;
mod polled;
pub mod preamble;
pub mod task;
pub mod tcp;
#[cfg(feature = "tls")]
pub mod tls;
mod transport;
pub mod user;

pub use accept::accept_delay;
pub use closing::Closing;
pub use connection::Connection;
pub use door::{Door, Place, TurnedAwayError};
pub use drive::{Drive, Progress, Purpose, sooner};
pub use eager::Eager;
pub use flow::Flow;
pub use halves::Half;
pub use polled::{QueueData, ReadInto};
pub use telnet_session as session;
pub use transport::Transport;
