//! The guide to servers. Pages on scripts are in `telnet_blocking::guide`: what
//! they say holds here too, with `.await`.

/// [TLS]: https://docs.rs/telnet-blocking/latest/telnet_blocking/guide/tls
/// [Options]: crate::session::guide::options
#[doc = include_str!("../guide/servers.md")]
pub mod servers {}
