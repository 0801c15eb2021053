//! A task whose peer never makes it wait lets others have their turn all the same.
#![expect(clippy::indexing_slicing, reason = "a test is to fail loudly")]

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Instant;

use telnet_adapter::session::{Config, Session};
use telnet_adapter::task::{Alarm, Duplex, Task};
use telnet_adapter::{Closing, Flow, Purpose, QueueData, ReadInto};

/// A peer that sends so much at a time without end, and takes all that it is sent.
#[derive(Default)]
struct Flood {
    piece: usize,
    moved: usize,
}

impl Duplex for &mut Flood {
    fn poll_read(
        &mut self,
        _cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let piece = self.piece.min(buffer.len());
        buffer[..piece].fill(b'x');
        self.moved += piece;
        Poll::Ready(Ok(piece))
    }

    fn poll_write(
        &mut self,
        _cx: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.moved += octets.len();
        Poll::Ready(Ok(octets.len()))
    }

    fn poll_flush(&mut self, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_finish(&mut self, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

struct NoTimer;

impl Alarm for NoTimer {
    fn poll_at(&mut self, _cx: &mut Context<'_>, at: Instant) -> Poll<()> {
        if self.now() >= at { Poll::Ready(()) } else { Poll::Pending }
    }
}

#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// A connection of a task.
struct Line {
    flood: Flood,
    flow: Flow,
    session: Session,
    wakes: Arc<Wakes>,
}

impl Line {
    fn new(piece: usize) -> Self {
        Self {
            flood: Flood { piece, moved: 0 },
            flow: Flow::default(),
            session: Session::new(Config::default()),
            wakes: Arc::default(),
        }
    }

    fn poll<T>(
        &mut self,
        call: impl FnOnce(
            &mut Task<'_, '_, &mut Flood, NoTimer>,
            &mut Flow,
            &mut Session,
        ) -> Poll<io::Result<T>>,
    ) -> Poll<T> {
        let waker = Waker::from(Arc::clone(&self.wakes));
        let (mut cx, mut timer) = (Context::from_waker(&waker), NoTimer);
        let mut task = Task::new(&mut self.flood, &mut timer, &mut cx);
        call(&mut task, &mut self.flow, &mut self.session).map(Result::unwrap)
    }

    fn read(&mut self) -> Poll<usize> {
        let mut buffer = [0; 1000];
        self.poll(|task, flow, session| {
            let wait = ReadInto::new(&mut buffer);
            task.poll_wait(flow, session, wait, Purpose::Read)
        })
    }

    fn write(&mut self) -> Poll<usize> {
        self.poll(|task, flow, session| {
            let wait = QueueData::new(b"an answer\r\n");
            task.poll_wait(flow, session, wait, Purpose::Send)
        })
    }

    /// What its task does until it has to pause, and how many octets it moves.
    fn turn(&mut self) -> (usize, usize) {
        let (mut calls, before) = (0, self.flood.moved);
        while self.read().is_ready() && self.write().is_ready() {
            calls += 1;
            assert!(calls < 10_000, "it does not pause");
        }
        (calls, self.flood.moved - before)
    }
}

#[test]
fn a_line_that_floods_pauses_behind_64_kib_whatever_is_called() {
    let mut line = Line::new(16 << 10);
    for turn in 1..10 {
        let (_, moved) = line.turn();
        assert!((1..96 << 10).contains(&moved), "{moved}");
        // It goes on by itself.
        assert_eq!(line.wakes.0.load(Ordering::Relaxed), turn);
    }
}

/// A call costs as much as some KiB.
#[test]
fn a_line_of_small_octets_pauses_behind_some_calls() {
    let mut line = Line::new(1);
    for _ in 0..10 {
        let (calls, _) = line.turn();
        assert!((4..=16).contains(&calls), "{calls}");
    }
}

#[test]
fn a_close_pauses_while_the_peer_goes_on() {
    let mut line = Line::new(16 << 10);
    assert_eq!(line.session.send(b"bye"), 3);
    let mut closing = Closing::new(None);
    let before = line.flood.moved;
    let closed = line.poll(|task, flow, session| {
        task.poll_closing(flow, session, &mut closing)
    });
    assert!(closed.is_pending());
    let moved = line.flood.moved - before;
    assert!((16 << 10..96 << 10).contains(&moved), "{moved}");
}
