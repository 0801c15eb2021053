//! The wait for data that takes it.

use std::io::{self, Read as _};
use std::task::{Poll, ready};
use std::time::Instant;

use telnet_session::{Deadline, Session};

use super::Client;
use super::step::Step;
use super::transfer::Receiving;

/// Waits as [`Receiving`] does, and takes what fits into a buffer in the same
/// look: nothing that the other half of a port does comes between. 0 is the end
/// of the stream, or an empty buffer.
#[derive(Debug)]
pub(crate) struct Taking<'b> {
    receiving: Receiving,
    buffer: &'b mut [u8],
}

impl<'b> Taking<'b> {
    pub(crate) fn new(
        buffer: &'b mut [u8],
        deadline: impl Into<Deadline>,
    ) -> Self {
        Self { receiving: Receiving::new(deadline.into()), buffer }
    }
}

impl Step for Taking<'_> {
    type Output = io::Result<usize>;

    fn poll(
        &mut self,
        client: &mut Client,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        if self.buffer.is_empty() {
            return Poll::Ready(Ok(0));
        }
        ready!(self.receiving.poll(client, session, now))?;
        let read = session.unread().read(self.buffer);
        session.consume(*read.as_ref().unwrap_or(&0));
        Poll::Ready(read)
    }

    fn deadline(&self, client: &Client) -> Option<Instant> {
        self.receiving.deadline(client)
    }
}
