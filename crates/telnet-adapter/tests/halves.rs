//! One value, two tasks: who is woken, and when.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use telnet_adapter::Half;

/// A task that counts how often it was woken.
#[derive(Default)]
struct Task(AtomicUsize);

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// What two tasks poll: how often it has moved, and the last waker it was
/// given.
#[derive(Default)]
struct Stream {
    moves: u64,
    waker: Option<Waker>,
}

/// A half and its task.
struct Side {
    half: Half<Stream>,
    task: Arc<Task>,
}

impl Side {
    fn both() -> [Self; 2] {
        let (one, two) = Half::split(Stream::default(), |it| it.moves);
        [one, two].map(|half| Self { half, task: Arc::default() })
    }

    /// Polls, moves so often, and is ready or not.
    fn poll(&self, moves: u64, step: Poll<()>) -> Poll<()> {
        let waker = Waker::from(Arc::clone(&self.task));
        self.half.poll(&Context::from_waker(&waker), |stream, cx| {
            stream.moves += moves;
            stream.waker = Some(cx.waker().clone());
            step
        })
    }

    /// How often it was woken since it was asked last.
    fn woken(&self) -> usize {
        self.task.0.swap(0, Ordering::Relaxed)
    }
}

#[test]
fn a_half_that_waits_in_vain_wakes_nobody() {
    let [one, two] = Side::both();
    for side in [&one, &two, &one] {
        assert!(side.poll(0, Poll::Pending).is_pending());
    }
    assert_eq!((one.woken(), two.woken()), (0, 0));
}

#[test]
fn a_half_that_moved_something_wakes_the_other() {
    let [one, two] = Side::both();
    for (first, second) in [(&one, &two), (&two, &one)] {
        assert!(first.poll(0, Poll::Pending).is_pending());
        assert!(second.poll(1, Poll::Pending).is_pending());
        assert_eq!((first.woken(), second.woken()), (1, 0));
    }
}

/// What it took may have made room.
#[test]
fn a_half_that_is_ready_wakes_the_other() {
    let [one, two] = Side::both();
    for (first, second) in [(&one, &two), (&two, &one)] {
        assert!(first.poll(0, Poll::Pending).is_pending());
        assert!(second.poll(0, Poll::Ready(())).is_ready());
        assert_eq!((first.woken(), second.woken()), (1, 0));
    }
}

/// It knows the last task alone.
#[test]
fn the_stream_wakes_both_halves() {
    let [one, two] = Side::both();
    for last in [&one, &two] {
        for side in [&one, &two, last] {
            assert!(side.poll(0, Poll::Pending).is_pending());
        }
        let waker = last.half.look(|stream| stream.waker.clone());
        waker.unwrap().wake();
        assert_eq!((one.woken(), two.woken()), (1, 1));
    }
}

#[test]
fn a_task_is_woken_once_until_it_polls_again() {
    let [one, two] = Side::both();
    assert!(one.poll(0, Poll::Pending).is_pending());
    for _ in 0..3 {
        assert!(two.poll(1, Poll::Pending).is_pending());
    }
    assert_eq!(one.woken(), 1);
}

#[test]
fn what_the_value_is_asked_for_wakes_both() {
    let [one, two] = Side::both();
    for side in [&one, &two] {
        assert!(one.poll(0, Poll::Pending).is_pending());
        assert!(two.poll(0, Poll::Pending).is_pending());
        assert_eq!(side.half.change(|stream| stream.moves), 0);
        assert_eq!((one.woken(), two.woken()), (1, 1));
    }
}

/// The last task of a half is the one that waits.
#[test]
fn a_half_that_went_to_another_task_wakes_that_one() {
    let [mut one, two] = Side::both();
    assert!(one.poll(0, Poll::Pending).is_pending());
    let before = std::mem::take(&mut one.task);
    assert!(one.poll(0, Poll::Pending).is_pending());
    assert!(two.poll(1, Poll::Pending).is_pending());
    assert_eq!((one.woken(), before.0.load(Ordering::Relaxed)), (1, 0));
}
