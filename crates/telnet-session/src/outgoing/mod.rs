//! What is to be transmitted.

mod outbox;

use outbox::Outbox;

#[cfg(feature = "mccp")]
use crate::compression::Deflated;
use crate::error::OutputFullError;

/// Octets that are compressed at a time.
#[cfg(feature = "mccp")]
const CHUNK: usize = 16 << 10;

/// The queue for output, as long as there is an other end for it.
#[derive(Default)]
pub(crate) struct Outgoing {
    outbox: Outbox,
    /// Output still to go until the AYT answer in the queue is out.
    ayt_answer_ahead: usize,
    /// What is compressed, behind which the queue waits.
    #[cfg(feature = "mccp")]
    deflated: Option<Box<Deflated>>,
}

impl Outgoing {
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn len(&self) -> usize {
        self.outbox.len() + self.packed().len()
    }

    /// Whether data may be written that is not queued: nothing goes before it, and
    /// it is not compressed.
    pub(crate) fn passes_data(&self) -> bool {
        #[cfg(feature = "mccp")]
        if self.deflated.is_some() {
            return false;
        }
        self.is_empty() && !self.is_closed()
    }

    /// What is to be written next, of one urgency.
    pub(crate) fn pending(&self) -> &[u8] {
        match self.packed() {
            [] => self.outbox.pending(),
            packed => packed,
        }
    }

    /// Whether that is the octet that is urgent.
    pub(crate) fn is_urgent(&self) -> bool {
        self.packed().is_empty() && self.outbox.is_urgent()
    }

    /// The first `n` octets of it were written.
    #[inline]
    pub(crate) fn written(&mut self, n: usize) {
        #[cfg(feature = "mccp")]
        if let Some(deflated) = &mut self.deflated {
            deflated.written(n);
            return self.pack();
        }
        self.leave(n);
    }

    /// The first `n` octets of the queue leave it.
    fn leave(&mut self, n: usize) {
        self.ayt_answer_ahead = self.ayt_answer_ahead.saturating_sub(n);
        self.outbox.written(n);
    }

    /// Nothing can be written any more: all is dropped, now and later.
    pub(crate) fn close(&mut self) {
        self.outbox.close();
        #[cfg(feature = "mccp")]
        {
            self.deflated = None;
        }
    }

    pub(crate) const fn is_closed(&self) -> bool {
        self.outbox.is_closed()
    }

    // ---- what fits ----

    /// Octets of room below a cap.
    pub(crate) fn room(&self, max: usize) -> usize {
        max.saturating_sub(self.outbox.load() + self.packed().len())
    }

    /// Whether something of `slices` octets fits whole below a cap.
    pub(crate) fn check<'a>(
        &self,
        slices: impl Iterator<Item = &'a [u8]>,
        max: usize,
    ) -> Result<(), OutputFullError> {
        let wanted = slices.map(<[u8]>::len).sum();
        let room = self.room(max);
        if wanted > room {
            return Err(OutputFullError { wanted, room });
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
        let pushed = self.outbox.push_data(data, self.room(max).max(least));
        self.pack();
        pushed
    }

    // ---- what is queued whatever the cap ----

    /// Queues a whole command.
    pub(crate) fn push_command<'a>(
        &mut self,
        slices: impl Iterator<Item = &'a [u8]>,
    ) {
        if !self.is_closed() {
            self.outbox.push_command(slices);
            self.pack();
        }
    }

    /// Queues a Synch.
    pub(crate) fn push_synch(&mut self) {
        if !self.is_closed() {
            self.outbox.push_synch();
            self.pack();
        }
    }

    /// Queues the answer to AYT, unless one is in the queue.
    pub(crate) fn push_ayt_answer(&mut self, answer: &[u8]) {
        if self.ayt_answer_ahead == 0 && !self.is_closed() {
            self.outbox.push_data(answer, usize::MAX);
            self.ayt_answer_ahead = self.outbox.len();
            self.pack();
        }
    }

    /// What is queued now, and what is not, go out in two writes. Not where it is
    /// compressed: there it is in a block of its own.
    pub(crate) fn set_alone(&mut self) {
        self.outbox.set_alone();
    }

    /// Drops all data that was not written, and no command. Returns how many
    /// octets were dropped.
    pub(crate) fn drop_data(&mut self) -> usize {
        self.ayt_answer_ahead = 0;
        self.outbox.drop_data()
    }
}

#[cfg(not(feature = "mccp"))]
impl Outgoing {
    /// What is compressed: nothing.
    #[expect(clippy::unused_self, reason = "with compression it is asked")]
    const fn packed(&self) -> &[u8] {
        &[]
    }

    #[expect(
        clippy::unused_self,
        clippy::needless_pass_by_ref_mut,
        reason = "with compression it is asked"
    )]
    const fn pack(&mut self) {}
}

#[cfg(feature = "mccp")]
impl Outgoing {
    /// What is compressed and waits to be written.
    fn packed(&self) -> &[u8] {
        self.deflated.as_ref().map_or(&[], |it| it.pending())
    }

    /// Compresses what is in the queue, as soon as nothing compressed waits.
    /// Behind the end of a stream the queue goes out as it is.
    fn pack(&mut self) {
        let Some(mut deflated) = self.deflated.take() else { return };
        if deflated.pending().is_empty() {
            if deflated.is_over() {
                return;
            }
            self.pack_chunk(&mut deflated);
        }
        self.deflated = Some(deflated);
    }

    /// Compresses the begin of the queue.
    fn pack_chunk(&mut self, deflated: &mut Deflated) {
        let octets = self.outbox.pending();
        let octets = octets.get(..CHUNK).unwrap_or(octets);
        if !octets.is_empty() {
            deflated.push(octets);
            self.leave(octets.len());
        }
    }

    /// Whether what is queued from now on is compressed.
    pub(crate) fn is_deflating(&self) -> bool {
        self.deflated.as_ref().is_some_and(|it| !it.is_over())
    }

    /// Compresses all that is queued behind `marker`. An octet before it that is
    /// urgent is so no more.
    pub(crate) fn deflate(&mut self, marker: &[u8]) {
        if self.is_closed() || self.is_deflating() {
            return;
        }
        self.push_command(std::iter::once(marker));
        let mut plain = self.packed().to_vec();
        while self.outbox.len() > 0 {
            let octets = self.outbox.pending();
            plain.extend_from_slice(octets);
            self.leave(octets.len());
        }
        self.deflated = Some(Box::new(Deflated::behind(plain)));
    }

    /// Ends the compressed stream behind all that is queued.
    pub(crate) fn stop_deflating(&mut self) {
        let Some(mut deflated) = self.deflated.take() else { return };
        if !deflated.is_over() {
            while self.outbox.len() > 0 {
                self.pack_chunk(&mut deflated);
            }
            deflated.finish();
        }
        self.deflated = Some(deflated);
    }

    /// Octets that were compressed, and what came of them, since this was asked
    /// last.
    pub(crate) fn take_counts(&mut self) -> Option<(usize, usize)> {
        let counts = self.deflated.as_mut()?.take_counts();
        (counts.0 > 0).then_some(counts)
    }
}
