//! What a client asks of a server, and what comes of it.

use std::fmt;

use telnet_session::proto::sub::com_port::ComPort;

use crate::setting::{Kind, Purge, Setting};

/// One thing that a client asks, and a server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Request {
    /// Set this.
    Set(Setting),
    /// Tell what this is set to.
    Get(Kind),
    /// Tell of these changes of the line: bits of
    /// [`line_state`](telnet_session::proto::sub::com_port::line_state).
    LineMask(u8),
    /// Tell of these changes of the modem's lines: bits of
    /// [`modem_state`](telnet_session::proto::sub::com_port::modem_state).
    ModemMask(u8),
    /// Throw this away.
    Purge(Purge),
    /// Tell what you are.
    Signature,
}

/// What a request is about: a [`Request`] without its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Subject {
    /// Setting this.
    Set(Kind),
    /// Asking for this.
    Get(Kind),
    /// SET-LINESTATE-MASK.
    LineMask,
    /// SET-MODEMSTATE-MASK.
    ModemMask,
    /// PURGE-DATA.
    Purge,
    /// SIGNATURE.
    Signature,
}

impl Request {
    /// What it is about.
    #[must_use]
    pub const fn subject(self) -> Subject {
        match self {
            Self::Set(setting) => Subject::Set(setting.kind()),
            Self::Get(kind) => Subject::Get(kind),
            Self::LineMask(_) => Subject::LineMask,
            Self::ModemMask(_) => Subject::ModemMask,
            Self::Purge(_) => Subject::Purge,
            Self::Signature => Subject::Signature,
        }
    }

    /// The command that asks it.
    #[must_use]
    pub const fn command(self) -> ComPort<'static> {
        match self {
            Self::Set(setting) => setting.command(),
            Self::Get(kind) => kind.query(),
            Self::LineMask(bits) => ComPort::LineStateMask(bits),
            Self::ModemMask(bits) => ComPort::ModemStateMask(bits),
            Self::Purge(what) => ComPort::PurgeData(what.code()),
            Self::Signature => ComPort::Signature(b""),
        }
    }
}

impl Subject {
    /// What an answer is of. An answer does not tell whether it is one to a
    /// question or to a setting.
    pub(crate) const fn of_answer(command: ComPort<'_>) -> Option<Self> {
        match command {
            ComPort::LineStateMask(_) => Some(Self::LineMask),
            ComPort::ModemStateMask(_) => Some(Self::ModemMask),
            ComPort::PurgeData(_) => Some(Self::Purge),
            ComPort::Signature(_) => Some(Self::Signature),
            ComPort::BaudRate(_)
            | ComPort::DataSize(_)
            | ComPort::Parity(_)
            | ComPort::StopSize(_)
            | ComPort::Control(_)
            | ComPort::NotifyLineState(_)
            | ComPort::NotifyModemState(_)
            | ComPort::FlowControlSuspend
            | ComPort::FlowControlResume => match Kind::of(command) {
                Some(kind) => Some(Self::Set(kind)),
                None => None,
            },
        }
    }

    /// Whether an answer of `other` may be one to it.
    pub(crate) fn is_answered_by(self, other: Self) -> bool {
        self.asked() == other.asked()
    }

    /// The same, whether it is set or asked for.
    const fn asked(self) -> Self {
        if let Self::Get(kind) = self { Self::Set(kind) } else { self }
    }

    /// Whether the port is of no use without an answer.
    pub(crate) const fn is_needed(self) -> bool {
        match self {
            Self::Set(kind) => kind.is_of_characters(),
            Self::Get(_)
            | Self::LineMask
            | Self::ModemMask
            | Self::Purge
            | Self::Signature => false,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set(kind) => write!(f, "the setting of {kind}"),
            Self::Get(kind) => write!(f, "the question for {kind}"),
            Self::LineMask => f.write_str("SET-LINESTATE-MASK"),
            Self::ModemMask => f.write_str("SET-MODEMSTATE-MASK"),
            Self::Purge => f.write_str("PURGE-DATA"),
            Self::Signature => f.write_str("SIGNATURE"),
        }
    }
}

/// What has come of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It was done.
    Done,
    /// This is what is set: the answer to a question, or what the server set
    /// instead of what it was asked for.
    Is(Setting),
    /// No answer came in time.
    Unanswered,
}

/// What has come of several requests, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Report {
    replies: Vec<(Request, Outcome)>,
}

impl Report {
    pub(crate) const fn new(replies: Vec<(Request, Outcome)>) -> Self {
        Self { replies }
    }

    /// Each request, and what has come of it.
    #[must_use]
    pub fn replies(&self) -> &[(Request, Outcome)] {
        &self.replies
    }

    /// Whether all is as it was asked for, as far as the server has said.
    ///
    /// # Errors
    /// [`SettingError`] for the first thing that the server set to another
    /// value, and for the first of baud rate, data bits, parity and stop bits
    /// that it did not answer. What else it did not answer is no error: many
    /// servers answer no SET-CONTROL.
    pub fn check(&self) -> Result<(), SettingError> {
        for &(request, outcome) in &self.replies {
            let Request::Set(wanted) = request else { continue };
            let is_needed = request.subject().is_needed();
            match outcome {
                Outcome::Is(is) => {
                    return Err(SettingError { wanted, is: Some(is) });
                }
                Outcome::Unanswered if is_needed => {
                    return Err(SettingError { wanted, is: None });
                }
                Outcome::Done | Outcome::Unanswered => {}
            }
        }
        Ok(())
    }
}

/// Something is not set as it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettingError {
    wanted: Setting,
    is: Option<Setting>,
}

impl SettingError {
    /// What was asked for.
    #[must_use]
    pub const fn wanted(&self) -> Setting {
        self.wanted
    }

    /// What the server set instead; `None` if it did not answer.
    #[must_use]
    pub const fn is(&self) -> Option<Setting> {
        self.is
    }
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wanted = self.wanted;
        match self.is {
            Some(is) => {
                write!(f, "{wanted} was asked for, the server set {is}")
            }
            None => write!(
                f,
                "{wanted} was asked for, the server did not answer in time"
            ),
        }
    }
}

impl std::error::Error for SettingError {}

impl From<SettingError> for std::io::Error {
    /// `InvalidInput` for what the server set otherwise, `TimedOut` for what
    /// it did not answer.
    fn from(error: SettingError) -> Self {
        let kind = match error.is {
            Some(_) => std::io::ErrorKind::InvalidInput,
            None => std::io::ErrorKind::TimedOut,
        };
        Self::new(kind, error)
    }
}
