//! The guide to what a session speaks. Pages for users of a socket are in the
//! adapters, `telnet_blocking::guide` first.

/// [Servers]: crate::Config::ask_peer
#[doc = include_str!("../guide/options.md")]
pub mod options {}

/// [Options]: self::options
#[cfg(all(feature = "encoding", feature = "serde"))]
#[doc = include_str!("../guide/mud.md")]
pub mod mud {}
