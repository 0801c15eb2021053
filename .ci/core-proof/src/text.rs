//! The module `nvt`.

use telnet_proto::encode;
use telnet_proto::nvt::{self, Newline, NvtData, NvtDecoder, NvtText};

#[unsafe(no_mangle)]
pub fn nvt_decoder_new() -> NvtDecoder {
    nvt::NvtDecoder::new()
}

#[unsafe(no_mangle)]
pub fn nvt_decoder_decode<'d, 'i>(
    it: &'d mut NvtDecoder,
    data: &'i [u8],
) -> NvtData<'d, 'i> {
    nvt::NvtDecoder::decode(it, data)
}

#[unsafe(no_mangle)]
pub fn nvt_decoder_reset(it: &mut NvtDecoder) {
    nvt::NvtDecoder::reset(it);
}

#[unsafe(no_mangle)]
pub fn nvt_data_next<'i>(it: &mut NvtData<'_, 'i>) -> Option<&'i [u8]> {
    nvt::NvtData::next(it)
}

#[unsafe(no_mangle)]
pub fn newline_as_bytes(it: Newline) -> &'static [u8] {
    nvt::Newline::as_bytes(it)
}

#[unsafe(no_mangle)]
pub fn nvt_encode(text: &[u8], newline: Newline) -> NvtText<'_> {
    nvt::encode(text, newline)
}

#[unsafe(no_mangle)]
pub fn nvt_text_next<'a>(it: &mut NvtText<'a>) -> Option<&'a [u8]> {
    nvt::NvtText::next(it)
}

#[unsafe(no_mangle)]
pub fn copy_text(it: NvtText<'_>, out: &mut [u8]) -> Option<usize> {
    encode::copy_to(it, out)
}
