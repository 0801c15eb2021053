//! What can be set of a serial port.

mod settings;
mod values;

use std::fmt;

use telnet_session::proto::sub::com_port::{ComPort, control};

pub use settings::Settings;
pub use values::{DataBits, Flow, InboundFlow, Parity, Purge, StopBits};

/// One thing that can be set of a serial port, and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Setting {
    /// Bits in a second. 0 is no rate: on the wire it asks for the rate.
    BaudRate(u32),
    /// Bits in a character.
    DataBits(DataBits),
    /// The bit that checks a character.
    Parity(Parity),
    /// Stop bits.
    StopBits(StopBits),
    /// Flow control of what the port sends, or of both directions.
    Flow(Flow),
    /// Flow control of what the port receives.
    InboundFlow(InboundFlow),
    /// Whether the port sends BREAK.
    Break(bool),
    /// The line DTR.
    Dtr(bool),
    /// The line RTS.
    Rts(bool),
}

/// Which thing it is that is set: a [`Setting`] without its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Bits in a second.
    BaudRate,
    /// Bits in a character.
    DataBits,
    /// The bit that checks a character.
    Parity,
    /// Stop bits.
    StopBits,
    /// Flow control of what the port sends, or of both directions.
    Flow,
    /// Flow control of what the port receives.
    InboundFlow,
    /// BREAK.
    Break,
    /// The line DTR.
    Dtr,
    /// The line RTS.
    Rts,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::BaudRate,
        Self::DataBits,
        Self::Parity,
        Self::StopBits,
        Self::Flow,
        Self::InboundFlow,
        Self::Break,
        Self::Dtr,
        Self::Rts,
    ];

    /// What asks for the value.
    #[must_use]
    pub const fn query(self) -> ComPort<'static> {
        match self {
            Self::BaudRate => ComPort::BaudRate(0),
            Self::DataBits => ComPort::DataSize(0),
            Self::Parity => ComPort::Parity(0),
            Self::StopBits => ComPort::StopSize(0),
            Self::Flow => ComPort::Control(control::QUERY_FLOW),
            Self::InboundFlow => ComPort::Control(control::QUERY_INBOUND),
            Self::Break => ComPort::Control(control::QUERY_BREAK),
            Self::Dtr => ComPort::Control(control::QUERY_DTR),
            Self::Rts => ComPort::Control(control::QUERY_RTS),
        }
    }

    /// Whether the port is of no use, or worse, where it is not as asked for:
    /// the four that make characters out of what is on the line.
    #[must_use]
    pub const fn is_of_characters(self) -> bool {
        matches!(
            self,
            Self::BaudRate | Self::DataBits | Self::Parity | Self::StopBits
        )
    }

    /// Which thing a command of RFC 2217 sets, asks for or answers; `None` for
    /// a command that is about none, or a value that no version of it has.
    #[must_use]
    pub const fn of(command: ComPort<'_>) -> Option<Self> {
        match command {
            ComPort::BaudRate(_) => Some(Self::BaudRate),
            ComPort::DataSize(_) => Some(Self::DataBits),
            ComPort::Parity(_) => Some(Self::Parity),
            ComPort::StopSize(_) => Some(Self::StopBits),
            ComPort::Control(code) => Self::of_control(code),
            ComPort::Signature(_)
            | ComPort::NotifyLineState(_)
            | ComPort::NotifyModemState(_)
            | ComPort::FlowControlSuspend
            | ComPort::FlowControlResume
            | ComPort::LineStateMask(_)
            | ComPort::ModemStateMask(_)
            | ComPort::PurgeData(_) => None,
        }
    }

    const fn of_control(code: u8) -> Option<Self> {
        match code {
            0..=3 | 17 | 19 => Some(Self::Flow),
            4..=6 => Some(Self::Break),
            7..=9 => Some(Self::Dtr),
            10..=12 => Some(Self::Rts),
            13..=16 | 18 => Some(Self::InboundFlow),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::BaudRate => "baud rate",
            Self::DataBits => "data bits",
            Self::Parity => "parity",
            Self::StopBits => "stop bits",
            Self::Flow => "flow control",
            Self::InboundFlow => "inbound flow control",
            Self::Break => "break",
            Self::Dtr => "DTR",
            Self::Rts => "RTS",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Setting {
    /// Which thing it sets.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::BaudRate(_) => Kind::BaudRate,
            Self::DataBits(_) => Kind::DataBits,
            Self::Parity(_) => Kind::Parity,
            Self::StopBits(_) => Kind::StopBits,
            Self::Flow(_) => Kind::Flow,
            Self::InboundFlow(_) => Kind::InboundFlow,
            Self::Break(_) => Kind::Break,
            Self::Dtr(_) => Kind::Dtr,
            Self::Rts(_) => Kind::Rts,
        }
    }

    /// The command of RFC 2217 that sets it, and that acknowledges it.
    #[must_use]
    pub const fn command(self) -> ComPort<'static> {
        use control::{BREAK_OFF, BREAK_ON, DTR_OFF, DTR_ON, RTS_OFF, RTS_ON};
        match self {
            Self::BaudRate(rate) => ComPort::BaudRate(rate),
            Self::DataBits(bits) => ComPort::DataSize(bits.code()),
            Self::Parity(parity) => ComPort::Parity(parity.code()),
            Self::StopBits(bits) => ComPort::StopSize(bits.code()),
            Self::Flow(flow) => ComPort::Control(flow.code()),
            Self::InboundFlow(flow) => ComPort::Control(flow.code()),
            Self::Break(true) => ComPort::Control(BREAK_ON),
            Self::Break(false) => ComPort::Control(BREAK_OFF),
            Self::Dtr(true) => ComPort::Control(DTR_ON),
            Self::Dtr(false) => ComPort::Control(DTR_OFF),
            Self::Rts(true) => ComPort::Control(RTS_ON),
            Self::Rts(false) => ComPort::Control(RTS_OFF),
        }
    }

    /// What a command of RFC 2217 sets, or says that is set; `None` for a
    /// question, and for a value without a meaning.
    #[must_use]
    pub fn of(command: ComPort<'_>) -> Option<Self> {
        match (Kind::of(command)?, command) {
            (_, ComPort::BaudRate(0)) => None,
            (_, ComPort::BaudRate(rate)) => Some(Self::BaudRate(rate)),
            (_, ComPort::DataSize(code)) => {
                DataBits::from_code(code).map(Self::DataBits)
            }
            (_, ComPort::Parity(code)) => {
                Parity::from_code(code).map(Self::Parity)
            }
            (_, ComPort::StopSize(code)) => {
                StopBits::from_code(code).map(Self::StopBits)
            }
            (kind, ComPort::Control(code)) => Self::of_control(kind, code),
            _ => None,
        }
    }

    fn of_control(kind: Kind, code: u8) -> Option<Self> {
        use control::{QUERY_BREAK, QUERY_DTR, QUERY_RTS};
        // Behind each question stand on and off, in this order.
        let is_on = |query: u8| match code.wrapping_sub(query) {
            1 => Some(true),
            2 => Some(false),
            _ => None,
        };
        match kind {
            Kind::Flow => Flow::from_code(code).map(Self::Flow),
            Kind::InboundFlow => {
                InboundFlow::from_code(code).map(Self::InboundFlow)
            }
            Kind::Break => is_on(QUERY_BREAK).map(Self::Break),
            Kind::Dtr => is_on(QUERY_DTR).map(Self::Dtr),
            Kind::Rts => is_on(QUERY_RTS).map(Self::Rts),
            Kind::BaudRate | Kind::DataBits | Kind::Parity | Kind::StopBits => {
                None
            }
        }
    }
}

