//! `sub::linemode`.

use telnet_proto::sub::PayloadError;
use telnet_proto::sub::linemode::{
    ForwardMask, Function, Level, Linemode, Mask, Mode, ModeState, Modifiers,
    Reply, Setting, SlcTable, Triplet, Triplets, TripletsIter,
};
use telnet_proto::{Command, sub::linemode};

#[unsafe(no_mangle)]
pub fn linemode_parse(payload: &[u8]) -> Result<Linemode<'_>, PayloadError> {
    Linemode::parse(payload)
}

#[unsafe(no_mangle)]
pub fn linemode_to_parts(it: Linemode<'_>) -> [&[u8]; 2] {
    Linemode::to_parts(it)
}

#[unsafe(no_mangle)]
pub fn forward_mask_is_from_server(it: ForwardMask<'_>) -> bool {
    ForwardMask::is_from_server(it)
}

#[unsafe(no_mangle)]
pub fn mask_parse(mask: &[u8]) -> Result<Mask<'_>, PayloadError> {
    Mask::parse(mask)
}

#[unsafe(no_mangle)]
pub fn mask_as_bytes(it: Mask<'_>) -> &[u8] {
    Mask::as_bytes(it)
}

#[unsafe(no_mangle)]
pub fn mask_ascii(it: Mask<'_>) -> Mask<'_> {
    Mask::ascii(it)
}

#[unsafe(no_mangle)]
pub fn mask_contains(it: Mask<'_>, octet: u8) -> bool {
    Mask::contains(it, octet)
}

#[unsafe(no_mangle)]
pub fn mask_of(octets: &[u8]) -> [u8; linemode::MAX_MASK] {
    Mask::of(octets)
}

#[unsafe(no_mangle)]
pub fn mode_code(it: Mode) -> u8 {
    Mode::code(it)
}

#[unsafe(no_mangle)]
pub fn mode_contains(it: Mode, other: Mode) -> bool {
    Mode::contains(it, other)
}

#[unsafe(no_mangle)]
pub fn mode_with(it: Mode, other: Mode) -> Mode {
    Mode::with(it, other)
}

#[unsafe(no_mangle)]
pub fn mode_without(it: Mode, other: Mode) -> Mode {
    Mode::without(it, other)
}

#[unsafe(no_mangle)]
pub fn mode_from(code: u8) -> Mode {
    Mode::from(code)
}

#[unsafe(no_mangle)]
pub fn u8_from_mode(it: Mode) -> u8 {
    u8::from(it)
}

#[unsafe(no_mangle)]
pub fn mode_state_client(supported: Mode) -> ModeState {
    ModeState::client(supported)
}

#[unsafe(no_mangle)]
pub fn mode_state_server(allowed: Mode, required: Mode) -> ModeState {
    ModeState::server(allowed, required)
}

#[unsafe(no_mangle)]
pub fn mode_state_current(it: &ModeState) -> Mode {
    ModeState::current(it)
}

#[unsafe(no_mangle)]
pub fn mode_state_request(it: &mut ModeState, mode: Mode) -> Option<Mode> {
    ModeState::request(it, mode)
}

#[unsafe(no_mangle)]
pub fn mode_state_receive(it: &mut ModeState, received: Mode) -> Option<Mode> {
    ModeState::receive(it, received)
}

#[unsafe(no_mangle)]
pub fn function_name(it: Function) -> Option<&'static str> {
    Function::name(it)
}

#[unsafe(no_mangle)]
pub fn function_code(it: Function) -> u8 {
    Function::code(it)
}

#[unsafe(no_mangle)]
pub fn function_command(it: Function) -> Option<Command> {
    Function::command(it)
}

#[unsafe(no_mangle)]
pub fn function_from(code: u8) -> Function {
    Function::from(code)
}

#[unsafe(no_mangle)]
pub fn u8_from_function(it: Function) -> u8 {
    u8::from(it)
}

#[unsafe(no_mangle)]
pub fn modifiers_new(level: Level) -> Modifiers {
    Modifiers::new(level)
}

#[unsafe(no_mangle)]
pub fn modifiers_code(it: Modifiers) -> u8 {
    Modifiers::code(it)
}

