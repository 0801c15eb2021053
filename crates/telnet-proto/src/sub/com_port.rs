//! COM-PORT-OPTION, control of a serial port (RFC 2217).
//!
//! The client sets or asks, and the server "must" acknowledge each command by
//! the value in use, "which may be different" (RFC 2217, page 6): by the same
//! [`ComPort`] with what is now set. NOTIFY and the flow control commands have
//! no answer. A server must merge a storm of changes itself, and a client may
//! drop all but the last.

use super::{PayloadError, Role};

/// Longest SIGNATURE, in octets. RFC 2217 sets no bound.
pub const MAX_SIGNATURE: usize = 256;

/// What the codes of the server are above those of the client (RFC 2217,
/// page 5).
pub const SERVER: u8 = 100;

/// Values of SET-DATASIZE (RFC 2217, page 7). Those of 5 to 8 bits are their
/// numbers.
pub mod data_size {
    /// The size is asked for.
    pub const QUERY: u8 = 0;
}

/// Values of SET-PARITY (RFC 2217, pages 7-8).
pub mod parity {
    /// The parity is asked for.
    pub const QUERY: u8 = 0;
    /// None.
    pub const NONE: u8 = 1;
    /// Odd.
    pub const ODD: u8 = 2;
    /// Even.
    pub const EVEN: u8 = 3;
    /// Mark.
    pub const MARK: u8 = 4;
    /// Space.
    pub const SPACE: u8 = 5;
}

/// Values of SET-STOPSIZE (RFC 2217, page 8).
pub mod stop_size {
    /// The number of stop bits is asked for.
    pub const QUERY: u8 = 0;
    /// 1 bit.
    pub const ONE: u8 = 1;
    /// 2 bits.
    pub const TWO: u8 = 2;
    /// 1.5 bits.
    pub const ONE_AND_A_HALF: u8 = 3;
}

/// Values of SET-CONTROL (RFC 2217, pages 8-9).
pub mod control {
    /// The flow control is asked for (outbound or both).
    pub const QUERY_FLOW: u8 = 0;
    /// No flow control (outbound or both).
    pub const FLOW_NONE: u8 = 1;
    /// XON/XOFF (outbound or both).
    pub const FLOW_XON_XOFF: u8 = 2;
    /// Hardware flow control (outbound or both).
    pub const FLOW_HARDWARE: u8 = 3;
    /// The state of BREAK is asked for.
    pub const QUERY_BREAK: u8 = 4;
    /// BREAK on.
    pub const BREAK_ON: u8 = 5;
    /// BREAK off.
    pub const BREAK_OFF: u8 = 6;
    /// The state of DTR is asked for.
    pub const QUERY_DTR: u8 = 7;
    /// DTR on.
    pub const DTR_ON: u8 = 8;
    /// DTR off.
    pub const DTR_OFF: u8 = 9;
    /// The state of RTS is asked for.
    pub const QUERY_RTS: u8 = 10;
    /// RTS on.
    pub const RTS_ON: u8 = 11;
    /// RTS off.
    pub const RTS_OFF: u8 = 12;
    /// The flow control is asked for (inbound).
    pub const QUERY_INBOUND: u8 = 13;
    /// No flow control (inbound).
    pub const INBOUND_NONE: u8 = 14;
    /// XON/XOFF (inbound).
    pub const INBOUND_XON_XOFF: u8 = 15;
    /// Hardware flow control (inbound).
    pub const INBOUND_HARDWARE: u8 = 16;
    /// Flow control by DCD (outbound or both).
    pub const FLOW_DCD: u8 = 17;
    /// Flow control by DTR (inbound).
    pub const INBOUND_DTR: u8 = 18;
    /// Flow control by DSR (outbound or both).
    pub const FLOW_DSR: u8 = 19;
}

/// Bits of NOTIFY-LINESTATE and its mask (RFC 2217, page 10).
pub mod line_state {
    /// Time-out error.
    pub const TIME_OUT: u8 = 128;
    /// Transfer shift register empty.
    pub const SHIFT_EMPTY: u8 = 64;
    /// Transfer holding register empty.
    pub const HOLDING_EMPTY: u8 = 32;
    /// Break-detect error.
    pub const BREAK: u8 = 16;
    /// Framing error.
    pub const FRAMING: u8 = 8;
    /// Parity error.
    pub const PARITY: u8 = 4;
    /// Overrun error.
    pub const OVERRUN: u8 = 2;
    /// Data ready.
    pub const DATA_READY: u8 = 1;
    /// The mask of a server before the first SET-LINESTATE-MASK.
    pub const FIRST_MASK: u8 = 0;
}

