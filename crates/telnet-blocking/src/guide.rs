//! The guide: a page for each thing one wants to do.
//!
//! The code on these pages is run by the tests. More pages are in the
//! documentation of the crates they are about: options in
//! [`telnet_session::guide`](crate::session::guide), servers in `telnet-tokio`.

/// [Scripting a device]: self::scripting_a_device
/// [Expect]: self::expect
/// [reading a trace]: self::when_it_hangs
#[doc = include_str!("../guide/first-script.md")]
pub mod first_script {}

/// [expect]: self::expect
/// [When it hangs]: self::when_it_hangs
#[cfg(feature = "expect")]
#[doc = include_str!("../guide/scripting-a-device.md")]
pub mod scripting_a_device {}

/// [Scripting a device]: self::scripting_a_device
/// [performance.md]: https://docs.rs/stream-expect
/// [stream-expect]: https://docs.rs/stream-expect
#[cfg(feature = "expect")]
#[doc = include_str!("../guide/expect.md")]
pub mod expect {}

#[doc = include_str!("../guide/getting-there.md")]
pub mod getting_there {}

#[cfg(feature = "tls")]
#[doc = include_str!("../guide/tls.md")]
pub mod tls {}

/// [expect.md]: self::expect
#[cfg(feature = "expect")]
#[doc = include_str!("../guide/from-telnetlib.md")]
pub mod from_telnetlib {}

/// [options]: crate::session::guide::options
#[cfg(feature = "expect")]
#[doc = include_str!("../guide/when-it-hangs.md")]
pub mod when_it_hangs {}
