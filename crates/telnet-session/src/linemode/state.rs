//! What is agreed in LINEMODE.

use telnet_proto::sub::Role;
use telnet_proto::sub::linemode::{
    ForwardMask, Function, Level, Linemode, MAX_MASK, Mask, Mode, ModeState,
    Setting, SlcTable, Triplet, Triplets,
};

use super::LinemodeSettings;

/// What is agreed while LINEMODE is in force: see
/// [`Session::linemode`](crate::Session::linemode).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinemodeState {
    role: Role,
    modes: ModeState,
    table: SlcTable,
    /// Of a client: the one in use. Of a server: the one asked for last.
    mask: Option<[u8; MAX_MASK]>,
    /// Of a client: whether one may be in use. Of a server: whether the client
    /// uses it.
    has_mask: bool,
}

/// A payload to send.
pub(crate) type Said = Vec<u8>;

impl LinemodeState {
    /// Which end this one is: the client edits lines.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The mode last agreed to or asked for. With [`Mode::EDIT`] lines are edited
    /// by the client and sent whole; with [`Mode::TRAPSIG`] it sends a command
    /// where a key is typed that asks for one.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        self.modes.current()
    }

    /// What a function is done by, as last agreed or asked for.
    /// [`Setting::NO_SUPPORT`] for a function that is not one of the 30.
    #[must_use]
    pub fn setting(&self, function: Function) -> Setting {
        self.table.current(function)
    }

    /// What a client is to do where the user types `octet`: nothing but to take it
    /// for text where there is no function. A function that has a
    /// [command](Function::command) is for
    /// [`Session::send_function`](crate::Session::send_function), and there is one
    /// while TRAPSIG is set; the others edit the line, and there is one while EDIT
    /// is set (section 2.2).
    #[must_use]
    pub fn function_of(&self, octet: u8) -> Option<Function> {
        let has = |function: &Function| {
            let setting = self.setting(*function);
            let is_set = match setting.level() {
                Level::Value | Level::CantChange => setting.value == octet,
                Level::NoSupport | Level::Default => false,
            };
            let wanted = match function.command() {
                Some(_) => Mode::TRAPSIG,
                None => Mode::EDIT,
            };
            is_set && self.mode().contains(wanted)
        };
        (1..=30).map(Function::from).find(has)
    }

    /// The FORWARDMASK in use, if there is one (section 2.3).
    #[must_use]
    pub fn forward_mask(&self) -> Option<Mask<'_>> {
        let mask = self.mask.as_ref().filter(|_| self.has_mask)?;
        Mask::parse(mask).ok()
    }

    // ---- what a session does ----

    /// LINEMODE has just been agreed to: its state, and what to send.
    pub(crate) fn begin(settings: &LinemodeSettings) -> (Self, Vec<Said>) {
        let role = settings.role();
        let mut state = Self {
            role,
            modes: settings.modes(),
            table: settings.table(),
            mask: settings.mask().copied().filter(|_| role == Role::Server),
            has_mask: role == Role::Client && settings.takes_masks(),
        };
        let said = match role {
            Role::Client if settings.has_characters() => {
                vec![state.export()]
            }
            Role::Client => vec![triplet(Triplet::IMPORT_DEFAULTS)],
            Role::Server => {
                let mode = state.request_mode(settings.mode());
                let mask = state.ask_for_mask();
                mode.into_iter().chain(mask).collect()
            }
        };
        (state, said)
    }

    /// What to send to ask for a mode, unless it is so.
    pub(crate) fn request_mode(&mut self, mode: Mode) -> Option<Said> {
        let asked = self.modes.request(mode)?;
        Some(payload(Linemode::Mode(asked)))
    }

    /// What to send to ask for a setting, unless it is so or cannot be.
    pub(crate) fn request_setting(
        &mut self,
        function: Function,
        setting: Setting,
    ) -> Option<Said> {
        self.table.request(function, setting).map(triplet)
    }

    /// What to send to tell all characters of this end.
    pub(crate) fn export(&mut self) -> Said {
        let all = self.table.export();
        payload(Linemode::Slc(all.triplets()))
    }

    /// What a client sends to have the characters of the server.
    pub(crate) fn import(&self) -> Option<Said> {
        let is_client = self.role == Role::Client;
        is_client.then(|| triplet(Triplet::IMPORT_DEFAULTS))
    }

    /// What a client sends to hear the characters that are in force at the server.
    pub(crate) fn check(&self) -> Option<Said> {
        let is_client = self.role == Role::Client;
        is_client.then(|| triplet(Triplet::IMPORT_CURRENT))
    }

    /// What a server sends to ask for a FORWARDMASK, or for none.
    pub(crate) fn request_mask(
        &mut self,
        octets: Option<&[u8]>,
    ) -> Option<Said> {
        if self.role == Role::Client {
            return None;
        }
        let had = self.mask.take().is_some();
        self.mask = octets.map(Mask::of);
        self.has_mask = false;
        let dont = Linemode::ForwardMask(ForwardMask::Dont);
        self.ask_for_mask().or_else(|| had.then(|| payload(dont)))
    }

    fn ask_for_mask(&self) -> Option<Said> {
        let mask = Mask::parse(self.mask.as_ref()?).ok()?;
        Some(payload(Linemode::ForwardMask(ForwardMask::Do(mask))))
    }

    /// A payload was received. Returns what to send.
    pub(crate) fn receive(&mut self, received: &[u8]) -> Option<Said> {
        match Linemode::parse(received).ok()? {
            Linemode::Mode(mode) => {
                let answer = self.modes.receive(mode)?;
                Some(payload(Linemode::Mode(answer)))
            }
            Linemode::Slc(list) => {
                let answer = self.table.receive(list);
                let list = Linemode::Slc(answer.triplets());
                (!answer.is_empty()).then(|| payload(list))
            }
            Linemode::ForwardMask(it) => self.receive_mask(it),
        }
    }

    /// DO and DONT are the server's, WILL and WONT the client's: others are
    /// ignored (section 5.7).
    fn receive_mask(&mut self, received: ForwardMask<'_>) -> Option<Said> {
        let answer = match (self.role, received) {
            (Role::Client, ForwardMask::Do(mask)) if self.has_mask => {
                let mut whole = [0; MAX_MASK];
                for (to, from) in whole.iter_mut().zip(mask.as_bytes()) {
                    *to = *from;
                }
                self.mask = Some(whole);
                ForwardMask::Will
            }
            (Role::Client, ForwardMask::Do(_) | ForwardMask::Dont) => {
                self.mask = None;
                ForwardMask::Wont
            }
            (Role::Server, ForwardMask::Will | ForwardMask::Wont) => {
                let uses = received == ForwardMask::Will;
                self.has_mask = uses && self.mask.is_some();
                return None;
            }
            (Role::Client, ForwardMask::Will | ForwardMask::Wont)
            | (Role::Server, ForwardMask::Do(_) | ForwardMask::Dont) => {
                return None;
            }
        };
        Some(payload(Linemode::ForwardMask(answer)))
    }
}

fn payload(it: Linemode<'_>) -> Said {
    it.to_parts().concat()
}

fn triplet(it: Triplet) -> Said {
    payload(Linemode::Slc(Triplets::new(&it.to_octets())))
}
