//! What the RFCs ask of the wire where no other test is about it.

use telnet_proto::sub::ttype::{Cycle, TerminalType};
use telnet_proto::{Command, Decoder, Duty, Event, PORT, TelnetOption};
use telnet_testkit::oracle::{Item, canonical};
use telnet_testkit::split;

#[test]
fn the_port_is_23() {
    assert_eq!(PORT, 23);
}

#[test]
fn the_codes_are_those_of_the_rfcs() {
    for (command, code) in [
        (Command::EOF, 236),
        (Command::SUSP, 237),
        (Command::ABORT, 238),
        (Command::EOR, 239),
        (Command::SE, 240),
        (Command::NOP, 241),
        (Command::DM, 242),
        (Command::BRK, 243),
        (Command::IP, 244),
        (Command::AO, 245),
        (Command::AYT, 246),
        (Command::EC, 247),
        (Command::EL, 248),
        (Command::GA, 249),
        (Command::SB, 250),
        (Command::WILL, 251),
        (Command::WONT, 252),
        (Command::DO, 253),
        (Command::DONT, 254),
        (Command::IAC, 255),
    ] {
        assert_eq!(command.code(), code);
    }
    for (option, code) in [
        (TelnetOption::BINARY, 0),
        (TelnetOption::ECHO, 1),
        (TelnetOption::SGA, 3),
        (TelnetOption::STATUS, 5),
        (TelnetOption::TM, 6),
        (TelnetOption::TTYPE, 24),
        (TelnetOption::EOR, 25),
        (TelnetOption::NAWS, 31),
        (TelnetOption::TSPEED, 32),
        (TelnetOption::LFLOW, 33),
        (TelnetOption::LINEMODE, 34),
        (TelnetOption::XDISPLOC, 35),
        (TelnetOption::NEW_ENVIRON, 39),
        (TelnetOption::CHARSET, 42),
        (TelnetOption::COM_PORT_OPTION, 44),
        (TelnetOption::EXOPL, 255),
    ] {
        assert_eq!(option.code(), code);
    }
}

/// BRK is a code of its own, and no other name of IP; nor are the commands of
/// LINEMODE, which ask for nothing where LINEMODE is not.
#[test]
fn break_and_abort_are_not_interrupt() {
    for other in [Command::BRK, Command::ABORT, Command::SUSP, Command::EOF] {
        assert_ne!(other, Command::IP);
        assert_eq!(Duty::of(other), Duty::None);
    }
}

#[test]
fn codes_mean_commands_only_after_iac() {
    let stream: Vec<u8> = (0..=254).collect();
    split::whole("codes", &stream, |chunks| {
        let mut decoder = Decoder::new();
        let events: Vec<Event<'_>> = decoder.decode(chunks[0]).collect();
        assert_eq!(events, [Event::Data(&stream)]);
    });
    split::octets("codes", &stream, |chunks| {
        let mut decoder = Decoder::new();
        for chunk in chunks {
            let data = canonical(decoder.decode(chunk));
            assert_eq!(data, [Item::Data(chunk.to_vec())]);
        }
    });
}

#[test]
fn the_last_terminal_type_is_repeated_and_the_list_starts_over() {
    let names = [&b"DEC-VT220"[..], b"DEC-VT100", b"DEC-VT52"];
    let mut cycle = Cycle::new();
    let mut told = || names[cycle.next(names.len()).unwrap_or_default()];
    for name in [0, 1, 2, 2, 0, 1, 2, 2, 0].map(|at| names[at]) {
        assert_eq!(told(), name);
    }
    // One name is told twice as well.
    let mut cycle = Cycle::new();
    assert!((0..9).all(|_| cycle.next(1) == Some(0)));
}

#[test]
fn any_name_of_a_terminal_is_read() {
    for name in [&b""[..], b"UNKNOWN", b"no such name", b"\x1B[c\xFF"] {
        let payload = [b"\0", name].concat();
        assert_eq!(TerminalType::parse(&payload), Ok(TerminalType::Is(name)));
    }
}
