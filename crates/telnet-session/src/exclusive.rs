//! Sharing what is never shared.

use std::sync::{Mutex, PoisonError};

/// A value that is reached through `&mut` alone, so that references to it may
/// be on several threads (`Sync`) though it could not bear it. The mutex is
/// never locked.
pub(crate) struct Exclusive<T>(Mutex<T>);

impl<T> Exclusive<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    pub(crate) fn get_mut(&mut self) -> &mut T {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}
