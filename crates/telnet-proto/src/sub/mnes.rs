//! MNES, the MUD NEW-ENVIRON Standard: names for the variables of
//! [`new_environ`](super::new_environ).
//!
//! A server asks for them as VAR, by name or all of them. Each tells something
//! of the user, so a client answers only with those its user has listed.

/// The name of the client.
pub const CLIENT_NAME: &[u8] = b"CLIENT_NAME";
/// The version of the client.
pub const CLIENT_VERSION: &[u8] = b"CLIENT_VERSION";
/// The character set of the client, such as `UTF-8` or `ISO-8859-1`.
pub const CHARSET: &[u8] = b"CHARSET";
/// What the client can do, as the decimal number of
/// [`Mtts::bits`](super::mtts::Mtts::bits).
pub const MTTS: &[u8] = b"MTTS";
/// The terminal type, as in the second answer of TERMINAL-TYPE.
pub const TERMINAL_TYPE: &[u8] = b"TERMINAL_TYPE";
/// The address of the user, told by a proxy. Anyone can claim any: it is to
/// be believed of known proxies only.
pub const IPADDRESS: &[u8] = b"IPADDRESS";
