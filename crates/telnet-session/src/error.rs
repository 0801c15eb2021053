//! What can go wrong, and whose fault it is.
//!
//! Each of them becomes an [`io::Error`] by `?`, of a kind that its page names.
//! The errors of patterns stand in the module `expect`, those of dialogues
//! in `dialogue`.

use std::fmt;
use std::io;
use std::time::Duration;

use telnet_proto::Command;

pub use crate::start_tls::StartTlsError;
pub use crate::told::InvalidNameError;

/// The peer has closed the connection and every octet was read: telnetlib's
/// `EOFError`. As [`io::Error`] its kind is `UnexpectedEof`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClosedError;

impl fmt::Display for ClosedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("telnet connection closed by the peer, nothing left unread")
    }
}

/// The deadline of a read passed first. Nothing was consumed. As
/// [`io::Error`] its kind is `TimedOut`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimedOutError {
    /// Octets that have arrived and are still unread.
    pub unread: usize,
}

impl fmt::Display for TimedOutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "deadline passed; {} octets have arrived and stay unread",
            self.unread
        )
    }
}

/// The deadline of a write passed first. As [`io::Error`] its kind is
/// `TimedOut`.
///
/// What is queued goes out with what is sent next, and must not be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnsentError {
    /// How many octets of the data are queued; of an item that is sent whole
    /// or not at all, 1 if it is.
    pub queued: usize,
    /// How many octets the data has, before escaping; 1 for an item.
    pub len: usize,
}

impl fmt::Display for UnsentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { queued, len } = self;
        write!(
            f,
            "deadline passed; {queued} of {len} are queued to be sent, no more"
        )
    }
}

/// A wait can never end: input has stopped at a cap of
/// [`Config`](crate::Config), and there is nothing to send. Nothing was lost.
/// As [`io::Error`] its kind is `QuotaExceeded`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BufferFullError {
    /// `max_unread` octets are unread and do not hold what is waited for:
    /// read some, or raise the cap.
    Unread {
        /// The cap, in octets.
        max: usize,
    },
    /// The peer has changed options too often: `max_option_changes` times, with
    /// 16 more for each second. Close the connection.
    OptionChanges {
        /// The cap.
        max: u32,
    },
    /// The event queue is full: call `poll_event`, or leave
    /// `Config::events` off.
    Events {
        /// Events in the queue.
        queued: usize,
    },
}

impl fmt::Display for BufferFullError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread { max } => write!(
                f,
                "{max} octets are unread, the cap, without what is waited \
                 for: read some of them or raise Config::max_unread"
            ),
            Self::OptionChanges { max } => write!(
                f,
                "the peer has changed options {max} times and does not stop: \
                 close the connection"
            ),
            Self::Events { queued } => write!(
                f,
                "{queued} events are queued, the cap: take them with \
                 poll_event, or leave Config::events off"
            ),
        }
    }
}

/// The peer was asked whether it is there, by the AYT of a
/// [`Heartbeat`](crate::heartbeat::Heartbeat), and has sent not one octet since. The
/// connection may be dead, or the peer may know no AYT. As [`io::Error`] its
/// kind is `TimedOut`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnresponsiveError {
    /// How long ago it was asked first.
    pub time: Duration,
}

impl fmt::Display for UnresponsiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the peer was asked {:.1?} ago whether it is there, and has sent \
             nothing since: the connection may be dead",
            self.time
        )
    }
}

/// The output queue has no room for an item that cannot be cut: transmit
/// first. As [`io::Error`] its kind is `QuotaExceeded`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutputFullError {
    /// Octets of the item as it would go out.
    pub wanted: usize,
    /// Octets of room.
    pub room: usize,
}

impl fmt::Display for OutputFullError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no room for {} octets of output, {} are free: transmit first, \
             or raise Config::max_output",
            self.wanted, self.room
        )
    }
}

/// A command that was not queued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CommandError {
    /// It is not whole without an operand, or no command at all: only those for
    /// which [`Command::is_simple`] holds are. As [`io::Error`] its kind is
    /// `InvalidInput`.
    NotWhole(Command),
    /// There is no room for it.
    Full(OutputFullError),
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotWhole(command) => write!(
                f,
                "{command} is no command without operand: options have \
                 request, payloads have send_subnegotiation"
            ),
            Self::Full(full) => full.fmt(f),
        }
    }
}

impl std::error::Error for CommandError {}

impl From<OutputFullError> for CommandError {
    fn from(full: OutputFullError) -> Self {
        Self::Full(full)
    }
}

impl From<CommandError> for io::Error {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::NotWhole(_) => {
                Self::new(io::ErrorKind::InvalidInput, error)
            }
            CommandError::Full(full) => full.into(),
        }
    }
}

/// Makes an error one, and gives it its kind of [`io::Error`].
macro_rules! io_kind {
    ($($error:ty => $kind:ident,)*) => {$(
        impl std::error::Error for $error {}

        impl From<$error> for io::Error {
            fn from(error: $error) -> Self {
                Self::new(io::ErrorKind::$kind, error)
            }
        }
    )*};
}

io_kind! {
    ClosedError => UnexpectedEof,
    TimedOutError => TimedOut,
    UnsentError => TimedOut,
    UnresponsiveError => TimedOut,
    BufferFullError => QuotaExceeded,
    OutputFullError => QuotaExceeded,
}
