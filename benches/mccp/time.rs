//! The time of the processor.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// What this thread has used so far.
fn used() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// What some work takes of it.
pub(crate) fn cpu<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let before = used();
    let output = work();
    (output, used() - before)
}
