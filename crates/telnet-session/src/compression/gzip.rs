//! What is around a deflate stream: nothing, or the head of zlib or of gzip.

/// Longest head of gzip that is read, in octets. RFC 1952 sets no bound.
const LONGEST: usize = 1024;

/// Octets behind the stream in gzip: a checksum and a length (RFC 1952,
/// section 2.3).
pub(super) const TRAILER: u8 = 8;

// Flags of the head (RFC 1952, section 2.3.1).
const FHCRC: u8 = 1 << 1;
const FEXTRA: u8 = 1 << 2;
const FNAME: u8 = 1 << 3;
const FCOMMENT: u8 = 1 << 4;

/// What a stream begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// More octets are needed to tell.
    Open,
    /// It is none that is known.
    Bad,
    /// A deflate stream (RFC 1951), at its begin.
    Raw,
    /// A zlib stream (RFC 1950), at its begin.
    Zlib,
    /// A gzip stream: the deflate stream begins behind so many octets.
    Gzip(usize),
}

/// Looks at the first octets of a stream.
pub(super) fn head(octets: &[u8]) -> Head {
    // Deflate with a window of up to 32 KiB.
    let is_zlib = |first: u8| first & 0x0f == 8 && first >> 4 <= 7;
    match *octets {
        [] | [0x1f] => Head::Open,
        [first] if is_zlib(first) => Head::Open,
        [0x1f, 0x8b, ..] => gzip(octets),
        [first, second, ..]
            if is_zlib(first)
                && u16::from_be_bytes([first, second]) % 31 == 0 =>
        {
            Head::Zlib
        }
        _ => Head::Raw,
    }
}

fn gzip(octets: &[u8]) -> Head {
    let open = if octets.len() < LONGEST { Head::Open } else { Head::Bad };
    let Some(&[_, _, method, flags, ..]) = octets.first_chunk::<10>() else {
        return open;
    };
    if method != 8 {
        return Head::Bad;
    }
    let has = |flag| flags & flag != 0;
    let mut at = 10;
    if has(FEXTRA) {
        let Some(len) = octets.get(at..).and_then(<[u8]>::first_chunk) else {
            return open;
        };
        at += 2 + usize::from(u16::from_le_bytes(*len));
    }
    for text in [FNAME, FCOMMENT] {
        if has(text) {
            let mut rest = octets.get(at..).unwrap_or_default().iter();
            let Some(end) = rest.position(|octet| *octet == 0) else {
                return open;
            };
            at += end + 1;
        }
    }
    if has(FHCRC) {
        at += 2;
    }
    if octets.len() < at { open } else { Head::Gzip(at) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_told_apart_however_few_octets_there_are() {
        let named =
            b"\x1f\x8b\x08\x1e\0\0\0\0\0\x03\x02\0xyname\0says\0\x12\x34";
        for at in 0..named.len() {
            assert_eq!(head(&named[..at]), Head::Open, "{at}");
        }
        assert_eq!(head(named), Head::Gzip(named.len()));
        let plain = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b";
        assert_eq!(head(plain), Head::Gzip(10));
        assert_eq!(head(b"\x1f\x8b\x07\0\0\0\0\0\0\x03"), Head::Bad);
        for zlib in [b"\x78\x01", b"\x78\x9c", b"\x78\xda", b"\x58\x85"] {
            assert_eq!(head(&zlib[..1]), Head::Open);
            assert_eq!(head(zlib), Head::Zlib);
        }
        for raw in [b"\x78\x9d", b"\x4b\xcb", b"\x00\x05", b"\x1f\x00"] {
            assert_eq!(head(raw), Head::Raw, "{raw:?}");
        }
    }

    #[test]
    fn a_head_without_end_is_bad() {
        let mut octets = b"\x1f\x8b\x08\x08\0\0\0\0\0\x03".to_vec();
        octets.resize(LONGEST - 1, b'x');
        assert_eq!(head(&octets), Head::Open);
        octets.push(b'x');
        assert_eq!(head(&octets), Head::Bad);
    }
}
