//! What the payloads of options have in common.

use super::aardwolf::Toggle;
use super::atcp::Atcp;
use super::authentication::Authentication;
use super::charset::Charset;
use super::encrypt::Encrypt;
use super::gmcp::Gmcp;
use super::lflow::FlowControl;
use super::linemode::Linemode;
use super::msdp::Msdp;
use super::mssp::Mssp;
use super::naws::WindowSize;
use super::sndloc::Location;
use super::start_tls::Follows;
use super::status::Status;
use super::tn3270e::Tn3270e;
use super::tspeed::{self, TerminalSpeed};
use super::ttype::TerminalType;
use super::xdisploc::DisplayLocation;
use super::zmp::Zmp;
use super::{PayloadError, mxp};
use crate::TelnetOption;
use crate::encode::octet;

/// A payload of an option: what stands between `IAC SB option` and `IAC SE`.
///
/// It names its option, is read from a payload, and made into one again, so
/// that it can be sent and received without naming the option twice.
///
/// ```
/// use telnet_proto::TelnetOption;
/// use telnet_proto::encode::subnegotiation;
/// use telnet_proto::sub::Payload;
/// use telnet_proto::sub::naws::WindowSize;
///
/// fn wire<'a, P: Payload<'a>>(it: P) -> Vec<u8> {
///     let parts = it.parts().into_iter();
///     subnegotiation(P::OPTION, parts).flatten().copied().collect()
/// }
/// let size = WindowSize { columns: 80, rows: 255 };
/// assert_eq!(WindowSize::OPTION, TelnetOption::NAWS);
/// assert_eq!(wire(size), b"\xFF\xFA\x1F\0\x50\0\xFF\xFF\xFF\xF0");
/// assert_eq!(<WindowSize as Payload>::parse(&[0, 80, 0, 255]), Ok(size));
/// ```
///
/// COM-PORT is not among them, since its codes depend on who sends
/// ([`ComPort`](super::com_port::ComPort)); nor are the two ENVIRONs, whose
/// encoders take what the peer has asked for, and the markers of MCCP, which
/// several options share.
pub trait Payload<'a>: Sized {
    /// The option whose payload it is.
    const OPTION: TelnetOption;

    /// Slices that are the payload one after the other, not escaped.
    type Parts: IntoIterator<Item = &'a [u8], IntoIter: Clone>;

    /// Reads a payload that is not escaped.
    ///
    /// # Errors
    /// [`PayloadError`] says what is wrong with it: see the type's own `parse`.
    fn parse(payload: &'a [u8]) -> Result<Self, PayloadError>;

    /// The payload, for
    /// [`encode::subnegotiation`](crate::encode::subnegotiation).
    fn parts(self) -> Self::Parts;
}

/// One of these whose `to_parts` gives so many slices.
macro_rules! parts {
    ($($payload:ident: $option:ident, $n:literal;)*) => {$(
        impl<'a> Payload<'a> for $payload<'a> {
            const OPTION: TelnetOption = TelnetOption::$option;
            type Parts = [&'a [u8]; $n];

            fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
                Self::parse(payload)
            }

            fn parts(self) -> Self::Parts {
                self.to_parts()
            }
        }
    )*};
}

parts! {
    Atcp: ATCP, 5;
    Authentication: AUTHENTICATION, 4;
    Charset: CHARSET, 4;
    Encrypt: ENCRYPT, 3;
    Gmcp: GMCP, 3;
    Linemode: LINEMODE, 2;
    Location: SNDLOC, 1;
    Status: STATUS, 2;
    Tn3270e: TN3270E, 4;
    TerminalType: TTYPE, 2;
    DisplayLocation: XDISPLOC, 2;
}

/// One of these that is some octets.
macro_rules! octets {
    ($($payload:ty: $option:ident, $n:literal;)*) => {$(
        impl<'a> Payload<'a> for $payload {
            const OPTION: TelnetOption = TelnetOption::$option;
            type Parts = [&'a [u8]; $n];

            fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
                Self::parse(payload)
            }

            fn parts(self) -> Self::Parts {
                self.to_payload().map(octet)
            }
        }
    )*};
}

octets! {
    FlowControl: LFLOW, 1;
    Follows: START_TLS, 1;
    Toggle: AARDWOLF, 2;
    WindowSize: NAWS, 4;
    mxp::Start: MXP, 0;
}

/// One of these that is the payload as it came.
macro_rules! views {
    ($($payload:ident: $option:ident;)*) => {$(
        impl<'a> Payload<'a> for $payload<'a> {
            const OPTION: TelnetOption = TelnetOption::$option;
            type Parts = [&'a [u8]; 1];

            fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
                Self::parse(payload)
            }

            fn parts(self) -> Self::Parts {
                [self.as_bytes()]
            }
        }
    )*};
}

views! {
    Msdp: MSDP;
    Mssp: MSSP;
    Zmp: ZMP;
}

impl<'a> Payload<'a> for TerminalSpeed {
    const OPTION: TelnetOption = TelnetOption::TSPEED;
    type Parts = Speed<'a>;

    fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        Self::parse(payload)
    }

    fn parts(self) -> Speed<'a> {
        Speed { parts: self.to_parts(), lives: core::marker::PhantomData }
    }
}

/// The parts of a [`TerminalSpeed`], one octet each.
#[derive(Clone, Debug)]
#[must_use = "it is to be written"]
pub struct Speed<'a> {
    parts: tspeed::Parts,
    lives: core::marker::PhantomData<&'a ()>,
}

impl<'a> Iterator for Speed<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        self.parts.next()
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    /// It is read from what it gives.
    fn undoes<'a, P>(payload: &'a [u8])
    where
        P: Payload<'a> + core::fmt::Debug,
    {
        let it = P::parse(payload).unwrap();
        let made: Vec<u8> = it.parts().into_iter().flatten().copied().collect();
        assert_eq!(made, payload, "{:?}", P::OPTION);
    }

    #[test]
    fn parts_are_the_payload_that_was_read() {
        undoes::<Atcp<'_>>(b"Client.Compose on");
        undoes::<Authentication<'_>>(b"\x01\x02\x00");
        undoes::<Charset<'_>>(b"\x02UTF-8");
        undoes::<Encrypt<'_>>(b"\x03\x00");
        undoes::<Gmcp<'_>>(b"Core.Hello {\"a\": 1}");
        undoes::<Linemode<'_>>(b"\x01\x03");
        undoes::<Location<'_>>(b"here");
        undoes::<Status<'_>>(b"\0\xFB\x01");
        undoes::<Tn3270e<'_>>(b"\x08\x02");
        undoes::<TerminalType<'_>>(b"\0XTERM");
        undoes::<DisplayLocation<'_>>(b"\0host:0");
        undoes::<FlowControl>(b"\x02");
        undoes::<Follows>(b"\x01");
        undoes::<Toggle>(b"\x03\xFF");
        undoes::<WindowSize>(b"\0\x50\0\xFF");
        undoes::<mxp::Start>(b"");
        undoes::<Msdp<'_>>(b"\x01A\x02b");
        undoes::<Mssp<'_>>(b"\x01A\x02b");
        undoes::<Zmp<'_>>(b"zmp.ping\0");
        undoes::<TerminalSpeed>(b"\x0038400,9600");
    }
}
