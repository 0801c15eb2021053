//! Waits made of others.

use std::fmt;
use std::task::Poll;
use std::time::Instant;

use crate::{Session, Wait};

/// See [`Wait::map`].
pub struct Map<W, F> {
    wait: W,
    make: Option<F>,
}

impl<W, F> Map<W, F> {
    pub(crate) const fn new(wait: W, make: F) -> Self {
        Self { wait, make: Some(make) }
    }
}

impl<W, F, T> Wait for Map<W, F>
where
    W: Wait,
    F: FnOnce(W::Output) -> T,
{
    type Output = T;

    fn poll(&mut self, session: &mut Session, now: Instant) -> Poll<T> {
        let Poll::Ready(output) = self.wait.poll(session, now) else {
            return Poll::Pending;
        };
        // It is ready once.
        self.make.take().map_or(Poll::Pending, |it| Poll::Ready(it(output)))
    }

    fn deadline(&self) -> Option<Instant> {
        self.wait.deadline()
    }
}

impl<W: fmt::Debug, F> fmt::Debug for Map<W, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Map").field(&self.wait).finish()
    }
}

/// See [`Wait::then`].
pub struct Then<W, F, V> {
    stage: Stage<W, F, V>,
}

enum Stage<W, F, V> {
    First(W, Option<F>),
    Second(V),
}

impl<W, F, V> Then<W, F, V> {
    pub(crate) const fn new(wait: W, next: F) -> Self {
        Self { stage: Stage::First(wait, Some(next)) }
    }
}

impl<W, F, V> Wait for Then<W, F, V>
where
    W: Wait,
    V: Wait,
    F: FnOnce(W::Output) -> V,
{
    type Output = V::Output;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        if let Stage::First(wait, next) = &mut self.stage {
            let Poll::Ready(output) = wait.poll(session, now) else {
                return Poll::Pending;
            };
            let Some(next) = next.take() else { return Poll::Pending };
            self.stage = Stage::Second(next(output));
        }
        match &mut self.stage {
            Stage::First(..) => Poll::Pending,
            Stage::Second(wait) => wait.poll(session, now),
        }
    }

    fn deadline(&self) -> Option<Instant> {
        match &self.stage {
            Stage::First(wait, _) => wait.deadline(),
            Stage::Second(wait) => wait.deadline(),
        }
    }
}

impl<W: fmt::Debug, F, V: fmt::Debug> fmt::Debug for Then<W, F, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.stage {
            Stage::First(wait, _) => f.debug_tuple("Then").field(wait).finish(),
            Stage::Second(wait) => f.debug_tuple("Then").field(wait).finish(),
        }
    }
}
