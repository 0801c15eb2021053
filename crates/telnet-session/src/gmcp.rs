//! The data of GMCP, which are JSON, from and into types of serde.
//!
//! ```
//! use telnet_session::gmcp::GmcpJson as _;
//! use telnet_session::proto::sub::gmcp::Gmcp;
//! use telnet_session::{Config, Session};
//!
//! let said = Gmcp::parse(br#"Core.Supports.Set ["Char 1", "Room 1"]"#)?;
//! let supports: Vec<String> = said.json()?;
//! assert_eq!(supports, ["Char 1", "Room 1"]);
//!
//! let mut session = Session::new(Config::default());
//! session.send_gmcp("Comm.Channel.List", &["say", "tell"])?;
//! let sent = b"\xFF\xFA\xC9Comm.Channel.List [\"say\",\"tell\"]\xFF\xF0";
//! assert_eq!(session.transmit(), sent);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::{fmt, io};

use serde::Deserialize;
pub use serde::Serialize;
use telnet_proto::sub::PayloadError;
use telnet_proto::sub::gmcp::Gmcp;

/// Longest data that are read or made, in octets: 1 MiB. No more than 128 values
/// can stand in one another.
pub const MAX_DATA: usize = 1 << 20;

/// How many characters of the peer's data, and of what is wrong with them, an
/// error shows.
const SHOWN: usize = 80;

/// The data of a GMCP message as JSON.
pub trait GmcpJson<'a> {
    /// Reads the data, which are JSON, into a type. A message without data is
    /// read as `null`, so into `()` or an `Option`.
    ///
    /// They are the word of the peer: believe nothing. A type of your own takes
    /// what it has fields for; `serde_json::Value` takes all, in 50 times the
    /// memory and more.
    ///
    /// # Errors
    /// [`JsonError`] if they are longer than [`MAX_DATA`], no JSON, or not that
    /// type.
    fn json<T: Deserialize<'a>>(self) -> Result<T, JsonError>;
}

impl<'a> GmcpJson<'a> for Gmcp<'a> {
    fn json<T: Deserialize<'a>>(self) -> Result<T, JsonError> {
        let data = self.data().unwrap_or_default();
        let fault = if data.len() > MAX_DATA {
            Fault::TooLong(data.len())
        } else {
            let is_nothing = data.trim_ascii().is_empty();
            let json = if is_nothing { b"null" } else { data };
            match serde_json::from_slice(json) {
                Ok(it) => return Ok(it),
                Err(error) => Fault::of(&error),
            }
        };
        Err(JsonError { name: shown(self.name()), data: shown(data), fault })
    }
}

/// The payload of a GMCP message of this name, as `Room.Info`, with a value as its
/// data: for [`send_subnegotiation`](crate::Session::send_subnegotiation).
///
/// # Errors
/// [`JsonError`] if the name is none of GMCP's, if the value cannot be JSON (as a map
/// whose keys are no text), or is longer than [`MAX_DATA`].
pub fn to_payload<T: Serialize + ?Sized>(
    name: &str,
    value: &T,
) -> Result<Vec<u8>, JsonError> {
    let made = serde_json::to_vec(value).map_err(|why| Fault::of(&why));
    let fault = match (Gmcp::new(name.as_bytes(), None), made) {
        (Err(why), _) => Fault::Name(why),
        (Ok(_), Err(fault)) => fault,
        (Ok(_), Ok(data)) if data.len() > MAX_DATA => {
            Fault::TooLong(data.len())
        }
        (Ok(_), Ok(data)) => {
            return Ok([name.as_bytes(), b" ", &data].concat());
        }
    };
    let name = shown(name.as_bytes());
    Err(JsonError { name, data: "".into(), fault })
}

/// The data of a GMCP message that are not what was asked for, or a value that can
/// be none. Its text shows what was seen, shortened and escaped. As [`io::Error`]
/// its kind is `InvalidData`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    name: Box<str>,
    /// The begin of the data.
    data: Box<str>,
    fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    TooLong(usize),
    Name(PayloadError),
    Json(Box<str>),
}

impl Fault {
    /// What serde says may quote the peer.
    fn of(error: &serde_json::Error) -> Self {
        Self::Json(shown(error.to_string().as_bytes()))
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, data, fault } = self;
        write!(f, "GMCP {name}: ")?;
        match fault {
            Fault::TooLong(len) => {
                write!(f, "{len} octets of data, where {MAX_DATA} are the cap")
            }
            Fault::Name(why) => write!(
                f,
                "{why} in the name: it is parts of printable ASCII with dots \
                 between, as Room.Info"
            ),
            Fault::Json(why) if data.is_empty() => f.write_str(why),
            Fault::Json(why) => write!(f, "{why}, in {data}"),
        }
    }
}

impl std::error::Error for JsonError {}

impl From<JsonError> for io::Error {
    fn from(error: JsonError) -> Self {
        Self::new(io::ErrorKind::InvalidData, error)
    }
}

/// The begin of what somebody else has written, as it can be shown.
fn shown(octets: &[u8]) -> Box<str> {
    let begin = octets.get(..4 * SHOWN).unwrap_or(octets);
    let text = String::from_utf8_lossy(begin);
    let mut shown = String::new();
    let mut chars = text.chars();
    for it in chars.by_ref().take(SHOWN) {
        match it.is_control() {
            true => shown.extend(it.escape_default()),
            false => shown.push(it),
        }
    }
    if chars.next().is_some() || begin.len() < octets.len() {
        shown.push_str("...");
    }
    shown.into()
}
