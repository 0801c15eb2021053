//! Finding the next octet 255.

use memchr::memchr;

use crate::Command;

pub(crate) const IAC: u8 = Command::IAC.code();

/// Where the first IAC is, or the length if there is none.
///
/// Three ways, since a call of `memchr` costs more than a short run, and a
/// branch on the place more than arithmetic: the first two octets one by one,
/// which is what dense escapes need; then 16 at once; then `memchr`.
#[inline(always)]
pub(crate) fn find(data: &[u8]) -> usize {
    match *data {
        [IAC, ..] => return 0,
        [_, IAC, ..] => return 1,
        _ => {}
    }
    let Some((first, rest)) = data.split_first_chunk::<16>() else {
        return find_in_short(data);
    };
    // An octet 255 is 0 here; the lowest zero is found exactly.
    let zeros = !u128::from_le_bytes(*first);
    let found = zeros.wrapping_sub(ONES) & !zeros & (ONES << 7);
    if found != 0 {
        return (found.trailing_zeros() / 8) as usize;
    }
    // Octets that come by sixteen need no call.
    if rest.is_empty() {
        return 16;
    }
    memchr(IAC, rest).unwrap_or(rest.len()).saturating_add(16)
}

/// An octet 1 sixteen times.
const ONES: u128 = u128::from_le_bytes([1; 16]);

/// The same for fewer than 16 octets.
#[inline(always)]
fn find_in_short(data: &[u8]) -> usize {
    data.iter().take_while(|&&octet| octet != IAC).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_in_every_length() {
        for len in 0..80 {
            let mut data = std::vec![254; len];
            assert_eq!(find(&data), len);
            for at in (0..len).rev() {
                // Behind it there are others, and octets that differ little.
                data[at] = IAC;
                assert_eq!(find(&data), at, "{at} of {len}");
            }
        }
    }

    #[test]
    fn neighbours_of_255_are_not_taken_for_it() {
        for other in 0..=254 {
            let mut data = [other; 40];
            assert_eq!(find(&data), 40);
            data[13] = IAC;
            assert_eq!(find(&data), 13);
        }
    }
}
