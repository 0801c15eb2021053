//! The guide to servers, and to peers that are not friends. Pages on scripts are in `telnet_blocking::guide`: what
//! they say holds here too, with `.await`.

/// [TLS]: https://docs.rs/telnet-blocking/latest/telnet_blocking/guide/tls
/// [Options]: crate::session::guide::options
/// [Hardening]: self::hardening
#[doc = include_str!("../guide/servers.md")]
pub mod servers {}

/// [SECURITY.md]: https://docs.rs/crate/telnet-tokio/latest
/// [TLS]: https://docs.rs/telnet-blocking/latest/telnet_blocking/guide/tls
#[doc = include_str!("../guide/hardening.md")]
pub mod hardening {}
