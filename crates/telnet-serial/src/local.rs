//! Ports of this machine, by the crate `serialport`, to be served.

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::time::Duration;

use serialport::{ClearBuffer, FlowControl, SerialPort};

use crate::server::Backend;
use crate::setting::{
    DataBits, Flow, InboundFlow, Kind, Parity, Purge, Setting, StopBits,
};
use crate::state::ModemState;

/// For how long a read or a write waits.
const WAIT: Duration = Duration::from_millis(100);

/// A port of this machine: a real one, or a pseudo-terminal.
///
/// `serialport` has no parity of mark or space, no 1.5 stop bits, and one flow
/// control for both directions; what DTR, RTS and BREAK are cannot be asked for,
/// and so is what was set last.
pub struct LocalPort {
    port: Box<dyn SerialPort>,
    dtr: Option<bool>,
    rts: Option<bool>,
    breaks: bool,
}

impl LocalPort {
    /// Opens a port by its path, as `/dev/ttyUSB0`, at a rate.
    ///
    /// # Errors
    /// Those of the system.
    pub fn open(path: &str, baud_rate: u32) -> io::Result<Self> {
        Ok(Self::over(serialport::new(path, baud_rate).open()?))
    }

    /// A port that is open already.
    #[must_use]
    pub fn over(port: Box<dyn SerialPort>) -> Self {
        Self { port, dtr: None, rts: None, breaks: false }
    }

    /// The same port once more, whose reads and writes end soon.
    fn other(&self) -> io::Result<Box<dyn SerialPort>> {
        let mut other = self.port.try_clone()?;
        other.set_timeout(WAIT)?;
        Ok(other)
    }
}

fn unsupported(what: &dyn fmt::Display) -> io::Error {
    let why = format!("{what}: not of this port, or not of the system");
    io::Error::new(ErrorKind::Unsupported, why)
}

impl Backend for LocalPort {
    fn set(&mut self, setting: Setting) -> io::Result<()> {
        let port = &mut self.port;
        match setting {
            Setting::BaudRate(rate) => port.set_baud_rate(rate)?,
            Setting::DataBits(bits) => port.set_data_bits(local_bits(bits))?,
            Setting::Parity(parity) => {
                let none = || unsupported(&setting);
                port.set_parity(local_parity(parity).ok_or_else(none)?)?;
            }
            Setting::StopBits(bits) => {
                let none = || unsupported(&setting);
                port.set_stop_bits(local_stop_bits(bits).ok_or_else(none)?)?;
            }
            Setting::Flow(flow) => {
                let none = || unsupported(&setting);
                port.set_flow_control(local_flow(flow).ok_or_else(none)?)?;
            }
            // There is one for both, which is set by the other command.
            Setting::InboundFlow(_) => return Err(unsupported(&setting)),
            Setting::Break(true) => port.set_break()?,
            Setting::Break(false) => port.clear_break()?,
            Setting::Dtr(on) => port.write_data_terminal_ready(on)?,
            Setting::Rts(on) => port.write_request_to_send(on)?,
        }
        match setting {
            Setting::Dtr(on) => self.dtr = Some(on),
            Setting::Rts(on) => self.rts = Some(on),
            Setting::Break(on) => self.breaks = on,
            Setting::BaudRate(_)
            | Setting::DataBits(_)
            | Setting::Parity(_)
            | Setting::StopBits(_)
            | Setting::Flow(_)
            | Setting::InboundFlow(_) => {}
        }
        Ok(())
    }

    fn get(&mut self, kind: Kind) -> io::Result<Setting> {
        let port = &self.port;
        let none = || unsupported(&kind);
        Ok(match kind {
            Kind::BaudRate => Setting::BaudRate(port.baud_rate()?),
            Kind::DataBits => Setting::DataBits(our_bits(port.data_bits()?)),
            Kind::Parity => Setting::Parity(our_parity(port.parity()?)),
            Kind::StopBits => {
                Setting::StopBits(our_stop_bits(port.stop_bits()?))
            }
            Kind::Flow => Setting::Flow(our_flow(port.flow_control()?)),
            Kind::InboundFlow => {
                Setting::InboundFlow(match port.flow_control()? {
                    FlowControl::None => InboundFlow::None,
                    FlowControl::Software => InboundFlow::XonXoff,
                    FlowControl::Hardware => InboundFlow::Hardware,
                })
            }
            Kind::Break => Setting::Break(self.breaks),
            Kind::Dtr => Setting::Dtr(self.dtr.ok_or_else(none)?),
            Kind::Rts => Setting::Rts(self.rts.ok_or_else(none)?),
        })
    }

