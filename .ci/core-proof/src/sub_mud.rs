//! The payloads of the options of MUDs. An iterator that a function returns
//! without a name is driven by its caller here, one step.

use telnet_proto::sub::aardwolf::Toggle;
use telnet_proto::sub::atcp::Atcp;
use telnet_proto::sub::gmcp::Gmcp;
use telnet_proto::sub::mccp::{Verdict, Version1};
use telnet_proto::sub::msdp::Msdp;
use telnet_proto::sub::msp::Trigger;
use telnet_proto::sub::mssp::{Mssp, Variable};
use telnet_proto::sub::mxp::Mode;
use telnet_proto::sub::zmp::Zmp;
use telnet_proto::sub::{
    PayloadError, aardwolf, atcp, gmcp, mccp, msdp, msp, mssp, mxp, zmp,
};

#[unsafe(no_mangle)]
pub fn toggle_parse(payload: &[u8]) -> Result<Toggle, PayloadError> {
    aardwolf::Toggle::parse(payload)
}

#[unsafe(no_mangle)]
pub fn toggle_to_payload(it: Toggle) -> [u8; 2] {
    aardwolf::Toggle::to_payload(it)
}

#[unsafe(no_mangle)]
pub fn atcp_new<'a>(
    name: &'a [u8],
    arguments: Option<&'a [u8]>,
    content: Option<&'a [u8]>,
) -> Result<Atcp<'a>, PayloadError> {
    atcp::Atcp::new(name, arguments, content)
}

#[unsafe(no_mangle)]
pub fn atcp_parse(payload: &[u8]) -> Result<Atcp<'_>, PayloadError> {
    atcp::Atcp::parse(payload)
}

#[unsafe(no_mangle)]
pub fn atcp_name(it: Atcp<'_>) -> &[u8] {
    atcp::Atcp::name(it)
}

#[unsafe(no_mangle)]
pub fn atcp_arguments(it: Atcp<'_>) -> Option<&[u8]> {
    atcp::Atcp::arguments(it)
}

#[unsafe(no_mangle)]
pub fn atcp_content(it: Atcp<'_>) -> Option<&[u8]> {
    atcp::Atcp::content(it)
}

#[unsafe(no_mangle)]
pub fn atcp_to_parts(it: Atcp<'_>) -> [&[u8]; 5] {
    atcp::Atcp::to_parts(it)
}

#[unsafe(no_mangle)]
pub fn gmcp_new<'a>(
    name: &'a [u8],
    data: Option<&'a [u8]>,
) -> Result<Gmcp<'a>, PayloadError> {
    gmcp::Gmcp::new(name, data)
}

#[unsafe(no_mangle)]
pub fn gmcp_parse(payload: &[u8]) -> Result<Gmcp<'_>, PayloadError> {
    gmcp::Gmcp::parse(payload)
}

#[unsafe(no_mangle)]
pub fn gmcp_name(it: Gmcp<'_>) -> &[u8] {
    gmcp::Gmcp::name(it)
}

#[unsafe(no_mangle)]
pub fn gmcp_data(it: Gmcp<'_>) -> Option<&[u8]> {
    gmcp::Gmcp::data(it)
}

#[unsafe(no_mangle)]
pub fn gmcp_data_str(it: Gmcp<'_>) -> Option<&str> {
    gmcp::Gmcp::data_str(it)
}

#[unsafe(no_mangle)]
pub fn gmcp_is(it: Gmcp<'_>, name: &str) -> bool {
    gmcp::Gmcp::is(it, name)
}

#[unsafe(no_mangle)]
pub fn gmcp_segments(it: Gmcp<'_>, at: usize) -> Option<&[u8]> {
    gmcp::Gmcp::segments(it).nth(at)
}

#[unsafe(no_mangle)]
pub fn gmcp_to_parts(it: Gmcp<'_>) -> [&[u8]; 3] {
    gmcp::Gmcp::to_parts(it)
}

#[unsafe(no_mangle)]
pub fn mccp_start_parse(payload: &[u8]) -> Result<mccp::Start, PayloadError> {
    mccp::Start::parse(payload)
}

#[unsafe(no_mangle)]
pub fn mccp_start_to_payload(it: mccp::Start) -> [u8; 0] {
    mccp::Start::to_payload(it)
}

#[unsafe(no_mangle)]
pub fn mccp_version_1_new() -> Version1 {
    mccp::Version1::new()
}

#[unsafe(no_mangle)]
pub fn mccp_version_1_feed<'a>(
    it: &mut Version1,
    input: &'a [u8],
) -> Verdict<'a> {
    mccp::Version1::feed(it, input)
}

#[unsafe(no_mangle)]
pub fn msdp_parse(payload: &[u8]) -> Result<Msdp<'_>, PayloadError> {
    msdp::Msdp::parse(payload)
}

#[unsafe(no_mangle)]
pub fn msdp_parse_lenient(payload: &[u8]) -> (Msdp<'_>, Option<PayloadError>) {
    msdp::Msdp::parse_lenient(payload)
}

#[unsafe(no_mangle)]
pub fn msdp_tokens(it: Msdp<'_>) -> msdp::Tokens<'_> {
    msdp::Msdp::tokens(it)
}

#[unsafe(no_mangle)]
pub fn msdp_tokens_next<'a>(
    it: &mut msdp::Tokens<'a>,
) -> Option<msdp::Token<'a>> {
    msdp::Tokens::next(it)
}

