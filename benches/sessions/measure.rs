//! Figures of a process.

use std::time::{Duration, Instant};

/// What one kind of client has done.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) kind: &'static str,
    pub(crate) count: usize,
    pub(crate) login: Duration,
    pub(crate) work: Duration,
    pub(crate) cpu: Duration,
    /// Resident octets that an idle connection takes.
    pub(crate) idle: usize,
    pub(crate) times: Vec<Duration>,
}

impl Report {
    pub(crate) fn print_head() {
        println!(
            "| client | connections | login s | commands s | connections/s | \
             p50 ms | p99 ms | CPU s | octets/idle |"
        );
        println!("|---|---|---|---|---|---|---|---|---|");
    }

    pub(crate) fn print(mut self) {
        self.times.sort_unstable();
        let at = |share: usize| {
            let place = self.times.len() * share / 100;
            let time = self.times.get(place).copied().unwrap_or_default();
            time.as_secs_f64() * 1e3
        };
        let all = (self.login + self.work).as_secs_f64();
        println!(
            "| {} | {} | {:.2} | {:.2} | {:.0} | {:.1} | {:.1} | {:.2} | {} |",
            self.kind,
            self.count,
            self.login.as_secs_f64(),
            self.work.as_secs_f64(),
            self.count as f64 / all,
            at(50),
            at(99),
            self.cpu.as_secs_f64(),
            self.idle,
        );
    }
}

/// The time that this process was at work so far.
pub(crate) fn cpu() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// How long something takes.
pub(crate) fn time<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let output = work();
    (output, start.elapsed())
}
