//! The connection itself: what comes in, what goes out, what is agreed.

mod callback;
#[cfg(feature = "expect")]
mod expect;
mod negotiate;
mod receive;
mod respond;
mod send;
mod telnetlib;
mod text;
mod watch;

use std::time::Instant;

pub use callback::OptionHandle;
use telnet_proto::{Command, TelnetOption};
use telnetlib::Machine;

use crate::config::Config;
#[cfg(feature = "expect")]
use crate::console::Console;
use crate::error::BufferFull;
use crate::exclusive::Exclusive;
use crate::incoming::{End, Gathered, Incoming};
use crate::options::{Answers, Negotiator};
use crate::outgoing::Outgoing;
#[cfg(feature = "expect")]
use crate::text::Scan;
use crate::text::Text;
use crate::watch::{EventKind, Watch};

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
    config: Config,
    incoming: Incoming,
    /// Subnegotiations, as far as they have come.
    gathered: Gathered,
    text: Text,
    options: Negotiator,
    answers: Answers,
    outgoing: Outgoing,
    watch: Watch,
    callback: Option<Callback>,
    /// Decodes in place of the RFCs' decoder.
    machine: Option<Box<Machine>>,
    /// The search through the unread text, if there was one.
    #[cfg(feature = "expect")]
    scan: Option<Scan>,
    /// What the dialogues know of the host.
    #[cfg(feature = "expect")]
    console: Option<Box<Console>>,
}

impl Session {
    /// A connection at its start. What [`Config`] requests is queued for
    /// output at once.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let is_of_machine = config.profile().has_a_machine();
        let mut session = Self {
            incoming: Incoming::new(),
            gathered: Gathered::default(),
            text: Text::new(config.strip_ansi),
            options: Negotiator::new(&config),
            answers: Answers::default(),
            outgoing: Outgoing::default(),
            watch: Watch::new(config.events && !is_of_machine),
            callback: None,
            machine: is_of_machine.then(Box::default),
            #[cfg(feature = "expect")]
            scan: None,
            #[cfg(feature = "expect")]
            console: None,
            config,
        };
        for (side, option) in session.config.requests().to_vec() {
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
        if !self.incoming.is_open() {
            return;
        }
        self.watch.tracer().octets(input);
        let used = match self.incoming.is_stalled() {
            true => 0,
            false => self.process(input),
        };
        self.incoming.stall(input.get(used..).unwrap_or_default());
    }

    /// Says that the transport has notified of urgent data ahead: a Synch. Text
    /// is discarded up to its DM, 1 MiB at most; commands are obeyed (RFC 854,
    /// pages 8–9). The transport must leave urgent octets in the stream.
    pub const fn receive_urgent(&mut self) {
        self.incoming.urgent();
    }

    /// Whether received text is discarded, since
    /// [`receive_urgent`](Self::receive_urgent) was called and the DM has not
    /// come. Then [`tick`](Self::tick) is to be called before each
    /// [`receive`](Self::receive): after
    /// [`Config::synch_timeout`](crate::Config::synch_timeout) it ends this.
    #[must_use]
    pub const fn is_discarding(&self) -> bool {
        self.incoming.is_discarding()
    }

    /// Ends the discarding that [`receive_urgent`](Self::receive_urgent) began,
    /// by hand (RFC 1123, section 3.4.5).
    pub const fn give_up_synch(&mut self) {
        self.incoming.give_up_synch();
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
        if self.incoming.is_open() {
            self.incoming.close(by);
            self.resume();
        }
    }

    /// Whether there is room for more input. Do not read from the peer while
    /// this is false: the transport then slows it down.
    #[must_use]
    pub fn wants_read(&self) -> bool {
        self.incoming.is_open()
            && !self.incoming.is_stalled()
            && self.has_room()
    }

    /// Whether [`transmit`](Self::transmit) has octets.
    #[must_use]
    pub fn wants_write(&self) -> bool {
        !self.outgoing.is_empty()
    }

    /// The octets to write next, empty if there are none.
    #[must_use]
    pub fn transmit(&self) -> &[u8] {
        self.outgoing.pending()
    }

    /// Whether what [`transmit`](Self::transmit) has is the DM of a Synch, one
    /// octet, to be sent as TCP urgent data. Sent as any other it does nothing.
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        self.outgoing.is_urgent()
    }

    /// The first `n` octets of [`transmit`](Self::transmit) were written.
    pub fn transmitted(&mut self, n: usize) {
        self.outgoing.written(n);
        self.push_window_size_if_due();
        self.resume();
    }

    /// Says that nothing can be written any more. What is queued is dropped,
    /// and so is all that would be sent later. Reading goes on.
    pub fn close_output(&mut self) {
        self.outgoing.close();
        self.resume();
    }

    /// Whether the peer has closed its side, and all that it sent before is
    /// in [`unread`](Self::unread) or was read.
    #[must_use]
    pub fn is_eof(&self) -> bool {
        self.incoming.is_eof()
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
        if self.incoming.holds() {
            let max = self.config.max_option_changes;
            return Err(BufferFull::OptionChanges { max });
        }
        if self.text.is_full(self.config.max_unread) {
            return Err(BufferFull::Unread { max: self.config.max_unread });
        }
        Err(BufferFull::Events { queued: self.watch.events_len() })
    }

    /// It is `now`: what is bounded per time may go on. Each
    /// [`Wait`](crate::Wait) of this crate does this when it is polled.
    pub fn tick(&mut self, now: Instant) {
        self.options.tick(now);
        if self.incoming.holds() {
            self.resume();
        }
        if self.incoming.tick(now, self.config.synch_timeout) {
            self.note(EventKind::SynchAbandoned);
        }
    }

    fn has_room(&self) -> bool {
        !self.incoming.holds()
            && !self.text.is_full(self.config.max_unread)
            && self.outgoing.room(self.config.max_output.max(1)) > 0
            && self.has_room_for_an_event()
            && self.watch.event_octets() < self.config.max_subnegotiation.max(1)
    }

    fn has_room_for_an_event(&self) -> bool {
        self.watch.events_len() < self.config.max_events.max(1)
    }

    /// Takes up what had to wait for room.
    fn resume(&mut self) {
        if self.incoming.is_eof() {
            return;
        }
        if !self.options.is_spent() {
            if let Some(event) = self.incoming.take_held() {
                self.on_event(event);
            }
        }
        if self.incoming.is_stalled() && self.has_room() {
            let stalled = self.incoming.take_stalled();
            let used = self.process(&stalled);
            self.incoming.stall_again(stalled, used);
        }
        if !self.has_room_for_an_event() {
            return;
        }
        let Some((by, cut)) = self.incoming.reach_end() else { return };
        if let Some(event) = cut {
            self.on_event(event);
        }
        self.trace_end(by == End::Peer);
    }
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
