//! NEW-ENVIRON, ENVIRON and MTTS.

use core::iter::Copied;
use core::ops::BitOr;
use core::slice::Iter;

use telnet_proto::sub::mtts::{self, Mtts};
use telnet_proto::sub::new_environ::{
    Answers, Environ, Kind, LoginNameError, Parts, Request, RequestIter,
    Requests, Slices, Text, Variable, VariableIter, Variables,
};
use telnet_proto::sub::old_environ::Codes;
use telnet_proto::sub::{PayloadError, new_environ, old_environ};

type Many<'a> = Copied<Iter<'a, Variable<'a>>>;

type Lenient<'a> = Result<(Environ<'a>, Option<PayloadError>), PayloadError>;

#[unsafe(no_mangle)]
pub fn environ_parse(payload: &[u8]) -> Result<Environ<'_>, PayloadError> {
    Environ::parse(payload)
}

#[unsafe(no_mangle)]
pub fn text_new(octets: &[u8]) -> Text<'_> {
    Text::new(octets)
}

#[unsafe(no_mangle)]
pub fn text_slices(it: Text<'_>) -> Slices<'_> {
    Text::slices(it)
}

#[unsafe(no_mangle)]
pub fn text_len(it: Text<'_>) -> usize {
    Text::len(it)
}

#[unsafe(no_mangle)]
pub fn text_is_empty(it: Text<'_>) -> bool {
    Text::is_empty(it)
}

#[unsafe(no_mangle)]
pub fn text_copy_to(it: Text<'_>, out: &mut [u8]) -> Option<usize> {
    Text::copy_to(it, out)
}

#[unsafe(no_mangle)]
pub fn text_eq(it: Text<'_>, other: Text<'_>) -> bool {
    Text::eq(&it, &other)
}

#[unsafe(no_mangle)]
pub fn text_eq_octets(it: Text<'_>, other: &[u8]) -> bool {
    Text::eq(&it, other)
}

#[unsafe(no_mangle)]
pub fn slices_next<'a>(it: &mut Slices<'a>) -> Option<&'a [u8]> {
    Slices::next(it)
}

#[unsafe(no_mangle)]
pub fn variable_new<'a>(
    kind: Kind,
    name: &'a [u8],
    value: Option<&'a [u8]>,
) -> Variable<'a> {
    Variable::new(kind, name, value)
}

#[unsafe(no_mangle)]
pub fn variable_from(request: Request<'_>) -> Variable<'_> {
    Variable::from(request)
}

#[unsafe(no_mangle)]
pub fn request_new(kind: Kind, name: &[u8]) -> Request<'_> {
    Request::new(kind, name)
}

#[unsafe(no_mangle)]
pub fn variables_iter(it: Variables<'_>) -> VariableIter<'_> {
    Variables::iter(it)
}

#[unsafe(no_mangle)]
pub fn variables_into_iter(it: Variables<'_>) -> VariableIter<'_> {
    Variables::into_iter(it)
}

#[unsafe(no_mangle)]
pub fn variables_get<'a>(
    it: Variables<'a>,
    kind: Kind,
    name: &[u8],
) -> Option<Variable<'a>> {
    Variables::get(it, kind, name)
}

#[unsafe(no_mangle)]
pub fn variables_is_empty(it: Variables<'_>) -> bool {
    Variables::is_empty(it)
}

#[unsafe(no_mangle)]
pub fn variable_iter_next<'a>(
    it: &mut VariableIter<'a>,
) -> Option<Variable<'a>> {
    VariableIter::next(it)
}

#[unsafe(no_mangle)]
pub fn requests_iter(it: Requests<'_>) -> RequestIter<'_> {
    Requests::iter(it)
}

#[unsafe(no_mangle)]
pub fn requests_into_iter(it: Requests<'_>) -> RequestIter<'_> {
    Requests::into_iter(it)
}

#[unsafe(no_mangle)]
pub fn requests_is_empty(it: Requests<'_>) -> bool {
    Requests::is_empty(it)
}

#[unsafe(no_mangle)]
pub fn requests_answers<'a>(
    it: Requests<'a>,
    told: &'a [Variable<'a>],
) -> Answers<'a> {
    Requests::answers(it, told)
}

#[unsafe(no_mangle)]
pub fn request_iter_next<'a>(it: &mut RequestIter<'a>) -> Option<Request<'a>> {
    RequestIter::next(it)
}

