//! `sub::{lflow, sndloc, start_tls, tspeed, xdisploc}`.

use telnet_proto::sub::lflow::FlowControl;
use telnet_proto::sub::sndloc::Location;
use telnet_proto::sub::start_tls::Follows;
use telnet_proto::sub::tspeed::TerminalSpeed;
use telnet_proto::sub::xdisploc::DisplayLocation;
use telnet_proto::sub::{
    PayloadError, Speed, lflow, sndloc, start_tls, tspeed, xdisploc,
};

#[unsafe(no_mangle)]
pub fn flow_control_parse(payload: &[u8]) -> Result<FlowControl, PayloadError> {
    lflow::FlowControl::parse(payload)
}

#[unsafe(no_mangle)]
pub fn flow_control_to_payload(it: FlowControl) -> [u8; 1] {
    lflow::FlowControl::to_payload(it)
}

#[unsafe(no_mangle)]
pub fn location_parse(payload: &[u8]) -> Result<Location<'_>, PayloadError> {
    sndloc::Location::parse(payload)
}

#[unsafe(no_mangle)]
pub fn location_as_bytes(it: Location<'_>) -> &[u8] {
    sndloc::Location::as_bytes(it)
}

#[unsafe(no_mangle)]
pub fn location_to_parts(it: Location<'_>) -> [&[u8]; 1] {
    sndloc::Location::to_parts(it)
}

#[unsafe(no_mangle)]
pub fn sndloc_is_valid_location(location: &[u8]) -> bool {
    sndloc::is_valid_location(location)
}

#[unsafe(no_mangle)]
pub fn follows_parse(payload: &[u8]) -> Result<Follows, PayloadError> {
    start_tls::Follows::parse(payload)
}

#[unsafe(no_mangle)]
pub fn follows_to_payload(it: Follows) -> [u8; 1] {
    start_tls::Follows::to_payload(it)
}

#[unsafe(no_mangle)]
pub fn terminal_speed_parse(
    payload: &[u8],
) -> Result<TerminalSpeed, PayloadError> {
    tspeed::TerminalSpeed::parse(payload)
}

#[unsafe(no_mangle)]
pub fn terminal_speed_to_parts(it: TerminalSpeed) -> tspeed::Parts {
    tspeed::TerminalSpeed::to_parts(it)
}

#[unsafe(no_mangle)]
pub fn terminal_speed_parts_next(
    it: &mut tspeed::Parts,
) -> Option<&'static [u8]> {
    tspeed::Parts::next(it)
}

#[unsafe(no_mangle)]
pub fn speed_next<'a>(it: &mut Speed<'a>) -> Option<&'a [u8]> {
    Speed::next(it)
}

#[unsafe(no_mangle)]
pub fn display_location_parse(
    payload: &[u8],
) -> Result<DisplayLocation<'_>, PayloadError> {
    xdisploc::DisplayLocation::parse(payload)
}

#[unsafe(no_mangle)]
pub fn display_location_to_parts(it: DisplayLocation<'_>) -> [&[u8]; 2] {
    xdisploc::DisplayLocation::to_parts(it)
}

#[unsafe(no_mangle)]
pub fn xdisploc_is_valid_location(location: &[u8]) -> bool {
    xdisploc::is_valid_location(location)
}
