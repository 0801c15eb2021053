//! The options of a configuration: what is agreed to, asked for and told.

use telnet_proto::sub::Role;
use telnet_proto::{Policy, Side, TelnetOption};

use super::Config;
#[cfg(feature = "encoding")]
use crate::encoding::Encoding;
use crate::linemode::LinemodeSettings;
use crate::told::InvalidNameError;

impl Config {
    /// What a request of the peer meets that wants `option` enabled on
    /// `side`. Later settings win.
    #[must_use]
    pub fn policy(
        mut self,
        side: Side,
        option: TelnetOption,
        policy: Policy,
    ) -> Self {
        self.policies.push((side, option, policy));
        self
    }

    /// Sets the longest payload for a single option, in octets; GMCP and MSDP
    /// have 1 MiB. Later settings win.
    #[must_use]
    pub fn max_subnegotiation_for(
        mut self,
        option: TelnetOption,
        octets: usize,
    ) -> Self {
        let mut large = self.large.into_vec();
        large.push((option, octets));
        self.large = large.into_boxed_slice();
        self
    }

    /// Asks the peer for `option` on `side` as soon as the connection is
    /// there, and agrees to it whoever asks first.
    #[must_use]
    pub fn request(mut self, side: Side, option: TelnetOption) -> Self {
        self.policies.push((side, option, Policy::Accept));
        self.requests.push((side, option));
        self
    }

    /// The terminal types to tell the peer, best first. If there is one, the
    /// peer may enable TTYPE on our side; each of its questions is answered
    /// by the next name, the last name twice, then from the top (RFC 1091).
    ///
    /// # Errors
    /// [`InvalidNameError`] if a name is not 1 to 256 printable ASCII octets.
    pub fn terminal_types<'a>(
        mut self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, InvalidNameError> {
        self.told.set_terminal_types(names)?;
        Ok(self)
    }

    /// The speed to tell the peer, in bits per second: what this end sends and
    /// what it receives. The peer may enable TSPEED on our side then (RFC 1079).
    #[must_use]
    pub fn terminal_speed(mut self, transmit: u32, receive: u32) -> Self {
        self.told.set_speed(transmit, receive);
        self
    }

    /// The X display to tell the peer, as `host.example:0.0`. The peer may enable
    /// XDISPLOC on our side then (RFC 1096).
    ///
    /// # Errors
    /// [`InvalidNameError`] if it is not of that form.
    pub fn display(mut self, display: &str) -> Result<Self, InvalidNameError> {
        self.told.set_display(display)?;
        Ok(self)
    }

    /// The place to tell the peer, as free text. The peer may enable SNDLOC on
    /// our side then, and is told at once (RFC 779).
    ///
    /// # Errors
    /// [`InvalidNameError`] if it is not printable ASCII.
    pub fn location(
        mut self,
        location: &str,
    ) -> Result<Self, InvalidNameError> {
        self.told.set_location(location)?;
        Ok(self)
    }

    /// The variables to tell the peer if it asks for them, or for all: the well
    /// known ones of RFC 1572, as USER, by VAR, the others by USERVAR. The peer
    /// may enable NEW-ENVIRON on our side then, or, where that is not in force,
    /// OLD-ENVIRON (RFC 1408), whose codes are those of the peer's question
    /// (RFC 1571).
    ///
    /// # Errors
    /// [`InvalidNameError`] if a name or a value is too long, or if USER is
    /// nothing to give to a login program: with a minus in front, say.
    pub fn environment<'a>(
        mut self,
        variables: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, InvalidNameError> {
        self.told.set_environment(variables)?;
        Ok(self)
    }

    /// The variables that the peer is asked for where
    /// [`ask_peer`](Self#structfield.ask_peer) is on and it agrees to NEW-ENVIRON;
    /// without any it is asked for all. Long lists are asked for in pieces, one
    /// behind the answer to the other, each below 256 octets: old peers have no
    /// room for more.
    ///
    /// # Errors
    /// [`InvalidNameError`] if a name is not 1 to 120 octets.
    pub fn ask_variables<'a>(
        mut self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, InvalidNameError> {
        self.told.set_asked(names)?;
        Ok(self)
    }

    /// The character sets that a request of the peer may name, by their names of
    /// the IANA registry, case aside; of several the first one that the peer
    /// names is taken, and any other request is rejected, tables too. The peer
    /// may enable CHARSET on both sides then (RFC 2066).
    ///
    /// With [`ask_peer`](Self#structfield.ask_peer) the peer is asked for one of
    /// the first 64, best first, as soon as it agrees to CHARSET on our side; if
    /// it is to be asked whether it does, [`request`](Self::request) that. What
    /// was taken, of its request or of ours, is an
    /// [`EventKind::Charset`](crate::EventKind::Charset).
    /// Text stays octets; with the feature `encoding`,
    /// `Session::take_text` decodes it as was agreed.
    ///
    /// # Errors
    /// [`InvalidNameError`] if a name is empty or has a `;` or a space.
    pub fn charsets<'a>(
        mut self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, InvalidNameError> {
        self.told.set_charsets(names)?;
        Ok(self)
    }

    /// The encoding of text, both ways, until the peer agrees to another by
    /// CHARSET or tells by MTTS that its terminal is UTF-8: see
    /// [`Session::text_encoding`](crate::Session::text_encoding). Default
    /// [`Encoding::UTF_8_OR_LATIN_1`].
    #[cfg(feature = "encoding")]
    #[must_use]
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.told.set_encoding(encoding);
        self
    }

    /// Tells the peer the state of all options if it asks for it. The peer may
    /// enable STATUS on our side then (RFC 859).
    #[must_use]
    pub fn tell_status(mut self) -> Self {
        self.told.set_status();
        self
    }

    /// Leaves to the application what the peer asks about an option that is in
    /// force: the session answers nothing about it, whatever is set here, and the
    /// question is an [`EventKind::Subnegotiation`](crate::EventKind::Subnegotiation).
    ///
    /// Else the session answers a peer that would wait for ever: where a policy
    /// has accepted TTYPE, NEW-ENVIRON, OLD-ENVIRON or CHARSET and nothing is set
    /// to be told, it says `UNKNOWN` (RFC 1091), no variables (RFC 1572), and
    /// that no character set will do (RFC 2066). With an option callback it does
    /// not. Other options have no such answer: where nothing is set for them, the
    /// application has to give one.
    #[must_use]
    pub fn leave_to_application(mut self, option: TelnetOption) -> Self {
        self.told.leave(option);
        self
    }

    /// Takes part in LINEMODE (RFC 1184). Of a client: the peer may enable it on
    /// our side. Of a server: the peer is asked for it, as by
    /// [`request`](Self::request). In either case the session answers all that is
    /// said about modes, characters and forward masks; what is agreed is in
    /// [`Session::linemode`](crate::Session::linemode), and a change of the mode
    /// is an [`EventKind::Linemode`](crate::EventKind::Linemode). To edit lines
    /// is the application's.
    #[must_use]
    pub fn linemode(mut self, settings: LinemodeSettings) -> Self {
        let option = TelnetOption::LINEMODE;
        let role = settings.role();
        self.told.set_linemode(settings);
        match role {
            Role::Client => self.policy(Side::Local, option, Policy::Accept),
            Role::Server => self.request(Side::Remote, option),
        }
    }
}
