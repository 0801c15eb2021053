//! The payloads of options that frame the matter of others: AUTHENTICATION,
//! ENCRYPT, EXTENDED-OPTIONS-LIST and TN3270E. An iterator that a function
//! returns without a name is driven here.

use telnet_proto::Verb;
use telnet_proto::sub::authentication::{Authentication, TypePair, TypePairs};
use telnet_proto::sub::encrypt::{Encrypt, KeyId};
use telnet_proto::sub::exopl::{Exopl, Parameters, Slices};
use telnet_proto::sub::tn3270e::{
    Function, Functions, Name, RecordHeader, Tn3270e,
};
use telnet_proto::sub::{PayloadError, Role, authentication, encrypt, exopl};

#[unsafe(no_mangle)]
pub fn authentication_parse(
    payload: &[u8],
) -> Result<Authentication<'_>, PayloadError> {
    authentication::Authentication::parse(payload)
}

#[unsafe(no_mangle)]
pub fn authentication_sender(it: Authentication<'_>) -> Role {
    authentication::Authentication::sender(it)
}

#[unsafe(no_mangle)]
pub fn authentication_to_parts(it: Authentication<'_>) -> [&[u8]; 4] {
    authentication::Authentication::to_parts(it)
}

#[unsafe(no_mangle)]
pub fn type_pairs_parse(octets: &[u8]) -> Result<TypePairs<'_>, PayloadError> {
    authentication::TypePairs::parse(octets)
}

#[unsafe(no_mangle)]
pub fn type_pairs_iter(it: TypePairs<'_>, at: usize) -> Option<TypePair> {
    authentication::TypePairs::iter(it).nth(at)
}

#[unsafe(no_mangle)]
pub fn authentication_send(
    pairs: &[TypePair],
    at: usize,
) -> Option<&'static [u8]> {
    authentication::send(pairs.iter().copied()).nth(at)
}

#[unsafe(no_mangle)]
pub fn encrypt_parse(payload: &[u8]) -> Result<Encrypt<'_>, PayloadError> {
    encrypt::Encrypt::parse(payload)
}

#[unsafe(no_mangle)]
pub fn encrypt_sender(it: Encrypt<'_>) -> Verb {
    encrypt::Encrypt::sender(it)
}

#[unsafe(no_mangle)]
pub fn encrypt_to_parts(it: Encrypt<'_>) -> [&[u8]; 3] {
    encrypt::Encrypt::to_parts(it)
}

#[unsafe(no_mangle)]
pub fn key_id_parse(octets: &[u8]) -> Result<KeyId<'_>, PayloadError> {
    encrypt::KeyId::parse(octets)
}

#[unsafe(no_mangle)]
pub fn key_id_octets(it: KeyId<'_>) -> &[u8] {
    encrypt::KeyId::octets(it)
}

#[unsafe(no_mangle)]
pub fn exopl_parse(payload: &[u8]) -> Result<Exopl<'_>, PayloadError> {
    exopl::Exopl::parse(payload)
}

#[unsafe(no_mangle)]
pub fn exopl_parameters_slices(it: Parameters<'_>) -> Slices<'_> {
    exopl::Parameters::slices(it)
}

#[unsafe(no_mangle)]
pub fn exopl_slices_next<'a>(it: &mut Slices<'a>) -> Option<&'a [u8]> {
    exopl::Slices::next(it)
}

#[unsafe(no_mangle)]
pub fn exopl_negotiation(verb: Verb, option: u8) -> [u8; 2] {
    exopl::negotiation(verb, option)
}

#[unsafe(no_mangle)]
pub fn exopl_subnegotiation(
    option: u8,
    parameters: &[u8],
    at: usize,
) -> Option<&[u8]> {
    exopl::subnegotiation(option, parameters).nth(at)
}

#[unsafe(no_mangle)]
pub fn tn3270e_parse(payload: &[u8]) -> Result<Tn3270e<'_>, PayloadError> {
    Tn3270e::parse(payload)
}

#[unsafe(no_mangle)]
pub fn tn3270e_sender(it: Tn3270e<'_>) -> Option<Role> {
    Tn3270e::sender(it)
}

#[unsafe(no_mangle)]
pub fn tn3270e_to_parts(it: Tn3270e<'_>) -> [&[u8]; 4] {
    Tn3270e::to_parts(it)
}

#[unsafe(no_mangle)]
pub fn tn3270e_name_parse(octets: &[u8]) -> Result<Name<'_>, PayloadError> {
    Name::parse(octets)
}

#[unsafe(no_mangle)]
pub fn tn3270e_name_octets(it: Name<'_>) -> &[u8] {
    Name::octets(it)
}

#[unsafe(no_mangle)]
pub fn functions_parse(octets: &[u8]) -> Result<Functions<'_>, PayloadError> {
    Functions::parse(octets)
}

#[unsafe(no_mangle)]
pub fn functions_iter(it: Functions<'_>, at: usize) -> Option<Function> {
    Functions::iter(it).nth(at)
}

#[unsafe(no_mangle)]
pub fn functions_contains(it: Functions<'_>, function: Function) -> bool {
    Functions::contains(it, function)
}

#[unsafe(no_mangle)]
pub fn functions_is_same_set(it: Functions<'_>, other: Functions<'_>) -> bool {
    Functions::is_same_set(it, other)
}

#[unsafe(no_mangle)]
pub fn record_header_parse(
    record: &[u8],
) -> Result<(RecordHeader, &[u8]), PayloadError> {
    RecordHeader::parse(record)
}

#[unsafe(no_mangle)]
pub fn record_header_to_payload(it: RecordHeader) -> [u8; 5] {
    RecordHeader::to_payload(it)
}
