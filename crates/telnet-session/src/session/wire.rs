//! The side to the wire: octets in and out, room for them, the end.

use std::time::Instant;

use super::Session;
use crate::error::BufferFullError;
use crate::incoming::End;
use crate::watch::EventKind;

impl Session {
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
        if let Some(pulse) = &mut self.pulse {
            pulse.hear(input);
        }
        self.watch.tracer().octets(input);
        let used = match self.incoming.waits() {
            true => 0,
            false => self.process(input),
        };
        if let Some(rest @ [_, ..]) = input.get(used..) {
            self.incoming.stall(rest);
        }
        if !self.incoming.is_open() {
            self.resume();
        }
    }

    /// Says that the transport has notified of urgent data ahead: a Synch. Text
    /// is discarded up to its DM, 1 MiB at most; commands are obeyed (RFC 854,
    /// pages 8–9). The transport must leave urgent octets in the stream.
    pub const fn receive_urgent(&mut self) {
        self.incoming.urgent();
    }

    /// Whether received text is discarded, since
    /// [`receive_urgent`](Self::receive_urgent) was called and the DM has not
    /// come, or [`send_function`](Self::send_function) and the timing mark.
    /// Then [`tick`](Self::tick) is to be called before each
    /// [`receive`](Self::receive): after
    /// [`Config::synch_timeout`](crate::Config::synch_timeout) it ends this.
    #[must_use]
    pub const fn is_discarding(&self) -> bool {
        self.incoming.is_discarding()
    }

    /// Ends the discarding that [`receive_urgent`](Self::receive_urgent) began, or
    /// [`send_function`](Self::send_function), by hand (RFC 1123, section 3.4.5).
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
        self.incoming.is_open() && !self.incoming.waits() && self.has_room()
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
        #[cfg(feature = "mccp")]
        self.trace_deflated();
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
    /// [`BufferFullError`] names the cap that is in the way.
    pub fn check_room(&self) -> Result<(), BufferFullError> {
        if self.wants_read() || self.wants_write() || self.is_eof() {
            return Ok(());
        }
        #[cfg(feature = "expect")]
        if self.is_searching() {
            // What is there may be all that is waited for.
            return Ok(());
        }
        if self.incoming.holds() {
            let max = self.config.max_option_changes;
            return Err(BufferFullError::OptionChanges { max });
        }
        if self.text.is_full(self.config.max_unread) {
            return Err(BufferFullError::Unread {
                max: self.config.max_unread,
            });
        }
        Err(BufferFullError::Events { queued: self.watch.events_len() })
    }

    /// It is `now`: what is bounded per time may go on, and a
    /// [`Heartbeat`](crate::heartbeat::Heartbeat) may be due. Each
    /// [`Wait`](crate::Wait) of this crate does this when it is
    /// polled; see [`tick_at`](Self::tick_at).
    pub fn tick(&mut self, now: Instant) {
        #[cfg(feature = "expect")]
        if let Some(scan) = &mut self.scan {
            scan.pause();
        }
        self.options.tick(now);
        if self.incoming.holds() {
            self.resume();
        }
        if self.incoming.tick(now, self.config.synch_timeout) {
            self.note(EventKind::SynchAbandoned);
        }
        if self.pulse.is_some() {
            self.beat(now);
        }
    }

    pub(super) fn has_room(&self) -> bool {
        !self.incoming.holds()
            && !self.text.is_full(self.config.max_unread)
            && self.outgoing.room(self.config.max_output.max(1)) > 0
            && self.has_room_for_an_event()
            && self.watch.event_octets() < self.config.max_subnegotiation.max(1)
    }

    /// Octets of text for which there is room.
    pub(super) fn unread_room(&self) -> usize {
        self.config.max_unread.saturating_sub(self.text.unread().len())
    }

    fn has_room_for_an_event(&self) -> bool {
        self.watch.events_len() < self.config.max_events.max(1)
    }

    /// Takes up what had to wait for room.
    pub(super) fn resume(&mut self) {
        if !self.incoming.is_pending() {
            return;
        }
        if !self.options.is_spent() {
            if let Some(event) = self.incoming.take_held() {
                self.on_event(event);
            }
        }
        if self.incoming.waits() && self.has_room() {
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
