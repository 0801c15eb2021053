//! An attempt at an order of a queue, and the marks that it leaves.

use std::pin::pin;

use super::QueueError;
use super::effect::Mark;
use super::lease::{Lease, LostError};
use super::worker::Shared;
use crate::attempt::{Fence, attempt};
use crate::order::Order;
use crate::verdict::{Attempt, Kind, Trouble};

/// An attempt at an order.
pub(super) struct Begun<'a> {
    shared: &'a Shared,
    pub(super) order: &'a Order,
    mark: Mark,
    /// Whether the queue has no mark of the order, as far as is known.
    is_new: bool,
    /// Whether the brake was told that the host took the credential, or did not.
    pub(super) is_tried: bool,
    /// Whether it had one nevertheless.
    pub(super) was_known: bool,
}

impl<'a> Begun<'a> {
    pub(super) const fn new(
        shared: &'a Shared,
        order: &'a Order,
        mark: Mark,
        is_new: bool,
    ) -> Self {
        let (is_tried, was_known) = (false, false);
        Self { shared, order, mark, is_new, is_tried, was_known }
    }

    /// Writes a mark of it. Whether that was as it was held to be.
    pub(super) async fn note(
        &mut self,
        mark: Mark,
    ) -> Result<bool, QueueError> {
        let queue = &self.shared.queue;
        let is_noted = queue.note(self.order, mark, self.is_new).await?;
        self.was_known |= !is_noted;
        self.is_new &= !is_noted;
        Ok(is_noted)
    }

    /// Makes it, as long as the device is locked.
    pub(super) async fn attempt(
        &mut self,
        lease: &Lease,
    ) -> Result<Attempt, LostError> {
        let order = self.order;
        let login = self.shared.keys.lock().await.of(order).await;
        let login = match login {
            Ok(login) => login,
            Err(why) => {
                let trouble = Some(Trouble::new(Kind::Unfit, why));
                return Ok(Attempt { trouble, ..Attempt::default() });
            }
        };
        // A large one, which is not to be moved.
        let made = pin!(attempt(order, login.as_ref(), self));
        lease.hold(made).await
    }
}

impl Fence for Begun<'_> {
    async fn raise(&mut self) -> std::io::Result<()> {
        let noted = Box::pin(self.note(self.mark.fenced())).await;
        if noted.map_err(std::io::Error::other)? {
            return Ok(());
        }
        Err(std::io::Error::other("it was begun before"))
    }

    async fn tried(&mut self, order: &Order, is_taken: bool) {
        self.is_tried = true;
        let Shared { queue, known, .. } = self.shared;
        Box::pin(known.tried(queue, order, Some(is_taken))).await;
    }
}
