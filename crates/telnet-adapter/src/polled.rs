//! The waits that poll functions are made of: they are begun anew with each
//! call.

use std::io::{self, Read as _};
use std::task::Poll;
use std::time::Instant;

use telnet_session::{Session, Wait};

/// Waits for text, or the end of the stream, and moves as much of it as there
/// is room for to the buffer; 0 is the end. What `poll_read` is made of.
#[derive(Debug)]
pub struct ReadInto<'b> {
    buffer: &'b mut [u8],
}

impl<'b> ReadInto<'b> {
    /// Reads into `buffer`.
    #[must_use]
    pub const fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer }
    }
}

impl Wait for ReadInto<'_> {
    type Output = io::Result<usize>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        session.tick(now);
        if session.unread().is_empty() && !session.is_eof() {
            return Poll::Pending;
        }
        let read = session.unread().read(self.buffer);
        session.consume(*read.as_ref().unwrap_or(&0));
        Poll::Ready(read)
    }

    fn deadline(&self) -> Option<Instant> {
        None
    }
}

/// Waits until there is room for some of the data, and ends with how many
/// octets were queued. What `poll_write` is made of.
#[derive(Clone, Copy, Debug)]
pub struct QueueData<'a> {
    data: &'a [u8],
}

impl<'a> QueueData<'a> {
    /// Queues as much of `data` as there is room for, one octet at least.
    #[must_use]
    pub const fn new(data: &'a [u8]) -> Self {
        Self { data }
    }
}

impl Wait for QueueData<'_> {
    type Output = io::Result<usize>;

    fn poll(
        &mut self,
        session: &mut Session,
        _now: Instant,
    ) -> Poll<Self::Output> {
        match session.send_part(self.data) {
            0 if !self.data.is_empty() => Poll::Pending,
            queued => Poll::Ready(Ok(queued)),
        }
    }

    fn deadline(&self) -> Option<Instant> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use telnet_session::Config;

    #[test]
    fn what_fits_is_queued_and_nothing_waits_for_no_room() {
        let mut session = Session::new(Config::default().max_output(8));
        let now = Instant::now();
        let mut queued = |data| {
            let step = QueueData::new(data).poll(&mut session, now);
            step.map(Result::unwrap)
        };
        assert_eq!(queued(b""), Poll::Ready(0));
        let Poll::Ready(first) = queued(b"0123456789") else { panic!() };
        assert!((1..10).contains(&first), "{first}");
        assert_eq!(queued(b"x"), Poll::Pending);
        assert_eq!(queued(b""), Poll::Ready(0));
    }
}
