//! Calls that are begun anew with each poll, for the traits of a runtime.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::task::{Context, Poll};

/// Polls a call once, and drops it. The next one goes on where it stopped, since
/// a wait has all that it knows in itself, in the session and in the client.
pub(super) fn poll_now<F: Future>(
    call: F,
    cx: &mut Context<'_>,
) -> Poll<F::Output> {
    pin!(call).poll(cx)
}

/// An error of the stream, or what the wait said.
pub(super) fn flat<T>(done: io::Result<io::Result<T>>) -> io::Result<T> {
    done?
}

/// What a write has taken: it is done as soon as that is something, though the
/// stream may not have all of it.
pub(super) fn taken(
    sent: Poll<io::Result<()>>,
    queued: usize,
    octets: &[u8],
) -> Poll<io::Result<usize>> {
    match sent {
        Poll::Pending if queued == 0 && !octets.is_empty() => Poll::Pending,
        Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
        Poll::Pending | Poll::Ready(Ok(())) => Poll::Ready(Ok(queued)),
    }
}
