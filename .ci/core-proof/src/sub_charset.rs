//! CHARSET and COM-PORT-OPTION.

use core::iter::Copied;
use core::slice::Iter;

use telnet_proto::sub::charset::{self, Charset, NameIter, Names, Parts};
use telnet_proto::sub::com_port::{self, ComPort};
use telnet_proto::sub::{PayloadError, Role};

type Many<'a> = Copied<Iter<'a, &'a [u8]>>;

#[unsafe(no_mangle)]
pub fn charset_parse(payload: &[u8]) -> Result<Charset<'_>, PayloadError> {
    charset::Charset::parse(payload)
}

#[unsafe(no_mangle)]
pub fn charset_to_parts(it: Charset<'_>) -> [&[u8]; 4] {
    charset::Charset::to_parts(it)
}

#[unsafe(no_mangle)]
pub fn charset_refusal(payload: &[u8]) -> Option<Charset<'static>> {
    charset::refusal(payload)
}

#[unsafe(no_mangle)]
pub fn charset_must_reject(us: Role, request_open: bool) -> bool {
    charset::must_reject(us, request_open)
}

#[unsafe(no_mangle)]
pub fn charset_names_new(list: &[u8]) -> Result<Names<'_>, PayloadError> {
    charset::Names::new(list)
}

#[unsafe(no_mangle)]
pub fn charset_names_iter(it: Names<'_>) -> NameIter<'_> {
    charset::Names::iter(it)
}

#[unsafe(no_mangle)]
pub fn charset_names_into_iter(it: Names<'_>) -> NameIter<'_> {
    charset::Names::into_iter(it)
}

#[unsafe(no_mangle)]
pub fn charset_names_find<'a>(it: Names<'a>, name: &[u8]) -> Option<&'a [u8]> {
    charset::Names::find(it, name)
}

#[unsafe(no_mangle)]
pub fn charset_name_iter_next<'a>(it: &mut NameIter<'a>) -> Option<&'a [u8]> {
    charset::NameIter::next(it)
}

#[unsafe(no_mangle)]
pub fn charset_is_valid_name(name: &[u8], separator: u8) -> bool {
    charset::is_valid_name(name, separator)
}

#[unsafe(no_mangle)]
pub fn charset_request<'a>(
    separator: u8,
    names: &'a [&'a [u8]],
) -> Parts<'a, Many<'a>> {
    charset::request(separator, names.iter().copied())
}

#[unsafe(no_mangle)]
pub fn charset_parts_next<'a>(
    it: &mut Parts<'a, Many<'a>>,
) -> Option<&'a [u8]> {
    charset::Parts::next(it)
}

#[unsafe(no_mangle)]
pub fn com_port_parse(
    payload: &[u8],
    from: Role,
) -> Result<ComPort<'_>, PayloadError> {
    com_port::ComPort::parse(payload, from)
}

#[unsafe(no_mangle)]
pub fn com_port_code(it: ComPort<'_>, from: Role) -> u8 {
    com_port::ComPort::code(it, from)
}

#[unsafe(no_mangle)]
pub fn com_port_to_parts(it: ComPort<'_>, from: Role) -> [&[u8]; 5] {
    com_port::ComPort::to_parts(it, from)
}
