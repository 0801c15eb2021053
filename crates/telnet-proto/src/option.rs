//! Option codes: the octet after WILL, WONT, DO, DONT and SB.

use crate::octet::named_octet;

named_octet! {
    /// A Telnet option code.
    ///
    /// Any octet can be held; the associated constants have the names of
    /// `arpa/telnet.h` without `TELOPT_`, those of telnetlib, and the ones in use
    /// among MUDs. [`Display`](core::fmt::Display) shows the name, or the number.
    ///
    /// ```
    /// use telnet_proto::TelnetOption;
    /// assert_eq!(TelnetOption::NAWS.to_string(), "NAWS");
    /// assert_eq!(TelnetOption::from(24), TelnetOption::TTYPE);
    /// assert_eq!(TelnetOption::from(250).to_string(), "250");
    /// ```
    pub struct TelnetOption;

    /// 8-bit data path (RFC 856).
    BINARY = 0;
    /// Echo (RFC 857).
    ECHO = 1;
    /// Prepare to reconnect (NIC 15391).
    RCP = 2;
    /// Suppress go ahead (RFC 858).
    SGA = 3;
    /// Approximate message size (NIC 15393).
    NAMS = 4;
    /// Give status (RFC 859).
    STATUS = 5;
    /// Timing mark (RFC 860).
    TM = 6;
    /// Remote controlled transmission and echo (RFC 726).
    RCTE = 7;
    /// Negotiate about output line width (NIC 20196).
    NAOL = 8;
    /// Negotiate about output page size (NIC 20197).
    NAOP = 9;
    /// Negotiate about CR disposition (RFC 652).
    NAOCRD = 10;
    /// Negotiate about horizontal tab stops (RFC 653).
    NAOHTS = 11;
    /// Negotiate about horizontal tab disposition (RFC 654).
    NAOHTD = 12;
    /// Negotiate about form feed disposition (RFC 655).
    NAOFFD = 13;
    /// Negotiate about vertical tab stops (RFC 656).
    NAOVTS = 14;
    /// Negotiate about vertical tab disposition (RFC 657).
    NAOVTD = 15;
    /// Negotiate about LF disposition (RFC 658).
    NAOLFD = 16;
    /// Extended ASCII character set (RFC 698).
    XASCII = 17;
    /// Force logout (RFC 727).
    LOGOUT = 18;
    /// Byte macro (RFC 735).
    BM = 19;
    /// Data entry terminal (RFC 1043).
    DET = 20;
    /// SUPDUP protocol (RFC 736).
    SUPDUP = 21;
    /// SUPDUP output (RFC 749).
    SUPDUPOUTPUT = 22;
    /// Send location (RFC 779).
    SNDLOC = 23;
    /// Terminal type (RFC 1091).
    TTYPE = 24;
    /// End of record (RFC 885). The command is
    /// [`Command::EOR`](crate::Command::EOR).
    EOR = 25;
    /// TACACS user identification (RFC 927).
    TUID = 26;
    /// Output marking (RFC 933).
    OUTMRK = 27;
    /// Terminal location number (RFC 946).
    TTYLOC = 28;
    /// 3270 regime (RFC 1041). `TELOPT_3270REGIME` in `arpa/telnet.h`.
    VT3270REGIME = 29;
    /// X.3 PAD (RFC 1053).
    X3PAD = 30;
    /// Window size (RFC 1073).
    NAWS = 31;
    /// Terminal speed (RFC 1079).
    TSPEED = 32;
    /// Remote flow control (RFC 1372).
    LFLOW = 33;
    /// Linemode (RFC 1184).
    LINEMODE = 34;
    /// X display location (RFC 1096).
    XDISPLOC = 35;
    /// Environment variables, old (RFC 1408).
    OLD_ENVIRON = 36;
    /// Authentication (RFC 2941).
    AUTHENTICATION = 37;
    /// Encryption (RFC 2946).
    ENCRYPT = 38;
    /// Environment variables (RFC 1572).
    NEW_ENVIRON = 39;
    /// TN3270E (RFC 2355).
    TN3270E = 40;
    /// XAUTH.
    XAUTH = 41;
    /// Character set (RFC 2066).
    CHARSET = 42;
    /// Telnet remote serial port.
    RSP = 43;
    /// Com port control (RFC 2217).
    COM_PORT_OPTION = 44;
    /// Telnet suppress local echo.
    SUPPRESS_LOCAL_ECHO = 45;
    /// Start TLS. `START_TLS` in the registry.
    TLS = 46;
    /// Kermit (RFC 2840).
    KERMIT = 47;
    /// Send URL.
    SEND_URL = 48;
    /// Forward X.
    FORWARD_X = 49;
    /// MUD server data protocol.
    MSDP = 69;
    /// MUD server status protocol.
    MSSP = 70;
    /// MUD client compression protocol, version 1.
    MCCP1 = 85;
    /// MUD client compression protocol, version 2.
    MCCP2 = 86;
    /// MUD client compression protocol, version 3.
    MCCP3 = 87;
    /// MUD sound protocol.
    MSP = 90;
    /// MUD extension protocol.
    MXP = 91;
    /// Zenith MUD protocol.
    ZMP = 93;
    /// Toggles of Aardwolf, a MUD.
    AARDWOLF = 102;
    /// Telopt pragma logon.
    PRAGMA_LOGON = 138;
    /// Telopt SSPI logon.
    SSPI_LOGON = 139;
    /// Telopt pragma heartbeat.
    PRAGMA_HEARTBEAT = 140;
    /// Achaea telnet client protocol.
    ATCP = 200;
    /// Generic MUD communication protocol.
    GMCP = 201;
    /// Extended options list (RFC 861).
    EXOPL = 255;
}

impl TelnetOption {
    /// [`TelnetOption::TLS`] by its name in the registry.
    pub const START_TLS: Self = Self::TLS;
    /// What telnetlib hands its option callback for a command that has no
    /// option: the octet 0.
    pub const NOOPT: Self = Self(0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn every_octet_round_trips() {
        for code in 0..=255u8 {
            let option = TelnetOption::from(code);
            assert_eq!(u8::from(option), code);
            let shown = option.to_string();
            assert_eq!(option.name().is_none(), shown == code.to_string());
        }
    }

    #[test]
    fn the_codes_0_to_49_are_all_named() {
        assert!((0..=49).all(|c| TelnetOption::from(c).name().is_some()));
        assert_eq!(TelnetOption::NOOPT.code(), 0);
    }
}
