//! How a connection is to behave, as data.

mod fields;
mod options;

use std::time::Duration;

use bytes::Bytes;
use telnet_proto::nvt::Newline;
use telnet_proto::sub::Role;
use telnet_proto::sub::naws::WindowSize;
use telnet_proto::{Policy, Side, TelnetOption};

use crate::heartbeat::Heartbeat;
use crate::profile::Profile;
use crate::told::Told;

/// How a connection behaves.
///
/// ```
/// use telnet_session::{Config, Policy, Side, TelnetOption, WindowSize};
/// let config = Config::new()
///     .events(true)
///     .window_size(WindowSize { columns: 80, rows: 24 })
///     .policy(Side::Remote, TelnetOption::GMCP, Policy::Accept)
///     .terminal_types(["xterm-256color", "xterm"])?;
/// # assert!(config.events);
/// # Ok::<(), telnet_session::error::InvalidNameError>(())
/// ```
///
/// What a client discloses is what is set here and nothing else: by default
/// not even a terminal type. The fields are there to be read, or set one by one
/// where a value is made in steps.
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
    /// [`max_subnegotiation_for`](Self::max_subnegotiation_for).
    pub max_subnegotiation: usize,
    /// Most changes of options and questions for the terminal type that the
    /// peer may cause; 16 come back in a second. At the first that is too many
    /// input stops, and a wait fails with
    /// [`BufferFullError`](crate::error::BufferFullError). Default 256.
    pub max_option_changes: u32,
    /// Most events in the queue; input stops there. Their payloads stop it,
    /// too, once they reach `max_subnegotiation` octets. Default 256.
    pub max_events: usize,
    /// For how long a Synch discards text if its DM does not come: see
    /// [`Session::receive_urgent`](crate::Session::receive_urgent). Default
    /// 10 s; 1 MiB of text ends it, too.
    pub synch_timeout: Duration,
    /// Longest line that a user may type where a server asks for one, in octets:
    /// see [`ReadLine`](crate::server::ReadLine). Default 1024.
    pub max_line: u16,
    /// How many of those lines are kept, so that the user can fetch them again.
    /// Default 32.
    pub max_history: u16,
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
    /// [`AnsiFilter`](crate::terminal::AnsiFilter), before anything else sees
    /// it: then a prompt in colours matches like any other. Not in the
    /// telnetlib profile. Default off.
    pub strip_ansi: bool,
    /// Whether the peer is asked, once it agrees to tell it, for its terminal
    /// types, its terminal speed, its X display and its environment, and, where it
    /// agrees to CHARSET on our side, for one of the character sets of
    /// [`charsets`](Self::charsets); and whether what it tells is kept,
    /// its window size and location too: [`Session::peer`](crate::Session::peer).
    /// To agree is for `policy` and `request` to say. Not in the telnetlib
    /// profile. Default off.
    pub ask_peer: bool,
    /// Which end this one is. It says who gives way where both ask for a
    /// character set at once: the server rejects, and the client answers
    /// (RFC 2066, page 4). Default the client; in [`server`](Self::server) the
    /// server.
    pub role: Role,
    /// The window size to tell the peer. `Some` lets the peer enable NAWS on
    /// our side (RFC 1073). Default `None`. Of a width or height with an octet of
    /// 255 in it, `busybox telnetd` 1.35 takes a part for typed text: 254 columns
    /// are safer than 255.
    pub window_size: Option<WindowSize>,
    /// What is sent while the peer is silent. Default `None`: nothing.
    pub heartbeat: Option<Heartbeat>,
    told: Box<Told>,
    /// Caps of single options on payloads.
    large: Box<[(TelnetOption, usize)]>,
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
            max_line: 1024,
            max_history: 32,
            synch_timeout: Duration::from_secs(10),
            events: false,
            newline: Newline::CrLf,
            ayt_answer: None,
            abort_output: false,
            ask_peer: false,
            role: Role::Client,
            window_size: None,
            heartbeat: None,
            told: Box::default(),
            large: Box::new([
                (TelnetOption::GMCP, 1 << 20),
                (TelnetOption::MSDP, 1 << 20),
            ]),
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
        Self::new()
            .ayt_answer(&b"\r\n[Yes]\r\n"[..])
            .abort_output(true)
            .role(Role::Server)
            .policy(Side::Remote, TelnetOption::ECHO, Policy::Refuse)
            .request(Side::Local, TelnetOption::ECHO)
            .request(Side::Local, TelnetOption::SGA)
            .request(Side::Remote, TelnetOption::SGA)
            .request(Side::Remote, TelnetOption::NAWS)
            .request(Side::Remote, TelnetOption::TTYPE)
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

    /// The longest payload for an option, in octets.
    #[must_use]
    pub fn max_subnegotiation_of(&self, option: TelnetOption) -> usize {
        let own = self.large.iter().rev().find(|(of, _)| *of == option);
        own.map_or(self.max_subnegotiation, |(_, octets)| *octets)
    }

    // ---- what a session asks ----

    pub(crate) const fn profile(&self) -> Profile {
        self.profile
    }

    /// What is told of this end, and asked of the peer.
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
            (!told.environment().is_empty(), local, TelnetOption::OLD_ENVIRON),
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
