//! The connection itself: what comes in, what goes out, what is agreed.

mod callback;
mod negotiate;
mod receive;
mod respond;
mod send;
mod telnetlib;
mod text;
mod watch;

use std::collections::VecDeque;
use std::time::Instant;

use bytes::{Buf as _, BytesMut};
use telnet_proto::nvt::NvtDecoder;
use telnet_proto::{
    Command, Decoder, Options, Policy, Side, Synch, TelnetOption,
};

use crate::config::Config;
#[cfg(feature = "expect")]
use crate::dialogue::Console;
use crate::error::BufferFull;
use crate::exclusive::Exclusive;
#[cfg(feature = "expect")]
use crate::expect::Scan;
use crate::options::Budget;
use crate::outgoing::Outbox;
use crate::terminal::AnsiFilter;
use crate::text::Finding;
use crate::text::Inbox;
use crate::watch::Tracer;
use crate::watch::Transcript;
use crate::watch::{Event, EventKind};
use receive::{Held, Sub};
use respond::Responder;
use telnetlib::Machine;

pub use callback::OptionHandle;
pub(crate) use send::Typed;

pub(crate) type Callback = Exclusive<
    Box<dyn FnMut(&mut OptionHandle<'_>, Command, TelnetOption) + Send>,
>;

/// One Telnet connection without its socket, client or server.
///
/// Four kinds of methods:
/// * facing the wire: [`receive`](Self::receive),
///   [`receive_eof`](Self::receive_eof), [`transmit`](Self::transmit),
///   [`transmitted`](Self::transmitted), and
///   [`wants_read`](Self::wants_read), [`wants_write`](Self::wants_write) for
///   flow control;
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
    pub(crate) config: Config,
    pub(crate) responder: Responder,
    pub(crate) decoder: Decoder,
    pub(crate) synch: Synch,
    /// When text was first seen to be discarded for a Synch.
    synch_since: Option<Instant>,
    pub(crate) nvt: NvtDecoder,
    pub(crate) ansi: Option<Box<AnsiFilter>>,
    pub(crate) options: Options,
    pub(crate) option_changes: Budget,
    /// What has been received and would cost more than the budget has.
    pub(crate) held: Option<Held>,
    pub(crate) inbox: Inbox,
    /// The search through the unread text, if there was one.
    #[cfg(feature = "expect")]
    pub(crate) scan: Option<Scan>,
    /// The search for one text, if there was one.
    pub(crate) finding: Option<Finding>,
    pub(crate) outbox: Outbox,
    pub(crate) events: VecDeque<Event>,
    /// Octets of payload in `events`.
    pub(crate) event_octets: usize,
    /// The subnegotiation that is being received, if it is wanted.
    pub(crate) sub: Option<Box<Sub>>,
    /// What `read_sb_data` gives.
    pub(crate) sb_data: BytesMut,
    /// Received octets that wait for room.
    stalled: BytesMut,
    eof: Eof,
    /// Output still to go until the AYT answer in the queue is out.
    pub(crate) ayt_answer_ahead: usize,
    pub(crate) output_closed: bool,
    pub(crate) machine: Option<Box<Machine>>,
    /// What the dialogues know of the host.
    #[cfg(feature = "expect")]
    pub(crate) console: Option<Box<Console>>,
    pub(crate) callback: Option<Callback>,
    pub(crate) tracer: Tracer,
    pub(crate) transcript: Option<Box<Transcript>>,
}

/// Whether the peer has closed its side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Eof {
    No,
    /// It has, behind octets that are stalled.
    Behind(End),
    Yes,
}

/// Who has closed the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Peer,
    Us,
}

