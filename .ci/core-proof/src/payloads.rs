//! The modules below `sub`.

use telnet_proto::sub::naws::WindowSize;
use telnet_proto::sub::ttype::{Cycle, TerminalType};
use telnet_proto::sub::{BadPayload, naws, ttype};

#[unsafe(no_mangle)]
pub fn window_size_parse(payload: &[u8]) -> Result<WindowSize, BadPayload> {
    naws::WindowSize::parse(payload)
}

#[unsafe(no_mangle)]
pub fn window_size_to_payload(it: WindowSize) -> [u8; 4] {
    naws::WindowSize::to_payload(it)
}

#[unsafe(no_mangle)]
pub fn terminal_type_parse(
    payload: &[u8],
) -> Result<TerminalType<'_>, BadPayload> {
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
