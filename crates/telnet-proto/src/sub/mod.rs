//! The payloads of single options: what stands between `IAC SB option` and
//! `IAC SE`, unescaped.
//!
//! One file per option. Each has a borrowed view with `parse`, and an encoder
//! that yields parts; most of them are a [`Payload`], which says for which option.
//! Parts are for [`encode::subnegotiation`](crate::encode::subnegotiation).
//!
//! These options have no payload; a subnegotiation of one has no meaning:
//!
//! | option | its rule, and where it is |
//! |---|---|
//! | BINARY (RFC 856) | no end-of-line convention: [`nvt`](crate::nvt) |
//! | ECHO (RFC 857) | never on both sides: [`Options`](crate::Options) |
//! | SGA (RFC 858) | no [`Command::GA`](crate::Command::GA) |
//! | TM (RFC 860) | each DO is answered: [`Options`](crate::Options) |
//! | LOGOUT (RFC 727) | who agrees to DO logs the user off and closes: the application |
//! | EOR (RFC 885) | marks records: [`Command::EOR`](crate::Command::EOR) |

use core::fmt;

pub mod aardwolf;
pub mod atcp;
pub mod authentication;
pub mod charset;
pub mod com_port;
pub mod encrypt;
mod environ;
pub mod exopl;
pub mod gmcp;
pub mod lflow;
pub mod linemode;
pub mod mccp;
pub mod mnes;
pub mod msdp;
pub mod msp;
pub mod mssp;
pub mod mtts;
pub mod mxp;
pub mod naws;
mod nested;
pub mod new_environ;
pub mod old_environ;
mod payload;
pub mod sndloc;
pub mod start_tls;
pub mod status;
pub mod tn3270e;
pub mod tspeed;
pub mod ttype;
pub mod xdisploc;
pub mod zmp;

pub use payload::{Payload, Speed};

/// `TELQUAL_IS` of `arpa/telnet.h`: what follows is the value.
pub const IS: u8 = 0;
/// `TELQUAL_SEND` of `arpa/telnet.h`: the value is asked for.
pub const SEND: u8 = 1;

/// Which program sends, where an option makes a difference: the one that
/// connected or the one that was connected to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a connection has two ends")]
pub enum Role {
    /// The one that connected.
    Client,
    /// The one that was connected to.
    Server,
}

/// A payload that does not have the form which its option gives it.
///
/// It is to be ignored: RFC 855 knows no answer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PayloadError {
    /// Fewer or more octets than the form has.
    Length,
    /// A sub-command that the option does not have.
    Code(u8),
    /// An octet where the form has another one.
    Octet(u8),
    /// A sub-command that is not for the sender to use.
    Role,
    /// More parts than the limit of the option.
    TooMany,
    /// Something opened and not closed, closed and not opened, or opened too
    /// deep in others.
    Nesting,
    /// A number above what the form, or we, can hold.
    Range,
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length => f.write_str("payload of a wrong length"),
            Self::Code(code) => write!(f, "unknown sub-command {code}"),
            Self::Role => f.write_str("sub-command of the other side"),
            Self::TooMany => f.write_str("payload of too many parts"),
            Self::Octet(octet) => write!(f, "octet {octet} out of place"),
            Self::Nesting => f.write_str("payload wrongly nested"),
            Self::Range => f.write_str("number out of range"),
        }
    }
}

impl core::error::Error for PayloadError {}
