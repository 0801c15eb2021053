//! Text in a character set: received octets as strings, and strings as octets.
//!
//! ```
//! use telnet_session::encoding::{Encoding, TextDecoder};
//!
//! // However the octets are cut, the text is the same.
//! let mut decoder = TextDecoder::new(Encoding::UTF_8);
//! let mut text = String::new();
//! decoder.decode(b"caf\xC3", &mut text);
//! assert_eq!(text, "caf");
//! decoder.decode(b"\xA9", &mut text);
//! assert_eq!(text, "caf\u{e9}");
//!
//! let koi8 = Encoding::from_name("KOI8-R").unwrap_or_default();
//! assert_eq!(koi8.encode("\u{43c}\u{438}\u{440}")?, &b"\xCD\xC9\xD2"[..]);
//! assert!(koi8.encode("\u{20ac}").is_err());
//! assert_eq!(koi8.encode_lossy("5 \u{20ac}"), &b"5 ?"[..]);
//! # Ok::<(), telnet_session::encoding::UnmappableError>(())
//! ```
//!
//! A session knows its own: see
//! [`Session::text_encoding`](crate::Session::text_encoding).

mod decoder;
mod encode;
mod name;
mod switching;

pub use decoder::TextDecoder;
pub use encode::UnmappableError;
pub use name::Encoding;
pub(crate) use switching::Switching;