#[unsafe(no_mangle)]
pub fn modifiers_level(it: Modifiers) -> Level {
    Modifiers::level(it)
}

#[unsafe(no_mangle)]
pub fn modifiers_contains(it: Modifiers, other: Modifiers) -> bool {
    Modifiers::contains(it, other)
}

#[unsafe(no_mangle)]
pub fn modifiers_with(it: Modifiers, flags: Modifiers) -> Modifiers {
    Modifiers::with(it, flags)
}

#[unsafe(no_mangle)]
pub fn modifiers_from(code: u8) -> Modifiers {
    Modifiers::from(code)
}

#[unsafe(no_mangle)]
pub fn u8_from_modifiers(it: Modifiers) -> u8 {
    u8::from(it)
}

#[unsafe(no_mangle)]
pub fn setting_new(level: Level, value: u8) -> Setting {
    Setting::new(level, value)
}

#[unsafe(no_mangle)]
pub fn setting_level(it: Setting) -> Level {
    Setting::level(it)
}

#[unsafe(no_mangle)]
pub fn triplet_to_octets(it: Triplet) -> [u8; 3] {
    Triplet::to_octets(it)
}

#[unsafe(no_mangle)]
pub fn triplet_from(octets: [u8; 3]) -> Triplet {
    Triplet::from(octets)
}

#[unsafe(no_mangle)]
pub fn triplets_new(octets: &[u8]) -> Triplets<'_> {
    Triplets::new(octets)
}

#[unsafe(no_mangle)]
pub fn triplets_as_bytes(it: Triplets<'_>) -> &[u8] {
    Triplets::as_bytes(it)
}

#[unsafe(no_mangle)]
pub fn triplets_iter(it: Triplets<'_>) -> TripletsIter<'_> {
    Triplets::iter(it)
}

#[unsafe(no_mangle)]
pub fn triplets_into_iter(it: Triplets<'_>) -> TripletsIter<'_> {
    Triplets::into_iter(it)
}

#[unsafe(no_mangle)]
pub fn triplets_tail(it: Triplets<'_>) -> Result<(), PayloadError> {
    Triplets::tail(it)
}

#[unsafe(no_mangle)]
pub fn triplets_iter_next(it: &mut TripletsIter<'_>) -> Option<Triplet> {
    TripletsIter::next(it)
}

#[unsafe(no_mangle)]
pub fn slc_table_client() -> SlcTable {
    SlcTable::client()
}

#[unsafe(no_mangle)]
pub fn slc_table_server() -> SlcTable {
    SlcTable::server()
}

#[unsafe(no_mangle)]
pub fn slc_table_set_default(
    it: &mut SlcTable,
    function: Function,
    default: Setting,
) {
    SlcTable::set_default(it, function, default);
}

#[unsafe(no_mangle)]
pub fn slc_table_default_of(it: &SlcTable, function: Function) -> Setting {
    SlcTable::default_of(it, function)
}

#[unsafe(no_mangle)]
pub fn slc_table_current(it: &SlcTable, function: Function) -> Setting {
    SlcTable::current(it, function)
}

#[unsafe(no_mangle)]
pub fn slc_table_request(
    it: &mut SlcTable,
    function: Function,
    setting: Setting,
) -> Option<Triplet> {
    SlcTable::request(it, function, setting)
}

#[unsafe(no_mangle)]
pub fn slc_table_export(it: &mut SlcTable) -> Reply {
    SlcTable::export(it)
}

#[unsafe(no_mangle)]
pub fn slc_table_receive(it: &mut SlcTable, list: Triplets<'_>) -> Reply {
    SlcTable::receive(it, list)
}

#[unsafe(no_mangle)]
pub fn slc_reply_triplets(it: &Reply) -> Triplets<'_> {
    Reply::triplets(it)
}

#[unsafe(no_mangle)]
pub fn slc_reply_is_empty(it: &Reply) -> bool {
    Reply::is_empty(it)
}

#[unsafe(no_mangle)]
pub fn slc_reply_fault(it: &Reply) -> Option<PayloadError> {
    Reply::fault(it)
}
