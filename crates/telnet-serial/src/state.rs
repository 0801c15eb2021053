//! What a port tells of its lines.

use std::fmt;

use telnet_session::proto::sub::com_port::{line_state, modem_state};

/// The state of the modem's lines, as NOTIFY-MODEMSTATE tells it (RFC 2217,
/// page 11).
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ModemState(u8);

impl ModemState {
    /// The state of these bits, those of
    /// [`modem_state`](telnet_session::proto::sub::com_port::modem_state).
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// The state of these lines.
    #[must_use]
    pub const fn of(cts: bool, dsr: bool, ring: bool, carrier: bool) -> Self {
        Self(
            if cts { modem_state::CTS } else { 0 }
                | if dsr { modem_state::DSR } else { 0 }
                | if ring { modem_state::RING } else { 0 }
                | if carrier { modem_state::CARRIER } else { 0 },
        )
    }

    /// The bits as they are on the wire.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether the other end is ready to receive: CTS.
    #[must_use]
    pub const fn cts(self) -> bool {
        self.0 & modem_state::CTS != 0
    }

    /// Whether the other end is there: DSR.
    #[must_use]
    pub const fn dsr(self) -> bool {
        self.0 & modem_state::DSR != 0
    }

    /// Whether it rings: RI.
    #[must_use]
    pub const fn ring(self) -> bool {
        self.0 & modem_state::RING != 0
    }

    /// Whether there is a carrier: CD.
    #[must_use]
    pub const fn carrier(self) -> bool {
        self.0 & modem_state::CARRIER != 0
    }

    /// The four lines, without the bits that tell what has changed.
    #[must_use]
    pub const fn lines(self) -> Self {
        Self(self.0 & 0xF0)
    }
}

impl fmt::Debug for ModemState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ModemState")
            .field("cts", &self.cts())
            .field("dsr", &self.dsr())
            .field("ring", &self.ring())
            .field("carrier", &self.carrier())
            .finish()
    }
}

/// What has happened on the line, as NOTIFY-LINESTATE tells it (RFC 2217, page
/// 10): the sum of what was told.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct LineState(u8);

impl LineState {
    /// The state of these bits, those of
    /// [`line_state`](telnet_session::proto::sub::com_port::line_state).
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// The bits as they are on the wire.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// This and another one.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a BREAK was received.
    #[must_use]
    pub const fn has_break(self) -> bool {
        self.0 & line_state::BREAK != 0
    }

    /// Whether a character had no stop bit.
    #[must_use]
    pub const fn has_framing_error(self) -> bool {
        self.0 & line_state::FRAMING != 0
    }

    /// Whether a character had the wrong parity.
    #[must_use]
    pub const fn has_parity_error(self) -> bool {
        self.0 & line_state::PARITY != 0
    }

    /// Whether a character was lost, since the port was full.
    #[must_use]
    pub const fn has_overrun(self) -> bool {
        self.0 & line_state::OVERRUN != 0
    }
}

impl fmt::Debug for LineState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LineState")
            .field("break", &self.has_break())
            .field("framing", &self.has_framing_error())
            .field("parity", &self.has_parity_error())
            .field("overrun", &self.has_overrun())
            .field("bits", &format_args!("{:#04x}", self.0))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_has_its_bit() {
        for bits in 0..16 {
            let on = |bit: u8| bits >> bit & 1 == 1;
            let state = ModemState::of(on(0), on(1), on(2), on(3));
            assert_eq!(state.bits(), bits << 4);
            let told =
                [state.cts(), state.dsr(), state.ring(), state.carrier()];
            assert_eq!(told, [on(0), on(1), on(2), on(3)]);
            let changed = ModemState::from_bits(state.bits() | 0xF);
            assert_eq!(changed.lines(), state);
        }
    }

    #[test]
    fn what_happened_on_the_line_adds_up() {
        let first = LineState::from_bits(line_state::BREAK);
        let both = first.and(LineState::from_bits(line_state::OVERRUN));
        assert!(both.has_break() && both.has_overrun());
        assert!(!both.has_parity_error() && !both.has_framing_error());
    }
}
