//! The client's end: what it asks, what it has been told, and the waits for it.
//!
//! [`Client`] has no socket, no session and no clock. Its waits borrow it, and
//! run over a connection of any kind, as all waits do.

#[macro_use]
mod step;
mod ask;
mod batch;
mod lines;
mod open;
#[cfg(any(feature = "async-std", feature = "blocking", feature = "tokio"))]
mod taking;
mod transfer;

use telnet_session::proto::sub::com_port::{ComPort, purge};
use telnet_session::proto::sub::{PayloadError, Role};
use telnet_session::{
    Config, Deadline, Event, EventKind, Session, TelnetOption,
};

use std::time::{Duration, Instant};

pub use ask::Ask;
pub use lines::AwaitLines;
pub use open::Open;
pub use transfer::{Receive, Transfer};

#[cfg(any(feature = "async-std", feature = "tokio"))]
pub(crate) use ask::Asking;
#[cfg(any(feature = "async-std", feature = "tokio"))]
pub(crate) use lines::Watching;
#[cfg(any(feature = "async-std", feature = "tokio"))]
pub(crate) use step::Step;
#[cfg(any(
    feature = "async-std",
    feature = "blocking",
    feature = "tokio"
))]
pub(crate) use step::With;
#[cfg(any(
    feature = "async-std",
    feature = "blocking",
    feature = "tokio"
))]
pub(crate) use taking::Taking;
#[cfg(any(feature = "async-std", feature = "tokio"))]
pub(crate) use transfer::Sending;

use crate::quirk::{Quirk, Quirks};
use crate::request::{Request, Subject};
use crate::setting::{Kind, Setting};
use crate::state::{LineState, ModemState};
use crate::wire;
use batch::Batch;

/// How long an answer may take before it is taken for lost, where no other time
/// was set.
const PATIENCE: Duration = Duration::from_secs(1);

/// Longest signature that is kept of a server, in octets.
const MAX_SIGNATURE: usize = 256;

/// What a client knows of a port, and what it has asked for.
///
/// ```
/// use std::time::Duration;
/// use telnet_serial::session::{Config, Session, Wait};
/// use telnet_serial::{Client, Settings};
/// let mut session = Session::new(Client::config(Config::new()));
/// let mut client = Client::new();
/// // An adapter would run it: `telnet.wait(&mut open)`.
/// let mut open = client.open(Duration::from_secs(3));
/// let now = std::time::Instant::now();
/// assert!(open.poll(&mut session, now).is_pending());
/// ```
#[derive(Debug)]
pub struct Client {
    batch: Batch,
    quirks: Quirks,
    patience: Duration,
    /// What the server has said that is set, in the order of [`Kind::ALL`].
    known: [Option<Setting>; Kind::ALL.len()],
    modem: Option<ModemState>,
    /// Grows with each state of the modem that is told.
    modem_told: u64,
    line: LineState,
    signature: Option<Box<[u8]>>,
    /// Whether the server has told us to be silent.
    is_suspended: bool,
    /// Whether we have told the server to be silent, or to go on, and it has
    /// not said anything of the kind since.
    has_told: bool,
    /// Until when data waits for what the server says of BINARY, while it has
    /// not said it.
    settled_at: Option<Instant>,
}

impl Default for Client {
    fn default() -> Self {
        Self::new()
    }
}

