//! What is sent while the peer is silent.

use std::time::Instant;

use telnet_proto::{Command, Negotiation, Side, State, TelnetOption, Verb};

use super::Session;
use crate::error::UnresponsiveError;
use crate::heartbeat::Beat;
use crate::watch::{Direction, Trace};

impl Session {
    /// When to call [`tick`](Self::tick) at the latest, though nothing arrives
    /// and whatever is waited for: the time of the next
    /// [`Heartbeat`](crate::heartbeat::Heartbeat). `None` without one, before
    /// the first tick, and where nothing can be sent or received any more.
    #[must_use]
    pub fn tick_at(&self) -> Option<Instant> {
        let at = self.pulse.as_ref()?.at();
        at.filter(|_| self.wants_read() && !self.outgoing.is_closed())
    }

    /// Checks that the peer has answered what a
    /// [`Heartbeat`](crate::heartbeat::Heartbeat) asked. To be called where a
    /// read has found nothing.
    ///
    /// # Errors
    /// [`UnresponsiveError`], once: then the peer is asked anew, and has as
    /// much time again, so that whoever goes on waiting does wait.
    pub fn check_alive(&mut self) -> Result<(), UnresponsiveError> {
        let listens = self.wants_read();
        match self.pulse.as_mut().and_then(|it| it.take_overdue()) {
            Some(time) if listens => Err(UnresponsiveError { time }),
            _ => Ok(()),
        }
    }

    /// It is `now`: a heartbeat may be due.
    pub(super) fn beat(&mut self, now: Instant) {
        let listens = self.wants_read() && !self.outgoing.is_closed();
        let has_unsent = self.wants_write();
        let Some(pulse) = &mut self.pulse else { return };
        let beat = pulse.beat(now, listens, has_unsent);
        let may_send = !has_unsent && !self.is_discarding();
        if let Some(beat) = beat.filter(|_| may_send) {
            self.send_beat(beat, now);
        }
    }

    fn send_beat(&mut self, beat: Beat, now: Instant) {
        let command = match beat {
            Beat::DontTimingMark => {
                let option = TelnetOption::TM;
                // Else it would say something.
                if self.option_state(Side::Remote, option) == State::No {
                    self.push_negotiation(Negotiation::new(Verb::Dont, option));
                    self.outgoing.set_alone();
                }
                return;
            }
            Beat::Nop => Command::NOP,
            Beat::AreYouThere { .. } => {
                if let Some(pulse) = &mut self.pulse {
                    pulse.ask(now);
                }
                Command::AYT
            }
        };
        let line = Trace::Command(Direction::Sent, command);
        self.watch.tracer().line(&line);
        let octets = command.to_bytes();
        self.outgoing.push_command(std::iter::once(&octets[..]));
        self.outgoing.set_alone();
    }
}
