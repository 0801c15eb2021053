//! A remote port as `serialport` has ports: with clones, and settings through a
//! shared reference.

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serialport::{
    ClearBuffer, DataBits, FlowControl, Parity, Result, SerialPort, StopBits,
};

use super::RemotePort;
use crate::local;
use crate::setting::{Kind, Purge, Setting, Settings};
use crate::state::ModemState;

/// For how long a read keeps the port from other clones of it.
const SLICE: Duration = Duration::from_millis(5);

/// A remote port for programs that were written for the crate `serialport`.
///
/// Clones share the connection. While one of them reads, another one may have to
/// wait for up to 5 ms to write or to set something. Where a port of this
/// machine cannot tell, the last answer of the server counts.
pub struct SharedPort {
    shared: Arc<Shared>,
    name: Option<String>,
    timeout: Duration,
}

struct Shared {
    port: Mutex<RemotePort<TcpStream>>,
    /// Held by who waits for the port. A lock is not fair: without this one a
    /// clone that reads on and on would take the port again at once.
    turn: Mutex<()>,
}

/// Opens a port: one of another machine by a URL, as `rfc2217://host:2217`, or
/// one of this machine by its path, as `/dev/ttyUSB0`. Both are set to the rate,
/// 8 data bits, no parity, 1 stop bit, no flow control.
///
/// # Errors
/// Those of opening it, and of setting it.
pub fn open(
    url_or_path: &str,
    baud_rate: u32,
    timeout: Duration,
) -> Result<Box<dyn SerialPort>> {
    if !url_or_path.contains("://") {
        let local = serialport::new(url_or_path, baud_rate);
        return local.timeout(timeout).open();
    }
    let mut port = RemotePort::open(url_or_path)?;
    let settings = Settings::eight_n_one(baud_rate);
    port.configure(settings.flow(crate::Flow::None))?;
    let mut port = SharedPort::over(port);
    port.name = Some(url_or_path.to_owned());
    port.timeout = timeout;
    Ok(Box::new(port))
}

impl SharedPort {
    /// A port that is open already. Its reads and writes wait for a second, as
    /// long as no other time is set.
    #[must_use]
    pub fn over(port: RemotePort<TcpStream>) -> Self {
        let (port, turn) = (Mutex::new(port), Mutex::new(()));
        let shared = Arc::new(Shared { port, turn });
        Self { shared, name: None, timeout: Duration::from_secs(1) }
    }

    fn lock(&self) -> MutexGuard<'_, RemotePort<TcpStream>> {
        let _until_it_has_the_port = self.shared.turn.lock();
        self.shared.port.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, setting: Setting) -> Result<()> {
        Ok(self.lock().set(setting)?)
    }

    fn get(&self, kind: Kind) -> Result<Setting> {
        let mut port = self.lock();
        let known = port.client().known(kind);
        Ok(known.map_or_else(|| port.get(kind), Ok)?)
    }

    /// The lines as they are now.
    fn modem(&self) -> Result<ModemState> {
        let mut port = self.lock();
        // What has arrived meanwhile counts.
        let _looked = port.available()?;
        Ok(port.modem()?)
    }
}

/// What the server says is nothing that `serialport` has a name for.
fn nameless(kind: Kind) -> serialport::Error {
    let why = format!("the server's {kind} has no name in serialport");
    serialport::Error::new(serialport::ErrorKind::InvalidInput, why)
}

impl Read for SharedPort {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let end = Instant::now() + self.timeout;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let is_alone = Arc::strong_count(&self.shared) == 1;
            let slice = if is_alone { left } else { left.min(SLICE) };
            let mut port = self.lock();
            port.set_timeout(Some(slice));
            let read = port.receive(buffer);
            drop(port);
            match read {
                Err(error)
                    if error.kind() == ErrorKind::TimedOut && slice < left => {}
                done => return done,
            }
        }
    }
}

impl Write for SharedPort {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let mut port = self.lock();
        port.set_timeout(Some(self.timeout));
        port.write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut port = self.lock();
        port.set_timeout(Some(self.timeout));
        port.flush()
    }
}

impl SerialPort for SharedPort {
    fn name(&self) -> Option<String> {
        self.name.clone()
    }

