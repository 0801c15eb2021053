//! How a connection is to behave, as data.

use std::time::Duration;

use bytes::Bytes;
use telnet_proto::nvt::Newline;
use telnet_proto::sub::naws::WindowSize;
use telnet_proto::{Policy, Side, TelnetOption};

use crate::heartbeat::Heartbeat;
use crate::profile::Profile;
use crate::told::{InvalidName, Told};

/// How a connection behaves.
///
/// ```
/// use telnet_session::{Config, WindowSize};
/// let mut config = Config::default();
/// config.set_terminal_types(["xterm-256color", "xterm"])?;
/// config.window_size = Some(WindowSize { columns: 80, rows: 24 });
/// # Ok::<(), telnet_session::InvalidName>(())
/// ```
///
/// What a client discloses is what is set here and nothing else: by default
/// not even a terminal type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// Most octets of unread text; input stops there until some is read.
    /// Default 8 MiB.
    pub max_unread: usize,
    /// Most octets of memory for unsent output. Beyond it input stops and
    /// writes wait; the answers to one item of input may come on top.
    /// Default 64 KiB.
    pub max_output: usize,
    /// Longest payload of a subnegotiation, in octets; a longer one is dropped
    /// whole and reported. Default 16 KiB, but 1 MiB for GMCP and MSDP: see
    /// [`set_max_subnegotiation`](Self::set_max_subnegotiation).
    pub max_subnegotiation: usize,
    /// Most changes of options and questions for the terminal type that the
    /// peer may cause; 16 come back in a second. At the first that is too many
    /// input stops, and a wait fails with [`BufferFull`](crate::BufferFull).
    /// Default 256.
    pub max_option_changes: u32,
    /// Most events in the queue; input stops there. Their payloads stop it,
    /// too, once they reach `max_subnegotiation` octets. Default 256.
    pub max_events: usize,
    /// For how long a Synch discards text if its DM does not come: see
    /// [`Session::receive_urgent`](crate::Session::receive_urgent). Default
    /// 10 s; 1 MiB of text ends it, too.
    pub synch_timeout: Duration,
    /// Whether events are queued for `poll_event`. Default off: nothing
    /// queues up, and nothing must be fetched.
    pub events: bool,
    /// What `send_line` ends a line with. Default CR LF.
    pub newline: Newline,
    /// What to answer to AYT, as text; `None` answers nothing. At most one
    /// answer is queued at a time. Default `None`; for a server `[Yes]`.
    pub ayt_answer: Option<Bytes>,
    /// Whether AO drops the text that is queued for the peer, and is answered
    /// by a Synch (RFC 854, pages 7 and 9). What that drops depends on how much
    /// was transmitted before. Default off, AO being an event like any other;
    /// for a server on, as RFC 1123, section 3.2.4, has it.
    pub abort_output: bool,
    /// Whether escape sequences are taken out of received text, by an
    /// [`AnsiFilter`](crate::AnsiFilter), before anything else sees it: then
    /// a prompt in colours matches like any other. Not in the telnetlib
    /// profile. Default off.
    pub strip_ansi: bool,
    /// Whether the peer is asked, once it agrees to tell it, for its terminal
    /// types, its terminal speed, its X display and its environment; and whether
    /// what it tells is kept, its window size and location too:
    /// [`Session::peer`](crate::Session::peer). To agree is for `policy` and
    /// `request` to say. Not in the telnetlib profile. Default off.
    pub ask_peer: bool,
    /// The window size to tell the peer. `Some` lets the peer enable NAWS on
    /// our side (RFC 1073). Default `None`. Of a width or height with an octet of
    /// 255 in it, `busybox telnetd` 1.35 takes a part for typed text: 254 columns
    /// are safer than 255.
    pub window_size: Option<WindowSize>,
    /// What is sent while the peer is silent. Default `None`: nothing.
    pub heartbeat: Option<Heartbeat>,
    told: Box<Told>,
    /// Caps of single options on payloads.
    large: Vec<(TelnetOption, usize)>,
    policies: Vec<(Side, TelnetOption, Policy)>,
    requests: Vec<(Side, TelnetOption)>,
    profile: Profile,
}

