//! Payloads of a wrong form, of the wrong role, or of ill intent, each with what its
//! codec has to say to it.

use telnet_session::WindowSize;
use telnet_session::proto::Options;
use telnet_session::proto::sub::charset::{Charset, Names, refusal};
use telnet_session::proto::sub::com_port::ComPort;
use telnet_session::proto::sub::exopl::Exopl;
use telnet_session::proto::sub::gmcp::Gmcp;
use telnet_session::proto::sub::lflow::FlowControl;
use telnet_session::proto::sub::linemode::{
    Linemode, Mode, ModeState, Reply, SlcTable,
};
use telnet_session::proto::sub::msdp::Msdp;
use telnet_session::proto::sub::mssp::Mssp;
use telnet_session::proto::sub::new_environ::{self, Environ, Kind, Text};
use telnet_session::proto::sub::status::{self, Status};
use telnet_session::proto::sub::ttype::TerminalType;
use telnet_session::proto::sub::{PayloadError, Role, start_tls};

/// Whether a codec says what it should.
pub type Judge = fn(&[u8]) -> bool;

/// For each payload, its option first and escaped, what is to be said. The
/// names are the rows of `docs/evidence/hostile-inputs.md`.
pub type Cases = &'static [(&'static str, &'static [u8], Judge)];

/// All of them.
pub const ALL: [Cases; 5] =
    [SIZES_AND_TYPES, ENVIRONMENT, CHARSETS, LINES, OTHERS];

/// NAWS and TERMINAL-TYPE.
pub const SIZES_AND_TYPES: Cases = &[
    ("H-16", b"\x1F\0\x50", |it| size(it).is_none()),
    ("H-16", b"\x1F\0\x50\0\x18\0", |it| size(it).is_none()),
    ("H-17", b"\x1F\0\0\0\0", |it| size(it) == Some((0, 0))),
    ("H-18", b"\x1F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", |it| {
        size(it) == Some((65535, 65535))
    }),
    ("H-40", b"\x18\x01AAAA", |it| {
        TerminalType::parse(it) == Ok(TerminalType::Send)
    }),
    ("H-41", b"\x18\0X", |it| is_type(it, b"X")),
    ("H-41", b"\x18\x01", |it| {
        TerminalType::parse(it) == Ok(TerminalType::Send)
    }),
    ("H-43", b"\x18\0\x1B[c\0\xFF\xFF", |it| is_type(it, b"\x1B[c\0\xFF")),
];

/// NEW-ENVIRON.
pub const ENVIRONMENT: Cases = &[
    ("H-44", b"\x27\x01", |it| answers(it, b"\0")),
    ("H-45", b"\x27\x01\x03SSH_AUTH_SOCK", |it| {
        answers(it, b"\0\x03SSH_AUTH_SOCK")
    }),
    ("H-47", b"\x27\0\0A\x01B\x02", is_no_environ),
    ("H-48", b"\x27\0\0A\x01\x02\x01\x02\x03\x02\x02\xFF\xFF", |it| {
        value(it, b"A").is_some_and(|it| it == b"\x01\x03\x02\xFF"[..])
    }),
    ("H-49", b"\x27\0\x01B", is_no_environ),
    ("H-49", b"\x27\0\0\x01B", is_no_environ),
    ("H-49", b"\x27\0\0A\x01B\x01C", is_no_environ),
    ("H-49", b"\x27\0\0A\x01B\0A\x01C", |it| {
        value(it, b"A").is_some_and(|it| it == b"C"[..])
    }),
    ("H-50", b"\x27\0\0USER\x01-froot", |it| is_no_user(it, b"-froot")),
    ("H-50", b"\x27\0\0USER\x01me\x02\x03", |it| is_no_user(it, b"me\x03")),
];

/// CHARSET.
pub const CHARSETS: Cases = &[
    ("H-51", b"\x2A\x01;", |it| is_refused(it, Charset::Rejected)),
    ("H-51", b"\x2A\x01", |it| is_refused(it, Charset::Rejected)),
    ("H-53", b"\x2A\x04\x01;A;\x08\xFF\xFF\xFF\xFF\xFF\xFF", |it| {
        refusal(it) == Some(Charset::TtableRejected)
    }),
    ("H-54", b"\x2A\x02UTF-7", |it| {
        let Ok(Charset::Accepted(name)) = Charset::parse(it) else {
            return false;
        };
        Names::new(b";UTF-8;UTF-16").unwrap().find(name).is_none()
    }),
];