    fn baud_rate(&self) -> Result<u32> {
        let Setting::BaudRate(rate) = self.get(Kind::BaudRate)? else {
            return Err(nameless(Kind::BaudRate));
        };
        Ok(rate)
    }

    fn data_bits(&self) -> Result<DataBits> {
        let Setting::DataBits(bits) = self.get(Kind::DataBits)? else {
            return Err(nameless(Kind::DataBits));
        };
        Ok(local::local_bits(bits))
    }

    fn flow_control(&self) -> Result<FlowControl> {
        let Setting::Flow(flow) = self.get(Kind::Flow)? else {
            return Err(nameless(Kind::Flow));
        };
        local::local_flow(flow).ok_or_else(|| nameless(Kind::Flow))
    }

    fn parity(&self) -> Result<Parity> {
        let Setting::Parity(parity) = self.get(Kind::Parity)? else {
            return Err(nameless(Kind::Parity));
        };
        local::local_parity(parity).ok_or_else(|| nameless(Kind::Parity))
    }

    fn stop_bits(&self) -> Result<StopBits> {
        let Setting::StopBits(bits) = self.get(Kind::StopBits)? else {
            return Err(nameless(Kind::StopBits));
        };
        local::local_stop_bits(bits).ok_or_else(|| nameless(Kind::StopBits))
    }

    fn timeout(&self) -> Duration {
        self.timeout
    }

    fn set_baud_rate(&mut self, baud_rate: u32) -> Result<()> {
        self.set(Setting::BaudRate(baud_rate))
    }

    fn set_data_bits(&mut self, bits: DataBits) -> Result<()> {
        self.set(Setting::DataBits(local::our_bits(bits)))
    }

    fn set_flow_control(&mut self, flow: FlowControl) -> Result<()> {
        self.set(Setting::Flow(local::our_flow(flow)))
    }

    fn set_parity(&mut self, parity: Parity) -> Result<()> {
        self.set(Setting::Parity(local::our_parity(parity)))
    }

    fn set_stop_bits(&mut self, bits: StopBits) -> Result<()> {
        self.set(Setting::StopBits(local::our_stop_bits(bits)))
    }

    fn set_timeout(&mut self, timeout: Duration) -> Result<()> {
        self.timeout = timeout;
        Ok(())
    }

    fn write_request_to_send(&mut self, level: bool) -> Result<()> {
        self.set(Setting::Rts(level))
    }

    fn write_data_terminal_ready(&mut self, level: bool) -> Result<()> {
        self.set(Setting::Dtr(level))
    }

    fn read_clear_to_send(&mut self) -> Result<bool> {
        Ok(self.modem()?.cts())
    }

    fn read_data_set_ready(&mut self) -> Result<bool> {
        Ok(self.modem()?.dsr())
    }

    fn read_ring_indicator(&mut self) -> Result<bool> {
        Ok(self.modem()?.ring())
    }

    fn read_carrier_detect(&mut self) -> Result<bool> {
        Ok(self.modem()?.carrier())
    }

    fn bytes_to_read(&self) -> Result<u32> {
        let available = self.lock().available()?;
        Ok(u32::try_from(available).unwrap_or(u32::MAX))
    }

    /// What the server has not written to its port yet, nobody tells: it is 0.
    fn bytes_to_write(&self) -> Result<u32> {
        Ok(0)
    }

    fn clear(&self, buffer_to_clear: ClearBuffer) -> Result<()> {
        Ok(self.lock().purge(match buffer_to_clear {
            ClearBuffer::Input => Purge::Received,
            ClearBuffer::Output => Purge::ToTransmit,
            ClearBuffer::All => Purge::Both,
        })?)
    }

    fn try_clone(&self) -> Result<Box<dyn SerialPort>> {
        Ok(Box::new(Self {
            shared: Arc::clone(&self.shared),
            name: self.name.clone(),
            timeout: self.timeout,
        }))
    }

    fn set_break(&self) -> Result<()> {
        self.set(Setting::Break(true))
    }

    fn clear_break(&self) -> Result<()> {
        self.set(Setting::Break(false))
    }
}

impl fmt::Debug for SharedPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedPort")
            .field("name", &self.name)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