impl fmt::Display for Setting {
    /// The thing and its value, as in `baud rate 9600` or `DTR on`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.kind();
        match self {
            Self::BaudRate(rate) => write!(f, "{name} {rate}"),
            Self::DataBits(bits) => write!(f, "{name} {}", bits.code()),
            Self::Parity(parity) => write!(f, "{name} {parity:?}"),
            Self::StopBits(bits) => write!(f, "{name} {bits:?}"),
            Self::Flow(flow) => write!(f, "{name} {flow:?}"),
            Self::InboundFlow(flow) => write!(f, "{name} {flow:?}"),
            Self::Break(on) | Self::Dtr(on) | Self::Rts(on) => {
                write!(f, "{name} {}", if *on { "on" } else { "off" })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_of_set_control_is_of_one_kind() {
        for code in 0..=255 {
            let command = ComPort::Control(code);
            let is_query = Kind::ALL.iter().any(|kind| kind.query() == command);
            assert_eq!(Kind::of(command).is_some(), code <= 19);
            assert_eq!(
                Setting::of(command).is_some(),
                code <= 19 && !is_query,
                "{code}"
            );
        }
    }

    #[test]
    fn a_setting_is_read_as_it_is_written() {
        let mut commands: Vec<_> = (0..=255).map(ComPort::Control).collect();
        for value in 0..=255 {
            commands.extend([
                ComPort::BaudRate(u32::from(value) * 300),
                ComPort::DataSize(value),
                ComPort::Parity(value),
                ComPort::StopSize(value),
                ComPort::PurgeData(value),
            ]);
        }
        for command in commands {
            let Some(setting) = Setting::of(command) else { continue };
            assert_eq!(setting.command(), command);
            assert_eq!(Kind::of(command), Some(setting.kind()));
        }
        for kind in Kind::ALL {
            assert_eq!(Kind::of(kind.query()), Some(kind));
            assert_eq!(Setting::of(kind.query()), None);
        }
    }

    #[test]
    fn they_are_shown_in_words() {
        assert_eq!(Setting::BaudRate(9600).to_string(), "baud rate 9600");
        assert_eq!(Setting::Dtr(false).to_string(), "DTR off");
        let seven = Setting::DataBits(DataBits::Seven);
        assert_eq!(seven.to_string(), "data bits 7");
    }
}
