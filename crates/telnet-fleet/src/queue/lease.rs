//! A lock that ends by itself, and what is done under it.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

/// Until when a lock is held. Others may take it then, so nothing may be sent to
/// the device any more, however long this process was stopped in between.
#[derive(Clone, Debug)]
pub(super) struct Lease {
    until: Arc<Mutex<Instant>>,
}

/// The lock is not held any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LostError;

impl Lease {
    /// A lock that was asked for at this moment, and ends by itself so long after.
    pub(super) fn new(asked: Instant, length: Duration) -> Self {
        Self { until: Arc::new(Mutex::new(asked + safe(length))) }
    }

    /// It was renewed by a request of this moment.
    pub(super) fn renew(&self, asked: Instant, length: Duration) {
        *self.lock() = asked + safe(length);
    }

    /// It was lost to another one.
    pub(super) fn lose(&self) {
        *self.lock() = Instant::now();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Instant> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is held.
    pub(super) fn is_held(&self) -> bool {
        Instant::now() < *self.lock()
    }

    /// Polls a future as long as the lock is held, and drops it then. The clock is
    /// read before each poll: what a stopped process would send late is not sent.
    pub(super) async fn hold<F: Future>(
        &self,
        future: F,
    ) -> Result<F::Output, LostError> {
        let mut future = pin!(future);
        let first = *self.lock();
        let mut end = pin!(tokio::time::sleep_until(first.into()));
        std::future::poll_fn(|cx| {
            loop {
                let until = *self.lock();
                if Instant::now() >= until {
                    return Poll::Ready(Err(LostError));
                }
                if let Poll::Ready(output) = future.as_mut().poll(cx) {
                    return Poll::Ready(Ok(output));
                }
                if end.deadline() != until.into() {
                    end.as_mut().reset(until.into());
                }
                if end.as_mut().poll(cx).is_pending() {
                    return Poll::Pending;
                }
            }
        })
        .await
    }
}

/// A part of the time is left for clocks that differ and messages under way.
fn safe(length: Duration) -> Duration {
    length.mul_f64(0.9)
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;

    #[tokio::test]
    async fn what_is_done_ends_with_the_lease() {
        let length = Duration::from_millis(20);
        let lease = Lease::new(Instant::now(), length);
        assert_eq!(lease.hold(pending::<()>()).await, Err(LostError));
        assert!(!lease.is_held());
        // Nothing is polled behind its end, not even once.
        let never = async { panic!("it was polled") };
        assert_eq!(lease.hold(never).await, Err::<(), _>(LostError));
        lease.renew(Instant::now(), Duration::from_secs(60));
        assert_eq!(lease.hold(async { 7 }).await, Ok(7));
        lease.lose();
        assert_eq!(lease.hold(async { 7 }).await, Err(LostError));
    }
}