/// Bits of NOTIFY-MODEMSTATE and its mask (RFC 2217, page 11).
pub mod modem_state {
    /// Receive line signal detect, the carrier.
    pub const CARRIER: u8 = 128;
    /// Ring indicator.
    pub const RING: u8 = 64;
    /// Data set ready.
    pub const DSR: u8 = 32;
    /// Clear to send.
    pub const CTS: u8 = 16;
    /// The carrier changed.
    pub const DELTA_CARRIER: u8 = 8;
    /// Trailing edge of the ring.
    pub const RING_ENDED: u8 = 4;
    /// Data set ready changed.
    pub const DELTA_DSR: u8 = 2;
    /// Clear to send changed.
    pub const DELTA_CTS: u8 = 1;
    /// The mask of a server before the first SET-MODEMSTATE-MASK.
    pub const FIRST_MASK: u8 = 255;
}

/// Values of PURGE-DATA (RFC 2217, page 11).
pub mod purge {
    /// What the server received from the port.
    pub const RECEIVED: u8 = 1;
    /// What the server has to transmit to the port.
    pub const TO_TRANSMIT: u8 = 2;
    /// Both.
    pub const BOTH: u8 = 3;
}

/// The payload of COM-PORT-OPTION.
///
/// Where RFC 2217 leaves values "for future use", any octet is taken, and so
/// are those beyond: the receiver says by its acknowledgment what it did.
///
/// ```
/// use telnet_proto::sub::Role;
/// use telnet_proto::sub::com_port::ComPort;
/// let set = ComPort::parse(&[1, 0, 0, 0x25, 0x80], Role::Client)?;
/// assert_eq!(set, ComPort::BaudRate(9600));
/// let acknowledgment = set.to_parts(Role::Server).concat();
/// assert_eq!(acknowledgment, [101, 0, 0, 0x25, 0x80]);
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 2217 has thirteen")]
pub enum ComPort<'a> {
    /// What the sender is. Empty, it asks for the receiver's.
    Signature(&'a [u8]),
    /// Bits in a second; 0 asks for it.
    BaudRate(u32),
    /// Bits in a character, a value of [`data_size`].
    DataSize(u8),
    /// A value of [`parity`].
    Parity(u8),
    /// A value of [`stop_size`].
    StopSize(u8),
    /// A value of [`control`].
    Control(u8),
    /// Bits of [`line_state`]. Of the server, without an answer.
    NotifyLineState(u8),
    /// Bits of [`modem_state`]. Of the server, without an answer.
    NotifyModemState(u8),
    /// The receiver is to send nothing more, neither data nor commands.
    FlowControlSuspend,
    /// The receiver may send again.
    FlowControlResume,
    /// Which changes of the line the server is to tell.
    LineStateMask(u8),
    /// Which changes of the modem the server is to tell.
    ModemStateMask(u8),
    /// A value of [`purge`].
    PurgeData(u8),
}

