//! A proxy asked by a task.

use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::task::{Context, Poll, ready};
use std::time::Instant;

use super::Handshake;
use super::blocking::late;
use super::handshake::CHUNK;
use crate::task::{Alarm, Duplex, within};

impl Handshake {
    /// Runs it to its end over a stream of a runtime, until `deadline` at most.
    ///
    /// # Errors
    /// Those of [`receive`](Self::receive) and of the stream; `TimedOut` at the
    /// deadline.
    pub async fn run_on_task(
        &mut self,
        mut stream: impl Duplex,
        alarm: &mut impl Alarm,
        deadline: Option<Instant>,
    ) -> io::Result<()> {
        let run = poll_fn(|cx| self.poll_on(&mut stream, cx));
        within(run, alarm, deadline, late).await
    }

    fn poll_on(
        &mut self,
        stream: &mut impl Duplex,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        let mut buffer = [0; CHUNK];
        while !self.is_done() {
            while !self.transmit().is_empty() {
                let n = ready!(stream.poll_write(cx, self.transmit()))?;
                if n == 0 {
                    return Poll::Ready(Err(ErrorKind::WriteZero.into()));
                }
                self.transmitted(n);
            }
            ready!(stream.poll_flush(cx))?;
            let room = self.wants().min(CHUNK);
            let room = buffer.get_mut(..room).unwrap_or_default();
            let n = ready!(stream.poll_read(cx, room))?;
            self.received(buffer.get(..n).unwrap_or_default())?;
        }
        Poll::Ready(Ok(()))
    }
}
