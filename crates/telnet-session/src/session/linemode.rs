//! LINEMODE (RFC 1184): what the application sees and asks for, and what is
//! answered.

use telnet_proto::sub::Role;
use telnet_proto::sub::linemode::{Function, Mode, Modifiers, Setting};
use telnet_proto::{Command, Side, TelnetOption, encode};

use super::Session;
use crate::error::{CommandError, OutputFullError};
use crate::linemode::LinemodeState;
use crate::watch::EventKind;

/// What is asked of the other end gives whether anything was queued: nothing is
/// where LINEMODE is not in force, where it is so already, and where it is not
/// for this end to ask.
impl Session {
    /// What is agreed in LINEMODE, while it is in force and
    /// [`Config::linemode`](crate::Config::linemode) says how.
    #[must_use]
    pub fn linemode(&self) -> Option<&LinemodeState> {
        self.agreed.linemode()
    }

    /// Asks for a mode. It counts as agreed from now on, until the peer says
    /// otherwise (section 2.2).
    ///
    /// # Errors
    /// [`OutputFullError`] if there is no room.
    pub fn request_mode(
        &mut self,
        mode: Mode,
    ) -> Result<bool, OutputFullError> {
        let before = self.linemode().map(LinemodeState::mode);
        let queued = self.ask_linemode(|state| state.request_mode(mode))?;
        self.note_mode(before);
        Ok(queued)
    }

    /// Asks that a function be done by another character, or by none. It counts
    /// as agreed from now on. Nothing is sent that the default of this end does
    /// not allow (section 5.5).
    ///
    /// # Errors
    /// [`OutputFullError`] if there is no room.
    pub fn request_character(
        &mut self,
        function: Function,
        setting: Setting,
    ) -> Result<bool, OutputFullError> {
        self.ask_linemode(|state| state.request_setting(function, setting))
    }

    /// Goes back to the characters that this end has by default, and tells them
    /// to the peer.
    ///
    /// # Errors
    /// [`OutputFullError`] if there is no room.
    pub fn export_characters(&mut self) -> Result<bool, OutputFullError> {
        self.ask_linemode(|state| Some(state.export()))
    }

    /// Of a client: asks for the characters that the server has by default.
    ///
    /// # Errors
    /// [`OutputFullError`] if there is no room.
    pub fn import_characters(&mut self) -> Result<bool, OutputFullError> {
        self.ask_linemode(|state| state.import())
    }

    /// Of a client: asks for the characters that are in force at the server. What
    /// is another one than here is agreed to, as any that a server tells.
    ///
    /// # Errors
    /// [`OutputFullError`] if there is no room.
    pub fn check_characters(&mut self) -> Result<bool, OutputFullError> {
        self.ask_linemode(|state| state.check())
    }

    /// Of a server: asks the client to send what it has as soon as one of these
    /// octets is typed, or at line ends alone again (FORWARDMASK, section 2.3).
    ///
    /// # Errors
    /// [`OutputFullError`] if there is no room.
    pub fn request_forward_mask(
        &mut self,
        octets: Option<&[u8]>,
    ) -> Result<bool, OutputFullError> {
        self.ask_linemode(|state| state.request_mask(octets))
    }

    /// Whether a client is to send what it has gathered where the user types
    /// `octet`, and that octet: by the FORWARDMASK, of which octets from 128 on
    /// count only where the peer sends in BINARY, or as one of the two forwarding
    /// characters (sections 2.3 and 5.6). Line ends and the characters of signals
    /// do so in any case.
    #[must_use]
    pub fn forwards_at(&self, octet: u8) -> bool {
        let Some(state) = self.linemode() else { return false };
        let is_binary = self.is_enabled(Side::Remote, TelnetOption::BINARY);
        let mask = state.forward_mask();
        let mask = mask.map(|it| if is_binary { it } else { it.ascii() });
        let function = state.function_of(octet);
        mask.is_some_and(|it| it.contains(octet))
            || function == Some(Function::FORW1)
            || function == Some(Function::FORW2)
    }

