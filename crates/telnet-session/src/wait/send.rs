//! Sending so that input goes on meanwhile, and waiting until it is done.

use std::io;
use std::task::Poll;
use std::time::Instant;

use memchr::memchr;
use telnet_proto::Command;

use crate::error::OutputFullError;
use crate::session::Session;
use crate::wait::{Patience, Timeouts, Wait};

/// Most octets that are lent to who writes at once: less than the second cache of the
/// processor, and so many that a peer which reads as fast does not sleep in between.
const MOST: usize = 256 << 10;

/// Fewer are copied, with what comes behind them: a write costs more than that.
const LEAST: usize = 16 << 10;

/// Waits until data was transmitted, each octet 255 doubled.
///
/// Dropped before it is ready it leaves in the session what
/// [`queued`](Self::queued) says.
#[derive(Clone, Copy, Debug)]
pub struct SendData<'a> {
    data: &'a [u8],
    queued: usize,
    /// Up to here there is no octet 255 in what is not queued.
    plain: usize,
    /// Whether all that was lent last was written: then more can be.
    flows: bool,
    patience: Patience,
}

impl<'a> SendData<'a> {
    /// Sends `data`, at most until the deadline of `timeouts`; what they say of
    /// silences is for reads.
    #[must_use]
    pub fn new(data: &'a [u8], timeouts: impl Into<Timeouts>) -> Self {
        let patience = Patience::until(timeouts);
        Self { data, queued: 0, plain: 0, flows: false, patience }
    }

    /// The data that is not queued, up to a place.
    fn rest(&self, end: usize) -> &'a [u8] {
        self.data.get(self.queued..end).unwrap_or_default()
    }

    /// How many octets of the data are in the session or on their way.
    #[must_use]
    pub const fn queued(&self) -> usize {
        self.queued
    }
}

impl Wait for SendData<'_> {
    type Output = io::Result<()>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.patience.poll(session, now);
        let len = self.data.len();
        let flows = std::mem::take(&mut self.flows);
        if self.queued < len && !flows || len == 0 {
            self.queued += session.send_part(self.rest(len));
        }
        self.patience.sending(session, (self.queued, len), now)
    }

    fn deadline(&self) -> Option<Instant> {
        self.patience.deadline()
    }

    /// The data up to the next octet 255, if that is 16 KiB at least, 256 KiB at
    /// most; nothing while output is queued or compressed.
    fn transmit(&mut self, session: &Session) -> &[u8] {
        if !session.passes_data() {
            return &[];
        }
        if self.plain <= self.queued {
            let end = self.data.len().min(self.queued + MOST);
            let part = self.rest(end);
            let len = memchr(Command::IAC.code(), part).unwrap_or(part.len());
            self.plain = self.queued + len;
        }
        let part = self.rest(self.plain);
        if part.len() < LEAST { &[] } else { part }
    }

    fn transmitted(&mut self, session: &mut Session, n: usize) {
        let part = self.rest(self.plain);
        let sent = part.get(..n).unwrap_or(part);
        session.pass_data(sent);
        self.queued += sent.len();
        self.flows = !sent.is_empty() && self.queued == self.plain;
    }
}

/// Waits until an item that must not be cut was transmitted: a line, a command,
/// a subnegotiation.
///
/// Dropped before it is ready, it has queued the item whole or not at all.
#[derive(Clone, Debug)]
pub struct SendItem<F> {
    send: F,
    queued: bool,
    patience: Patience,
}

impl<F, E> SendItem<F>
where
    F: FnMut(&mut Session) -> Result<(), E>,
{
    /// Calls `send` until it has queued the item, at most until the deadline of
    /// `timeouts`; an error means that there was no room.
    #[must_use]
    pub fn new(send: F, timeouts: impl Into<Timeouts>) -> Self {
        Self { send, queued: false, patience: Patience::until(timeouts) }
    }
}

impl SendItem<Nothing> {
    /// Sends nothing: waits until all that is queued was transmitted.
    #[must_use]
    pub fn nothing(timeouts: impl Into<Timeouts>) -> Self {
        Self::new(|_session| Ok(()), timeouts)
    }
}

/// What queues nothing.
type Nothing = fn(&mut Session) -> Result<(), OutputFullError>;

impl<F, E> Wait for SendItem<F>
where
    F: FnMut(&mut Session) -> Result<(), E>,
    E: Into<io::Error>,
{
    /// That of `send` if there is no room with nothing left to transmit.
    type Output = io::Result<()>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.patience.poll(session, now);
        if !self.queued {
            match (self.send)(session) {
                Ok(()) => self.queued = true,
                Err(error) if !session.wants_write() => {
                    return Poll::Ready(Err(error.into()));
                }
                Err(_room_to_come) => {}
            }
        }
        self.patience.sending(session, (usize::from(self.queued), 1), now)
    }

    fn deadline(&self) -> Option<Instant> {
        self.patience.deadline()
    }
}
