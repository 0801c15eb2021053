//! Through which orders come to a worker, and then to their sessions.

use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, sleep_until, timeout};

use super::room::{LATE, Room};

/// So long one session that is free waits for others: to ask for several orders is
/// less work than to ask several times.
const GATHER: Duration = Duration::from_millis(1);

/// Keeps a worker at the number of its sessions.
#[derive(Debug)]
pub(super) struct Gate {
    room: Mutex<Room>,
    sessions: Arc<Semaphore>,
    /// Held by the session that is the next to begin.
    turns: tokio::sync::Mutex<()>,
    /// Told when there may be more room.
    changed: Notify,
}

/// Orders that were asked for and have not come.
#[derive(Debug)]
pub(super) struct Asked {
    gate: Arc<Gate>,
    count: usize,
}

/// The place of an order that has come.
#[derive(Debug)]
pub(super) struct Place {
    gate: Arc<Gate>,
    at: At,
}

#[derive(Debug)]
enum At {
    Held,
    Session(OwnedSemaphorePermit, Instant),
    Storing,
}

impl Gate {
    pub(super) fn new(sessions: usize) -> Arc<Self> {
        let sessions = sessions.clamp(1, Semaphore::MAX_PERMITS);
        Arc::new(Self {
            room: Mutex::new(Room::new(sessions)),
            sessions: Arc::new(Semaphore::new(sessions)),
            turns: tokio::sync::Mutex::new(()),
            changed: Notify::new(),
        })
    }

    fn room(&self) -> MutexGuard<'_, Room> {
        self.room.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for room for orders; nothing if none is to come any more.
    pub(super) async fn ask(self: &Arc<Self>) -> Option<Asked> {
        loop {
            let mut changed = pin!(self.changed.notified());
            // What changes from now on is seen.
            changed.as_mut().enable();
            if self.is_closed() {
                return None;
            }
            if self.room().wanted() == 1 {
                sleep(GATHER).await;
            }
            let (count, is_more) = {
                let mut room = self.room();
                let count = room.wanted();
                room.asked(count);
                (count, room.wanted() > 0)
            };
            if is_more {
                self.changed.notify_one();
            }
            if count > 0 {
                return Some(Asked { gate: Arc::clone(self), count });
            }
            changed.await;
        }
    }

    /// Waits until a session may begin that is free: one after the other, each behind
    /// all that can go on.
    async fn turn(&self) {
        let _one = self.turns.lock().await;
        let now = Instant::now();
        let turn = self.room().turn(now);
        if turn > now {
            sleep_until(turn.into()).await;
        }
    }

    /// No order begins any more.
    pub(super) fn close(&self) {
        self.sessions.close();
        self.changed.notify_waiters();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.sessions.is_closed()
    }

    /// Ends when no order is held without a session.
    pub(super) async fn none_is_held(&self) {
        loop {
            let mut changed = pin!(self.changed.notified());
            changed.as_mut().enable();
            if self.room().held() == 0 {
                return;
            }
            changed.await;
        }
    }

    /// Changes what is in the room, and tells who waits for that.
    fn change(&self, how: impl FnOnce(&mut Room)) {
        let is_wanted = {
            let mut room = self.room();
            how(&mut room);
            room.wanted() > 0
        };
        if self.is_closed() {
            self.changed.notify_waiters();
        } else if is_wanted {
            self.changed.notify_one();
        }
    }
}

impl Asked {
    /// How many they are.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// One of them has come; nothing if all have.
    pub(super) fn come(&mut self) -> Option<Place> {
        self.count = self.count.checked_sub(1)?;
        self.gate.room().come();
        Some(Place { gate: Arc::clone(&self.gate), at: At::Held })
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.gate.change(|it| it.not_come(self.count));
    }
}

impl Place {
    /// Waits for a session, if it has none. `false` if the order is to be given back:
    /// its turn has not come in time, or the worker stops.
    pub(super) async fn begin(&mut self) -> bool {
        match self.at {
            At::Session(..) => return true,
            At::Storing => {
                self.at = At::Held;
                self.gate.room().again();
            }
            At::Held => {}
        }
        let free = Arc::clone(&self.gate.sessions).acquire_owned();
        match timeout(LATE, free).await {
            Ok(Ok(permit)) => {
                self.gate.turn().await;
                if self.gate.is_closed() {
                    return false;
                }
                self.gate.room().begun();
                self.at = At::Session(permit, Instant::now());
                true
            }
            Ok(Err(_closed)) => false,
            Err(_late) => {
                self.gate.room().late();
                false
            }
        }
    }

    /// Its session has ended.
    pub(super) fn ended(&mut self) {
        let at = std::mem::replace(&mut self.at, At::Storing);
        let At::Session(permit, begin) = at else {
            self.at = at;
            return;
        };
        drop(permit);
        self.gate.change(|it| it.ended(begin.elapsed()));
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.ended();
        self.gate.change(|it| match self.at {
            At::Storing => it.stored(),
            At::Held | At::Session(..) => it.given_back(),
        });
    }
}
