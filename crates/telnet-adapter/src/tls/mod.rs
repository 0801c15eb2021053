//! TLS below Telnet: who is trusted, and what is shown to the peer. Needs the
//! feature `tls`.
//!
//! [`TlsOptions`] is the client's side, [`TlsAcceptor`] the server's. Both are
//! the same in all adapters, as are the texts of errors. [`Tls`] moves the
//! octets for streams that do not wait; the adapters for tasks have their
//! runtime's crate for that.
//!
//! Nothing is trusted by default but what a feature brings: the roots of the
//! system (`tls-native-roots`), or those that Mozilla trusts
//! (`tls-webpki-roots`). Without either, and without roots or a fingerprint of
//! the caller's own, connecting fails before anything is sent.
//!
//! TLS is there from the first octet or, with `start_tls` of either side, once it
//! is agreed on by the option `START_TLS`.
//!
//! Versions are TLS 1.2 and 1.3, as rustls has them. A device that has only
//! older ones cannot be reached.

mod acceptor;
mod ahead;
mod error;
mod fingerprint;
mod handshake;
mod machine;
mod options;
mod roots;
mod start;
mod stream;
mod verify;

use std::sync::Arc;

pub use acceptor::TlsAcceptor;
pub use ahead::Ahead;
pub use error::TlsError;
pub use fingerprint::{Fingerprint, FingerprintError};
pub use handshake::handshake_on_task;
pub use machine::Tls;
pub use options::{Dangerous, TlsOptions};
pub use rustls;
pub use start::start_on_task;
pub use stream::TlsStream;

/// The port of Telnet inside TLS, `telnets`, as registered with IANA.
pub const TLS_PORT: u16 = 992;

/// The one source of cryptography, whatever the process has as its default.
fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}
