//! `sub::status`.

use telnet_proto::sub::status::{Answer, Item, Nested, Report, Status};
use telnet_proto::sub::{PayloadError, status};
use telnet_proto::{Options, TelnetOption, encode};

#[unsafe(no_mangle)]
pub fn status_parse(payload: &[u8]) -> Result<Status<'_>, PayloadError> {
    status::Status::parse(payload)
}

#[unsafe(no_mangle)]
pub fn status_to_parts(it: Status<'_>) -> [&[u8]; 2] {
    status::Status::to_parts(it)
}

#[unsafe(no_mangle)]
pub fn status_report_items(it: Report<'_>) -> status::Items<'_> {
    status::Report::items(it)
}

#[unsafe(no_mangle)]
pub fn status_items_next<'a>(it: &mut status::Items<'a>) -> Option<Item<'a>> {
    status::Items::next(it)
}

#[unsafe(no_mangle)]
pub fn status_nested_option(it: Nested<'_>) -> TelnetOption {
    status::Nested::option(it)
}

#[unsafe(no_mangle)]
pub fn status_nested_payload(it: Nested<'_>) -> status::Payload<'_> {
    status::Nested::payload(it)
}

#[unsafe(no_mangle)]
pub fn status_payload_next<'a>(
    it: &mut status::Payload<'a>,
) -> Option<&'a [u8]> {
    status::Payload::next(it)
}

#[unsafe(no_mangle)]
pub fn status_answer(options: &Options) -> Answer<'_> {
    status::answer(options)
}

#[unsafe(no_mangle)]
pub fn status_answer_next(it: &mut Answer<'_>) -> Option<&'static [u8]> {
    status::Answer::next(it)
}

#[unsafe(no_mangle)]
pub fn status_nested(
    option: TelnetOption,
    payload: &[u8],
    out: &mut [u8],
) -> Option<usize> {
    encode::copy_to(status::nested(option, payload), out)
}
