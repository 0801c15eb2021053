//! A connection over a wire, in virtual time.

use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use telnet_adapter::session::{Config, Session, Wait};
use telnet_adapter::{Closing, Drive, Flow, Progress, Purpose, Transport};
use telnet_testkit::chaos::{Far, Wire};
use telnet_testkit::clock::Clock;

/// Longer than any wait takes which goes well.
pub(crate) const LIMIT: Duration = Duration::from_secs(24 * 3600);

/// Most steps of one wait: far more than any needs.
const STEPS: usize = 1_000_000;

/// How a transport waits: see [`Transport`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// In its reads and pauses, as a stream that blocks.
    Waits,
    /// Not at all: an event tells when to go on.
    Tells,
}

impl Kind {
    pub(crate) const BOTH: [Self; 2] = [Self::Waits, Self::Tells];
}

/// A connection over a wire, in virtual time.
pub(crate) struct Line<F> {
    pub(crate) session: Session,
    pub(crate) wire: Wire<F>,
    pub(crate) clock: Clock,
    flow: Flow,
    kind: Kind,
}

impl<F: Far> Line<F> {
    /// The wire begins at the time of the clock.
    pub(crate) fn new(
        wire: Wire<F>,
        clock: Clock,
        config: Config,
        kind: Kind,
    ) -> Self {
        let session = Session::new(config);
        Self { session, wire, clock, flow: Flow::default(), kind }
    }

    /// Runs a wait to its end, as an adapter does.
    pub(crate) fn wait<W: Wait>(
        &mut self,
        wait: &mut W,
    ) -> io::Result<W::Output> {
        let mut drive = Drive::new(wait, Purpose::Read);
        let Self { session, wire, clock, flow, kind } = self;
        let until = clock.now() + LIMIT;
        for _ in 0..STEPS {
            let now = clock.now();
            let mut timed = Timed { wire, clock, kind: *kind, until };
            match drive.step(flow, session, &mut timed, now)? {
                Progress::Ready(output) => {
                    let late = drive.deadline().is_some_and(|it| now > it);
                    assert!(!late, "it ended behind its deadline");
                    return Ok(output);
                }
                Progress::Moved => {}
                Progress::Stuck if *kind == Kind::Waits => {}
                Progress::Stuck => pass(wire, clock, drive.wake(session)),
            }
        }
        panic!("it never ends, at {:?}", wire.read_so_far().len());
    }

    /// Closes the connection.
    pub(crate) fn close(&mut self) -> io::Result<()> {
        let Self { session, wire, clock, flow, kind } = self;
        let until = clock.now() + LIMIT;
        let mut closing = Closing::new(Some(until));
        for _ in 0..STEPS {
            let now = clock.now();
            let mut timed = Timed { wire, clock, kind: *kind, until };
            match closing.step(flow, session, &mut timed, now) {
                Progress::Ready(closed) => return closed,
                Progress::Stuck if *kind == Kind::Tells => {
                    pass(wire, clock, closing.deadline());
                }
                Progress::Moved | Progress::Stuck => {}
            }
        }
        panic!("it never closes");
    }
}

/// Lets the time go on to when the wire does, or to the deadline.
fn pass<F: Far>(wire: &Wire<F>, clock: &mut Clock, until: Option<Instant>) {
    let now = clock.now();
    let next = [wire.wake_at(now), until].into_iter().flatten().min();
    let next = next.expect("nothing will ever come: it hangs");
    clock.advance(next.saturating_duration_since(now));
}

/// A wire, for one step.
struct Timed<'a, F> {
    wire: &'a mut Wire<F>,
    clock: &'a mut Clock,
    kind: Kind,
    /// The deadline of the call.
    until: Instant,
}

impl<F: Far> Timed<'_, F> {
    fn pass(&mut self, until: Option<Instant>) {
        let in_time = until.is_some_and(|it| it <= self.until);
        assert!(in_time, "it would wait behind the deadline");
        pass(self.wire, self.clock, until);
    }
}

impl<F: Far> Transport for Timed<'_, F> {
    fn read(
        &mut self,
        buffer: &mut [u8],
        until: Option<Instant>,
    ) -> io::Result<usize> {
        let read = self.wire.read(buffer, self.clock.now());
        let blocks =
            read.as_ref().is_err_and(|it| it.kind() == ErrorKind::WouldBlock);
        if !(blocks && self.kind == Kind::Waits) {
            return read;
        }
        self.pass(until);
        self.wire.read(buffer, self.clock.now())
    }

    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.wire.write(octets, self.clock.now())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.wire.flush(self.clock.now())
    }

    fn pause(&mut self, until: Option<Instant>) -> io::Result<()> {
        if self.kind == Kind::Waits {
            self.pass(until);
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.wire.finish(self.clock.now())
    }
}
