//! Who is there, and what is said.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use telnet_tokio::{Door, Place, TurnedAwayError};
use tokio::sync::broadcast::{self, Receiver, Sender};

/// Users at the same time, and those of them from one address.
const USERS: (usize, usize) = (200, 20);

/// How much can be said that a user has not heard yet.
const UNHEARD: usize = 64;

/// Somebody says something, or comes or goes.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) by: String,
    pub(crate) words: Option<String>,
    pub(crate) what: &'static str,
}

/// The one room.
#[derive(Debug)]
pub(crate) struct Room {
    door: Door,
    names: Mutex<BTreeSet<String>>,
    said: Sender<Arc<Said>>,
}

impl Default for Room {
    fn default() -> Self {
        let door = Door::new(USERS.0, USERS.1);
        let said = broadcast::channel(UNHEARD).0;
        Self { door, names: Mutex::default(), said }
    }
}

impl Room {
    /// A place for one from this address; it is free again when this is dropped.
    pub(crate) fn place(&self, from: IpAddr) -> Result<Place, TurnedAwayError> {
        self.door.enter(from)
    }

    pub(crate) fn listen(&self) -> Receiver<Arc<Said>> {
        self.said.subscribe()
    }

    fn guests(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.guests().iter().cloned().collect()
    }

    /// Somebody of this name comes, or why not.
    pub(crate) fn enter(&self, name: &str) -> Result<(), &'static str> {
        let is_name = (1..=20).contains(&name.chars().count())
            && name.chars().all(char::is_alphanumeric);
        if !is_name {
            return Err("A name has 1 to 20 letters and digits.");
        }
        if !self.guests().insert(name.to_owned()) {
            return Err("Somebody of that name is here already.");
        }
        self.tell(name, None, "has come");
        Ok(())
    }

    pub(crate) fn leave(&self, name: &str) {
        self.guests().remove(name);
        self.tell(name, None, "has gone");
    }

    /// Somebody says something; who says it stays.
    pub(crate) fn say(&self, name: &str, words: &str) -> bool {
        self.tell(name, Some(words.to_owned()), "");
        true
    }

    fn tell(&self, by: &str, words: Option<String>, what: &'static str) {
        let by = by.to_owned();
        // Nobody may be there to hear it.
        let _heard = self.said.send(Arc::new(Said { by, words, what }));
    }
}
