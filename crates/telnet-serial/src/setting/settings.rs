//! Several settings at once.

use super::{DataBits, Flow, InboundFlow, Parity, Setting, StopBits};

/// What is to be set of a port, all at once. What is not named is left as it is.
///
/// ```
/// use telnet_serial::{Parity, Settings};
/// let settings = Settings::new().baud_rate(9600).parity(Parity::Even);
/// assert_eq!(settings.iter().count(), 2);
/// // 115200 baud, 8 data bits, no parity, 1 stop bit.
/// assert_eq!(Settings::eight_n_one(115_200).iter().count(), 4);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Settings {
    /// A place for each kind but BREAK, in the order in which they are sent.
    all: [Option<Setting>; 8],
}

impl Settings {
    /// Nothing is to be set.
    pub const fn new() -> Self {
        Self { all: [None; 8] }
    }

    /// A rate, and what is usual with it: 8 data bits, no parity, 1 stop bit.
    pub const fn eight_n_one(baud_rate: u32) -> Self {
        Self::new()
            .baud_rate(baud_rate)
            .data_bits(DataBits::Eight)
            .parity(Parity::None)
            .stop_bits(StopBits::One)
    }

    /// Bits in a second, above 0.
    pub const fn baud_rate(self, rate: u32) -> Self {
        self.with(Setting::BaudRate(rate))
    }

    /// Bits in a character.
    pub const fn data_bits(self, bits: DataBits) -> Self {
        self.with(Setting::DataBits(bits))
    }

    /// The bit that checks a character.
    pub const fn parity(self, parity: Parity) -> Self {
        self.with(Setting::Parity(parity))
    }

    /// Stop bits.
    pub const fn stop_bits(self, bits: StopBits) -> Self {
        self.with(Setting::StopBits(bits))
    }

    /// Flow control of what the port sends, or of both directions.
    pub const fn flow(self, flow: Flow) -> Self {
        self.with(Setting::Flow(flow))
    }

    /// Flow control of what the port receives, if it is to be another one.
    pub const fn inbound_flow(self, flow: InboundFlow) -> Self {
        self.with(Setting::InboundFlow(flow))
    }

    /// The line DTR.
    pub const fn dtr(self, on: bool) -> Self {
        self.with(Setting::Dtr(on))
    }

    /// The line RTS.
    pub const fn rts(self, on: bool) -> Self {
        self.with(Setting::Rts(on))
    }

    /// Each of them, in the order in which they are sent.
    pub fn iter(&self) -> impl Iterator<Item = Setting> {
        self.all.into_iter().flatten()
    }

    const fn with(mut self, setting: Setting) -> Self {
        let [rate, bits, parity, stop, flow, inbound, dtr, rts] = &mut self.all;
        let place = match setting {
            Setting::BaudRate(_) => rate,
            Setting::DataBits(_) => bits,
            Setting::Parity(_) => parity,
            Setting::StopBits(_) => stop,
            Setting::Flow(_) => flow,
            Setting::InboundFlow(_) => inbound,
            Setting::Dtr(_) => dtr,
            Setting::Rts(_) => rts,
            Setting::Break(_) => return self,
        };
        *place = Some(setting);
        self
    }
}
