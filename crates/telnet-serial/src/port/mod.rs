//! Ports over the connections of adapters.

#[macro_use]
mod methods;
#[cfg(any(feature = "async-std", feature = "tokio"))]
#[macro_use]
mod halves;
#[cfg(feature = "blocking")]
mod blocking;
#[cfg(feature = "async-std")]
pub mod futures;
#[cfg(any(feature = "async-std", feature = "tokio"))]
mod polled;
#[cfg(all(feature = "blocking", feature = "serialport"))]
mod shared;
#[cfg(feature = "tokio")]
pub mod tokio;
mod url;

use std::time::Duration;

#[cfg(feature = "blocking")]
pub use blocking::RemotePort;
#[cfg(any(feature = "async-std", feature = "tokio"))]
use polled::{flat, poll_now, taken};
#[cfg(all(feature = "blocking", feature = "serialport"))]
pub use shared::{SharedPort, open};
pub use url::PortUrl;

/// How long an answer may take where nothing says how long.
const ANSWER: Duration = Duration::from_secs(3);