    /// Of a client: sends the command of a function, as IP for the key that
    /// interrupts (section 2.5). As its setting says, a Synch follows, which has
    /// the server drop what it has not read, and `DO TIMING-MARK`: then the text
    /// that comes before the mark is discarded, for it was written before the
    /// server dealt with the command (section 5.8). That ends as the discarding of a
    /// Synch does: see [`is_discarding`](Self::is_discarding). Without LINEMODE,
    /// and by [`send_command`](Self::send_command), it is the command alone.
    ///
    /// Returns false, having done nothing, where the function has no command: it
    /// edits the line.
    ///
    /// # Errors
    /// Those of [`send_command`](Self::send_command).
    pub fn send_function(
        &mut self,
        function: Function,
    ) -> Result<bool, CommandError> {
        let Some(command) = function.command() else { return Ok(false) };
        let state = self.linemode().filter(|it| it.role() == Role::Client);
        let setting = state.map(|it| it.setting(function)).unwrap_or_default();
        if command == Command::DM {
            self.send_synch();
        } else {
            self.send_command(command)?;
            if setting.modifiers.contains(Modifiers::FLUSHIN) {
                self.send_synch();
            }
        }
        if setting.modifiers.contains(Modifiers::FLUSHOUT) {
            self.request(Side::Remote, TelnetOption::TM, true);
            self.incoming.set_flushes(!self.outgoing.is_closed());
        }
        Ok(true)
    }

    // ---- what is agreed, and answered ----

    /// LINEMODE is agreed to on a side, or is no more.
    pub(super) fn linemode_as_agreed(&mut self, side: Side, is_enabled: bool) {
        let settings = self.config.told().linemode();
        let Some(settings) = settings else { return };
        // Who sent WILL is the client (section 5.7).
        let ours = match settings.role() {
            Role::Client => Side::Local,
            Role::Server => Side::Remote,
        };
        if side != ours {
            return;
        }
        if !is_enabled {
            self.agreed.set_linemode(None);
            return self.note_echo();
        }
        let (state, said) = LinemodeState::begin(settings);
        self.agreed.set_linemode(Some(state));
        said.iter().for_each(|it| self.say_linemode(it));
        self.note_mode(Some(Mode::NONE));
    }

    /// Answers a payload; whether there was an answer.
    pub(super) fn answer_linemode(&mut self, payload: &[u8]) -> bool {
        let Some(state) = self.agreed.linemode_mut() else { return false };
        let before = state.mode();
        let said = state.receive(payload);
        if let Some(said) = &said {
            self.say_linemode(said);
        }
        self.note_mode(Some(before));
        said.is_some()
    }

    /// Asks for something, if there is room for it.
    fn ask_linemode(
        &mut self,
        ask: impl Fn(&mut LinemodeState) -> Option<Vec<u8>>,
    ) -> Result<bool, OutputFullError> {
        let Some(state) = self.linemode() else { return Ok(false) };
        let mut next = state.clone();
        if let Some(said) = ask(&mut next) {
            let option = TelnetOption::LINEMODE;
            let slices = encode::subnegotiation(option, [&said[..]]);
            self.check_output(slices)?;
            self.agreed.set_linemode(Some(next));
            self.say_linemode(&said);
            return Ok(true);
        }
        self.agreed.set_linemode(Some(next));
        Ok(false)
    }

    fn say_linemode(&mut self, payload: &[u8]) {
        let parts = std::iter::once(payload);
        self.push_subnegotiation(TelnetOption::LINEMODE, parts);
    }

    /// The mode may be another one than before.
    fn note_mode(&mut self, before: Option<Mode>) {
        let now = self.linemode().map(LinemodeState::mode);
        if let Some(mode) = now.filter(|_| now != before) {
            self.note(EventKind::Linemode(mode));
            self.note_echo();
        }
    }
}