#[unsafe(no_mangle)]
pub fn answers_next<'a>(it: &mut Answers<'a>) -> Option<Variable<'a>> {
    Answers::next(it)
}

#[unsafe(no_mangle)]
pub fn new_environ_is<'a>(list: &'a [Variable<'a>]) -> Parts<'a, Many<'a>> {
    new_environ::is(list.iter().copied())
}

#[unsafe(no_mangle)]
pub fn new_environ_is_again(list: Answers<'_>) -> Parts<'_, Answers<'_>> {
    new_environ::is(list)
}

#[unsafe(no_mangle)]
pub fn new_environ_info(list: Variables<'_>) -> Parts<'_, VariableIter<'_>> {
    new_environ::info(list)
}

#[unsafe(no_mangle)]
pub fn new_environ_send(list: Requests<'_>) -> Parts<'_, RequestIter<'_>> {
    new_environ::send(list)
}

#[unsafe(no_mangle)]
pub fn environ_parts_next<'a>(
    it: &mut Parts<'a, Many<'a>>,
) -> Option<&'a [u8]> {
    Parts::next(it)
}

#[unsafe(no_mangle)]
pub fn environ_parts_of_answers_next<'a>(
    it: &mut Parts<'a, Answers<'a>>,
) -> Option<&'a [u8]> {
    Parts::next(it)
}

#[unsafe(no_mangle)]
pub fn environ_parts_of_variables_next<'a>(
    it: &mut Parts<'a, VariableIter<'a>>,
) -> Option<&'a [u8]> {
    Parts::next(it)
}

#[unsafe(no_mangle)]
pub fn environ_parts_of_requests_next<'a>(
    it: &mut Parts<'a, RequestIter<'a>>,
) -> Option<&'a [u8]> {
    Parts::next(it)
}

#[unsafe(no_mangle)]
pub fn old_environ_parse(
    payload: &[u8],
    codes: Codes,
) -> Result<Environ<'_>, PayloadError> {
    old_environ::parse(payload, codes)
}

#[unsafe(no_mangle)]
pub fn environ_parse_lenient(payload: &[u8]) -> Lenient<'_> {
    Environ::parse_lenient(payload)
}

#[unsafe(no_mangle)]
pub fn old_environ_parse_lenient(payload: &[u8], codes: Codes) -> Lenient<'_> {
    old_environ::parse_lenient(payload, codes)
}

#[unsafe(no_mangle)]
pub fn old_environ_codes_of(payload: &[u8]) -> Option<Codes> {
    old_environ::codes_of(payload)
}

#[unsafe(no_mangle)]
pub fn old_environ_is(
    codes: Codes,
    list: Answers<'_>,
) -> Parts<'_, Answers<'_>> {
    old_environ::is(codes, list)
}

#[unsafe(no_mangle)]
pub fn old_environ_info(
    codes: Codes,
    list: Variables<'_>,
) -> Parts<'_, VariableIter<'_>> {
    old_environ::info(codes, list)
}

#[unsafe(no_mangle)]
pub fn old_environ_send(
    codes: Codes,
    list: Requests<'_>,
) -> Parts<'_, RequestIter<'_>> {
    old_environ::send(codes, list)
}

#[unsafe(no_mangle)]
pub fn login_name(user: &[u8]) -> Result<&str, LoginNameError> {
    new_environ::login_name(user)
}

#[unsafe(no_mangle)]
pub fn mtts_from_bits(bits: u32) -> Mtts {
    mtts::Mtts::from_bits(bits)
}

#[unsafe(no_mangle)]
pub fn mtts_bits(it: Mtts) -> u32 {
    mtts::Mtts::bits(it)
}

#[unsafe(no_mangle)]
pub fn mtts_contains(it: Mtts, other: Mtts) -> bool {
    mtts::Mtts::contains(it, other)
}

#[unsafe(no_mangle)]
pub fn mtts_parse(name: &[u8]) -> Result<Mtts, PayloadError> {
    mtts::Mtts::parse(name)
}

#[unsafe(no_mangle)]
pub fn mtts_write(it: Mtts, room: &mut [u8; Mtts::MAX_LEN]) -> &[u8] {
    mtts::Mtts::write(it, room)
}

#[unsafe(no_mangle)]
pub fn mtts_bitor(it: Mtts, other: Mtts) -> Mtts {
    mtts::Mtts::bitor(it, other)
}
