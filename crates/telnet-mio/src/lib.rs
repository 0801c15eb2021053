//! Telnet for `mio`: any number of connections on one thread, with the read
//! API of Python's telnetlib.
//!
//! **Telnet is plaintext.** Anyone on the path reads and alters everything,
//! passwords included. Prefer SSH; use this for what speaks nothing else, or
//! inside TLS or a VPN.
//!
//! The loop is yours: `Poll`, tokens, listeners. A [`Telnet`] is a source to
//! register. A read is a [`Wait`] to poll until it is ready.
//!
//! ```
//! use std::task::Poll;
//! use std::time::{Duration, Instant};
//! use telnet_mio::{Telnet, mio};
//!
//! const HOST: mio::Token = mio::Token(0);
//!
//! # let host = telnet_testkit::host::DemoHost::start()?;
//! # let addr = host.addr();
//! let mut poll = mio::Poll::new()?;
//! let mut events = mio::Events::with_capacity(64);
//! let mut tn = Telnet::connect(addr)?;
//! poll.registry().register(&mut tn, HOST, mio::Interest::READABLE)?;
//!
//! let mut wait = tn.read_until("login: ", Duration::from_secs(10));
//! let outcome = loop {
//!     if let Poll::Ready(out) = tn.poll(&mut wait, Instant::now())? {
//!         break out;
//!     }
//!     poll.poll(&mut events, tn.timeout(&wait, Instant::now()))?;
//!     for event in events.iter().filter(|e| e.token() == HOST) {
//!         tn.on_event(event);
//!     }
//! };
//! let login = outcome.matched()?;
//! tn.write("guest\r\n")?;
//! # assert!(login.text().ends_with(b"login: "));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # Many connections
//!
//! Keep each [`Telnet`] with the wait it is at. In each round:
//!
//! 1. `poll.poll` until the least [`timeout`](Telnet::timeout) of all;
//! 2. for each event, [`on_event`](Telnet::on_event) of its connection;
//! 3. [`poll`](Telnet::poll) those which had an event, those whose deadline has
//!    passed, and those which [have more](Telnet::has_more).
//!
//! What a connection does in turn can be a wait of its own: a type that
//! implements [`Wait`] by polling one wait after the other, as in the example
//! `many`. A server's whole side of a connection can be one, as in `serve`.
//!
//! # What is taken care of
//!
//! * **Connecting.** Every call asks first whether the connection is made, and
//!   if not, waits for the event. Why it failed is the error of that call. What
//!   is sent before is queued. The deadline of a wait counts from its start.
//! * **Edges.** `mio` tells of a stream once, until it has said `WouldBlock`.
//!   `Telnet` remembers that it has not, and reads on, now or in the next call.
//! * **Fairness.** A call reads 112 KiB at most. [`has_more`](Telnet::has_more)
//!   then says that no event will come for the rest, and
//!   [`timeout`](Telnet::timeout) is zero. [`Turns`] says whose turn it is where there
//!   are many connections, so that those who flood wait for the others.
//! * **Write interest.** Both directions are registered at all times, which
//!   with edges costs nothing. `reregister` is never needed.
//! * **Back-pressure.** At a cap of [`Config`] reading stops, the peer is
//!   slowed down, and reading goes on as soon as there is room. A wait for
//!   which there can be no room fails with `QuotaExceeded`.
//! * **Spurious events**, repeated ones, and those of the other direction do no
//!   harm. The end of the stream is what a read says, not what an event hints.
//! * **Urgent data.** The text before a Synch is discarded where the system
//!   tells of urgent data by an event: Linux and Android. What was read before
//!   that event was passed on is handed out.
//!
//! Yours to do: pass on each event with the connection's token, and ignore
//! tokens you do not know; `deregister` a connection before it is dropped.
//!
//! # Memory
//!
//! The read buffer is the thread's, not the connection's. An idle connection
//! takes about 1.8 KB, and what it holds of unread text and unsent output.
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
mod telnet;

mod read;

mod write;

mod connecting;
mod link;
mod source;
mod stream;
#[cfg(feature = "tls")]
pub mod tls;
mod turns;

pub use connecting::Connecting;
pub use stream::Stream;
pub use telnet::Telnet;
pub use turns::Turns;

pub use mio;
pub use telnet_adapter::names::*;
pub use telnet_adapter::session;
pub use telnet_adapter::tcp::socket::Prepared;
