//! A transport that does what the test says, and the line it is part of.

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use telnet_adapter::session::{Config, Session, Wait};
use telnet_adapter::{
    Closing, Drive, Eager, Flow, Progress, Purpose, Transport,
};

pub(crate) const SECOND: Duration = Duration::from_secs(1);

pub(crate) type Read = Result<&'static [u8], ErrorKind>;

/// What the stream does, call by call; where nothing more is said it blocks.
#[derive(Default)]
pub(crate) struct Script {
    pub(crate) reads: VecDeque<Read>,
    /// The same of reads behind the unread text.
    pub(crate) behind: VecDeque<Read>,
    /// How many octets each write takes.
    pub(crate) writes: VecDeque<Result<usize, ErrorKind>>,
    pub(crate) flushes: VecDeque<Result<(), ErrorKind>>,
    pub(crate) finish: Option<ErrorKind>,
    pub(crate) urgent: bool,
    /// What was called, in order, and what was written.
    pub(crate) calls: Vec<&'static str>,
    pub(crate) until: Vec<Option<Instant>>,
    /// How many octets each read had room for.
    pub(crate) rooms: Vec<usize>,
    pub(crate) written: Vec<u8>,
    /// Where the octets of each write were.
    pub(crate) places: Vec<*const u8>,
}

impl Transport for Script {
    fn read(
        &mut self,
        buffer: &mut [u8],
        until: Option<Instant>,
    ) -> io::Result<usize> {
        self.calls.push("read");
        self.until.push(until);
        self.rooms.push(buffer.len());
        let octets =
            self.reads.pop_front().unwrap_or(Err(ErrorKind::WouldBlock))?;
        buffer[..octets.len()].copy_from_slice(octets);
        Ok(octets.len())
    }

    fn read_behind(
        &mut self,
        text: &mut Vec<u8>,
        until: Option<Instant>,
    ) -> Option<io::Result<usize>> {
        let read = self.behind.pop_front()?;
        self.calls.push("read behind");
        self.until.push(until);
        Some(read.map_err(io::Error::from).map(|octets| {
            text.extend_from_slice(octets);
            octets.len()
        }))
    }

    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.calls.push("write");
        self.places.push(octets.as_ptr());
        let n = self.writes.pop_front().unwrap_or(Ok(usize::MAX))?;
        let n = n.min(octets.len());
        self.written.extend_from_slice(&octets[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.calls.push("flush");
        Ok(self.flushes.pop_front().unwrap_or(Ok(()))?)
    }

    fn is_urgent_ahead(&mut self) -> bool {
        self.urgent
    }

    fn pause(&mut self, until: Option<Instant>) -> io::Result<()> {
        self.calls.push("pause");
        self.until.push(until);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.calls.push("finish");
        self.finish.map_or(Ok(()), |kind| Err(kind.into()))
    }
}

pub(crate) struct Line {
    pub(crate) flow: Flow,
    pub(crate) session: Session,
    pub(crate) script: Script,
    pub(crate) now: Instant,
}

impl Line {
    pub(crate) fn new() -> Self {
        Self::with(Config::default())
    }

    pub(crate) fn with(config: Config) -> Self {
        Self {
            flow: Flow::default(),
            session: Session::new(config),
            script: Script::default(),
            now: Instant::now(),
        }
    }

    pub(crate) fn reads<const N: usize>(mut self, reads: [Read; N]) -> Self {
        self.script.reads.extend(reads);
        self
    }

    pub(crate) fn step<W: Wait>(
        &mut self,
        wait: &mut W,
        purpose: Purpose,
    ) -> io::Result<Progress<W::Output>> {
        let mut drive = Drive::new(wait, purpose);
        let Self { flow, session, script, now } = self;
        drive.step(flow, session, script, *now)
    }

    pub(crate) fn look(
        &mut self,
        eager: &mut Eager,
    ) -> io::Result<Progress<()>> {
        let Self { flow, session, script, now } = self;
        eager.step(flow, session, script, *now)
    }

    pub(crate) fn close(
        &mut self,
        closing: &mut Closing,
    ) -> Progress<io::Result<()>> {
        let Self { flow, session, script, now } = self;
        closing.step(flow, session, script, *now)
    }

    pub(crate) fn input(&mut self) -> io::Result<bool> {
        let Self { flow, session, script, .. } = self;
        flow.input(session, script, None)
    }

    pub(crate) fn output(&mut self) -> io::Result<bool> {
        let Self { flow, session, script, .. } = self;
        flow.output(session, script)
    }

    pub(crate) fn calls(&mut self) -> Vec<&'static str> {
        std::mem::take(&mut self.script.calls)
    }
}
