//! How this end takes part in LINEMODE, as data.

use telnet_proto::sub::Role;
use telnet_proto::sub::linemode::{
    Function, MAX_MASK, Mask, Mode, ModeState, Setting, SlcTable,
};

/// How this end takes part in LINEMODE (RFC 1184), in which the client edits
/// lines and sends them when they are whole: see
/// [`Config::linemode`](crate::Config::linemode).
///
/// ```
/// use telnet_session::proto::sub::linemode::{Function, Level, Mode, Setting};
/// use telnet_session::Config;
/// use telnet_session::linemode::LinemodeSettings;
/// // A client: its user erases by DEL, and interrupts by ^C.
/// let settings = LinemodeSettings::client()
///     .character(Function::EC, Setting::new(Level::Value, 127))
///     .character(Function::IP, Setting::new(Level::Value, 3));
/// let client = Config::new().linemode(settings);
/// // A server that has lines edited by the client.
/// let mode = Mode::EDIT.with(Mode::TRAPSIG);
/// let server = Config::server().linemode(LinemodeSettings::server(mode));
/// # let _ = (client, server);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct LinemodeSettings {
    role: Role,
    mode: Mode,
    supported: Mode,
    required: Mode,
    characters: Vec<(Function, Setting)>,
    mask: Option<[u8; MAX_MASK]>,
    takes_masks: bool,
}

impl LinemodeSettings {
    /// This end is the client, which edits lines. It agrees to EDIT and TRAPSIG,
    /// as it must (section 2.2), and to no other bit of a mode.
    pub const fn client() -> Self {
        Self::new(Role::Client, Mode::NONE)
    }

    /// This end is the server. It asks for `mode` as soon as LINEMODE is agreed
    /// to, [`Mode::ACK`] left out; of what the client asks for later it agrees to
    /// EDIT, TRAPSIG and the bits of `mode`.
    pub const fn server(mode: Mode) -> Self {
        Self::new(Role::Server, mode.without(Mode::ACK))
    }

    const fn new(role: Role, mode: Mode) -> Self {
        let both = Mode::EDIT.with(Mode::TRAPSIG);
        Self {
            role,
            mode,
            supported: mode.with(both),
            required: Mode::NONE,
            characters: Vec::new(),
            mask: None,
            takes_masks: false,
        }
    }

    /// Agrees to these bits of a mode, too, as [`Mode::SOFT_TAB`].
    pub const fn supports(mut self, mode: Mode) -> Self {
        self.supported = self.supported.with(mode);
        self
    }

    /// Of a server: sets EDIT or TRAPSIG again where a client asks for a mode
    /// without it. Other bits are of no account.
    pub const fn insists_on(mut self, mode: Mode) -> Self {
        self.required = mode;
        self
    }

    /// What a function is done by at this end: its default, of which
    /// [`SlcTable`] says what each level means. A client tells all of them when
    /// LINEMODE is agreed to, and asks for those of the server if it has none
    /// (section 5.5); a server tells them when it is asked.
    ///
    /// Of several for one function the last one counts. A function that is not
    /// one of the 30 is of no account.
    pub fn character(mut self, function: Function, setting: Setting) -> Self {
        self.characters.push((function, setting));
        self
    }

    /// Of a server: asks the client to send what it has as soon as one of these
    /// octets is typed, the line ends aside (FORWARDMASK, section 2.3).
    pub fn forward_at(mut self, octets: &[u8]) -> Self {
        self.mask = Some(Mask::of(octets));
        self
    }

    /// Of a client: agrees to a FORWARDMASK. Its editor must obey
    /// [`Session::forwards_at`](crate::Session::forwards_at) then.
    pub const fn takes_forward_masks(mut self) -> Self {
        self.takes_masks = true;
        self
    }

    // ---- what a session asks ----

    pub(crate) const fn role(&self) -> Role {
        self.role
    }

    /// The mode that a server asks for.
    pub(super) const fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether there is a character of this end's own.
    pub(super) fn has_characters(&self) -> bool {
        !self.characters.is_empty()
    }

    pub(super) const fn mask(&self) -> Option<&[u8; MAX_MASK]> {
        self.mask.as_ref()
    }

    pub(super) const fn takes_masks(&self) -> bool {
        self.takes_masks
    }

    /// The rules of MODE.
    pub(super) const fn modes(&self) -> ModeState {
        match self.role {
            Role::Client => ModeState::client(self.supported),
            Role::Server => ModeState::server(self.supported, self.required),
        }
    }

    /// The rules of SLC.
    pub(super) fn table(&self) -> SlcTable {
        let mut table = match self.role {
            Role::Client => SlcTable::client(),
            Role::Server => SlcTable::server(),
        };
        for (function, setting) in &self.characters {
            table.set_default(*function, *setting);
        }
        table
    }
}
