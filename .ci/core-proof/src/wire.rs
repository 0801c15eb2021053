//! `Decoder`, `Events` and the module `encode`.

use telnet_proto::encode::{self, Escape, Subnegotiation};
use telnet_proto::{Decoder, Event, Events, TelnetOption};

/// The parts of a payload.
type Parts<'a> = core::iter::Copied<core::slice::Iter<'a, &'a [u8]>>;

#[unsafe(no_mangle)]
pub fn decoder_new() -> Decoder {
    Decoder::new()
}

#[unsafe(no_mangle)]
pub fn decoder_default() -> Decoder {
    Decoder::default()
}

#[unsafe(no_mangle)]
pub fn decoder_decode<'d, 'i>(
    it: &'d mut Decoder,
    input: &'i [u8],
) -> Events<'d, 'i> {
    Decoder::decode(it, input)
}

#[unsafe(no_mangle)]
pub fn decoder_finish(it: &mut Decoder) -> Option<Event<'static>> {
    Decoder::finish(it)
}

#[unsafe(no_mangle)]
pub fn events_rest<'i>(it: &Events<'_, 'i>) -> &'i [u8] {
    Events::rest(it)
}

#[unsafe(no_mangle)]
pub fn events_data_into(it: &mut Events<'_, '_>, out: &mut [u8]) -> usize {
    Events::data_into(it, out)
}

#[unsafe(no_mangle)]
pub fn events_next<'i>(it: &mut Events<'_, 'i>) -> Option<Event<'i>> {
    Events::next(it)
}

#[unsafe(no_mangle)]
pub fn encode_escape(data: &[u8]) -> Escape<'_> {
    encode::escape(data)
}

#[unsafe(no_mangle)]
pub fn escape_next<'a>(it: &mut Escape<'a>) -> Option<&'a [u8]> {
    encode::Escape::next(it)
}

#[unsafe(no_mangle)]
pub fn encode_subnegotiation<'a>(
    option: TelnetOption,
    payload: &'a [&'a [u8]],
) -> Subnegotiation<'a, Parts<'a>> {
    encode::subnegotiation(option, payload.iter().copied())
}

#[unsafe(no_mangle)]
pub fn subnegotiation_next<'a>(
    it: &mut Subnegotiation<'a, Parts<'a>>,
) -> Option<&'a [u8]> {
    encode::Subnegotiation::next(it)
}

#[unsafe(no_mangle)]
pub fn copy_escaped(it: Escape<'_>, out: &mut [u8]) -> Option<usize> {
    encode::copy_to(it, out)
}

#[unsafe(no_mangle)]
pub fn copy_subnegotiation(
    it: Subnegotiation<'_, Parts<'_>>,
    out: &mut [u8],
) -> Option<usize> {
    encode::copy_to(it, out)
}

#[unsafe(no_mangle)]
pub fn copy_slices(slices: &[&[u8]], out: &mut [u8]) -> Option<usize> {
    encode::copy_to(slices.iter().copied(), out)
}
