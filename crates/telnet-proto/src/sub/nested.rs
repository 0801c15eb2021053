//! A subnegotiation inside a payload: `SB option … SE`, without IAC, each SE of
//! what stands between doubled (RFC 859, page 2). RFC 861 has the same form and
//! does not say how an SE is sent; it is doubled there, too.

use memchr::memchr;

use super::PayloadError;
use crate::Command;
use crate::encode::octet;

pub(super) const SB: u8 = Command::SB.code();
pub(super) const SE: u8 = Command::SE.code();

/// Parts the octets behind `SB option` at the SE which closes them. The first
/// part is still doubled: see [`next_slice`].
pub(super) fn split(octets: &[u8]) -> Result<(&[u8], &[u8]), PayloadError> {
    let mut rest = octets;
    while let Some(at) = memchr(SE, rest) {
        match rest.split_at_checked(at) {
            Some((_, [SE, SE, after @ ..])) => rest = after,
            Some((_, tail @ [SE, after @ ..])) => {
                let end = octets.len().saturating_sub(tail.len());
                return Ok((octets.get(..end).unwrap_or_default(), after));
            }
            _ => break,
        }
    }
    Err(PayloadError::Nesting)
}

/// The next slice of such a part with each SE once, never empty.
pub(super) fn next_slice<'a>(doubled: &mut &'a [u8]) -> Option<&'a [u8]> {
    let all = *doubled;
    let at = memchr(SE, all).map_or(all.len(), |at| at.saturating_add(1));
    let slice = all.get(..at).filter(|slice| !slice.is_empty());
    // Without the second SE of the two.
    *doubled = all.get(at.saturating_add(1)..).unwrap_or_default();
    slice
}

/// The whole of it, to be sent.
pub(super) fn encode(
    option: u8,
    parameters: &[u8],
) -> impl Iterator<Item = &[u8]> + Clone {
    let begin: [&[u8]; 2] = [&[SB], octet(option)];
    // A slice ends on each SE, which comes once more.
    let doubled = parameters.split_inclusive(|it| *it == SE).flat_map(|it| {
        let again: &[u8] = if it.ends_with(&[SE]) { &[SE] } else { &[] };
        [it, again]
    });
    let end: [&[u8]; 1] = [&[SE]];
    begin.into_iter().chain(doubled).chain(end)
}
