//! What is said in the clear before TLS begins: the option `START_TLS`.

use std::fmt;
use std::io::{self, ErrorKind};

use telnet_proto::sub::Payload as _;
use telnet_proto::sub::start_tls::Follows;
use telnet_proto::{
    Collected, Collector, Decoder, Event, Negotiation, Options, Side, State,
    TelnetOption, encode,
};

/// Most octets that the peer may send before TLS.
const MAX: usize = 4096;

const START_TLS: TelnetOption = TelnetOption::START_TLS;

/// Agrees with the peer that TLS begins, by option 46, `START_TLS`
/// (draft-altman-telnet-starttls, as C-Kermit and x3270 have it). It comes
/// before a [`Session`](crate::Session), on a connection that has said nothing
/// yet:
///
/// ```text
///   client                                  server
///     WILL START_TLS ─────────────────────────►
///     ◄───────────────────────── DO START_TLS
///     SB START_TLS FOLLOWS SE ────────────────►
///     ◄──────────────── SB START_TLS FOLLOWS SE
///     ◄══ TLS, and in it Telnet from the start ═►
/// ```
///
/// TLS is demanded. A peer that refuses the option, or sends text, has none: that
/// is an error, and the connection is to be closed. Every other option that the
/// peer asks for meanwhile is refused, and commands are ignored. At most 4,096
/// octets of the peer are taken. Nothing of it is carried over: make the session
/// once TLS stands.
///
/// It does no I/O and reads no clock. How long the peer may take is the caller's to
/// bound.
///
/// ```
/// use telnet_session::start_tls::StartTls;
///
/// let mut start = StartTls::client();
/// assert_eq!(start.transmit(), b"\xFF\xFB\x2E"); // to be written
/// start.transmitted(3);
/// let received = b"\xFF\xFD\x2E\xFF\xFA\x2E\x01\xFF\xF0\x16\x03\x03";
/// let used = start.receive(received)?;
/// assert_eq!(received[used..], *b"\x16\x03\x03"); // of TLS
/// assert_eq!(start.transmit(), b"\xFF\xFA\x2E\x01\xFF\xF0");
/// start.transmitted(6);
/// assert!(start.is_over()); // TLS begins
/// # Ok::<(), telnet_session::error::StartTlsError>(())
/// ```
#[derive(Debug)]
pub struct StartTls {
    /// Whose side has the option: the client's.
    side: Side,
    options: Options,
    decoder: Decoder,
    payload: Collector<[u8; 1]>,
    output: Vec<u8>,
    /// How many octets of the peer were taken.
    received: usize,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The option is asked for.
    Asked,
    /// It is agreed, and FOLLOWS is in the output, the last of it.
    Agreed,
    /// The peer's FOLLOWS has come.
    Followed,
    Failed(StartTlsError),
}

impl StartTls {
    /// For the end that connected, which is the client of TLS, too.
    #[must_use]
    pub fn client() -> Self {
        Self::new(Side::Local)
    }

    /// For the end that was connected to, which is the server of TLS, too.
    #[must_use]
    pub fn server() -> Self {
        Self::new(Side::Remote)
    }

    fn new(side: Side) -> Self {
        let mut options = Options::new();
        let asked = options.request(side, START_TLS, true).send;
        Self {
            side,
            options,
            decoder: Decoder::new(),
            payload: Collector::new([0]),
            output: asked.map_or_else(Vec::new, |it| it.to_bytes().to_vec()),
            received: 0,
            stage: Stage::Asked,
        }
    }

    /// The octets to write next, as they are; empty if there are none.
    #[must_use]
    pub fn transmit(&self) -> &[u8] {
        &self.output
    }

    /// The first `n` octets of [`transmit`](Self::transmit) were written.
    pub fn transmitted(&mut self, n: usize) {
        self.output.drain(..n.min(self.output.len()));
    }

    /// Whether more of the peer is to come in the clear. Once it is not, no
    /// octet may be taken from the stream but by TLS.
    #[must_use]
    pub const fn wants_read(&self) -> bool {
        matches!(self.stage, Stage::Asked | Stage::Agreed)
    }

