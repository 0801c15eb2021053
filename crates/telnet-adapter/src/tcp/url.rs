//! URLs of the form `scheme://user:password@host:port/` (RFC 3986).

use std::borrow::Cow;

use super::error::AddressError;

/// What a URL says.
pub(super) struct Parts<'a> {
    pub(super) scheme: &'a str,
    pub(super) user: Option<Box<str>>,
    pub(super) password: Option<Box<str>>,
    /// Host and port, as they stand but for the `%25` of a scope id.
    pub(super) host: Cow<'a, str>,
}

/// Takes a URL apart; `None` if it is none.
pub(super) fn split(text: &str) -> Option<Result<Parts<'_>, AddressError>> {
    let (scheme, rest) = text.split_once("://")?;
    Some(parts(text, scheme, rest))
}

fn parts<'a>(
    text: &str,
    scheme: &'a str,
    rest: &'a str,
) -> Result<Parts<'a>, AddressError> {
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    if rest.contains(['/', '?', '#']) {
        return Err(AddressError::path(text));
    }
    let (user, host) = match rest.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, rest),
    };
    let (user, password) = match user.and_then(|it| it.split_once(':')) {
        Some((user, password)) => (Some(user), Some(password)),
        None => (user, None),
    };
    let decoded = |it: Option<&str>| {
        let decoded = it.map(|it| decode(it).ok_or(()));
        decoded.transpose().map_err(|()| AddressError::user(text))
    };
    Ok(Parts {
        scheme,
        user: decoded(user)?,
        password: decoded(password)?,
        host: scope(host),
    })
}

/// RFC 6874 writes the `%` before a scope id as `%25`.
fn scope(host: &str) -> Cow<'_, str> {
    match host.split_once("%25") {
        Some((ip, id)) if ip.starts_with('[') && !id.starts_with(']') => {
            Cow::Owned(format!("{ip}%{id}"))
        }
        _ => Cow::Borrowed(host),
    }
}

/// Text of which octets are written as `%` and two digits. Control characters
/// are refused: RFC 4248 is for a user to see.
fn decode(text: &str) -> Option<Box<str>> {
    let mut octets = Vec::with_capacity(text.len());
    let mut pieces = text.split('%');
    octets.extend_from_slice(pieces.next()?.as_bytes());
    for piece in pieces {
        let (code, rest) = piece.split_at_checked(2)?;
        if !code.bytes().all(|it| it.is_ascii_hexdigit()) {
            return None;
        }
        octets.push(u8::from_str_radix(code, 16).ok()?);
        octets.extend_from_slice(rest.as_bytes());
    }
    let text = String::from_utf8(octets).ok()?;
    let is_plain = !text.chars().any(char::is_control);
    is_plain.then(|| text.into())
}

/// The same the other way: what is not unreserved (RFC 3986, section 2.3) is
/// encoded.
pub(super) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for octet in text.bytes() {
        if octet.is_ascii_alphanumeric() || b"-._~".contains(&octet) {
            encoded.push(octet.into());
        } else {
            encoded.push_str(&format!("%{octet:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded() {
        for text in ["", "a", "ä:@/%?# ~", "%25", "100%"] {
            let encoded = encode(text);
            assert!(encoded.is_ascii());
            assert_eq!(decode(&encoded).as_deref(), Some(text));
        }
        for bad in ["%", "%4", "%zz", "%+1", "%ff", "%00", "%0a", "a\n", "%€"]
        {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
