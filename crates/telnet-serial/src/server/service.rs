//! One client's connection to a port that is served, without its socket.

use std::io;
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_session::bytes::Bytes;
use telnet_session::error::OutputFullError;
use telnet_session::proto::sub::Role;
use telnet_session::proto::sub::com_port::{
    ComPort, MAX_SIGNATURE, line_state, modem_state,
};
use telnet_session::wait::{ReadNext, Received};
use telnet_session::{
    Config, Deadline, Event, EventKind, Session, TelnetOption, Wait,
};

use super::Backend;
use crate::setting::{Kind, Purge, Setting};
use crate::state::{LineState, ModemState};
use crate::until::Until;
use crate::wire;

/// What a server says it is, where nothing else was set.
const SIGNATURE: &str = "serial port";

/// Room that is kept for answers: an answer is at most a signature, all of it
/// 255, in its subnegotiation.
const ANSWER: usize = 2 * MAX_SIGNATURE + 16;

/// Most answers that are held back while the client asks for silence. More are
/// sent in spite of it.
const MOST_HELD: usize = 64;

/// What a client wants done, in the order in which it sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Work {
    /// Write these octets to the port.
    Data(Bytes),
    /// Do this, and answer: [`Service::obey`].
    Order(Order),
}

/// What a client wants of the port besides data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Order {
    /// Set this.
    Set(Setting),
    /// Tell what this is set to. It is what comes of a value without a meaning,
    /// too: the answer says what is in force.
    Get(Kind),
    /// Throw this away.
    Purge(Purge),
}

impl Order {
    /// Whether data that was sent before has to be on the line first.
    #[must_use]
    pub const fn waits_for_data(self) -> bool {
        matches!(self, Self::Set(_))
    }
}

/// What a server knows of one client: its masks, whether it asks for silence,
/// what it was told.
///
/// ```
/// use telnet_serial::server::{Loopback, Service, Work};
/// use telnet_serial::session::{Config, Session};
/// let mut session = Session::new(Service::config(Config::new()));
/// let (mut service, mut port) = (Service::new(), Loopback::new());
/// session.receive(b"\xFF\xFB\x2C"); // WILL COM-PORT-OPTION
/// session.receive(b"\xFF\xFA\x2C\x01\0\0\x25\x80\xFF\xF0"); // 9600 baud
/// let now = std::time::Instant::now();
/// let Some(Work::Order(order)) = service.next(&mut session, now) else {
///     panic!("the client has set the baud rate");
/// };
/// service.obey(&mut session, order, &mut port, true)?;
/// assert!(session.transmit().ends_with(b"\x2C\x65\0\0\x25\x80\xFF\xF0"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Service {
    signature: Box<str>,
    line_mask: u8,
    modem_mask: u8,
    modem: Option<ModemState>,
    /// Whether the client is to be told the modem's state, changed or not.
    is_owed: bool,
    is_suspended: bool,
    /// Answers that wait for the end of the silence.
    held: Vec<ComPort<'static>>,
    /// Until when the client may leave open whether it takes BINARY.
    settled: Until,
    is_settled: bool,
}

/// For how long data waits for the client to say whether it takes BINARY.
const PATIENCE: Duration = Duration::from_secs(1);

impl Default for Service {
    fn default() -> Self {
        Self::new()
    }
}