impl<'a> ComPort<'a> {
    /// Reads a payload that came from a client or from a server.
    ///
    /// RFC 2217 has no code for SIGNATURE. By use it is 0 of the client and
    /// 100 of the server; 0 is taken of both.
    ///
    /// A baud rate has four octets. A server may add four zeros, which is a
    /// deviation from RFC 2217: sredird 2.2.1 on 64 bits does.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where it is empty, where the value has another
    /// length than the sub-command gives it, or where the text is longer than
    /// [`MAX_SIGNATURE`]; [`PayloadError::Role`] for a sub-command of the other
    /// side; [`PayloadError::Code`] for any other.
    pub const fn parse(
        payload: &'a [u8],
        from: Role,
    ) -> Result<Self, PayloadError> {
        let [sent, rest @ ..] = payload else {
            return Err(PayloadError::Length);
        };
        let (code, sender) = match *sent {
            code @ 0..=12 => (code, Role::Client),
            code @ 100..=112 => (code.wrapping_sub(SERVER), Role::Server),
            code => return Err(PayloadError::Code(code)),
        };
        match (from, sender) {
            (Role::Client, Role::Client) | (Role::Server, Role::Server) => {}
            (Role::Server, Role::Client) if code == 0 => {}
            _ => return Err(PayloadError::Role),
        }
        Ok(match (code, rest) {
            (0, text) if text.len() <= MAX_SIGNATURE => Self::Signature(text),
            (1, [a, b, c, d]) => {
                Self::BaudRate(u32::from_be_bytes([*a, *b, *c, *d]))
            }
            (1, [a, b, c, d, 0, 0, 0, 0]) if matches!(from, Role::Server) => {
                Self::BaudRate(u32::from_be_bytes([*a, *b, *c, *d]))
            }
            (2, [value]) => Self::DataSize(*value),
            (3, [value]) => Self::Parity(*value),
            (4, [value]) => Self::StopSize(*value),
            (5, [value]) => Self::Control(*value),
            (6, [value]) => Self::NotifyLineState(*value),
            (7, [value]) => Self::NotifyModemState(*value),
            (8, []) => Self::FlowControlSuspend,
            (9, []) => Self::FlowControlResume,
            (10, [value]) => Self::LineStateMask(*value),
            (11, [value]) => Self::ModemStateMask(*value),
            (12, [value]) => Self::PurgeData(*value),
            _ => return Err(PayloadError::Length),
        })
    }

    /// The sub-command that a client or a server sends for it.
    #[must_use]
    pub const fn code(self, from: Role) -> u8 {
        let code = match self {
            Self::Signature(_) => 0,
            Self::BaudRate(_) => 1,
            Self::DataSize(_) => 2,
            Self::Parity(_) => 3,
            Self::StopSize(_) => 4,
            Self::Control(_) => 5,
            Self::NotifyLineState(_) => 6,
            Self::NotifyModemState(_) => 7,
            Self::FlowControlSuspend => 8,
            Self::FlowControlResume => 9,
            Self::LineStateMask(_) => 10,
            Self::ModemStateMask(_) => 11,
            Self::PurgeData(_) => 12,
        };
        match from {
            Role::Client => code,
            Role::Server => code.wrapping_add(SERVER),
        }
    }

