//! Answers to what was agreed, out of the configuration.

use std::sync::Arc;

use telnet_proto::sub::naws::WindowSize;
use telnet_proto::sub::ttype::TerminalType;
use telnet_proto::{Side, TelnetOption};

use super::Session;
use super::send::queue_subnegotiation;
use crate::options::policy_for;

/// The terminal type of who does not know it (RFC 1091, page 4).
const UNKNOWN: &str = "UNKNOWN";

impl Session {
    /// An option of ours has just been agreed to.
    pub(super) fn respond_to_enabled(&mut self, option: TelnetOption) {
        if option == TelnetOption::NAWS {
            // The size goes out as soon as DO is there (RFC 1073, page 2).
            self.push_window_size();
        }
        if option == TelnetOption::TTYPE {
            self.answers.restart_terminal_types();
        }
        if option == TelnetOption::SNDLOC {
            self.tell_location();
        }
    }

    /// Whether an option is answered for: else its subnegotiations are the
    /// application's to answer.
    pub(super) fn answers(&self, option: TelnetOption) -> bool {
        let told = self.config.told();
        if told.is_left(option) {
            return false;
        }
        // A peer that gets no answer waits for ever. Where there is one that
        // says nothing, it needs nothing to be told; a callback has its own.
        let says_nothing = self.callback.is_none();
        let is_told = match option {
            TelnetOption::TTYPE => {
                says_nothing || !told.terminal_types().is_empty()
            }
            TelnetOption::TSPEED => told.speed().is_some(),
            TelnetOption::XDISPLOC => told.display().is_some(),
            TelnetOption::NEW_ENVIRON | TelnetOption::OLD_ENVIRON => {
                says_nothing || !told.environment().is_empty()
            }
            TelnetOption::STATUS => told.has_status(),
            TelnetOption::CHARSET => {
                says_nothing || !told.charsets().is_empty()
            }
            // It is answered on either side.
            TelnetOption::LINEMODE => return self.linemode().is_some(),
            _ => false,
        };
        let may_be_theirs = option == TelnetOption::CHARSET
            && self.is_enabled(Side::Remote, option);
        is_told && (may_be_theirs || self.is_enabled(Side::Local, option))
    }

    /// A whole subnegotiation of an enabled option has been received.
    pub(super) fn respond_to_subnegotiation(
        &mut self,
        option: TelnetOption,
        payload: &[u8],
    ) {
        if self.answers(option) && self.respond(option, payload) {
            self.options.spend();
        }
    }

    /// Answers what was asked; whether it was.
    fn respond(&mut self, option: TelnetOption, payload: &[u8]) -> bool {
        match option {
            TelnetOption::TTYPE => {
                let asked = TerminalType::parse(payload);
                let is_asked = asked == Ok(TerminalType::Send);
                if is_asked {
                    self.send_terminal_type();
                }
                is_asked
            }
            TelnetOption::TSPEED => self.tell_speed(payload),
            TelnetOption::XDISPLOC => self.tell_display(payload),
            TelnetOption::NEW_ENVIRON => self.tell_environment(payload),
            TelnetOption::OLD_ENVIRON => self.tell_old_environment(payload),
            TelnetOption::STATUS => self.send_status(payload),
            TelnetOption::CHARSET => self.choose_charset(payload),
            TelnetOption::LINEMODE => self.answer_linemode(payload),
            _ => false,
        }
    }

    /// Tells the peer the window size, now and whenever NAWS is agreed to; a
    /// size as before is not repeated. `None` takes NAWS back.
    pub fn set_window_size(&mut self, size: Option<WindowSize>) {
        if self.config.window_size == size {
            return;
        }
        Arc::make_mut(&mut self.config).window_size = size;
        let policy = policy_for(size.is_some());
        self.set_policy(Side::Local, TelnetOption::NAWS, policy);
        if size.is_none() {
            self.request(Side::Local, TelnetOption::NAWS, false);
        } else if self.is_enabled(Side::Local, TelnetOption::NAWS) {
            // Many changes make one message, if they have to wait for room.
            self.agreed.set_window_size_due(true);
            self.push_window_size_if_due();
        }
    }

    /// Sends a new size that had to wait for room, if there is any now.
    pub(super) fn push_window_size_if_due(&mut self) {
        if self.agreed.is_window_size_due()
            && self.output_room() > 0
            && self.is_enabled(Side::Local, TelnetOption::NAWS)
        {
            self.push_window_size();
        }
    }

    fn push_window_size(&mut self) {
        self.agreed.set_window_size_due(false);
        if let Some(size) = self.config.window_size {
            let payload = size.to_payload();
            let parts = std::iter::once(&payload[..]);
            self.push_subnegotiation(TelnetOption::NAWS, parts);
        }
    }

    fn send_terminal_type(&mut self) {
        let next = self.answers.next_terminal_type(&self.config);
        let name = next.unwrap_or(UNKNOWN);
        let parts = TerminalType::Is(name.as_bytes()).to_parts();
        let to = (&mut self.outgoing, &mut self.watch);
        queue_subnegotiation(to, TelnetOption::TTYPE, parts.into_iter());
    }
}