impl Config {
    /// A client, or any end that shows nothing of itself. It agrees to ECHO
    /// and SGA on the peer's side and to SGA on its own, and refuses
    /// everything else. It asks for nothing.
    ///
    /// TIMING-MARK is answered by WONT, which is as good a mark (RFC 860,
    /// section 4): a WILL would go round for ever with a peer that answers
    /// each WILL by a DO.
    #[must_use]
    pub fn new() -> Self {
        Self {
            max_unread: 8 << 20,
            max_output: 64 << 10,
            max_subnegotiation: 16 << 10,
            max_option_changes: 256,
            max_events: 256,
            synch_timeout: Duration::from_secs(10),
            events: false,
            newline: Newline::CrLf,
            ayt_answer: None,
            abort_output: false,
            ask_peer: false,
            window_size: None,
            heartbeat: None,
            told: Box::default(),
            large: vec![
                (TelnetOption::GMCP, 1 << 20),
                (TelnetOption::MSDP, 1 << 20),
            ],
            policies: vec![
                (Side::Remote, TelnetOption::ECHO, Policy::Accept),
                (Side::Remote, TelnetOption::SGA, Policy::Accept),
                (Side::Local, TelnetOption::SGA, Policy::Accept),
            ],
            requests: Vec::new(),
            strip_ansi: false,
            profile: Profile::Standard,
        }
    }

    /// A server for terminals: it offers ECHO and SGA, as RFC 1123, section
    /// 3.2.2, has it, and asks for SGA, NAWS and TTYPE. It answers AYT.
    #[must_use]
    pub fn server() -> Self {
        let mut config = Self::new();
        config.ayt_answer = Some(Bytes::from_static(b"\r\n[Yes]\r\n"));
        config.abort_output = true;
        config
            .policy(Side::Remote, TelnetOption::ECHO, Policy::Refuse)
            .request(Side::Local, TelnetOption::ECHO)
            .request(Side::Local, TelnetOption::SGA)
            .request(Side::Remote, TelnetOption::SGA)
            .request(Side::Remote, TelnetOption::NAWS)
            .request(Side::Remote, TelnetOption::TTYPE);
        config
    }

    /// Bug for bug what Python's telnetlib does, for scripts that rely on
    /// it:
    ///
    /// * NUL and XON (17) are dropped, in text and in subnegotiations;
    /// * each DO and DONT is answered WONT, each WILL and WONT is answered
    ///   DONT, with no memory, unless an option callback is set;
    /// * with a callback nothing is answered at all;
    /// * a read that times out consumes what it returns;
    /// * where a subnegotiation is cut into chunks can change what is kept of
    ///   one that another one interrupts.
    ///
    /// Events are not made. The caps hold all the same; `max_unread` is
    /// 64 MiB, where telnetlib had none.
    #[must_use]
    pub fn telnetlib() -> Self {
        Self {
            max_unread: 64 << 20,
            newline: Newline::Lf,
            policies: Vec::new(),
            profile: Profile::Telnetlib,
            ..Self::new()
        }
    }

    /// Whether it is that of [`telnetlib`](Self::telnetlib).
    #[must_use]
    pub const fn is_telnetlib(&self) -> bool {
        self.profile.is_telnetlib()
    }

    /// What a request of the peer meets that wants `option` enabled on
    /// `side`. Later settings win.
    pub fn policy(
        &mut self,
        side: Side,
        option: TelnetOption,
        policy: Policy,
    ) -> &mut Self {
        self.policies.push((side, option, policy));
        self
    }

    /// Sets the longest payload for a single option, in octets; GMCP and MSDP
    /// have 1 MiB. Later settings win.
    pub fn set_max_subnegotiation(
        &mut self,
        option: TelnetOption,
        octets: usize,
    ) -> &mut Self {
        self.large.push((option, octets));
        self
    }

    /// The longest payload for an option, in octets.
    #[must_use]
    pub fn max_subnegotiation_of(&self, option: TelnetOption) -> usize {
        let own = self.large.iter().rev().find(|(of, _)| *of == option);
        own.map_or(self.max_subnegotiation, |(_, octets)| *octets)
    }

    /// Asks the peer for `option` on `side` as soon as the connection is
    /// there, and agrees to it whoever asks first.
    pub fn request(&mut self, side: Side, option: TelnetOption) -> &mut Self {
        self.policies.push((side, option, Policy::Accept));
        self.requests.push((side, option));
        self
    }

