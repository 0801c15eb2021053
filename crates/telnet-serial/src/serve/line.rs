//! The port's two threads: one reads, one writes.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use telnet_mio::mio::Waker;

use crate::server::Backend;

/// Most octets that wait for the port.
const ROOM: usize = 64 << 10;
/// Most octets that are read or written at once.
const CHUNK: usize = 4096;
/// Most chunks that were read and wait.
const CHUNKS: usize = 4;

/// What waits for the port.
#[derive(Debug, Default)]
struct Outgoing {
    octets: VecDeque<u8>,
    /// What is being written.
    chunk: Vec<u8>,
    has_ended: bool,
    failed: Option<ErrorKind>,
}

#[derive(Debug, Default)]
struct Shared {
    outgoing: Mutex<Outgoing>,
    moved: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Outgoing> {
        self.outgoing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The data of a port, in both directions.
pub(super) struct Line {
    shared: Arc<Shared>,
    received: Option<Receiver<io::Result<Vec<u8>>>>,
    threads: Vec<JoinHandle<()>>,
}

impl Line {
    /// Begins to read; the waker tells of what has come, and of room.
    pub(super) fn begin(
        port: &mut (impl Backend + ?Sized),
        waker: &Arc<Waker>,
    ) -> io::Result<Self> {
        let (reader, writer) = (port.reader()?, port.writer()?);
        let shared = Arc::<Shared>::default();
        let (sender, received) = sync_channel(CHUNKS);
        let mut threads = Vec::new();
        let (one, wakes) = (Arc::clone(&shared), Arc::clone(waker));
        let name = |what: &str| {
            thread::Builder::new().name(format!("serial port {what}"))
        };
        let reads = move || read(reader, &one, &sender, &wakes);
        threads.push(name("reader").spawn(reads)?);
        let (one, wakes) = (Arc::clone(&shared), Arc::clone(waker));
        let line = Self { shared, received: Some(received), threads };
        let writes = move || write(writer, &one, &wakes);
        let writer = name("writer").spawn(writes)?;
        let mut line = line;
        line.threads.push(writer);
        Ok(line)
    }

    /// Whether there is room for a client's next octets, however many.
    pub(super) fn has_room(&self) -> bool {
        self.shared.lock().octets.len() < ROOM
    }

    /// Whether all is written.
    pub(super) fn is_drained(&self) -> bool {
        let outgoing = self.shared.lock();
        outgoing.octets.is_empty() && outgoing.chunk.is_empty()
    }

    pub(super) fn push(&self, octets: &[u8]) {
        self.shared.lock().octets.extend(octets);
        self.shared.moved.notify_all();
    }

    /// Drops what is not written yet.
    pub(super) fn drop_outgoing(&self) {
        let mut outgoing = self.shared.lock();
        outgoing.octets.clear();
        outgoing.chunk.clear();
    }

    /// Drops what was read and nobody has got.
    pub(super) fn drop_received(&self) {
        while matches!(self.next(), Ok(Some(_))) {}
    }

    /// What was read next, if anything.
    pub(super) fn next(&self) -> io::Result<Option<Vec<u8>>> {
        if let Some(kind) = self.shared.lock().failed {
            return Err(kind.into());
        }
        let Some(received) = &self.received else { return Ok(None) };
        match received.try_recv() {
            Ok(read) => read.map(Some),
            Err(TryRecvError::Empty) => Ok(None),
            Err(TryRecvError::Disconnected) => {
                Err(ErrorKind::UnexpectedEof.into())
            }
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.shared.lock().has_ended = true;
        self.shared.moved.notify_all();
        // Else the reader would wait for room.
        self.received = None;
        for thread in self.threads.drain(..) {
            // One that panicked has nothing to say.
            let _ended = thread.join();
        }
    }
}

/// Whether nothing has moved, and it is to be tried again.
fn is_later(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::TimedOut | ErrorKind::WouldBlock | ErrorKind::Interrupted
    )
}

fn read(
    mut port: Box<dyn Read + Send>,
    shared: &Shared,
    sender: &SyncSender<io::Result<Vec<u8>>>,
    waker: &Waker,
) {
    let mut buffer = vec![0; CHUNK];
    while !shared.lock().has_ended {
        let read = match port.read(&mut buffer) {
            Ok(0) => Err(ErrorKind::UnexpectedEof.into()),
            Ok(n) => Ok(buffer.get(..n).unwrap_or_default().to_vec()),
            Err(error) if is_later(&error) => continue,
            Err(error) => Err(error),
        };
        let has_failed = read.is_err();
        let is_alone = sender.send(read).is_err();
        // The loop that cannot be woken has ended.
        if waker.wake().is_err() || has_failed || is_alone {
            return;
        }
    }
}

fn write(mut port: Box<dyn Write + Send>, shared: &Shared, waker: &Waker) {
    loop {
        let outgoing = shared.lock();
        let is_idle = |it: &mut Outgoing| it.octets.is_empty() && !it.has_ended;
        let waited = shared.moved.wait_while(outgoing, is_idle);
        let mut outgoing = waited.unwrap_or_else(PoisonError::into_inner);
        if outgoing.has_ended {
            return;
        }
        let n = outgoing.octets.len().min(CHUNK);
        outgoing.chunk = outgoing.octets.drain(..n).collect();
        let mut chunk = outgoing.chunk.clone();
        drop(outgoing);
        while !chunk.is_empty() {
            match port.write(&chunk) {
                Ok(n) => drop(chunk.drain(..n)),
                Err(error) if is_later(&error) => {}
                Err(error) => shared.lock().failed = Some(error.kind()),
            }
            let outgoing = shared.lock();
            // It was purged meanwhile, or there is nobody who would know.
            let is_void = outgoing.chunk.is_empty() || outgoing.has_ended;
            if is_void || outgoing.failed.is_some() {
                break;
            }
        }
        let mut outgoing = shared.lock();
        outgoing.chunk.clear();
        let has_failed = outgoing.failed.is_some();
        drop(outgoing);
        if waker.wake().is_err() || has_failed {
            return;
        }
    }
}
