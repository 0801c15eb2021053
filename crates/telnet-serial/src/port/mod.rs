//! Ports over the connections of adapters.

#[macro_use]
mod methods;
#[cfg(feature = "blocking")]
mod blocking;
mod url;

#[cfg(feature = "blocking")]
pub use blocking::RemotePort;
pub use url::PortUrl;