/// LINEMODE and flow control.
pub const LINES: Cases = &[
    ("H-55", b"\x22\x03\x1F\x02\x03\xFE\x02\x03", |it| {
        let reply = slc(it);
        reply.is_empty() && reply.fault() == Some(PayloadError::Range)
    }),
    ("H-55", b"\x22\x03\x03\x02\x03\x0A\x02", |it| {
        slc(it).fault() == Some(PayloadError::Length)
    }),
    ("H-56", b"\x22\x03\0\x03\0", |it| {
        let reply = slc(it);
        reply.is_empty() && reply.fault() == Some(PayloadError::Role)
    }),
    ("H-56", b"\x22\x03\x0A\x02\xFF\xFF", |it| {
        slc(it).triplets().iter().count() == 1 && slc(it).fault().is_none()
    }),
    ("H-57", b"\x22\x01\x07", |it| mode(it).is_none()),
    ("H-57", b"\x22\x01\x03", |it| mode(it).is_none()),
    ("H-57", b"\x22\x01\x05", |it| mode(it).is_none()),
    ("H-58", b"\x22", |it| Linemode::parse(it).is_err()),
    ("H-58", b"\x22\x01", |it| Linemode::parse(it).is_err()),
    ("H-58", b"\x22\xFD\x02333333333333333333333333333333333", |it| {
        Linemode::parse(it).is_err()
    }),
    ("flow", b"\x21\x09", |it| FlowControl::parse(it).is_err()),
];

/// STATUS, serial ports, those of MUDs, TLS.
pub const OTHERS: Cases = &[
    ("H-59", b"\x05\x01", |it| {
        let options = Options::new();
        Status::parse(it) == Ok(Status::Send)
            && status::answer(&options).eq([b"\0"])
    }),
    ("H-60", b"\x2C\x01\0\0\0", |it| ComPort::parse(it, Role::Client).is_err()),
    ("H-60", b"\x2C\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", |it| {
        ComPort::parse(it, Role::Client) == Ok(ComPort::BaudRate(u32::MAX))
    }),
    ("H-60", b"\x2C\x65\0\0\0\0", |it| {
        ComPort::parse(it, Role::Client) == Err(PayloadError::Role)
    }),
    ("H-61", b"\x45\x03\x03\x03", |it| Msdp::parse(it).is_err()),
    ("H-61", b"\x45\x01A\x02\x03", |it| Msdp::parse(it).is_err()),
    ("H-61", b"\x45\x01A\x02\x04", |it| Msdp::parse(it).is_err()),
    ("H-61", b"\x45\x02X", |it| Msdp::parse(it).is_err()),
    ("H-62", b"\x46\x01A\x02B", |it| {
        Mssp::parse(it).is_ok_and(|it| it.get(b"A") == Some(b"B"))
    }),
    ("H-62", b"\xC9\xC3(", |it| {
        Gmcp::parse(it).is_ok_and(|it| it.name() == b"\xC3(")
    }),
    // The start of TLS; an option of the extended list.
    ("H-69", b"\x2E\x01", |it| start_tls::Follows::parse(it).is_ok()),
    ("H-69", b"\x2E\x02", |it| start_tls::Follows::parse(it).is_err()),
    ("H-09", b"\xFF\xFF\xFD\x05", |it| Exopl::parse(it).is_ok()),
];

fn size(payload: &[u8]) -> Option<(u16, u16)> {
    let size = WindowSize::parse(payload).ok()?;
    Some((size.columns, size.rows))
}

fn is_type(payload: &[u8], name: &[u8]) -> bool {
    TerminalType::parse(payload) == Ok(TerminalType::Is(name))
}

/// Whether that answers a SEND where nothing is to be told.
fn answers(payload: &[u8], answer: &[u8]) -> bool {
    match Environ::parse(payload) {
        Ok(Environ::Send(asked)) => {
            new_environ::is(asked.answers(&[])).flatten().eq(answer)
        }
        other => unreachable!("{other:?}"),
    }
}

fn value<'a>(payload: &'a [u8], name: &[u8]) -> Option<Text<'a>> {
    let Ok(Environ::Is(told)) = Environ::parse(payload) else { return None };
    told.get(Kind::Var, name)?.value
}

/// It is told, and no name to log in by.
fn is_no_user(payload: &[u8], name: &[u8]) -> bool {
    value(payload, b"USER").is_some_and(|it| it == *name)
        && new_environ::login_name(name).is_err()
}

fn is_no_environ(payload: &[u8]) -> bool {
    Environ::parse(payload).is_err()
}

fn is_refused(payload: &[u8], answer: Charset<'_>) -> bool {
    Charset::parse(payload).is_err() && refusal(payload) == Some(answer)
}

/// What a client has to say to it.
fn slc(payload: &[u8]) -> Reply {
    match Linemode::parse(payload) {
        Ok(Linemode::Slc(list)) => SlcTable::client().receive(list),
        other => unreachable!("{other:?}"),
    }
}

/// What a client has to say to a mode, once EDIT and TRAPSIG are in use.
fn mode(payload: &[u8]) -> Option<Mode> {
    let mut state = ModeState::client(Mode::NONE);
    let both = Mode::EDIT.with(Mode::TRAPSIG);
    assert_eq!(state.receive(both), Some(both.with(Mode::ACK)));
    match Linemode::parse(payload) {
        Ok(Linemode::Mode(mode)) => state.receive(mode),
        other => unreachable!("{other:?}"),
    }
}
