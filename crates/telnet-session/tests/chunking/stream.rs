//! Random streams, thick with IAC.

use proptest::{collection::vec, prelude::*, sample::select};
use telnet_session::proto::encode::subnegotiation;

/// Mostly the octets that mean something, and IAC above all.
pub(crate) fn octet() -> impl Strategy<Value = u8> {
    prop_oneof![
        8 => Just(255u8),
        4 => 236..=254u8,
        3 => select(vec![240u8, 250, 251, 254]),
        2 => option_code(),
        3 => select(b"\r\nab\0".to_vec()),
        1 => any::<u8>(),
    ]
}

/// The options that some role has something to say to, and others.
pub(crate) fn option_code() -> impl Strategy<Value = u8> {
    select(vec![0u8, 1, 3, 6, 24, 31, 201, 39, 255])
}

pub(crate) fn payload() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        2 => Just(vec![1u8]),
        1 => vec(any::<u8>(), 0..20),
        1 => vec(octet(), 0..12),
    ]
}

/// Whole sequences, so that options come on and subnegotiations count.
pub(crate) fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        5 => (251..=254u8, option_code())
            .prop_map(|(verb, code)| vec![255, verb, code]),
        3 => (option_code(), payload()).prop_map(|(code, payload)| {
            let parts = [&payload[..]];
            subnegotiation(code.into(), parts)
                .flatten()
                .copied()
                .collect()
        }),
        3 => vec(octet(), 1..8),
        2 => select(vec![&b"\r\0"[..], b"\r", b"\0", b"\r\n", b"\xFF\xFF"])
            .prop_map(<[u8]>::to_vec),
        1 => vec(any::<u8>(), 1..12),
    ]
}

/// CR, NUL and what comes between them, among it BINARY.
fn line_end() -> impl Strategy<Value = Vec<u8>> {
    let parts = [&b"\r"[..], b"\0", b"a", b"\xFF\xFB\0", b"\xFF\xFC\0"];
    vec(select(parts.to_vec()), 0..16).prop_map(|parts| parts.concat())
}

/// Text that is thick with octets 255, now and then with a command in it.
fn dense() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        40 => Just(&b"\xFF\xFF"[..]),
        20 => select(vec![&b"a"[..], b"\r", b"\0", b"bc"]),
        1 => select(vec![&b"\xFF\xF9"[..], b"\xFF\xF2", b"\xFF\xFB\0", b"\xFF"]),
    ];
    vec(part, 0..300).prop_map(|parts| parts.concat())
}

pub(crate) fn stream() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        1 => vec(octet(), 0..60),
        3 => vec(piece(), 0..24).prop_map(|pieces| pieces.concat()),
        1 => line_end(),
        1 => dense(),
    ]
}

pub(crate) fn cuts() -> impl Strategy<Value = Vec<usize>> {
    vec(prop_oneof![0..60usize, 0..200usize], 0..12)
}

pub(crate) fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
