//! Command codes: the octet after IAC.

use crate::octet::named_octet;

named_octet! {
    /// A Telnet command code, the octet that follows IAC (RFC 854, page 14).
    ///
    /// Any octet can be held; the associated constants have the names of
    /// `arpa/telnet.h` and of telnetlib. [`Display`](core::fmt::Display) shows
    /// the name, or the number where the code has none.
    ///
    /// ```
    /// use telnet_proto::Command;
    /// assert_eq!(Command::AYT.to_string(), "AYT");
    /// assert_eq!(Command::from(7).to_string(), "7");
    /// ```
    pub struct Command;

    /// End of file (RFC 1184, section 2.5). `xEOF` in `arpa/telnet.h`.
    EOF = 236;
    /// Suspend the current process (RFC 1184, section 2.5).
    SUSP = 237;
    /// Abort the process (RFC 1184, section 2.5).
    ABORT = 238;
    /// End of record (RFC 885). The option END-OF-RECORD is
    /// [`TelnetOption::EOR`](crate::TelnetOption::EOR).
    EOR = 239;
    /// End of subnegotiation parameters.
    SE = 240;
    /// No operation.
    NOP = 241;
    /// Data mark: the data-stream part of a Synch.
    DM = 242;
    /// Break.
    BRK = 243;
    /// Interrupt process.
    IP = 244;
    /// Abort output.
    AO = 245;
    /// Are you there.
    AYT = 246;
    /// Erase character.
    EC = 247;
    /// Erase line.
    EL = 248;
    /// Go ahead.
    GA = 249;
    /// Start of a subnegotiation.
    SB = 250;
    /// The sender wants to enable, or confirms, an option on its side.
    WILL = 251;
    /// The sender refuses, or stops, an option on its side.
    WONT = 252;
    /// The sender wants, or agrees, that the receiver enables an option.
    DO = 253;
    /// The sender demands that the receiver disables an option.
    DONT = 254;
    /// Interpret as command: starts a command; doubled it is data octet 255.
    IAC = 255;
}

impl Command {
    /// [`Command::BRK`] by its name in `arpa/telnet.h`.
    pub const BREAK: Self = Self::BRK;
    /// [`Command::EOF`] by its name in `arpa/telnet.h`.
    pub const XEOF: Self = Self::EOF;
    /// [`Command::DM`] by its other name in `arpa/telnet.h`.
    pub const SYNCH: Self = Self::DM;

    /// Whether the command is whole after IAC and this octet, with no operand:
    /// EOF, SUSP, ABORT, EOR, and NOP to GA (236–239 and 241–249).
    #[must_use]
    pub const fn is_simple(self) -> bool {
        matches!(self.0, 236..=239 | 241..=249)
    }

    /// The two octets to send: IAC and the code.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 2] {
        [Self::IAC.0, self.0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn names_and_numbers() {
        assert_eq!(Command::from(255), Command::IAC);
        assert_eq!(Command::BREAK.to_string(), "BRK");
        assert_eq!(Command::from(12).name(), None);
        assert_eq!(
            std::format!("{:>4}|{:#x}", Command::GA, Command::GA),
            "  GA|0xf9"
        );
    }

    #[test]
    fn simple_commands_are_those_without_operand() {
        let simple: std::vec::Vec<u8> =
            (0..=255).filter(|&c| Command::from(c).is_simple()).collect();
        let named: std::vec::Vec<u8> =
            (236..=249).filter(|&c| c != Command::SE.code()).collect();
        assert_eq!(simple, named);
    }
}
