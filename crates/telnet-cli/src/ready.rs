//! Waiting for several descriptors at once. By `poll`: `epoll` refuses files.

use std::io;
use std::os::fd::BorrowedFd;
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// What is waited for.
pub(crate) struct Watched<'fd> {
    fds: Vec<PollFd<'fd>>,
}

impl<'fd> Watched<'fd> {
    /// Nothing yet.
    pub(crate) const fn new() -> Self {
        Self { fds: Vec::new() }
    }

    /// That it can be read, or has ended.
    pub(crate) fn input(mut self, fd: BorrowedFd<'fd>) -> Self {
        self.fds.push(PollFd::from_borrowed_fd(fd, PollFlags::IN));
        self
    }

    /// That it can be read, or has ended, or, if it is asked for, be written.
    pub(crate) fn both(mut self, fd: BorrowedFd<'fd>, writes: bool) -> Self {
        let mut flags = PollFlags::IN;
        flags.set(PollFlags::OUT, writes);
        self.fds.push(PollFd::from_borrowed_fd(fd, flags));
        self
    }

    /// Waits until one of them is ready, until a signal, or until a time. Which
    /// are ready, in the order in which they were named.
    pub(crate) fn wait(
        mut self,
        until: Option<Instant>,
    ) -> io::Result<Vec<bool>> {
        let left =
            until.map(|end| end.saturating_duration_since(Instant::now()));
        // What is too long for the system is as good as for ever.
        let left = left.and_then(|left| Timespec::try_from(left).ok());
        match poll(&mut self.fds, left.as_ref()) {
            Err(rustix::io::Errno::INTR) => Ok(vec![false; self.fds.len()]),
            polled => {
                polled?;
                let fds = self.fds.iter();
                Ok(fds.map(|it| !it.revents().is_empty()).collect())
            }
        }
    }
}