    /// The terminal types to tell the peer, best first. If there is one, the
    /// peer may enable TTYPE on our side; each of its questions is answered
    /// by the next name, the last name twice, then from the top (RFC 1091).
    ///
    /// # Errors
    /// [`InvalidName`] if a name is not 1 to 256 printable ASCII octets.
    pub fn set_terminal_types<'a>(
        &mut self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<&mut Self, InvalidName> {
        self.told.set_terminal_types(names)?;
        Ok(self)
    }

    /// The speed to tell the peer, in bits per second: what this end sends and
    /// what it receives. The peer may enable TSPEED on our side then (RFC 1079).
    pub fn set_terminal_speed(
        &mut self,
        transmit: u32,
        receive: u32,
    ) -> &mut Self {
        self.told.set_speed(transmit, receive);
        self
    }

    /// The X display to tell the peer, as `host.example:0.0`. The peer may enable
    /// XDISPLOC on our side then (RFC 1096).
    ///
    /// # Errors
    /// [`InvalidName`] if it is not of that form.
    pub fn set_display(
        &mut self,
        display: &str,
    ) -> Result<&mut Self, InvalidName> {
        self.told.set_display(display)?;
        Ok(self)
    }

    /// The place to tell the peer, as free text. The peer may enable SNDLOC on
    /// our side then, and is told at once (RFC 779).
    ///
    /// # Errors
    /// [`InvalidName`] if it is not printable ASCII.
    pub fn set_location(
        &mut self,
        location: &str,
    ) -> Result<&mut Self, InvalidName> {
        self.told.set_location(location)?;
        Ok(self)
    }

    /// The variables to tell the peer if it asks for them, or for all: the well
    /// known ones of RFC 1572, as USER, by VAR, the others by USERVAR. The peer
    /// may enable NEW-ENVIRON on our side then.
    ///
    /// # Errors
    /// [`InvalidName`] if a name or a value is too long, or if USER is nothing to
    /// give to a login program: with a minus in front, say.
    pub fn set_environment<'a>(
        &mut self,
        variables: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<&mut Self, InvalidName> {
        self.told.set_environment(variables)?;
        Ok(self)
    }

    /// The character sets that a request of the peer may name, by their names of
    /// the IANA registry, case aside; of several the first one that the peer
    /// names is taken, and any other request is rejected, tables too. The peer
    /// may enable CHARSET on both sides then (RFC 2066).
    ///
    /// What was taken is an [`EventKind::Charset`](crate::EventKind::Charset).
    /// Text stays octets: to decode them is the application's.
    ///
    /// # Errors
    /// [`InvalidName`] if a name is empty or has a `;` or a space.
    pub fn set_charsets<'a>(
        &mut self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<&mut Self, InvalidName> {
        self.told.set_charsets(names)?;
        Ok(self)
    }

    /// Tells the peer the state of all options if it asks for it. The peer may
    /// enable STATUS on our side then (RFC 859).
    pub fn tell_status(&mut self) -> &mut Self {
        self.told.set_status();
        self
    }

    // ---- what a session asks ----

    pub(crate) const fn profile(&self) -> Profile {
        self.profile
    }

    /// What is told of this end.
    pub(crate) const fn told(&self) -> &Told {
        &self.told
    }

    /// What is to be asked of the peer at the start.
    pub(crate) fn requests(&self) -> &[(Side, TelnetOption)] {
        &self.requests
    }

    /// The policies, in order: those that follow from what is to be told, and
    /// those that were set.
    pub(crate) fn all_policies(
        &self,
    ) -> impl Iterator<Item = (Side, TelnetOption, Policy)> {
        let told = &self.told;
        let (local, remote) = (Side::Local, Side::Remote);
        let told = [
            (!told.terminal_types().is_empty(), local, TelnetOption::TTYPE),
            (self.window_size.is_some(), local, TelnetOption::NAWS),
            (told.speed().is_some(), local, TelnetOption::TSPEED),
            (told.display().is_some(), local, TelnetOption::XDISPLOC),
            (told.location().is_some(), local, TelnetOption::SNDLOC),
            (!told.environment().is_empty(), local, TelnetOption::NEW_ENVIRON),
            (!told.charsets().is_empty(), local, TelnetOption::CHARSET),
            (!told.charsets().is_empty(), remote, TelnetOption::CHARSET),
            (told.has_status(), local, TelnetOption::STATUS),
        ];
        let told = told.into_iter().filter(|(is_told, ..)| *is_told);
        let told = told.map(|(_, side, it)| (side, it, Policy::Accept));
        told.chain(self.policies.iter().copied())
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}