#[unsafe(no_mangle)]
pub fn msdp_encode<'a>(
    tokens: &[msdp::Token<'a>],
    at: usize,
) -> Result<Option<&'a [u8]>, PayloadError> {
    Ok(msdp::encode(tokens.iter().copied())?.nth(at))
}

#[unsafe(no_mangle)]
pub fn msp_trigger_find(line: &[u8]) -> Option<Trigger<'_>> {
    msp::Trigger::find(line)
}

#[unsafe(no_mangle)]
pub fn msp_trigger_to_parts(it: Trigger<'_>) -> [&[u8]; 3] {
    msp::Trigger::to_parts(it)
}

#[unsafe(no_mangle)]
pub fn mssp_parse(payload: &[u8]) -> Result<Mssp<'_>, PayloadError> {
    mssp::Mssp::parse(payload)
}

#[unsafe(no_mangle)]
pub fn mssp_parse_lenient(payload: &[u8]) -> (Mssp<'_>, Option<PayloadError>) {
    mssp::Mssp::parse_lenient(payload)
}

#[unsafe(no_mangle)]
pub fn mssp_tokens(it: Mssp<'_>) -> mssp::Tokens<'_> {
    mssp::Mssp::tokens(it)
}

#[unsafe(no_mangle)]
pub fn mssp_tokens_next<'a>(
    it: &mut mssp::Tokens<'a>,
) -> Option<mssp::Token<'a>> {
    mssp::Tokens::next(it)
}

#[unsafe(no_mangle)]
pub fn mssp_variables(it: Mssp<'_>) -> mssp::Variables<'_> {
    mssp::Mssp::variables(it)
}

#[unsafe(no_mangle)]
pub fn mssp_variables_next<'a>(
    it: &mut mssp::Variables<'a>,
) -> Option<Variable<'a>> {
    mssp::Variables::next(it)
}

#[unsafe(no_mangle)]
pub fn mssp_get<'a>(it: Mssp<'a>, name: &[u8]) -> Option<&'a [u8]> {
    mssp::Mssp::get(it, name)
}

#[unsafe(no_mangle)]
pub fn mssp_variable_name(it: Variable<'_>) -> &[u8] {
    mssp::Variable::name(it)
}

#[unsafe(no_mangle)]
pub fn mssp_variable_value(it: Variable<'_>) -> &[u8] {
    mssp::Variable::value(it)
}

#[unsafe(no_mangle)]
pub fn mssp_variable_values(it: Variable<'_>) -> mssp::Values<'_> {
    mssp::Variable::values(it)
}

#[unsafe(no_mangle)]
pub fn mssp_values_next<'a>(it: &mut mssp::Values<'a>) -> Option<&'a [u8]> {
    mssp::Values::next(it)
}

#[unsafe(no_mangle)]
pub fn mssp_encode<'a>(
    tokens: &[mssp::Token<'a>],
    at: usize,
) -> Result<Option<&'a [u8]>, PayloadError> {
    Ok(mssp::encode(tokens.iter().copied())?.nth(at))
}

#[unsafe(no_mangle)]
pub fn mxp_start_parse(payload: &[u8]) -> Result<mxp::Start, PayloadError> {
    mxp::Start::parse(payload)
}

#[unsafe(no_mangle)]
pub fn mxp_start_to_payload(it: mxp::Start) -> [u8; 0] {
    mxp::Start::to_payload(it)
}

#[unsafe(no_mangle)]
pub fn mxp_mode_new(number: u8) -> Option<Mode> {
    mxp::Mode::new(number)
}

#[unsafe(no_mangle)]
pub fn mxp_mode_number(it: Mode) -> u8 {
    mxp::Mode::number(it)
}

#[unsafe(no_mangle)]
pub fn mxp_mode_parse(sequence: &[u8]) -> Result<Mode, PayloadError> {
    mxp::Mode::parse(sequence)
}

#[unsafe(no_mangle)]
pub fn mxp_mode_to_parts(it: Mode) -> [&'static [u8]; 4] {
    mxp::Mode::to_parts(it)
}

#[unsafe(no_mangle)]
pub fn zmp_parse(payload: &[u8]) -> Result<Zmp<'_>, PayloadError> {
    zmp::Zmp::parse(payload)
}

#[unsafe(no_mangle)]
pub fn zmp_command(it: Zmp<'_>) -> &[u8] {
    zmp::Zmp::command(it)
}

#[unsafe(no_mangle)]
pub fn zmp_parameters(it: Zmp<'_>) -> zmp::Parameters<'_> {
    zmp::Zmp::parameters(it)
}

#[unsafe(no_mangle)]
pub fn zmp_parameters_next<'a>(
    it: &mut zmp::Parameters<'a>,
) -> Option<&'a [u8]> {
    zmp::Parameters::next(it)
}

#[unsafe(no_mangle)]
pub fn zmp_encode<'a>(
    command: &'a [u8],
    parameters: &[&'a [u8]],
    at: usize,
) -> Result<Option<&'a [u8]>, PayloadError> {
    Ok(zmp::encode(command, parameters.iter().copied())?.nth(at))
}

#[unsafe(no_mangle)]
pub fn msdp_as_bytes(it: Msdp<'_>) -> &[u8] {
    msdp::Msdp::as_bytes(it)
}

#[unsafe(no_mangle)]
pub fn mssp_as_bytes(it: Mssp<'_>) -> &[u8] {
    mssp::Mssp::as_bytes(it)
}

#[unsafe(no_mangle)]
pub fn zmp_as_bytes(it: Zmp<'_>) -> &[u8] {
    zmp::Zmp::as_bytes(it)
}
