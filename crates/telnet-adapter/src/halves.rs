//! One value, polled by two tasks.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// A half of something that is polled by two tasks, a reader and a writer.
///
/// A read of a connection may write, answers to what it has read, and a write
/// that is stuck reads. A stream remembers one task for each direction, the
/// last; so each half would be forgotten for the other now and then, and sleep
/// for ever. Therefore [`poll`](Self::poll) gives the stream one waker that
/// wakes both.
#[derive(Debug)]
pub struct Half<T> {
    shared: Arc<Shared<T>>,
    side: usize,
}

#[derive(Debug)]
struct Shared<T> {
    value: Mutex<T>,
    moves: fn(&T) -> u64,
    both: Arc<Both>,
}

/// The tasks that wait, one for each half.
#[derive(Debug, Default)]
struct Both {
    tasks: Mutex<[Option<Waker>; 2]>,
}

impl Both {
    fn set(&self, side: usize, task: &Waker) {
        if let Some(slot) = lock(&self.tasks).get_mut(side) {
            *slot = Some(task.clone());
        }
    }

    fn wake_one(&self, side: usize) {
        let task = lock(&self.tasks).get_mut(side).and_then(Option::take);
        if let Some(task) = task {
            task.wake();
        }
    }
}

impl Wake for Both {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.wake_one(0);
        self.wake_one(1);
    }
}

impl<T> Half<T> {
    /// Makes two halves of a value; `moves` is a number that changes with each
    /// poll that moved something.
    #[must_use]
    pub fn split(value: T, moves: fn(&T) -> u64) -> (Self, Self) {
        let value = Mutex::new(value);
        let shared = Arc::new(Shared { value, moves, both: Arc::default() });
        (
            Self { shared: Arc::clone(&shared), side: 0 },
            Self { shared, side: 1 },
        )
    }

    /// Polls the value for this half. The other one is woken if something has
    /// moved, or if this one is ready: what it took may have made room.
    pub fn poll<U>(
        &self,
        cx: &Context<'_>,
        poll: impl FnOnce(&mut T, &mut Context<'_>) -> Poll<U>,
    ) -> Poll<U> {
        let Shared { value, moves, both } = &*self.shared;
        let mut value = lock(value);
        both.set(self.side, cx.waker());
        let waker = Waker::from(Arc::clone(both));
        let before = moves(&value);
        let polled = poll(&mut value, &mut Context::from_waker(&waker));
        let moved = moves(&value) != before;
        drop(value);
        if moved || polled.is_ready() {
            both.wake_one(1 - self.side);
        }
        polled
    }

    /// Looks at the value.
    pub fn look<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(&lock(&self.shared.value))
    }

    /// Changes the value, which wakes both tasks.
    pub fn change<U>(&self, change: impl FnOnce(&mut T) -> U) -> U {
        let changed = change(&mut lock(&self.shared.value));
        self.shared.both.wake_by_ref();
        changed
    }

    /// The whole value again.
    ///
    /// # Errors
    /// Both halves, if they are not of one value.
    pub fn reunite(self, other: Self) -> Result<T, (Self, Self)> {
        if !Arc::ptr_eq(&self.shared, &other.shared) {
            return Err((self, other));
        }
        let side = other.side;
        drop(other);
        match Arc::try_unwrap(self.shared) {
            Ok(Shared { value, .. }) => {
                Ok(value.into_inner().unwrap_or_else(PoisonError::into_inner))
            }
            Err(shared) => {
                let other = Self { shared: Arc::clone(&shared), side };
                Err((Self { shared, side: self.side }, other))
            }
        }
    }
}

/// A task that panicked has lost a result; what it shared is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