impl Service {
    /// A client that has said nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            signature: SIGNATURE.into(),
            line_mask: line_state::FIRST_MASK,
            modem_mask: modem_state::FIRST_MASK,
            modem: None,
            is_owed: true,
            is_suspended: false,
            held: Vec::new(),
            settled: Until::new(PATIENCE),
            is_settled: false,
        }
    }

    /// What the server says it is, to a client that asks: at most
    /// [`MAX_SIGNATURE`] octets of it, cut before a character that goes beyond.
    /// `serial port` if nothing is set, which tells nothing.
    #[must_use]
    pub fn signature(mut self, text: &str) -> Self {
        let mut end = text.len().min(MAX_SIGNATURE);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.signature = text.get(..end).unwrap_or_default().into();
        self
    }

    /// How a connection that serves a port is to behave: events on, BINARY and
    /// SUPPRESS-GO-AHEAD both ways, COM-PORT-OPTION. Caps stay as they are.
    #[must_use]
    pub fn config(config: Config) -> Config {
        wire::config(config, Role::Server)
    }

    /// Whether the client has the option, and so can be told of states.
    #[must_use]
    pub fn is_agreed(session: &Session) -> bool {
        wire::is_agreed(session)
    }

    /// Whether the client asks for silence: neither data nor states are to be
    /// sent until it takes that back.
    #[must_use]
    pub const fn is_suspended(&self) -> bool {
        self.is_suspended
    }

    /// The next thing that the client wants done. What needs no port, masks and
    /// silence, is done here. `None` if there is nothing, or no room for an
    /// answer before some output is out.
    pub fn next(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Option<Work> {
        self.is_settled |= self.settled.is_over(now);
        while session.output_room() >= ANSWER {
            let mut next = ReadNext::new(Deadline::Never);
            let Poll::Ready(Ok(Some(next))) = next.poll(session, now) else {
                return None;
            };
            match next {
                Received::Text(octets) => return Some(Work::Data(octets)),
                Received::Event(event) => {
                    if let Some(order) = self.on_event(session, &event) {
                        return Some(Work::Order(order));
                    }
                }
            }
        }
        None
    }

    fn on_event(
        &mut self,
        session: &mut Session,
        event: &Event,
    ) -> Option<Order> {
        let EventKind::Subnegotiation { option, payload } = &event.kind else {
            return None;
        };
        if *option != TelnetOption::COM_PORT_OPTION {
            return None;
        }
        // What is no command has no answer (RFC 855).
        let command = ComPort::parse(payload, Role::Client).ok()?;
        match command {
            ComPort::Signature([]) => {
                self.answer(session, ComPort::Signature(b""));
            }
            ComPort::LineStateMask(bits) => {
                self.line_mask = bits;
                self.answer(session, ComPort::LineStateMask(bits));
            }
            ComPort::ModemStateMask(bits) => {
                self.modem_mask = bits;
                self.is_owed = true;
                self.answer(session, ComPort::ModemStateMask(bits));
            }
            ComPort::FlowControlSuspend => self.is_suspended = true,
            ComPort::FlowControlResume => {
                self.is_suspended = false;
                for answer in std::mem::take(&mut self.held) {
                    self.answer(session, answer);
                }
            }
            ComPort::PurgeData(code) => {
                return Purge::from_code(code).map(Order::Purge);
            }
            // It says what it is; and those of a server, which the parser has
            // refused of a client.
            ComPort::Signature(_)
            | ComPort::NotifyLineState(_)
            | ComPort::NotifyModemState(_) => {}
            ComPort::BaudRate(_)
            | ComPort::DataSize(_)
            | ComPort::Parity(_)
            | ComPort::StopSize(_)
            | ComPort::Control(_) => {
                let get = || Kind::of(command).map(Order::Get);
                return Setting::of(command).map(Order::Set).or_else(get);
            }
        }
        None
    }

    /// Does what the client wants, and answers by what is in force then. One who
    /// may not write sets nothing, and is told what is set.
    ///
    /// # Errors
    /// None of the port's, which says what it can: what it cannot tell is not
    /// answered, but for what was asked of it and done. The error is that of an
    /// answer without room, for which [`next`](Self::next) provides.
    pub fn obey(
        &mut self,
        session: &mut Session,
        order: Order,
        port: &mut (impl Backend + ?Sized),
        may_write: bool,
    ) -> io::Result<()> {
        let answer = match order {
            Order::Set(setting) => {
                let set = may_write.then(|| port.set(setting));
                let is_done = matches!(set, Some(Ok(())));
                let is = port.get(setting.kind());
                let done = is_done.then_some(setting);
                is.ok().or(done).map(Setting::command)
            }
            Order::Get(kind) => port.get(kind).ok().map(Setting::command),
            Order::Purge(what) => {
                if may_write {
                    // A port that cannot is as one where nothing was left.
                    let _as_it_is = port.purge(what);
                }
                Some(ComPort::PurgeData(what.code()))
            }
        };
        match answer {
            Some(answer) => Ok(self.try_answer(session, answer)?),
            None => Ok(()),
        }
    }

    /// Tells the client the state of the modem's lines, if it wants to know:
    /// when one has changed that is in its mask, and at first. Whether it was
    /// told.
    pub fn tell_modem(
        &mut self,
        session: &mut Session,
        state: ModemState,
    ) -> bool {
        if self.is_suspended
            || !wire::is_agreed(session)
            || session.output_room() < ANSWER
        {
            return false;
        }
        let changed = self.modem.map_or(0, |it| it.bits() ^ state.bits());
        let is_owed = std::mem::take(&mut self.is_owed);
        self.modem = Some(state.lines());
        if !is_owed && changed & self.modem_mask == 0 {
            return false;
        }
        // Bits 0 to 3 tell what has changed; of the ring, that it has ended.
        let mut deltas = (changed & 0xF0) >> 4;
        if state.ring() {
            deltas &= !modem_state::RING_ENDED;
        }
        let bits = (state.lines().bits() | deltas) & self.modem_mask;
        self.try_answer(session, ComPort::NotifyModemState(bits)).is_ok()
    }

    /// Tells the client what has happened on the line, if it wants to know.
    /// Whether it was told.
    pub fn tell_line(
        &mut self,
        session: &mut Session,
        state: LineState,
    ) -> bool {
        let bits = state.bits() & self.line_mask;
        if bits == 0
            || self.is_suspended
            || !wire::is_agreed(session)
            || session.output_room() < ANSWER
        {
            return false;
        }
        self.try_answer(session, ComPort::NotifyLineState(bits)).is_ok()
    }

    /// Asks the client to send nothing, or to go on.
    ///
    /// # Errors
    /// [`OutputFullError`] if there is no room for it.
    pub fn suspend(
        &self,
        session: &mut Session,
        suspend: bool,
    ) -> Result<(), OutputFullError> {
        let command = match suspend {
            true => ComPort::FlowControlSuspend,
            false => ComPort::FlowControlResume,
        };
        wire::command(session, command, Role::Server)
    }

    /// Sends data of the port to the client: how many octets of it were taken,
    /// none while it asks for silence, nor before it has said whether it takes
    /// BINARY, for which it has a second.
    #[must_use]
    pub fn send(&self, session: &mut Session, data: &[u8]) -> usize {
        let is_settled = self.is_settled || !wire::is_undecided(session);
        if self.is_suspended || !is_settled {
            return 0;
        }
        wire::send(session, data)
    }

    /// There is room: `next` has looked.
    fn answer(&mut self, session: &mut Session, answer: ComPort<'static>) {
        let _there_is_room = self.try_answer(session, answer);
    }

    fn try_answer(
        &mut self,
        session: &mut Session,
        answer: ComPort<'static>,
    ) -> Result<(), OutputFullError> {
        if self.is_suspended && self.held.len() < MOST_HELD {
            self.held.push(answer);
            return Ok(());
        }
        // The one answer that is not of the client's making.
        let is_signature = matches!(answer, ComPort::Signature(_));
        let signature = ComPort::Signature(self.signature.as_bytes());
        let answer = if is_signature { signature } else { answer };
        wire::command(session, answer, Role::Server)
    }
}
