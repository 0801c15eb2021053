//! What is wrong with an address.

use std::{fmt, io};

/// What was given cannot be the address of a host. As [`io::Error`] its kind is
/// `InvalidInput`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressError {
    given: Box<str>,
    what: &'static str,
}

impl AddressError {
    /// Passwords are not shown.
    fn new(given: &str, what: &'static str) -> Self {
        Self { given: without_password(given).into(), what }
    }

    pub(super) fn host(given: &str) -> Self {
        Self::new(given, "is not a host: give a name or an IP address")
    }

    pub(super) fn port(given: &str) -> Self {
        Self::new(
            given,
            "does not end with a port from 0 to 65535: leave it out for the \
             default, or put an IPv6 address in brackets",
        )
    }

    pub(super) fn scheme(given: &str) -> Self {
        Self::new(given, "does not begin with telnet:// or telnets://")
    }

    pub(super) fn proxy(given: &str) -> Self {
        Self::new(
            given,
            "is not a proxy: give it as socks5://host:1080 or \
             http://host:8080",
        )
    }

    pub(super) fn path(given: &str) -> Self {
        Self::new(
            given,
            "goes on behind host and port: nothing but a / may follow",
        )
    }

    pub(super) fn user(given: &str) -> Self {
        Self::new(
            given,
            "has a user or password that is not percent-encoded text without \
             control characters",
        )
    }

    pub(super) fn tls(given: &str) -> Self {
        Self::new(
            given,
            "asks for Telnet inside TLS, which this connect is not for: write \
             telnet:// where plaintext will do",
        )
    }
}

/// What was given, for an error: without what lies between a colon and the
/// last `@`.
fn without_password(given: &str) -> String {
    let Some((user, host)) = given.rsplit_once('@') else {
        return given.to_owned();
    };
    let scheme = user.find("://").map_or(0, |at| at + "://".len());
    let (scheme, user) = user.split_at_checked(scheme).unwrap_or(("", user));
    match user.split_once(':') {
        Some((user, _)) => format!("{scheme}{user}:***@{host}"),
        None => given.to_owned(),
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.given, self.what)
    }
}

impl std::error::Error for AddressError {}

impl From<AddressError> for io::Error {
    fn from(error: AddressError) -> Self {
        Self::new(io::ErrorKind::InvalidInput, error)
    }
}
