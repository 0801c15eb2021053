//! The values that a port's settings have, and their codes on the wire.

use telnet_session::proto::sub::com_port::{control, parity, stop_size};

/// Values that have a code each: the type, and how a code is read and written.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $value:ident = $code:expr,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$of])* $value,)*
        }

        impl $name {
            /// The code that RFC 2217 has for it.
            #[must_use]
            pub const fn code(self) -> u8 {
                match self {
                    $(Self::$value => $code,)*
                }
            }

            /// What a code means; `None` for one that RFC 2217 does not have.
            #[must_use]
            pub const fn from_code(code: u8) -> Option<Self> {
                $(if code == $code {
                    return Some(Self::$value);
                })*
                None
            }
        }
    };
}

codes! {
    /// Bits in a character (RFC 2217, page 7).
    DataBits {
        /// 5 bits.
        Five = 5,
        /// 6 bits.
        Six = 6,
        /// 7 bits.
        Seven = 7,
        /// 8 bits.
        Eight = 8,
    }
}

codes! {
    /// The bit that checks a character (RFC 2217, pages 7-8).
    Parity {
        /// There is none.
        None = parity::NONE,
        /// Odd.
        Odd = parity::ODD,
        /// Even.
        Even = parity::EVEN,
        /// Always 1.
        Mark = parity::MARK,
        /// Always 0.
        Space = parity::SPACE,
    }
}

codes! {
    /// Stop bits behind a character (RFC 2217, page 8).
    StopBits {
        /// 1.
        One = stop_size::ONE,
        /// 1.5.
        OnePointFive = stop_size::ONE_AND_A_HALF,
        /// 2.
        Two = stop_size::TWO,
    }
}

codes! {
    /// Flow control of what the port sends or, where the server cannot tell the
    /// directions apart, of both (RFC 2217, page 8).
    Flow {
        /// There is none.
        None = control::FLOW_NONE,
        /// XON and XOFF.
        XonXoff = control::FLOW_XON_XOFF,
        /// RTS and CTS.
        Hardware = control::FLOW_HARDWARE,
        /// The port sends while the carrier is there.
        Carrier = control::FLOW_DCD,
        /// The port sends while DSR is on.
        Dsr = control::FLOW_DSR,
    }
}

codes! {
    /// Flow control of what the port receives, where it is another one than that
    /// of what it sends (RFC 2217, page 9).
    InboundFlow {
        /// There is none.
        None = control::INBOUND_NONE,
        /// XON and XOFF.
        XonXoff = control::INBOUND_XON_XOFF,
        /// RTS and CTS.
        Hardware = control::INBOUND_HARDWARE,
        /// The port turns DTR off when it is full.
        Dtr = control::INBOUND_DTR,
    }
}

codes! {
    /// What is to be thrown away (RFC 2217, page 11).
    Purge {
        /// What the port has received and not sent to the client yet.
        Received = telnet_session::proto::sub::com_port::purge::RECEIVED,
        /// What the port has not transmitted yet.
        ToTransmit = telnet_session::proto::sub::com_port::purge::TO_TRANSMIT,
        /// Both.
        Both = telnet_session::proto::sub::com_port::purge::BOTH,
    }
}

impl Purge {
    /// Whether what was received is thrown away.
    #[must_use]
    pub const fn is_of_received(self) -> bool {
        matches!(self, Self::Received | Self::Both)
    }

    /// Whether what is to be transmitted is thrown away.
    #[must_use]
    pub const fn is_of_transmitted(self) -> bool {
        matches!(self, Self::ToTransmit | Self::Both)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_they_are_written() {
        let mut known = 0;
        for code in 0..=255 {
            let all = [
                DataBits::from_code(code).map(DataBits::code),
                Parity::from_code(code).map(Parity::code),
                StopBits::from_code(code).map(StopBits::code),
                Flow::from_code(code).map(Flow::code),
                InboundFlow::from_code(code).map(InboundFlow::code),
                Purge::from_code(code).map(Purge::code),
            ];
            for read in all.into_iter().flatten() {
                assert_eq!(read, code);
                known += 1;
            }
        }
        assert_eq!(known, 4 + 5 + 3 + 5 + 4 + 3);
    }
}
