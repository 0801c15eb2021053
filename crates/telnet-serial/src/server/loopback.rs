//! A port without hardware.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Backend;
use crate::setting::{
    DataBits, Flow, InboundFlow, Kind, Parity, Purge, Setting, StopBits,
};
use crate::state::{LineState, ModemState};
use telnet_session::proto::sub::com_port::line_state;

/// Most octets that are on their way.
const ROOM: usize = 4096;

/// For how long a read or a write waits.
const WAIT: Duration = Duration::from_millis(100);

/// A port in memory, with a plug that connects its outputs to its inputs: what
/// is written can be read, DTR is DSR and the carrier, RTS is CTS, and a BREAK is
/// received when it ends. To try clients without hardware, and for tests.
///
/// Its rates end at 4,000,000 baud; a higher one is an error. What
/// [`feed`](Self::feed) is given is received as if the line had brought it.
#[derive(Clone, Debug)]
pub struct Loopback {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    line: Mutex<Line>,
    moved: Condvar,
}

#[derive(Debug)]
struct Line {
    octets: VecDeque<u8>,
    settings: [Setting; Kind::ALL.len()],
    happened: LineState,
    /// All that was set, if it is recorded.
    log: Option<Vec<Setting>>,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            octets: VecDeque::new(),
            settings: [
                Setting::BaudRate(9600),
                Setting::DataBits(DataBits::Eight),
                Setting::Parity(Parity::None),
                Setting::StopBits(StopBits::One),
                Setting::Flow(Flow::None),
                Setting::InboundFlow(InboundFlow::None),
                Setting::Break(false),
                Setting::Dtr(false),
                Setting::Rts(false),
            ],
            happened: LineState::default(),
            log: None,
        }
    }
}

impl Line {
    fn is(&self, setting: Setting) -> bool {
        self.settings.contains(&setting)
    }

    fn set(&mut self, setting: Setting) {
        if let Some(log) = &mut self.log {
            log.push(setting);
        }
        let ends = setting == Setting::Break(false);
        if ends && self.is(Setting::Break(true)) {
            let happened = LineState::from_bits(line_state::BREAK);
            self.happened = self.happened.and(happened);
        }
        let kind = setting.kind();
        for place in &mut self.settings {
            if place.kind() == kind {
                *place = setting;
            }
        }
    }
}

impl Default for Loopback {
    fn default() -> Self {
        Self::new()
    }
}

impl Loopback {
    /// 9600 baud, 8 data bits, no parity, 1 stop bit, all lines off.
    #[must_use]
    pub fn new() -> Self {
        Self { shared: Arc::default() }
    }

    /// Keeps from now on all that is set, for [`log`](Self::log). It grows
    /// without a bound.
    #[must_use]
    pub fn recorded(self) -> Self {
        self.lock().log.get_or_insert_with(Vec::new);
        self
    }

    /// All that was set, in this order, since it is recorded.
    #[must_use]
    pub fn log(&self) -> Vec<Setting> {
        self.lock().log.clone().unwrap_or_default()
    }

    /// Brings octets by the line; how many there was room for.
    #[must_use]
    pub fn feed(&self, octets: &[u8]) -> usize {
        let mut line = self.lock();
        let room = ROOM.saturating_sub(line.octets.len());
        let octets = octets.get(..room).unwrap_or(octets);
        line.octets.extend(octets);
        drop(line);
        self.shared.moved.notify_all();
        octets.len()
    }

    /// Takes what is on its way, without waiting.
    #[must_use]
    pub fn drain(&self) -> Vec<u8> {
        let octets = self.lock().octets.drain(..).collect();
        self.shared.moved.notify_all();
        octets
    }

    fn lock(&self) -> MutexGuard<'_, Line> {
        self.shared.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is room, or something to read.
    fn wait(&self, is_ready: impl Fn(usize) -> bool) -> MutexGuard<'_, Line> {
        let line = self.lock();
        let until = |line: &mut Line| !is_ready(line.octets.len());
        let waited = self.shared.moved.wait_timeout_while(line, WAIT, until);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Read for Loopback {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut line = self.wait(|len| len > 0);
        if line.octets.is_empty() {
            return Err(ErrorKind::TimedOut.into());
        }
        let n = line.octets.read(buffer)?;
        drop(line);
        self.shared.moved.notify_all();
        Ok(n)
    }
}

impl Write for Loopback {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        drop(self.wait(|len| len < ROOM));
        let n = self.feed(data);
        if n == 0 && !data.is_empty() {
            return Err(ErrorKind::TimedOut.into());
        }
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Backend for Loopback {
    fn set(&mut self, setting: Setting) -> io::Result<()> {
        if matches!(setting, Setting::BaudRate(0 | 4_000_001..)) {
            let why = format!("{setting} is more than 4000000, or none");
            return Err(io::Error::new(ErrorKind::InvalidInput, why));
        }
        self.lock().set(setting);
        Ok(())
    }

    fn get(&mut self, kind: Kind) -> io::Result<Setting> {
        let line = self.lock();
        let found = line.settings.iter().find(|it| it.kind() == kind);
        found.copied().ok_or_else(|| ErrorKind::Unsupported.into())
    }

    fn modem(&mut self) -> io::Result<ModemState> {
        let line = self.lock();
        let (dtr, rts) =
            (line.is(Setting::Dtr(true)), line.is(Setting::Rts(true)));
        Ok(ModemState::of(rts, dtr, false, dtr))
    }

    fn line(&mut self) -> io::Result<LineState> {
        Ok(std::mem::take(&mut self.lock().happened))
    }

    fn purge(&mut self, what: Purge) -> io::Result<()> {
        // What was transmitted is what is received: there is one queue.
        if what.is_of_received() {
            self.lock().octets.clear();
            self.shared.moved.notify_all();
        }
        Ok(())
    }

    fn reader(&mut self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(self.clone()))
    }

    fn writer(&mut self) -> io::Result<Box<dyn Write + Send>> {
        Ok(Box::new(self.clone()))
    }
}
