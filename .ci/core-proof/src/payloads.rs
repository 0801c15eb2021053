//! The modules below `sub`, and what is the same of all payloads.

use telnet_proto::sub::aardwolf::Toggle;
use telnet_proto::sub::atcp::Atcp;
use telnet_proto::sub::authentication::Authentication;
use telnet_proto::sub::charset::Charset;
use telnet_proto::sub::encrypt::Encrypt;
use telnet_proto::sub::gmcp::Gmcp;
use telnet_proto::sub::lflow::FlowControl;
use telnet_proto::sub::linemode::Linemode;
use telnet_proto::sub::msdp::Msdp;
use telnet_proto::sub::mssp::Mssp;
use telnet_proto::sub::mxp::Start;
use telnet_proto::sub::naws::WindowSize;
use telnet_proto::sub::sndloc::Location;
use telnet_proto::sub::start_tls::Follows;
use telnet_proto::sub::status::Status;
use telnet_proto::sub::tn3270e::Tn3270e;
use telnet_proto::sub::tspeed::TerminalSpeed;
use telnet_proto::sub::ttype::{Cycle, TerminalType};
use telnet_proto::sub::xdisploc::DisplayLocation;
use telnet_proto::sub::zmp::Zmp;
use telnet_proto::sub::{Payload, PayloadError, naws, ttype};

/// Shows the parts of a payload.
type Show<'s> = &'s mut dyn FnMut(&[u8]);

fn show<'a>(
    parts: Result<impl IntoIterator<Item = &'a [u8]>, PayloadError>,
    to: Show<'_>,
) {
    if let Ok(parts) = parts {
        parts.into_iter().for_each(to);
    }
}

#[unsafe(no_mangle)]
pub fn payload_parts(octets: &[u8], to: Show<'_>) {
    show(Atcp::parse(octets).map(Atcp::parts), to);
    show(Authentication::parse(octets).map(Authentication::parts), to);
    show(Charset::parse(octets).map(Charset::parts), to);
    show(DisplayLocation::parse(octets).map(DisplayLocation::parts), to);
    show(Encrypt::parse(octets).map(Encrypt::parts), to);
    show(FlowControl::parse(octets).map(FlowControl::parts), to);
    show(Follows::parse(octets).map(Follows::parts), to);
    show(Gmcp::parse(octets).map(Gmcp::parts), to);
    show(Linemode::parse(octets).map(Linemode::parts), to);
    show(Location::parse(octets).map(Location::parts), to);
    show(Msdp::parse(octets).map(Msdp::parts), to);
    show(Mssp::parse(octets).map(Mssp::parts), to);
    show(Start::parse(octets).map(Start::parts), to);
    show(Status::parse(octets).map(Status::parts), to);
    show(TerminalSpeed::parse(octets).map(TerminalSpeed::parts), to);
    show(TerminalType::parse(octets).map(TerminalType::parts), to);
    show(Tn3270e::parse(octets).map(Tn3270e::parts), to);
    show(Toggle::parse(octets).map(Toggle::parts), to);
    show(WindowSize::parse(octets).map(WindowSize::parts), to);
    show(Zmp::parse(octets).map(Zmp::parts), to);
}

#[unsafe(no_mangle)]
pub fn window_size_parse(payload: &[u8]) -> Result<WindowSize, PayloadError> {
    naws::WindowSize::parse(payload)
}

#[unsafe(no_mangle)]
pub fn window_size_to_payload(it: WindowSize) -> [u8; 4] {
    naws::WindowSize::to_payload(it)
}

#[unsafe(no_mangle)]
pub fn terminal_type_parse(
    payload: &[u8],
) -> Result<TerminalType<'_>, PayloadError> {
    ttype::TerminalType::parse(payload)
}

#[unsafe(no_mangle)]
pub fn terminal_type_to_parts(it: TerminalType<'_>) -> [&[u8]; 2] {
    ttype::TerminalType::to_parts(it)
}

#[unsafe(no_mangle)]
pub fn ttype_is_valid_name(name: &[u8]) -> bool {
    ttype::is_valid_name(name)
}

#[unsafe(no_mangle)]
pub fn cycle_new() -> Cycle {
    ttype::Cycle::new()
}

#[unsafe(no_mangle)]
pub fn cycle_next(it: &mut Cycle, len: usize) -> Option<usize> {
    ttype::Cycle::next(it, len)
}

#[unsafe(no_mangle)]
pub fn ttype_ask_again(
    asked: usize,
    before: Option<&[u8]>,
    name: &[u8],
) -> bool {
    ttype::ask_again(asked, before, name)
}