impl Session {
    /// A connection at its start. What [`Config`] requests is queued for
    /// output at once.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let mut options = Options::new();
        let mut set = |side, option, policy| {
            options.set_policy(side, option, policy);
        };
        if !config.terminal_types.is_empty() {
            set(Side::Local, TelnetOption::TTYPE, Policy::Accept);
        }
        if config.window_size.is_some() {
            set(Side::Local, TelnetOption::NAWS, Policy::Accept);
        }
        for &(side, option, policy) in &config.policies {
            set(side, option, policy);
        }
        let requests = config.requests.clone();
        let machine = config.telnetlib.then(Box::default);
        let ansi = config.strip_ansi.then(Box::default);
        let option_changes = Budget::new(config.max_option_changes);
        let mut session = Self {
            config,
            responder: Responder::default(),
            decoder: Decoder::new(),
            synch: Synch::new(),
            synch_since: None,
            nvt: NvtDecoder::new(),
            ansi,
            options,
            option_changes,
            held: None,
            inbox: Inbox::default(),
            #[cfg(feature = "expect")]
            scan: None,
            finding: None,
            outbox: Outbox::default(),
            events: VecDeque::new(),
            event_octets: 0,
            sub: None,
            sb_data: BytesMut::new(),
            stalled: BytesMut::new(),
            eof: Eof::No,
            ayt_answer_ahead: 0,
            output_closed: false,
            machine,
            #[cfg(feature = "expect")]
            console: None,
            callback: None,
            tracer: Tracer::default(),
            transcript: None,
        };
        for (side, option) in requests {
            session.request(side, option, true);
        }
        session
    }

    /// How the connection behaves.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    // ---- facing the wire ----

    /// Takes octets that were received, in order.
    ///
    /// All are taken. Those for which there is no room are kept as they are
    /// until there is; [`wants_read`](Self::wants_read) is false meanwhile, so
    /// a caller who heeds it never has more of them than one slice. After
    /// [`receive_eof`](Self::receive_eof) they are ignored.
    pub fn receive(&mut self, input: &[u8]) {
        if self.eof != Eof::No {
            return;
        }
        self.tracer.octets(input);
        if self.stalled.is_empty() {
            let used = self.process(input);
            let rest = input.get(used..).unwrap_or_default();
            self.stalled.extend_from_slice(rest);
        } else {
            self.stalled.extend_from_slice(input);
        }
    }

    /// Says that the transport has notified of urgent data ahead: a Synch. Text
    /// is discarded up to its DM, 1 MiB at most; commands are obeyed (RFC 854,
    /// pages 8–9). The transport must leave urgent octets in the stream.
    pub const fn receive_urgent(&mut self) {
        self.synch.urgent();
    }

    /// Whether received text is discarded, since
    /// [`receive_urgent`](Self::receive_urgent) was called and the DM has not
    /// come. Then [`tick`](Self::tick) is to be called before each
    /// [`receive`](Self::receive): after
    /// [`Config::synch_timeout`](crate::Config::synch_timeout) it ends this.
    #[must_use]
    pub const fn is_discarding(&self) -> bool {
        self.synch.is_urgent()
    }

    /// Ends the discarding that [`receive_urgent`](Self::receive_urgent) began,
    /// by hand (RFC 1123, section 3.4.5).
    pub const fn give_up_synch(&mut self) {
        self.synch.give_up();
    }

    /// Says that the peer has closed its side: no more will be received.
    pub fn receive_eof(&mut self) {
        self.end(End::Peer);
    }

    /// Closes the connection from this side: nothing more is sent or received.
    /// What is unread stays so; a trace says who has closed it.
    pub fn close(&mut self) {
        self.close_output();
        self.end(End::Us);
    }

    fn end(&mut self, by: End) {
        if self.eof == Eof::No {
            self.eof = Eof::Behind(by);
            self.resume();
        }
    }

    /// Whether there is room for more input. Do not read from the peer while
    /// this is false: the transport then slows it down.
    #[must_use]
    pub fn wants_read(&self) -> bool {
        self.eof == Eof::No && self.stalled.is_empty() && self.has_room()
    }

    /// Whether [`transmit`](Self::transmit) has octets.
    #[must_use]
    pub fn wants_write(&self) -> bool {
        self.outbox.len() > 0
    }

    /// The octets to write next, empty if there are none.
    #[must_use]
    pub fn transmit(&self) -> &[u8] {
        self.outbox.pending()
    }

    /// Whether what [`transmit`](Self::transmit) has is the DM of a Synch, one
    /// octet, to be sent as TCP urgent data. Sent as any other it does nothing.
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        self.outbox.is_urgent()
    }

    /// The first `n` octets of [`transmit`](Self::transmit) were written.
    pub fn transmitted(&mut self, n: usize) {
        self.ayt_answer_ahead = self.ayt_answer_ahead.saturating_sub(n);
        self.outbox.written(n);
        self.push_window_size_if_due();
        self.resume();
    }

    /// Says that nothing can be written any more. What is queued is dropped,
    /// and so is all that would be sent later. Reading goes on.
    pub fn close_output(&mut self) {
        self.output_closed = true;
        self.outbox.clear();
        self.resume();
    }

    /// Whether the peer has closed its side, and all that it sent before is
    /// in [`unread`](Self::unread) or was read.
    #[must_use]
    pub fn is_eof(&self) -> bool {
        self.eof == Eof::Yes
    }

    /// Checks that a wait can come to an end: that there is room for input,
    /// or output whose transmission may make room.
    ///
    /// # Errors
    /// [`BufferFull`] names the cap that is in the way.
    pub fn check_room(&self) -> Result<(), BufferFull> {
        if self.wants_read() || self.wants_write() || self.is_eof() {
            return Ok(());
        }
        if self.held.is_some() {
            let max = self.config.max_option_changes;
            return Err(BufferFull::OptionChanges { max });
        }
        if self.inbox.is_full(self.config.max_unread) {
            return Err(BufferFull::Unread { max: self.config.max_unread });
        }
        Err(BufferFull::Events { queued: self.events.len() })
    }

    /// It is `now`: what is bounded per time may go on. Each
    /// [`Wait`](crate::Wait) of this crate does this when it is polled.
    pub fn tick(&mut self, now: Instant) {
        self.option_changes.refill(now);
        if self.held.is_some() {
            self.resume();
        }
        if self.synch.is_urgent() {
            let since = *self.synch_since.get_or_insert(now);
            let time = now.saturating_duration_since(since);
            if time >= self.config.synch_timeout {
                self.synch.give_up();
                self.note(EventKind::SynchAbandoned);
            }
        }
        if !self.synch.is_urgent() {
            self.synch_since = None;
        }
    }

    pub(crate) fn has_room(&self) -> bool {
        self.held.is_none()
            && !self.inbox.is_full(self.config.max_unread)
            && self.outbox.load() < self.config.max_output.max(1)
            && self.events.len() < self.config.max_events.max(1)
            && self.event_octets < self.config.max_subnegotiation.max(1)
    }

    /// Takes up what had to wait for room.
    pub(crate) fn resume(&mut self) {
        if self.eof == Eof::Yes {
            return;
        }
        if !self.option_changes.is_spent() {
            if let Some(held) = self.held.take() {
                self.on_event(held.event());
            }
        }
        if !self.stalled.is_empty() && self.has_room() {
            let mut stalled = std::mem::take(&mut self.stalled);
            let used = self.process(&stalled);
            stalled.advance(used);
            self.stalled = stalled;
        }
        let Eof::Behind(by) = self.eof else { return };
        let room_for_report = self.events.len() < self.config.max_events.max(1);
        if self.stalled.is_empty() && self.held.is_none() && room_for_report {
            self.eof = Eof::Yes;
            self.stalled = BytesMut::new();
            // What we cut off is no fault of the peer.
            if by == End::Peer && self.machine.is_none() {
                if let Some(event) = self.decoder.finish() {
                    self.on_event(event);
                }
            }
            self.trace_end(by == End::Peer);
        }
    }
}

impl std::fmt::Debug for Session {
    /// Shows lengths and states, no octets: they may hold passwords.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("unread", &self.inbox.len())
            .field("offset", &self.inbox.offset())
            .field("output", &self.outbox.len())
            .field("events", &self.events.len())
            .field("eof", &self.eof)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
