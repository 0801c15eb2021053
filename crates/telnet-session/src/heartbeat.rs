//! What is sent while the peer is silent, and when it is taken to be gone.

use std::time::{Duration, Instant};

/// Shortest interval.
const LEAST: Duration = Duration::from_millis(1);

/// What is sent while the peer is silent, so that routers on the way and the
/// peer itself do not take the connection for a dead one.
///
/// ```
/// use std::time::Duration;
/// use telnet_session::Config;
/// use telnet_session::heartbeat::{Beat, Heartbeat};
/// let minute = Duration::from_secs(60);
/// let config = Config::new().heartbeat(Heartbeat::new(minute));
/// // Or such that a dead peer is told of.
/// let asks = Beat::AreYouThere { within: Duration::from_secs(10) };
/// let config = config.heartbeat(Heartbeat::new(minute).send(asks));
/// # let _ = config;
/// ```
///
/// It is sent when not one octet has come for `interval`, and again after each
/// further `interval` of silence; not while other output waits to be written,
/// which does as well, nor while a Synch is discarding text. It is sent while a
/// wait is polled, and only then. It goes out in a write of its own; nothing
/// keeps the network from joining it with what is written next.
///
/// Each kind but [`Beat::AreYouThere`] draws no answer. With those it is the
/// system that finds out that the peer is gone, from octets which TCP has to
/// repeat for about a quarter of an hour, or by `SO_KEEPALIVE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Heartbeat {
    interval: Duration,
    beat: Beat,
}

/// What is sent while the peer is silent: see [`Heartbeat`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Beat {
    /// `DONT TIMING-MARK` while that option is off, which a peer that follows
    /// RFC 1143 ignores. It has three octets, as peers expect that skip a
    /// command without knowing it.
    DontTimingMark,
    /// `NOP` (RFC 854). It is not harmless everywhere: the VTY of FRR 8.4 takes
    /// it for a command of three octets and loses the octet behind it, if that
    /// came in the same segment; QEMU 7.2's monitor waits for the third octet
    /// for ever, and takes the second NOP for typed text. `openocd` 0.12
    /// hears nothing more until a negotiation comes. VLC 3.0.24 takes it for a part
    /// of the line, so that the right password is a wrong one. sredird 2.2.1
    /// loses the octet behind it.
    Nop,
    /// `AYT` (RFC 854), which a peer is to answer by something that can be
    /// seen, as `[Yes]`: that is text, amid the other text. `busybox
    /// telnetd` 1.35 answers by the two octets 255 and 241. A peer that sends
    /// not one octet `within` that time is told of: see
    /// [`UnresponsiveError`](crate::error::UnresponsiveError).
    AreYouThere {
        /// How long the peer has, from the first AYT of a silence.
        within: Duration,
    },
}

impl Heartbeat {
    /// One with [`Beat::DontTimingMark`]. The least interval is a millisecond.
    pub const fn new(interval: Duration) -> Self {
        Self { interval, beat: Beat::DontTimingMark }
    }

    /// Sends something else.
    pub const fn send(mut self, beat: Beat) -> Self {
        self.beat = beat;
        self
    }
}

/// The heartbeat of a connection.
#[derive(Debug)]
pub(crate) struct Pulse {
    of: Heartbeat,
    /// Whether octets came since the last tick.
    heard: bool,
    /// When to send next, if it is silent until then.
    next: Option<Instant>,
    /// Since when an answer is due.
    asked: Option<Instant>,
    /// Whether the first question of this silence was written.
    is_out: bool,
    /// For how long an answer was due when it was overdue.
    overdue: Option<Duration>,
}

impl Pulse {
    pub(crate) const fn new(of: Heartbeat) -> Self {
        Self {
            of,
            heard: false,
            next: None,
            asked: None,
            is_out: false,
            overdue: None,
        }
    }

    pub(crate) const fn hear(&mut self, octets: &[u8]) {
        self.heard |= !octets.is_empty();
    }

    /// When it is to be looked at again.
    pub(crate) fn at(&self) -> Option<Instant> {
        [self.next, self.due()].into_iter().flatten().min()
    }

    /// For how long an answer was due when it was overdue, once: then the peer
    /// is asked anew.
    pub(crate) const fn take_overdue(&mut self) -> Option<Duration> {
        let overdue = self.overdue.take();
        if overdue.is_some() {
            self.asked = None;
        }
        overdue
    }

    /// It is `now`: what is to be sent, if it can be. A silence counts only where
    /// it `listens`.
    pub(crate) fn beat(
        &mut self,
        now: Instant,
        listens: bool,
        has_unsent: bool,
    ) -> Option<Beat> {
        if !listens || self.heard || self.next.is_none() {
            self.restart(now);
            return None;
        }
        self.tick(now, has_unsent).then_some(self.of.beat)
    }

    /// The peer is asked `now`.
    pub(crate) fn ask(&mut self, now: Instant) {
        self.is_out &= self.asked.is_some();
        self.asked.get_or_insert(now);
    }

    /// The silence begins anew.
    fn restart(&mut self, now: Instant) {
        *self = Self { next: self.after(now), ..Self::new(self.of) };
    }

    fn after(&self, now: Instant) -> Option<Instant> {
        now.checked_add(self.of.interval.max(LEAST))
    }

    /// When an answer is overdue.
    fn due(&self) -> Option<Instant> {
        match self.of.beat {
            Beat::AreYouThere { within } => self.asked?.checked_add(within),
            Beat::DontTimingMark | Beat::Nop => None,
        }
    }

    /// Whether something is to be sent, if it can be.
    fn tick(&mut self, now: Instant, has_unsent: bool) -> bool {
        // It is asked once the question is out.
        self.is_out |= !has_unsent;
        if let Some(asked) = self.asked.as_mut().filter(|_| !self.is_out) {
            *asked = now;
        }
        if self.due().is_some_and(|due| now >= due) {
            let since = |asked| now.saturating_duration_since(asked);
            self.overdue = self.asked.map(since);
        }
        let is_time = self.next.is_some_and(|next| now >= next);
        if is_time {
            self.next = self.after(now);
        }
        is_time
    }
}
