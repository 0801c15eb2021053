//! The handshake of a runtime's crate for TLS.

use std::future::Future;
use std::io;
use std::time::Instant;

use super::error::{explain, handshake_late};
use crate::task::{Alarm, within};

/// Runs a handshake with `peer`, until the deadline at most.
///
/// # Errors
/// `InvalidData`, with a [`TlsError`](super::TlsError) that says why, if the peer
/// is not accepted or has no TLS; `TimedOut` at the deadline; those of the
/// stream.
pub async fn handshake_on_task<T>(
    peer: &str,
    handshake: impl Future<Output = io::Result<T>>,
    alarm: &mut impl Alarm,
    deadline: Option<Instant>,
) -> io::Result<T> {
    let handshake =
        async { handshake.await.map_err(|error| explain(peer, error)) };
    within(handshake, alarm, deadline, || handshake_late(peer)).await
}
