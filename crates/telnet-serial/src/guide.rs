//! The guide to serial ports over a network, and to what differs from a port of
//! this machine.

/// [real peers]: crate::Quirk
/// [the page about that]: https://docs.rs/telnet-blocking/latest/telnet_blocking/guide/getting_there
#[cfg(all(feature = "blocking", feature = "serialport", feature = "server"))]
#[doc = include_str!("../guide/serial.md")]
pub mod serial_ports {}