    /// The payload as parts for
    /// [`encode::subnegotiation`](crate::encode::subnegotiation), which
    /// doubles their octets 255.
    #[must_use]
    pub fn to_parts(self, from: Role) -> [&'a [u8]; 5] {
        let octet = crate::encode::octet;
        let code = octet(self.code(from));
        match self {
            Self::Signature(text) => [code, text, &[], &[], &[]],
            Self::BaudRate(rate) => {
                let [a, b, c, d] = rate.to_be_bytes().map(octet);
                [code, a, b, c, d]
            }
            Self::DataSize(value)
            | Self::Parity(value)
            | Self::StopSize(value)
            | Self::Control(value)
            | Self::NotifyLineState(value)
            | Self::NotifyModemState(value)
            | Self::LineStateMask(value)
            | Self::ModemStateMask(value)
            | Self::PurgeData(value) => [code, octet(value), &[], &[], &[]],
            Self::FlowControlSuspend | Self::FlowControlResume => {
                [code, &[], &[], &[], &[]]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    const BOTH: [Role; 2] = [Role::Client, Role::Server];

    #[test]
    fn the_codes_of_both_sides() {
        for (code, it) in all(7).into_iter().enumerate() {
            let code = u8::try_from(code).unwrap();
            assert_eq!(it.code(Role::Client), code);
            assert_eq!(it.code(Role::Server), code + 100);
        }
    }

    fn all(value: u8) -> [ComPort<'static>; 13] {
        [
            ComPort::Signature(b"text"),
            ComPort::BaudRate(u32::from_be_bytes([value; 4])),
            ComPort::DataSize(value),
            ComPort::Parity(value),
            ComPort::StopSize(value),
            ComPort::Control(value),
            ComPort::NotifyLineState(value),
            ComPort::NotifyModemState(value),
            ComPort::FlowControlSuspend,
            ComPort::FlowControlResume,
            ComPort::LineStateMask(value),
            ComPort::ModemStateMask(value),
            ComPort::PurgeData(value),
        ]
    }

    #[test]
    fn parse_undoes_to_parts() {
        for value in 0..=255 {
            for it in all(value) {
                for role in BOTH {
                    let payload = it.to_parts(role).concat();
                    assert_eq!(ComPort::parse(&payload, role), Ok(it));
                }
            }
        }
        let text: Vec<u8> = (0..=255).collect();
        for text in [&text[..], &[]] {
            for role in BOTH {
                let it = ComPort::Signature(text);
                let payload = it.to_parts(role).concat();
                assert_eq!(ComPort::parse(&payload, role), Ok(it));
            }
        }
    }

    #[test]
    fn a_baud_rate_has_four_octets_in_network_order() {
        let parse = |payload| ComPort::parse(payload, Role::Client);
        assert_eq!(parse(&[1, 0, 1, 0xC2, 0]), Ok(ComPort::BaudRate(115_200)));
        assert_eq!(parse(&[1, 0, 0, 0, 0]), Ok(ComPort::BaudRate(0)));
        let most = Ok(ComPort::BaudRate(4_294_967_295));
        assert_eq!(parse(&[1, 255, 255, 255, 255]), most);
        for bad in [&[1][..], &[1, 0, 0, 0], &[1, 0, 0, 0, 0, 0]] {
            assert_eq!(parse(bad), Err(PayloadError::Length));
        }
    }

    #[test]
    fn a_server_may_add_four_zeros_to_a_baud_rate() {
        let padded = [101, 0, 0, 0x25, 0x80, 0, 0, 0, 0];
        let rate = Ok(ComPort::BaudRate(9600));
        assert_eq!(ComPort::parse(&padded, Role::Server), rate);
        let error = Err(PayloadError::Length);
        let asked = [1, 0, 0, 0x25, 0x80, 0, 0, 0, 0];
        assert_eq!(ComPort::parse(&asked, Role::Client), error);
        let mut other = padded;
        other[8] = 1;
        assert_eq!(ComPort::parse(&other, Role::Server), error);
        for end in 6..padded.len() {
            assert_eq!(ComPort::parse(&padded[..end], Role::Server), error);
        }
    }

    #[test]
    fn every_length_but_the_right_one_is_refused() {
        for role in BOTH {
            for it in all(1) {
                let payload = it.to_parts(role).concat();
                let long = [&payload[..], b"x"].concat();
                if matches!(it, ComPort::Signature(_)) {
                    assert!(ComPort::parse(&long, role).is_ok());
                    continue;
                }
                let error = Err(PayloadError::Length);
                assert_eq!(ComPort::parse(&long, role), error);
                if payload.len() > 1 {
                    let short = &payload[..payload.len() - 1];
                    assert_eq!(ComPort::parse(short, role), error);
                }
            }
            assert_eq!(ComPort::parse(&[], role), Err(PayloadError::Length));
            let mut long = [0; MAX_SIGNATURE + 2];
            long[0] = ComPort::Signature(b"").code(role);
            let error = Err(PayloadError::Length);
            assert_eq!(ComPort::parse(&long, role), error);
            assert!(ComPort::parse(&long[..=MAX_SIGNATURE], role).is_ok());
        }
    }

    #[test]
    fn codes_of_the_other_side_are_refused() {
        for code in 0..=255 {
            let of = |role| ComPort::parse(&[code], role).err();
            let (client, server) = (of(Role::Client), of(Role::Server));
            match code {
                // A signature, of both.
                0 => assert_eq!((client, server), (None, None)),
                1..=12 => {
                    assert_ne!(client, Some(PayloadError::Role));
                    assert_eq!(server, Some(PayloadError::Role));
                }
                100..=112 => {
                    assert_eq!(client, Some(PayloadError::Role));
                    assert_ne!(server, Some(PayloadError::Role));
                }
                _ => {
                    let error = Some(PayloadError::Code(code));
                    assert_eq!((client, server), (error, error));
                }
            }
        }
    }

    #[test]
    fn states_and_masks_have_the_same_bits() {
        use line_state as line;
        use modem_state as modem;
        let bits = line::TIME_OUT
            | line::SHIFT_EMPTY
            | line::HOLDING_EMPTY
            | line::BREAK
            | line::FRAMING
            | line::PARITY
            | line::OVERRUN
            | line::DATA_READY;
        assert_eq!(bits, 255);
        let bits = modem::CARRIER
            | modem::RING
            | modem::DSR
            | modem::CTS
            | modem::DELTA_CARRIER
            | modem::RING_ENDED
            | modem::DELTA_DSR
            | modem::DELTA_CTS;
        assert_eq!(bits, 255);
    }
}