    /// Whether TLS begins with the next octet of either direction: both have
    /// said FOLLOWS, and ours was written.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.stage == Stage::Followed && self.output.is_empty()
    }

    /// Takes octets of the peer, and says how many of them were in the clear: the
    /// others are TLS.
    ///
    /// # Errors
    /// Why TLS cannot begin. Each later call says so again.
    pub fn receive(&mut self, octets: &[u8]) -> Result<usize, StartTlsError> {
        let room = MAX.saturating_sub(self.received);
        let plain = octets.get(..room).unwrap_or(octets);
        let mut decoder = std::mem::take(&mut self.decoder);
        let mut events = decoder.decode(plain);
        while self.wants_read() {
            let Some(event) = events.next() else { break };
            self.on_event(event);
        }
        let used = plain.len() - events.rest().len();
        self.decoder = decoder;
        self.received += used;
        if self.wants_read() && used < octets.len() {
            self.fail(StartTlsError::TooMuch);
        }
        match self.stage {
            Stage::Failed(error) => Err(error),
            Stage::Asked | Stage::Agreed | Stage::Followed => Ok(used),
        }
    }

    /// Why TLS cannot begin, once that is known.
    #[must_use]
    pub const fn error(&self) -> Option<StartTlsError> {
        match self.stage {
            Stage::Failed(error) => Some(error),
            Stage::Asked | Stage::Agreed | Stage::Followed => None,
        }
    }

    fn on_event(&mut self, event: Event<'_>) {
        match event {
            Event::Data(text) => {
                let first = text.first().copied().unwrap_or_default();
                self.fail(StartTlsError::Text(first));
            }
            Event::Negotiation(it) => self.on_negotiation(it),
            Event::SubBegin(_)
            | Event::SubData(_)
            | Event::SubEnd
            | Event::SubAborted(_) => self.on_payload(event),
            Event::Command(_) | Event::Malformed(_) | _ => {}
        }
    }

    fn on_negotiation(&mut self, received: Negotiation) {
        let answer = self.options.receive(received).send;
        // Behind FOLLOWS nothing is said.
        if let (Some(answer), Stage::Asked) = (answer, self.stage) {
            self.output.extend(answer.to_bytes());
        }
        match (self.options.state(self.side, START_TLS), self.stage) {
            (State::No, _) => self.fail(StartTlsError::Refused),
            (State::Yes, Stage::Asked) => {
                let follows =
                    encode::subnegotiation(Follows::OPTION, Follows.parts());
                self.output.extend(follows.flatten());
                self.stage = Stage::Agreed;
            }
            _ => {}
        }
    }

    fn on_payload(&mut self, event: Event<'_>) {
        let follows = match self.payload.push(event) {
            Some(Collected::Whole(START_TLS, payload)) => {
                Follows::parse(payload).is_ok()
            }
            Some(
                Collected::Overflow(START_TLS)
                | Collected::Aborted(START_TLS, _),
            ) => false,
            // Of another option, which is off.
            _ => return,
        };
        if follows && self.stage == Stage::Agreed {
            self.stage = Stage::Followed;
        } else {
            self.fail(StartTlsError::NoFollows);
        }
    }

    fn fail(&mut self, error: StartTlsError) {
        self.stage = Stage::Failed(error);
        // Nothing more is said to this peer.
        self.output.clear();
    }
}

/// TLS was demanded by `START_TLS` and cannot begin. The connection is to be closed:
/// all that was said is the request for the option, and refusals of others.
///
/// As [`io::Error`] its kind is `InvalidData`, but for `UnexpectedEof` of
/// [`Closed`](Self::Closed) and `TimedOut` of [`Late`](Self::Late).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StartTlsError {
    /// The peer refused the option, or took it back.
    Refused,
    /// The peer sent text in the clear, which begins with this octet.
    Text(u8),
    /// The peer sent a subnegotiation of `START_TLS` other than FOLLOWS, or before
    /// it had agreed to the option.
    NoFollows,
    /// The peer sent 4,096 octets, and FOLLOWS was not among them.
    TooMuch,
    /// The peer closed the connection before it had said FOLLOWS.
    Closed,
    /// The peer did not say FOLLOWS in time.
    Late,
}

impl fmt::Display for StartTlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TLS was demanded by START_TLS, and ")?;
        match self {
            Self::Refused => f.write_str("the peer refused it")?,
            Self::Text(octet) => write!(
                f,
                "the peer sent text in the clear, from '{}' on",
                octet.escape_ascii()
            )?,
            Self::NoFollows => {
                f.write_str("the peer sent another START_TLS than FOLLOWS")?;
            }
            Self::TooMuch => write!(
                f,
                "the peer sent {MAX} octets of Telnet without FOLLOWS"
            )?,
            Self::Closed => f.write_str("the peer closed the connection")?,
            Self::Late => f.write_str("the peer did not begin it in time")?,
        }
        f.write_str(
            ": it may have no START_TLS, or it is switched off, or someone on \
             the path has taken it out. Switch it on there, or use TLS on a \
             port of its own",
        )
    }
}

impl std::error::Error for StartTlsError {}

impl From<StartTlsError> for io::Error {
    fn from(error: StartTlsError) -> Self {
        let kind = match error {
            StartTlsError::Closed => ErrorKind::UnexpectedEof,
            StartTlsError::Late => ErrorKind::TimedOut,
            StartTlsError::Refused
            | StartTlsError::Text(_)
            | StartTlsError::NoFollows
            | StartTlsError::TooMuch => ErrorKind::InvalidData,
        };
        Self::new(kind, error)
    }
}
