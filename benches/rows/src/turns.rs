//! Times of those that take turns.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// Time of this thread on the processor.
pub(crate) fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("a time")
}

/// What a work takes.
#[derive(Clone, Copy)]
pub(crate) struct Took {
    pub(crate) cpu: Duration,
    pub(crate) wall: Duration,
}

impl Took {
    pub(crate) fn of(work: impl FnOnce()) -> Self {
        let (start, before) = (Instant::now(), cpu());
        work();
        Self { cpu: cpu() - before, wall: start.elapsed() }
    }
}

/// The least that each takes, of so many rounds in which each has its turn.
pub(crate) fn least<const N: usize>(
    rounds: usize,
    mut works: [&mut dyn FnMut(); N],
) -> [Took; N] {
    let mut least = [Took { cpu: Duration::MAX, wall: Duration::MAX }; N];
    for _ in 0..rounds {
        for (least, work) in least.iter_mut().zip(&mut works) {
            let took = Took::of(work);
            least.cpu = least.cpu.min(took.cpu);
            least.wall = least.wall.min(took.wall);
        }
    }
    least
}

/// Processor time of each, in seconds.
pub(crate) fn seconds<const N: usize>(took: [Took; N]) -> [f64; N] {
    took.map(|it| it.cpu.as_secs_f64())
}

/// Megabytes a second, where so many octets were worked on.
pub(crate) fn speed<const N: usize>(
    octets: usize,
    took: [Took; N],
) -> [f64; N] {
    seconds(took).map(|it| octets as f64 / it / 1e6)
}
