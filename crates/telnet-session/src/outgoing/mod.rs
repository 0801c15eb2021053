//! What is to be transmitted.

mod outbox;

use outbox::Outbox;

use crate::error::OutputFull;

/// The queue for output, as long as there is an other end for it.
#[derive(Default)]
pub(crate) struct Outgoing {
    outbox: Outbox,
    /// Output still to go until the AYT answer in the queue is out.
    ayt_answer_ahead: usize,
}

impl Outgoing {
    pub(crate) fn is_empty(&self) -> bool {
        self.outbox.len() == 0
    }

    pub(crate) fn len(&self) -> usize {
        self.outbox.len()
    }

    /// What is to be written next, of one urgency.
    pub(crate) fn pending(&self) -> &[u8] {
        self.outbox.pending()
    }

    /// Whether that is the octet that is urgent.
    pub(crate) fn is_urgent(&self) -> bool {
        self.outbox.is_urgent()
    }

    /// So many octets of it were written.
    #[inline]
    pub(crate) fn written(&mut self, n: usize) {
        self.ayt_answer_ahead = self.ayt_answer_ahead.saturating_sub(n);
        self.outbox.written(n);
    }

    /// Nothing can be written any more: all is dropped, now and later.
    pub(crate) fn close(&mut self) {
        self.outbox.close();
    }

    pub(crate) const fn is_closed(&self) -> bool {
        self.outbox.is_closed()
    }

    // ---- what fits ----

    /// Octets of room below a cap.
    pub(crate) fn room(&self, max: usize) -> usize {
        max.saturating_sub(self.outbox.load())
    }

    /// Whether something of `slices` octets fits whole below a cap.
    pub(crate) fn check<'a>(
        &self,
        slices: impl Iterator<Item = &'a [u8]>,
        max: usize,
    ) -> Result<(), OutputFull> {
        let wanted = slices.map(<[u8]>::len).sum();
        let room = self.room(max);
        if wanted > room {
            return Err(OutputFull { wanted, room });
        }
        Ok(())
    }

    /// Queues as much of `data` as fits below a cap when escaped, and returns
    /// how many octets of it that are. An empty queue takes one at least,
    /// however low the cap.
    #[inline]
    pub(crate) fn push_data(&mut self, data: &[u8], max: usize) -> usize {
        if self.is_closed() {
            return data.len();
        }
        let least = if self.is_empty() { 2 } else { 0 };
        self.outbox.push_data(data, self.room(max).max(least))
    }

    // ---- what is queued whatever the cap ----

    /// Queues a whole command.
    pub(crate) fn push_command<'a>(
        &mut self,
        slices: impl Iterator<Item = &'a [u8]>,
    ) {
        if !self.is_closed() {
            self.outbox.push_command(slices);
        }
    }

    /// Queues a Synch.
    pub(crate) fn push_synch(&mut self) {
        if !self.is_closed() {
            self.outbox.push_synch();
        }
    }

    /// Queues the answer to AYT, unless one is in the queue.
    pub(crate) fn push_ayt_answer(&mut self, answer: &[u8]) {
        if self.ayt_answer_ahead == 0 && !self.is_closed() {
            self.outbox.push_data(answer, usize::MAX);
            self.ayt_answer_ahead = self.outbox.len();
        }
    }

    /// Drops all data that was not written, and no command. Returns how many
    /// octets were dropped.
    pub(crate) fn drop_data(&mut self) -> usize {
        self.ayt_answer_ahead = 0;
        self.outbox.drop_data()
    }
}