    fn modem(&mut self) -> io::Result<ModemState> {
        let port = &mut self.port;
        Ok(ModemState::of(
            port.read_clear_to_send()?,
            port.read_data_set_ready()?,
            port.read_ring_indicator()?,
            port.read_carrier_detect()?,
        ))
    }

    fn purge(&mut self, what: Purge) -> io::Result<()> {
        Ok(self.port.clear(match what {
            Purge::Received => ClearBuffer::Input,
            Purge::ToTransmit => ClearBuffer::Output,
            Purge::Both => ClearBuffer::All,
        })?)
    }

    fn reader(&mut self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Half(self.other()?)))
    }

    fn writer(&mut self) -> io::Result<Box<dyn Write + Send>> {
        Ok(Box::new(Half(self.other()?)))
    }
}

impl fmt::Debug for LocalPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalPort")
            .field("name", &self.port.name())
            .finish_non_exhaustive()
    }
}

/// One direction of a port.
struct Half(Box<dyn SerialPort>);

impl Read for Half {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for Half {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        // It would wait for the line.
        Ok(())
    }
}

pub(crate) const fn local_bits(bits: DataBits) -> serialport::DataBits {
    match bits {
        DataBits::Five => serialport::DataBits::Five,
        DataBits::Six => serialport::DataBits::Six,
        DataBits::Seven => serialport::DataBits::Seven,
        DataBits::Eight => serialport::DataBits::Eight,
    }
}

pub(crate) const fn our_bits(bits: serialport::DataBits) -> DataBits {
    match bits {
        serialport::DataBits::Five => DataBits::Five,
        serialport::DataBits::Six => DataBits::Six,
        serialport::DataBits::Seven => DataBits::Seven,
        serialport::DataBits::Eight => DataBits::Eight,
    }
}

pub(crate) const fn local_parity(parity: Parity) -> Option<serialport::Parity> {
    match parity {
        Parity::None => Some(serialport::Parity::None),
        Parity::Odd => Some(serialport::Parity::Odd),
        Parity::Even => Some(serialport::Parity::Even),
        Parity::Mark | Parity::Space => None,
    }
}

pub(crate) const fn our_parity(parity: serialport::Parity) -> Parity {
    match parity {
        serialport::Parity::None => Parity::None,
        serialport::Parity::Odd => Parity::Odd,
        serialport::Parity::Even => Parity::Even,
    }
}

pub(crate) const fn local_stop_bits(
    bits: StopBits,
) -> Option<serialport::StopBits> {
    match bits {
        StopBits::One => Some(serialport::StopBits::One),
        StopBits::Two => Some(serialport::StopBits::Two),
        StopBits::OnePointFive => None,
    }
}

pub(crate) const fn our_stop_bits(bits: serialport::StopBits) -> StopBits {
    match bits {
        serialport::StopBits::One => StopBits::One,
        serialport::StopBits::Two => StopBits::Two,
    }
}

pub(crate) const fn local_flow(flow: Flow) -> Option<FlowControl> {
    match flow {
        Flow::None => Some(FlowControl::None),
        Flow::XonXoff => Some(FlowControl::Software),
        Flow::Hardware => Some(FlowControl::Hardware),
        Flow::Carrier | Flow::Dsr => None,
    }
}

pub(crate) const fn our_flow(flow: FlowControl) -> Flow {
    match flow {
        FlowControl::None => Flow::None,
        FlowControl::Software => Flow::XonXoff,
        FlowControl::Hardware => Flow::Hardware,
    }
}
