//! A stream in memory that does everything a stream may do.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use crate::chaos::ChaosStream;

/// A stream in memory, which never blocks: what an adapter is to be put over.
pub trait Memory: Read + Write {
    /// Says that nothing more will be written.
    ///
    /// # Errors
    /// `WouldBlock`, `Interrupted`.
    fn finish(&mut self) -> io::Result<()>;

    /// Closes the stream.
    fn shutdown(&mut self);

    /// Whether it is always worth a try, whatever it said before: such a stream
    /// need not be waited for. Others have timeouts that strike at once.
    fn tells(&self) -> bool;
}

impl Memory for ChaosStream {
    fn finish(&mut self) -> io::Result<()> {
        Self::finish(self)
    }

    fn shutdown(&mut self) {}

    fn tells(&self) -> bool {
        true
    }
}

/// What a read does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Gives octets, as many as are asked for; the rest is for the next read.
    Octets(Vec<u8>),
    /// Fails, once.
    Fails(ErrorKind),
}

impl Step {
    /// Gives these octets.
    #[must_use]
    pub fn octets(octets: impl AsRef<[u8]>) -> Self {
        Self::Octets(octets.as_ref().to_vec())
    }
}

/// What the writes do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Writes {
    /// Take everything.
    #[default]
    All,
    /// Take one octet; each other write fails like this first.
    OneOctet(Option<ErrorKind>),
    /// Take one octet, each in so long.
    Slow(Duration),
    /// Fail, each of them.
    Fail(ErrorKind),
    /// Take nothing, and say so.
    Nothing,
    /// Take so many octets, and no more, `WouldBlock`, until all the reads are
    /// done: a peer that reads once it has written everything.
    UpTo(usize),
}

#[derive(Debug, Default)]
struct State {
    reads: VecDeque<Step>,
    writes: Writes,
    fails_now: bool,
    written: Vec<u8>,
    /// How much of it has gone out, where a flush is needed for that.
    flushed: Option<usize>,
    is_shut: bool,
    flushes_refused: usize,
    never_finishes: bool,
}

/// The stream, for the adapter. It never blocks: `WouldBlock` is part of the
/// script, and the next read or write goes on behind it. Behind the script is
/// the end of the stream.
#[derive(Debug)]
pub struct Scripted {
    state: Arc<Mutex<State>>,
}

/// The same, for the test.
#[derive(Debug)]
pub struct Script {
    state: Arc<Mutex<State>>,
}

impl Scripted {
    /// A stream whose reads follow the steps.
    #[must_use]
    pub fn new(
        reads: impl IntoIterator<Item = Step>,
        writes: Writes,
    ) -> (Self, Script) {
        let reads = reads.into_iter().collect();
        let state = State { reads, writes, ..State::default() };
        let state = Arc::new(Mutex::new(state));
        (Self { state: Arc::clone(&state) }, Script { state })
    }
}

impl Memory for Scripted {
    /// `WouldBlock` after [`Script::never_finish`].
    fn finish(&mut self) -> io::Result<()> {
        if lock(&self.state).never_finishes {
            return Err(ErrorKind::WouldBlock.into());
        }
        Ok(())
    }

    fn shutdown(&mut self) {
        lock(&self.state).is_shut = true;
    }

    fn tells(&self) -> bool {
        false
    }
}

impl Script {
    /// What was written so far, and has gone out.
    #[must_use]
    pub fn written(&self) -> Vec<u8> {
        let state = lock(&self.state);
        let out = state.flushed.unwrap_or(state.written.len());
        state.written[..out].to_vec()
    }

    /// Has the stream keep what is written until it is flushed.
    pub fn keep_until_flushed(&self) {
        lock(&self.state).flushed = Some(0);
    }

    /// How many steps of the reads are still to come.
    #[must_use]
    pub fn reads_left(&self) -> usize {
        lock(&self.state).reads.len()
    }

    /// Has the next so many flushes fail with `WouldBlock`.
    pub fn refuse_flushes(&self, count: usize) {
        lock(&self.state).flushes_refused = count;
    }

    /// Has [`Memory::finish`] never come to its end.
    pub fn never_finish(&self) {
        lock(&self.state).never_finishes = true;
    }

    /// Whether [`Memory::shutdown`] was called.
    #[must_use]
    pub fn is_shut(&self) -> bool {
        lock(&self.state).is_shut
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("no panic while it was locked")
}

impl Read for Scripted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let reads = &mut lock(&self.state).reads;
        match reads.pop_front() {
            Some(Step::Octets(mut octets)) => {
                let n = octets.len().min(buffer.len());
                buffer[..n].copy_from_slice(&octets[..n]);
                if n < octets.len() {
                    octets.drain(..n);
                    reads.push_front(Step::Octets(octets));
                }
                Ok(n)
            }
            Some(Step::Fails(kind)) => Err(kind.into()),
            None => Ok(0),
        }
    }
}

impl Write for Scripted {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let state = &mut *lock(&self.state);
        state.fails_now = !state.fails_now;
        let n = match state.writes {
            Writes::All => usize::MAX,
            Writes::OneOctet(Some(kind)) if state.fails_now => {
                return Err(kind.into());
            }
            Writes::OneOctet(_) => 1,
            Writes::Slow(time) => {
                let start = Instant::now();
                while start.elapsed() < time {
                    std::hint::spin_loop();
                }
                1
            }
            Writes::Fail(kind) => return Err(kind.into()),
            Writes::Nothing => 0,
            Writes::UpTo(size) => {
                let opened = state.reads.is_empty();
                let size = if opened { usize::MAX } else { size };
                match size - state.written.len() {
                    0 => return Err(ErrorKind::WouldBlock.into()),
                    room => room,
                }
            }
        };
        let n = n.min(data.len());
        state.written.extend_from_slice(&data[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        let state = &mut *lock(&self.state);
        if state.flushes_refused > 0 {
            state.flushes_refused -= 1;
            return Err(ErrorKind::WouldBlock.into());
        }
        state.flushed = state.flushed.map(|_| state.written.len());
        Ok(())
    }
}
