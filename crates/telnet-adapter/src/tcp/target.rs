//! What a user types to say where to connect to.

use std::fmt;
use std::str::FromStr;

use telnet_session::PORT;

use super::{Address, AddressError, ToAddress, url};

/// The port of Telnet inside TLS, as IANA has it.
const TLS_PORT: u16 = 992;

/// Where to connect to, and how, in one text: a URL of RFC 4248, or a host with
/// or without a port.
///
/// | text | means |
/// |---|---|
/// | `telnet://host/`, `host` | port 23 |
/// | `telnet://user@host:2323` | the user is there to be shown, or to be asked for |
/// | `telnets://host` | inside TLS; port 992 |
/// | `host:2323`, `192.0.2.1:2323` | another port |
/// | `::1`, `[::1]:2323` | IPv6; brackets where a port follows |
/// | `[fe80::1%eth0]:23` | a scope id, by name or by number; `%25` in URLs is `%`, too |
///
/// ```
/// use telnet_adapter::tcp::Target;
/// let target: Target = "telnets://j%40doe@router.example".parse()?;
/// assert!(target.is_tls());
/// assert_eq!(target.user(), Some("j@doe"));
/// assert_eq!(target.address().host(), "router.example");
/// assert_eq!(target.address().port(), Some(992));
/// assert_eq!(target.to_string(), "telnets://j%40doe@router.example:992/");
/// # Ok::<(), telnet_adapter::tcp::AddressError>(())
/// ```
///
/// User and password are advice (RFC 4248, section 2): nothing sends them by
/// itself. `Debug` and `Display` leave the password out.
///
/// It is an argument of `connect` like any other address, as is such a text. A
/// `connect` without TLS refuses `telnets://`, so that nobody speaks plaintext
/// by mistake.
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    address: Address,
    tls: bool,
    user: Option<Box<str>>,
    password: Option<Box<str>>,
}

impl Target {
    /// Host and port.
    #[must_use]
    pub const fn address(&self) -> &Address {
        &self.address
    }

    /// Whether it is to be Telnet inside TLS.
    #[must_use]
    pub const fn is_tls(&self) -> bool {
        self.tls
    }

    /// The user, decoded.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// The password, decoded. Whoever reads the text reads it.
    #[must_use]
    pub fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }
}

impl FromStr for Target {
    type Err = AddressError;

    /// # Errors
    /// What is wrong with it. The text is shown without its password.
    fn from_str(text: &str) -> Result<Self, AddressError> {
        let Some(parts) = url::split(text) else {
            return Ok(Address::parse(text, PORT)?.into());
        };
        let parts = parts?;
        let (tls, port) = if parts.scheme.eq_ignore_ascii_case("telnet") {
            (false, PORT)
        } else if parts.scheme.eq_ignore_ascii_case("telnets") {
            (true, TLS_PORT)
        } else {
            return Err(AddressError::scheme(text));
        };
        Ok(Self {
            address: Address::parse(&parts.host, port)?,
            tls,
            user: parts.user,
            password: parts.password,
        })
    }
}

impl From<Address> for Target {
    /// In plaintext, without a user.
    fn from(address: Address) -> Self {
        Self { address, tls: false, user: None, password: None }
    }
}

impl ToAddress for str {
    fn to_address(&self) -> Result<Address, AddressError> {
        self.parse::<Target>()?.to_address()
    }
}

impl ToAddress for String {
    fn to_address(&self) -> Result<Address, AddressError> {
        self.parse::<Target>()?.to_address()
    }
}

impl ToAddress for Target {
    /// # Errors
    /// [`AddressError`] if it is to be inside TLS.
    fn to_address(&self) -> Result<Address, AddressError> {
        if self.tls {
            return Err(AddressError::tls(&self.to_string()));
        }
        Ok(self.address.clone())
    }
}

impl fmt::Display for Target {
    /// As a URL, without the password (RFC 3986, section 3.2.1).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "telnets" } else { "telnet" };
        write!(f, "{scheme}://")?;
        if let Some(user) = &self.user {
            write!(f, "{}@", url::encode(user))?;
        }
        write!(f, "{}/", self.address)
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("address", &self.address)
            .field("tls", &self.tls)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        text.parse::<Target>().unwrap().to_string()
    }

    #[test]
    fn each_form_is_read_and_shown() {
        for (text, url) in [
            ("host", "telnet://host:23/"),
            ("host:2323", "telnet://host:2323/"),
            ("::1", "telnet://[::1]:23/"),
            ("[::1]:2323", "telnet://[::1]:2323/"),
            ("fe80::1%eth0", "telnet://[fe80::1%eth0]:23/"),
            ("[fe80::1%eth0]", "telnet://[fe80::1%eth0]:23/"),
            ("[fe80::1%eth0]:7", "telnet://[fe80::1%eth0]:7/"),
            ("[fe80::1%3]:7", "telnet://[fe80::1%3]:7/"),
            ("fe80::1%3", "telnet://[fe80::1%3]:23/"),
            ("telnet://host", "telnet://host:23/"),
            ("TELNET://host:1/", "telnet://host:1/"),
            ("telnets://192.0.2.1/", "telnets://192.0.2.1:992/"),
            ("telnet://[::1]/", "telnet://[::1]:23/"),
            ("telnet://[fe80::1%25eth0]:7/", "telnet://[fe80::1%eth0]:7/"),
            ("telnet://[fe80::1%25]:7/", "telnet://[fe80::1%25]:7/"),
            ("telnet://me@host", "telnet://me@host:23/"),
            ("telnet://me:secret@host:7/", "telnet://me@host:7/"),
            ("telnet://a%20b:%40@host", "telnet://a%20b@host:23/"),
            ("telnet://a@b:c@host", "telnet://a%40b@host:23/"),
        ] {
            assert_eq!(shown(text), url, "{text}");
            // What is shown says the same again.
            assert_eq!(shown(url), url);
        }
        let target: Target = "telnet://me:s%3Ac:ret@host".parse().unwrap();
        assert_eq!(target.user(), Some("me"));
        assert_eq!(target.password(), Some("s:c:ret"));
    }

    #[test]
    fn no_password_is_shown() {
        let target: Target = "telnets://me:secret@host".parse().unwrap();
        assert!(!format!("{target:?} {target}").contains("secret"));
        for text in [
            "me:secret@host",
            "telnet://me:secret@",
            "telnet://me:secret@host:x",
            "telnet://me:se/cret@host",
            "telnet://me:secret%@host",
            "telnet://me:secret@host/path",
            "ssh://me:secret@host",
            "telnet://me:@secret@host:99999",
        ] {
            let error = text.parse::<Target>().unwrap_err().to_string();
            assert!(!error.contains("cret"), "{error}");
        }
        let error = target.to_address().unwrap_err().to_string();
        assert!(error.contains("TLS") && !error.contains("secret"), "{error}");
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, part) in telnet_testkit::hostile::urls::REFUSED {
            let error = text.parse::<Target>().unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
