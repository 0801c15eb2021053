//! Streams of commands, of subnegotiations that nobody wants, of line ends and of
//! negotiation.

/// A row of `docs/evidence/hostile-inputs.md`, and a stream of it.
pub type Stream = (&'static str, &'static [u8]);

/// Commands that are cut off, or mean nothing.
pub const COMMANDS: &[Stream] = &[
    ("H-01", b"a\xFF"),
    ("H-02", b"a\xFF\xFFb"),
    ("H-03", b"\xFF\xFB"),
    ("H-03", b"\xFF\xFA\x18\0A"),
    ("H-04", b"\xFF\xFB\x01"),
    ("H-05", b"\xFF\xFB\xFFA"),
    ("H-06", b"\xFF\xF0A"),
    ("H-07", b"\xFF\0A\xFF\x7FA\xFF\xEBA"),
    ("H-34", b"\xFF\xF7\xFF\xF8\xFF\xF3\xFF\xF4\xFF\xF5"),
    ("H-34", b"\xFF\xEC\xFF\xED\xFF\xEE\xFF\xEFA"),
    ("H-36", b"a\xFF\xF2b"),
];

/// Subnegotiations that are empty, broken or nested.
pub const SUBNEGOTIATIONS: &[Stream] = &[
    ("H-08", b"\xFF\xFA\xFF\xF0A"),
    ("H-09", b"\xFF\xFA\xFF\xFB\x05\xFF\xF0A"),
    ("H-10", b"\xFF\xFA\x18\0A\xFF\xFB\x03A"),
    ("H-11", b"\xFF\xFA\x18\0A\xFF\x42C\xFF\xF0A"),
    ("H-12", b"\xFF\xFA\x18\0\xFF\xFA\x1F\0\x50\0\x18\xFF\xF0A"),
    ("H-20", b"\xFF\xFA\x1F\0\xFF\0\x18\xFF\xF0A"),
];

/// Line ends with commands in between, and octets that are no text.
pub const LINE_ENDS: &[Stream] = &[
    ("H-21", b"\r\nb\r\0c"),
    ("H-22", b"\rA\r\r\n\r"),
    ("H-23", b"\r\xFF\xF9\0A"),
    ("H-24", b"\r\xFF\xFF"),
    ("H-26", b"\0\0\x07\x80\xFE"),
];

/// Negotiation that repeats, crosses or contradicts.
pub const NEGOTIATION: &[Stream] = &[
    ("H-27", b"\xFF\xFB\x01\xFF\xFC\x01\xFF\xFB\x01\xFF\xFC\x01"),
    ("H-29", b"\xFF\xFC\x22\xFF\xFE\x22\xFF\xFB\x03\xFF\xFB\x03"),
    ("H-31", b"\xFF\xFB\x01\xFF\xFD\x01"),
    ("H-31", b"\xFF\xFD\x01\xFF\xFB\x01"),
    ("H-32", b"\xFF\xFD\x06a\xFF\xFD\x06b\xFF\xFD\x06"),
];
