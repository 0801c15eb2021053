//! What a worker knows of credentials and runs, and does not ask for each time.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::time::timeout_at;

use super::{Queue, QueueError};
use crate::brake::{Admission, Brake};
use crate::measure;
use crate::order::Order;

/// So long is it taken for granted that a run was not cancelled, and that nobody else
/// was refused with a credential that is taken here.
const FRESH: Duration = Duration::from_secs(1);

/// So long an order waits for those that try its credential first. It is given back
/// then, and makes room for others.
const PATIENCE: Duration = Duration::from_secs(2);

/// The brake of this worker, and when the queue was asked for what last.
#[derive(Default)]
pub(super) struct Known {
    brake: Mutex<Brake>,
    refusals: Mutex<Recent<()>>,
    cancelled: Mutex<Recent<bool>>,
    /// Held by the one who asks for the refusals at all workers.
    asking: tokio::sync::Mutex<()>,
    /// Told when it is known of a session whether the host took its credential.
    changed: Notify,
}

impl Known {
    /// Whether a session may log in; waits a while for those that try a credential
    /// first.
    pub(super) async fn admit(
        &self,
        queue: &Queue,
        order: &Order,
        limit: u32,
    ) -> Result<Admission, QueueError> {
        let Some(key) = &order.brake_key() else { return Ok(Admission::Go) };
        let until = Instant::now() + PATIENCE;
        loop {
            let mut changed = pin!(self.changed.notified());
            // What changes from now on is seen.
            changed.as_mut().enable();
            let end = self.admit_now(queue, key, limit).await?;
            let Admission::Later(at) = end else {
                if end == Admission::Stopped {
                    measure::refused(order, self.brake().refusals(key), true);
                }
                return Ok(end);
            };
            let wake = at.map_or(until, |it| it.min(until));
            let is_late = timeout_at(wake.into(), changed).await.is_err();
            if is_late && wake == until {
                return Ok(end);
            }
        }
    }

    /// The same without waiting for others. The queue is asked for the refusals at all
    /// workers, unless the credential is taken and they were asked for just now.
    async fn admit_now(
        &self,
        queue: &Queue,
        key: &str,
        limit: u32,
    ) -> Result<Admission, QueueError> {
        let _one_asks = if self.is_free(key) {
            None
        } else {
            Some(self.asking.lock().await)
        };
        // Who has to wait for another one here need not ask.
        let end = self.brake().look(key, limit, Instant::now());
        if matches!(end, Admission::Later(_)) {
            return Ok(end);
        }
        if !self.is_free(key) {
            let asked = Instant::now();
            let refused = queue.refusals(key).await?;
            lock(&self.refusals).put(key, (), asked);
            self.brake().learn(key, refused);
        }
        Ok(self.brake().admit(key, limit, Instant::now()))
    }

    /// Whether a credential is taken here, and nobody else was refused a moment ago.
    fn is_free(&self, key: &str) -> bool {
        self.brake().is_free(key)
            && lock(&self.refusals).get(key, Instant::now()).is_some()
    }

    fn brake(&self) -> MutexGuard<'_, Brake> {
        lock(&self.brake)
    }

    /// Tells the brakes, this one and that of all, whether the host took the
    /// credential. That of all is left alone where there is nothing to forget.
    pub(super) async fn tried(
        &self,
        queue: &Queue,
        order: &Order,
        login: Option<bool>,
    ) {
        let Some(key) = &order.brake_key() else { return };
        let mut counts = login == Some(false);
        {
            let mut brake = self.brake();
            counts |= login == Some(true) && brake.refusals(key) > 0;
            brake.tried(key, login);
            if login.is_some() {
                measure::refused(order, brake.refusals(key), false);
            }
        }
        if let Some(is_taken) = login.filter(|_| counts) {
            // The brake here holds, whatever becomes of that of all.
            let _others = queue.count(key, is_taken).await;
        }
        self.changed.notify_waiters();
    }

    /// Whether a run was cancelled, a moment ago at the latest.
    pub(super) async fn is_cancelled(
        &self,
        queue: &Queue,
        run: &str,
    ) -> Result<bool, QueueError> {
        let now = Instant::now();
        if let Some(it) = lock(&self.cancelled).get(run, now) {
            return Ok(it);
        }
        let it = queue.run(run).await?.is_some_and(|it| it.is_cancelled);
        lock(&self.cancelled).put(run, it, now);
        Ok(it)
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What was true a moment ago, by key.
#[derive(Debug, Default)]
struct Recent<T> {
    found: HashMap<String, (Instant, T)>,
}

impl<T: Copy> Recent<T> {
    fn get(&self, key: &str, now: Instant) -> Option<T> {
        let (at, it) = self.found.get(key)?;
        (now.saturating_duration_since(*at) < FRESH).then_some(*it)
    }

    /// Keeps it, and nothing that is old.
    fn put(&mut self, key: &str, it: T, now: Instant) {
        self.found
            .retain(|_, (at, _)| now.saturating_duration_since(*at) < FRESH);
        self.found.insert(key.to_owned(), (now, it));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_old_is_asked_for_again() {
        let mut recent = Recent::default();
        let start = Instant::now();
        recent.put("a", 1, start);
        assert_eq!(recent.get("a", start + FRESH / 2), Some(1));
        assert_eq!(recent.get("b", start), None);
        assert_eq!(recent.get("a", start + FRESH), None);
        recent.put("b", 2, start + FRESH);
        assert_eq!(recent.found.len(), 1);
    }
}
