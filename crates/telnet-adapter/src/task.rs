//! A wait, polled by a task: what wakes it, and when.

use std::future::{Future, poll_fn};
use std::io::{self, ErrorKind};
use std::pin::pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use telnet_session::{Session, Wait};

use crate::{Closing, Drive, Eager, Flow, Progress, Purpose, Transport};

/// How many steps of one call there are before other tasks have their turn, whatever
/// they move. What all calls of a task move together counts, too: one that reads a line
/// and answers it, again and again, need not wait for anything where the peer sends and
/// reads without end.
const STEPS: usize = 8;

/// How long to wait for room for an urgent octet, which wakes no task.
const URGENT_RETRY: Duration = Duration::from_millis(20);

/// A stream of a runtime, whatever traits the runtime has for it.
pub trait Duplex {
    /// Reads, or has the task woken when there is something to read; 0 is the
    /// end of the stream.
    fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>>;

    /// The reads that follow are of a look that does not wait: it is to see all
    /// that has arrived, also what the runtime has not been told of yet.
    fn look(&mut self) {}

    /// Writes, or has the task woken when there is room.
    fn poll_write(
        &mut self,
        cx: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>>;

    /// Passes on what it has kept of the writes.
    fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>>;

    /// Says that nothing more will be written. Reading goes on.
    fn poll_finish(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>>;

    /// Whether urgent data lies ahead: see [`Transport::is_urgent_ahead`].
    fn is_urgent_ahead(&mut self) -> bool {
        false
    }

    /// Writes octets the last of which is urgent, without waiting, where there
    /// is such a thing; `None` where they are like any others. `WouldBlock` is
    /// tried again after a while.
    fn write_urgent(&mut self, octets: &[u8]) -> Option<io::Result<usize>> {
        let _unused = octets;
        None
    }
}

/// What is known of the socket below a stream, as below TLS.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "an adapter writes it")]
pub struct Below<S> {
    /// Closes both directions.
    pub shutdown: fn(&S) -> io::Result<()>,
    /// Comes before a look that does not wait: see [`Duplex::look`], which a
    /// stream that is no socket itself does not pass on.
    pub look: fn(&mut S),
}

/// A timer of a runtime.
pub trait Alarm {
    /// Ready at `at` or before; else the task is woken at that time. Called
    /// with another time it may forget the last one.
    fn poll_at(&mut self, cx: &mut Context<'_>, at: Instant) -> Poll<()>;

    /// What time it is to the timer.
    fn now(&self) -> Instant {
        Instant::now()
    }
}

/// A future that has to end before a deadline; else its error is what `late`
/// gives, and it is dropped.
///
/// # Errors
/// Those of the future, and `late`.
pub async fn within<T>(
    future: impl Future<Output = io::Result<T>>,
    alarm: &mut impl Alarm,
    deadline: Option<Instant>,
    late: impl Fn() -> io::Error,
) -> io::Result<T> {
    let mut future = pin!(future);
    poll_fn(|cx| {
        if let Poll::Ready(done) = future.as_mut().poll(cx) {
            return Poll::Ready(done);
        }
        let Some(at) = deadline else { return Poll::Pending };
        alarm.poll_at(cx, at).map(|()| Err(late()))
    })
    .await
}

/// The future of a call as it is, for adapters which add nothing to it.
pub const fn bare<F>(_name: &str, call: F) -> F {
    call
}

/// The name of a wait: that of its type.
pub fn name_of<W>(_wait: &W) -> &'static str {
    std::any::type_name::<W>()
}

/// A transport that does not wait: it has the task woken instead. Made anew for
/// each poll.
#[derive(Debug)]
pub struct Task<'t, 'c, D, A> {
    stream: D,
    alarm: &'t mut A,
    cx: &'t mut Context<'c>,
}

impl<'t, 'c, D: Duplex, A: Alarm> Task<'t, 'c, D, A> {
    /// That of a stream and a timer, for the task of `cx`.
    pub const fn new(
        stream: D,
        alarm: &'t mut A,
        cx: &'t mut Context<'c>,
    ) -> Self {
        Self { stream, alarm, cx }
    }

    /// Runs a wait until it is over or nothing can move.
    ///
    /// # Errors
    /// Those of [`Drive::step`].
    pub fn poll_drive<W: Wait>(
        &mut self,
        flow: &mut Flow,
        session: &mut Session,
        drive: &mut Drive<'_, W>,
    ) -> Poll<io::Result<W::Output>> {
        self.turns(flow, |task, flow| {
            let now = task.alarm.now();
            let step = drive.step(flow, session, task, now);
            (step, drive.wake(session), is_searching(session))
        })
    }

    /// Runs a wait that is begun anew with each call.
    ///
    /// # Errors
    /// Those of [`Drive::step`], and those of the wait.
    pub fn poll_wait<T>(
        &mut self,
        flow: &mut Flow,
        session: &mut Session,
        mut wait: impl Wait<Output = io::Result<T>>,
        purpose: Purpose,
    ) -> Poll<io::Result<T>> {
        let mut drive = Drive::new(&mut wait, purpose);
        Poll::Ready(ready!(self.poll_drive(flow, session, &mut drive))?)
    }

    /// Runs a look that does not wait. Pending only to let other tasks have
    /// their turn.
    ///
    /// # Errors
    /// Those of [`Eager::step`].
    pub fn poll_eager(
        &mut self,
        flow: &mut Flow,
        session: &mut Session,
        eager: &mut Eager,
    ) -> Poll<io::Result<()>> {
        self.stream.look();
        self.turns(flow, |task, flow| {
            let now = task.alarm.now();
            (eager.step(flow, session, task, now), None, false)
        })
    }

    /// Closes the connection. What is left of the stream is the adapter's to
    /// close.
    ///
    /// # Errors
    /// Those of [`Closing::step`].
    pub fn poll_closing(
        &mut self,
        flow: &mut Flow,
        session: &mut Session,
        closing: &mut Closing,
    ) -> Poll<io::Result<()>> {
        self.turns(flow, |task, flow| {
            let now = task.alarm.now();
            let step = closing.step(flow, session, task, now);
            (Ok(step), closing.deadline(), false)
        })?
    }

    fn turns<T>(
        &mut self,
        flow: &mut Flow,
        step: impl FnMut(&mut Self, &mut Flow) -> Step<T>,
    ) -> Poll<io::Result<T>> {
        let polled = self.steps(flow, step);
        if polled.is_pending() {
            flow.pause();
        }
        polled
    }

    fn steps<T>(
        &mut self,
        flow: &mut Flow,
        mut step: impl FnMut(&mut Self, &mut Flow) -> Step<T>,
    ) -> Poll<io::Result<T>> {
        for _ in 0..STEPS {
            if flow.has_had_turn() {
                break;
            }
            let (progress, until, yields) = step(self, flow);
            match progress? {
                Progress::Ready(output) => return Poll::Ready(Ok(output)),
                Progress::Moved | Progress::Stuck if yields => break,
                Progress::Moved => {}
                Progress::Stuck => {
                    let Some(until) = until else { return Poll::Pending };
                    ready!(self.alarm.poll_at(self.cx, until));
                }
            }
        }
        self.cx.waker().wake_by_ref();
        Poll::Pending
    }
}

/// How a step ended, when it is to go on, and whether others are to have their turn
/// first.
type Step<T> = (io::Result<Progress<T>>, Option<Instant>, bool);

/// Whether there is more to search than one poll may.
#[cfg(feature = "expect")]
fn is_searching(session: &Session) -> bool {
    session.is_searching()
}

#[cfg(not(feature = "expect"))]
const fn is_searching(_session: &Session) -> bool {
    false
}

fn now<T>(polled: Poll<io::Result<T>>) -> io::Result<T> {
    match polled {
        Poll::Pending => Err(ErrorKind::WouldBlock.into()),
        Poll::Ready(done) => done,
    }
}

impl<D: Duplex, A: Alarm> Transport for Task<'_, '_, D, A> {
    fn read(
        &mut self,
        buffer: &mut [u8],
        _until: Option<Instant>,
    ) -> io::Result<usize> {
        now(self.stream.poll_read(self.cx, buffer))
    }

    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        now(self.stream.poll_write(self.cx, octets))
    }

    fn write_urgent(&mut self, octets: &[u8]) -> io::Result<usize> {
        let Some(sent) = self.stream.write_urgent(octets) else {
            return self.write(octets);
        };
        if sent.as_ref().is_err_and(|e| e.kind() == ErrorKind::WouldBlock) {
            let later = self.alarm.now() + URGENT_RETRY;
            return now(self.alarm.poll_at(self.cx, later).map(|()| sent));
        }
        sent
    }

    fn flush(&mut self) -> io::Result<()> {
        now(self.stream.poll_flush(self.cx))
    }

    fn is_urgent_ahead(&mut self) -> bool {
        self.stream.is_urgent_ahead()
    }

    fn finish(&mut self) -> io::Result<()> {
        now(self.stream.poll_finish(self.cx))
    }
}
