//! Where a server does not do as RFC 2217 says, and the client made do.

use std::fmt;

use telnet_session::Side;
use telnet_session::proto::sub::PayloadError;

use crate::request::Subject;

/// Most quirks that are remembered of a server.
const MOST: usize = 64;

/// One way in which a server differs from RFC 2217, or from what is usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Quirk {
    /// BINARY is not in force on this side. Data crosses all the same: a CR is
    /// sent as CR NUL, and received as such.
    NoBinary(Side),
    /// The server has said WILL COM-PORT-OPTION, and not DO: it takes the
    /// option for its own.
    OptionIsTheServers,
    /// This was not answered in time. It is not waited for again, unless it is
    /// of [the four](crate::Kind::is_of_characters) that make characters.
    Unanswered(Subject),
    /// Several settings at once were not all answered. What is left was sent
    /// again, one by one, and so are all that follow.
    OneByOne,
    /// A baud rate had eight octets: the rate, and four zeros.
    LongBaudRate,
    /// An answer had the code of the client's command, without the 100 that
    /// RFC 2217 adds.
    ClientCodes,
    /// A mask was answered by the state, and by no mask.
    MaskAnsweredByState(Subject),
    /// BREAK off was answered by BREAK on.
    BreakOffAnsweredOn,
    /// A question was answered by itself, without a value.
    QuestionEchoed(Subject),
    /// An answer had a value without a meaning.
    UnknownValue(Subject),
    /// Our FLOWCONTROL-SUSPEND or -RESUME was answered by the server's own,
    /// though neither has an answer. It was not heeded.
    SuspendEchoed,
    /// A payload did not have its form, and was ignored.
    BadPayload(PayloadError),
}

impl fmt::Display for Quirk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBinary(Side::Local) => {
                f.write_str("it refuses to receive BINARY")
            }
            Self::NoBinary(Side::Remote) => {
                f.write_str("it refuses to send BINARY")
            }
            Self::OptionIsTheServers => {
                f.write_str("it says WILL COM-PORT-OPTION where DO is due")
            }
            Self::Unanswered(what) => write!(f, "it does not answer {what}"),
            Self::OneByOne => {
                f.write_str("it answers one setting at a time only")
            }
            Self::LongBaudRate => {
                f.write_str("its baud rates have eight octets")
            }
            Self::ClientCodes => {
                f.write_str("it answers by the codes of a client")
            }
            Self::MaskAnsweredByState(what) => {
                write!(f, "it answers {what} by the state")
            }
            Self::BreakOffAnsweredOn => {
                f.write_str("it answers BREAK off by BREAK on")
            }
            Self::QuestionEchoed(what) => {
                write!(f, "it answers {what} by the question")
            }
            Self::UnknownValue(what) => {
                write!(f, "it answers {what} by a value without a meaning")
            }
            Self::SuspendEchoed => {
                f.write_str("it answers FLOWCONTROL-SUSPEND, or -RESUME")
            }
            Self::BadPayload(why) => write!(f, "it sends a {why}"),
        }
    }
}

/// The quirks of a server, each once, in the order in which they showed; the
/// first 64.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quirks(Vec<Quirk>);

impl Quirks {
    pub(crate) fn note(&mut self, quirk: Quirk) {
        if !self.0.contains(&quirk) && self.0.len() < MOST {
            self.0.push(quirk);
        }
    }

    pub(crate) fn all(&self) -> &[Quirk] {
        &self.0
    }
}
