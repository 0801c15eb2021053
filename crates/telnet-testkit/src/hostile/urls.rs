//! What a user may be given to connect to, for whom nobody vouches (H-81).

/// URLs that are refused, and a part of what is said of each.
pub const REFUSED: &[(&str, &str)] = &[
    ("", "not a host"),
    ("telnet://", "not a host"),
    ("telnet:///", "not a host"),
    ("telnet://-n", "not a host"),
    ("telnet://-n/tmp/x", "goes on"),
    ("telnet://me@", "not a host"),
    ("telnet://h%41st", "not a host"),
    ("telnet://h%00", "not a host"),
    ("telnet://host:23/path", "goes on"),
    ("telnet://host?q", "goes on"),
    ("telnet://host#f", "goes on"),
    ("telnet://host://", "goes on"),
    ("telnet://host:telnet", "port"),
    ("telnet://host:65536", "port"),
    ("fe80::1%eth0:23", "port"),
    ("fe80::1%", "not a host"),
    ("[fe80::1%e h]:23", "not a host"),
    ("fe80::1%4294967296", "not a host"),
    ("http://host", "telnets://"),
    ("://host", "telnets://"),
    ("telnet://%00@host", "user"),
    ("telnet://%ff@host", "user"),
];

/// URLs that are taken: with a user, a scope id, port 0.
pub const TAKEN: &[&str] = &[
    "telnet://me:secret@host:7/",
    "telnet://a%20b:%40@host",
    "telnet://host:0/",
    "telnet://[fe80::1%25eth0]:7/",
    "[fe80::1%eth0]:7",
    "fe80::1%3",
];