impl Client {
    /// A client that has not asked for anything yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            batch: Batch::default(),
            quirks: Quirks::default(),
            patience: PATIENCE,
            known: [None; Kind::ALL.len()],
            modem: None,
            modem_told: 0,
            line: LineState::default(),
            signature: None,
            is_suspended: false,
            has_told: false,
            settled_at: None,
        }
    }

    /// How a connection to a serial port is to behave: events on, BINARY and
    /// SUPPRESS-GO-AHEAD both ways, COM-PORT-OPTION. Caps stay as they are.
    #[must_use]
    pub fn config(config: Config) -> Config {
        wire::config(config, Role::Client)
    }

    /// How long an answer may take before it is taken for lost: a second at
    /// first. The deadline of a wait bounds all of it.
    pub const fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// What the server has said last that this is set to, if it has.
    #[must_use]
    pub fn known(&self, kind: Kind) -> Option<Setting> {
        self.known.get(place(kind)?).copied().flatten()
    }

    /// The state of the modem's lines as it was told last; `None` if it never
    /// was.
    #[must_use]
    pub const fn modem(&self) -> Option<ModemState> {
        self.modem
    }

    /// What has happened on the line since the last call. Servers tell what
    /// [`Request::LineMask`] asks for, and at first nothing.
    pub const fn take_line_state(&mut self) -> LineState {
        std::mem::replace(&mut self.line, LineState::from_bits(0))
    }

    /// What the server says it is, if it was asked and has answered. Octets of
    /// the peer, 256 at most: escape them before they are shown.
    #[must_use]
    pub fn signature(&self) -> Option<&[u8]> {
        self.signature.as_deref()
    }

    /// Whether the server has asked for silence: neither data nor commands are
    /// sent until it takes that back (RFC 2217, page 10).
    #[must_use]
    pub const fn is_suspended(&self) -> bool {
        self.is_suspended
    }

    /// In what the server differs from RFC 2217, each once, as it has shown so
    /// far. What was bent for its sake is at each [`Quirk`].
    #[must_use]
    pub fn quirks(&self) -> &[Quirk] {
        self.quirks.all()
    }

    /// A wait until the server has agreed to the option.
    pub fn open(&mut self, deadline: impl Into<Deadline>) -> Open<'_> {
        Open::new(self, deadline.into())
    }

    /// A wait until requests are answered, or the deadline has passed: see
    /// [`Ask`].
    pub fn ask(
        &mut self,
        requests: impl IntoIterator<Item = Request>,
        deadline: impl Into<Deadline>,
    ) -> Ask<'_> {
        Ask::new(self, requests.into_iter(), deadline.into())
    }

    /// A wait until the server tells a state of the modem's lines other than
    /// `seen`: see [`AwaitLines`].
    pub fn await_lines(
        &mut self,
        seen: Option<ModemState>,
        deadline: impl Into<Deadline>,
    ) -> AwaitLines<'_> {
        AwaitLines::new(self, seen, deadline.into())
    }

    /// A wait for at least one octet from the port, or the end: see
    /// [`Receive`].
    pub fn receive(&mut self, deadline: impl Into<Deadline>) -> Receive<'_> {
        Receive::new(self, deadline.into())
    }

    /// A wait until data for the port was transmitted: see [`Transfer`].
    pub fn transfer<'c>(
        &'c mut self,
        data: &'c [u8],
        deadline: impl Into<Deadline>,
    ) -> Transfer<'c> {
        Transfer::new(self, data, deadline.into())
    }

    /// Asks the server to send nothing, or to go on: FLOWCONTROL-SUSPEND and
    /// -RESUME, which have no answer. What is under way still arrives.
    ///
    /// # Errors
    /// [`OutputFullError`](telnet_session::error::OutputFullError) if there is
    /// no room for it.
    pub fn suspend(
        &mut self,
        session: &mut Session,
        suspend: bool,
    ) -> Result<(), telnet_session::error::OutputFullError> {
        let command = match suspend {
            true => ComPort::FlowControlSuspend,
            false => ComPort::FlowControlResume,
        };
        wire::command(session, command, Role::Client)?;
        self.has_told = true;
        Ok(())
    }

    /// Takes note of all that the server has said besides data: it takes all
    /// events of the session, those of other options, too. The waits do this by
    /// themselves.
    pub fn tend(&mut self, session: &mut Session) {
        while let Some(event) = session.poll_event() {
            self.on_event(session, &event);
        }
    }

    fn on_event(&mut self, session: &mut Session, event: &Event) {
        let EventKind::Subnegotiation { option, payload } = &event.kind else {
            return;
        };
        if *option != TelnetOption::COM_PORT_OPTION {
            return;
        }
        let Some(command) = self.parse(payload) else { return };
        match command {
            ComPort::NotifyModemState(bits) => {
                self.modem = Some(ModemState::from_bits(bits));
                self.modem_told += 1;
                let mask = Subject::ModemMask;
                self.batch.answer_mask(mask, &mut self.quirks);
            }
            ComPort::NotifyLineState(bits) => {
                self.line = self.line.and(LineState::from_bits(bits));
                let mask = Subject::LineMask;
                self.batch.answer_mask(mask, &mut self.quirks);
            }
            ComPort::FlowControlSuspend => self.on_suspend(true),
            ComPort::FlowControlResume => self.on_suspend(false),
            // It asks what we are. Nothing is told of oneself by itself.
            ComPort::Signature([]) => {}
            ComPort::Signature(_)
            | ComPort::BaudRate(_)
            | ComPort::DataSize(_)
            | ComPort::Parity(_)
            | ComPort::StopSize(_)
            | ComPort::Control(_)
            | ComPort::LineStateMask(_)
            | ComPort::ModemStateMask(_)
            | ComPort::PurgeData(_) => {
                self.on_answer(session, event.offset, command);
            }
        }
    }

    /// Reads a payload, also one that is not quite as it should be.
    fn parse<'a>(&mut self, payload: &'a [u8]) -> Option<ComPort<'a>> {
        let command = match ComPort::parse(payload, Role::Server) {
            Err(PayloadError::Role) => {
                let command = ComPort::parse(payload, Role::Client);
                if command.is_ok() {
                    self.quirks.note(Quirk::ClientCodes);
                }
                command
            }
            Ok(ComPort::BaudRate(rate)) => {
                if payload.len() > 5 {
                    self.quirks.note(Quirk::LongBaudRate);
                }
                Ok(ComPort::BaudRate(rate))
            }
            other => other,
        };
        let bad = |why: &PayloadError| {
            self.quirks.note(Quirk::BadPayload(*why));
        };
        command.inspect_err(bad).ok()
    }

    /// Whether data may be sent: the server has said whether it takes BINARY, or
    /// patience with it is over.
    fn is_settled(&mut self, session: &Session, now: Instant) -> bool {
        if !wire::is_undecided(session) {
            self.settled_at = None;
            return true;
        }
        if self.settled_at.is_none() {
            self.settled_at = now.checked_add(self.patience);
        }
        self.settled_at.is_some_and(|at| now >= at)
    }

    fn on_suspend(&mut self, suspend: bool) {
        if self.has_told {
            // Heeding it, we would be silent for ever.
            self.has_told = false;
            self.quirks.note(Quirk::SuspendEchoed);
        } else {
            self.is_suspended = suspend;
        }
    }

    fn on_answer(
        &mut self,
        session: &mut Session,
        offset: u64,
        command: ComPort<'_>,
    ) {
        if let Some(setting) = Setting::of(command) {
            let place = place(setting.kind());
            if let Some(known) = place.and_then(|at| self.known.get_mut(at)) {
                *known = Some(setting);
            }
        }
        if let ComPort::Signature(text) = command {
            let kept = text.get(..MAX_SIGNATURE).unwrap_or(text);
            self.signature = Some(kept.into());
        }
        if let ComPort::PurgeData(purge::RECEIVED | purge::BOTH) = command {
            if self.batch.awaits(Subject::Purge) {
                // What the server has sent before is of the past, too.
                let before = offset.saturating_sub(session.offset());
                let before = usize::try_from(before).unwrap_or(usize::MAX);
                session.consume(before);
            }
        }
        self.batch.answer(command, &mut self.quirks);
    }
}

/// Where a kind of setting stands in what is known.
fn place(kind: Kind) -> Option<usize> {
    Kind::ALL.iter().position(|it| *it == kind)
}
