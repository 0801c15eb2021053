//! A wait, polled by a task: what wakes it, and when.

use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use async_io::Timer;
use futures_io::{AsyncRead, AsyncWrite};
use telnet_adapter::session::{Session, Wait};
use telnet_adapter::tcp::Tcp;
use telnet_adapter::{Drive, Flow, Progress, Purpose, Transport};

use crate::Telnet;

/// How many steps there are before other tasks have their turn.
const TURNS: usize = 32;

/// How long to wait for room for an urgent octet, which wakes no task.
const URGENT_RETRY: Duration = Duration::from_millis(20);

/// The timer of a connection.
///
/// It is set only where it would strike too late, and left alone where it
/// strikes too early: a wait whose deadline is far and which seldom sees it
/// costs no call of the reactor.
#[derive(Debug)]
pub(crate) struct Alarm {
    timer: Timer,
    at: Option<Instant>,
}

impl Alarm {
    pub(crate) fn new() -> Self {
        Self { timer: Timer::never(), at: None }
    }

    /// Ready at the deadline, or before it.
    pub(crate) fn poll(
        &mut self,
        cx: &mut Context<'_>,
        deadline: Option<Instant>,
    ) -> Poll<()> {
        let Some(deadline) = deadline else { return Poll::Pending };
        if self.at.is_none_or(|at| at > deadline) {
            self.timer.set_at(deadline);
            self.at = Some(deadline);
        }
        Pin::new(&mut self.timer).poll(cx).map(|_at| self.at = None)
    }
}

/// A stream that does not wait: it wakes the task instead.
pub(crate) struct Wakes<'t, 'c, S> {
    stream: &'t mut S,
    tcp: Option<&'t Tcp<S>>,
    alarm: &'t mut Alarm,
    cx: &'t mut Context<'c>,
}

fn now<T>(polled: Poll<io::Result<T>>) -> io::Result<T> {
    match polled {
        Poll::Pending => Err(ErrorKind::WouldBlock.into()),
        Poll::Ready(done) => done,
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Transport for Wakes<'_, '_, S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        now(Pin::new(&mut *self.stream).poll_read(self.cx, buffer))
    }

    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        now(Pin::new(&mut *self.stream).poll_write(self.cx, octets))
    }

    fn write_urgent(&mut self, octets: &[u8]) -> io::Result<usize> {
        let Some(tcp) = self.tcp else { return self.write(octets) };
        let sent = tcp.send_urgent(self.stream, octets);
        if sent.as_ref().is_err_and(|e| e.kind() == ErrorKind::WouldBlock) {
            let later = Instant::now() + URGENT_RETRY;
            return now(self.alarm.poll(self.cx, Some(later)).map(|()| sent));
        }
        sent
    }

    fn flush(&mut self) -> io::Result<()> {
        now(Pin::new(&mut *self.stream).poll_flush(self.cx))
    }

    fn is_urgent_ahead(&mut self) -> bool {
        self.tcp.is_some_and(|tcp| tcp.is_urgent_ahead(self.stream))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Telnet<S> {
    /// Runs a wait until it is ready or nothing can move.
    pub(crate) fn poll_drive<W: Wait>(
        &mut self,
        cx: &mut Context<'_>,
        drive: &mut Drive<'_, W>,
    ) -> Poll<io::Result<W::Output>> {
        for _ in 0..TURNS {
            let now = Instant::now();
            let (flow, session, mut stream) = self.parts(cx);
            match drive.step(flow, session, &mut stream, now)? {
                Progress::Ready(output) => return Poll::Ready(Ok(output)),
                Progress::Stuck => {
                    ready!(self.alarm.poll(cx, drive.deadline()));
                }
                Progress::Moved => {}
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    /// Runs a wait that is begun anew with each call.
    pub(crate) fn poll_wait<T>(
        &mut self,
        cx: &mut Context<'_>,
        mut wait: impl Wait<Output = io::Result<T>>,
        purpose: Purpose,
    ) -> Poll<io::Result<T>> {
        let mut drive = Drive::new(&mut wait, purpose);
        Poll::Ready(ready!(self.poll_drive(cx, &mut drive))?)
    }

    pub(crate) fn parts<'t, 'c>(
        &'t mut self,
        cx: &'t mut Context<'c>,
    ) -> (&'t mut Flow, &'t mut Session, Wakes<'t, 'c, S>) {
        let Self { stream, tcp, alarm, flow, session, .. } = self;
        (flow, session, Wakes { stream, tcp: tcp.as_ref(), alarm, cx })
    }
}
