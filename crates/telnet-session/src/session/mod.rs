//! The connection itself: what comes in, what goes out, what is agreed.

// In the order in which a reader of the page wants them.
mod start;

mod wire;

mod room;

mod text;

mod send;

#[cfg(feature = "encoding")]
mod encoding;

#[cfg(feature = "expect")]
mod expect;

mod negotiate;

mod linemode;

mod editing;

mod flow_control;

mod watch;

mod ask;

mod heartbeat;

#[cfg(feature = "mccp")]
mod compression;

mod callback;
mod receive;
mod respond;
mod tell;
mod telnetlib;

use std::sync::Arc;

pub use callback::OptionHandle;
use telnet_proto::{Command, TelnetOption};
use telnetlib::Machine;

use crate::config::Config;
#[cfg(feature = "expect")]
use crate::console::Console;
use crate::editor::Desk;
use crate::exclusive::Exclusive;
use crate::heartbeat::Pulse;
use crate::incoming::{Gathered, Incoming};
use crate::options::{Agreed, Answers, Negotiator};
use crate::outgoing::Outgoing;
use crate::peer::Asking;
#[cfg(feature = "expect")]
use crate::text::Scan;
use crate::text::Text;
use crate::watch::Watch;

type Callback = Exclusive<
    Box<dyn FnMut(&mut OptionHandle<'_>, Command, TelnetOption) + Send>,
>;

/// One Telnet connection without its socket, client or server.
///
/// Four kinds of methods:
/// * facing the wire: [`receive`](Self::receive),
///   [`receive_eof`](Self::receive_eof), [`transmit`](Self::transmit),
///   [`transmitted`](Self::transmitted), and
///   [`wants_read`](Self::wants_read), [`wants_write`](Self::wants_write) for
///   flow control; [`input_room`](Self::input_room) to receive much;
/// * text: [`unread`](Self::unread), [`take`](Self::take), the lazy reads, and
///   each [`Wait`](crate::Wait); [`send`](Self::send) and its kin;
/// * negotiation: [`request`](Self::request), [`answer`](Self::answer),
///   [`is_enabled`](Self::is_enabled), the option callback;
/// * watching: [`poll_event`](Self::poll_event),
///   [`set_trace`](Self::set_trace).
///
/// Nothing blocks, fails on what the peer sends, or grows beyond the caps of
/// [`Config`]. However the received stream is cut into slices, text, events
/// and output are the same. (How many of several AYT are answered depends on
/// when the answer before was transmitted.)
pub struct Session {
    config: Arc<Config>,
    incoming: Incoming,
    /// Subnegotiations, as far as they have come.
    gathered: Gathered,
    text: Text,
    options: Negotiator,
    answers: Answers,
    agreed: Agreed,
    /// What the peer is asked, where that is wished.
    asking: Option<Box<Asking>>,
    outgoing: Outgoing,
    /// The lines that a user types, if any were asked for.
    desk: Option<Box<Desk>>,
    /// What is sent while the peer is silent, if that is wished.
    pulse: Option<Box<Pulse>>,
    watch: Watch,
    callback: Option<Box<Callback>>,
    /// Decodes in place of the RFCs' decoder.
    machine: Option<Box<Machine>>,
    /// The search through the unread text, if there was one.
    #[cfg(feature = "expect")]
    scan: Option<Box<Scan>>,
    /// What the dialogues know of the host.
    #[cfg(feature = "expect")]
    console: Option<Box<Console>>,
}

impl std::fmt::Debug for Session {
    /// Shows lengths and states, no octets: they may hold passwords.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("unread", &self.text.unread().len())
            .field("offset", &self.text.offset())
            .field("output", &self.outgoing.len())
            .field("events", &self.watch.events_len())
            .field("eof", &self.is_eof())
            .field("options", self.options.states())
            .finish_non_exhaustive()
    }
}
