//! The way there through a proxy, without I/O: SOCKS5 and HTTP CONNECT.

mod answer;
mod handshake;
mod http;
mod socks5;

use std::fmt;
use std::io;
use std::str::FromStr;

pub use handshake::Handshake;

use super::address::Only;
use super::{Address, AddressError, url};

/// A proxy to connect through: SOCKS5 (RFC 1928), or HTTP by CONNECT (RFC 9110,
/// section 9.3.6).
///
/// | text | means |
/// |---|---|
/// | `socks5://host` | SOCKS5, port 1080; `socks5h://` is the same |
/// | `http://host:3128` | CONNECT; port 80 if none is given |
/// | `socks5://user:password@host` | user and password, percent-encoded: RFC 1929, or Basic (RFC 7617) |
///
/// ```
/// use telnet_adapter::tcp::{ConnectOptions, Proxy};
/// let proxy: Proxy = "socks5://[::1]:1080".parse()?;
/// let options = ConnectOptions::new().proxy(proxy.login("me", "secret"));
/// # let _ = options;
/// # Ok::<(), telnet_adapter::tcp::AddressError>(())
/// ```
///
/// [`ConnectOptions::proxy`](super::ConnectOptions::proxy) connects through it
/// by TCP; the `through` of each adapter goes over any stream that leads to it,
/// TLS or another proxy. A name is handed to the proxy, which looks it up. Of
/// several addresses the proxy is told the first. What goes to a proxy is
/// plaintext, user and password included. `Debug` and `Display` leave the
/// password out.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    kind: Kind,
    address: Address,
    login: Option<Login>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Socks5,
    Http,
}

/// Who we are to the proxy.
#[derive(Clone, PartialEq, Eq)]
struct Login {
    user: Box<str>,
    password: Box<str>,
}

impl Proxy {
    /// Who to be to the proxy, if it asks. For SOCKS5 1 to 255 octets each,
    /// for HTTP a user without a colon.
    #[must_use]
    pub fn login(
        mut self,
        user: impl Into<Box<str>>,
        password: impl Into<Box<str>>,
    ) -> Self {
        let (user, password) = (user.into(), password.into());
        self.login = Some(Login { user, password });
        self
    }

    /// Where the proxy is.
    #[must_use]
    pub const fn address(&self) -> &Address {
        &self.address
    }

    /// Begins to ask the proxy for a connection to a host. It is asked over a
    /// stream that is connected to the proxy.
    ///
    /// # Errors
    /// `InvalidInput` if the proxy cannot be told of such a host, user or
    /// password: none at all, a scope id, which holds on this machine only, a
    /// name which is too long or is not ASCII.
    pub fn begin(&self, to: &Address) -> io::Result<Handshake> {
        let refused = |why: &str| {
            let why = format!("the {self} cannot be asked for {to}: {why}");
            io::Error::new(io::ErrorKind::InvalidInput, why)
        };
        let (host, port) =
            to.only().ok_or_else(|| refused("there is no address"))?;
        let is_scoped = match host {
            Only::Name(name) => name.contains('%'),
            Only::Ip(ip) => matches!(ip, std::net::SocketAddr::V6(ip)
                if ip.scope_id() != 0),
        };
        if is_scoped {
            return Err(refused("a scope id holds on this machine only"));
        }
        if matches!(host, Only::Name(name) if !name.is_ascii()) {
            return Err(refused("write the name in ASCII, as xn--..."));
        }
        let login = self.login.as_ref();
        let begun = match self.kind {
            Kind::Socks5 => socks5::Socks5::begin(host, port, login)
                .map(|(it, first)| Handshake::socks5(it, first)),
            Kind::Http => http::Http::begin(host, port, login)
                .map(|(it, first)| Handshake::http(it, first)),
        };
        begun.map_err(refused)
    }
}

impl FromStr for Proxy {
    type Err = AddressError;

    /// # Errors
    /// What is wrong with it. The text is shown without its password.
    fn from_str(text: &str) -> Result<Self, AddressError> {
        let parts = url::split(text)
            .unwrap_or_else(|| Err(AddressError::proxy(text)))?;
        let is = |scheme: &str| parts.scheme.eq_ignore_ascii_case(scheme);
        let (kind, port) = if is("socks5") || is("socks5h") {
            (Kind::Socks5, 1080)
        } else if is("http") {
            (Kind::Http, 80)
        } else {
            return Err(AddressError::proxy(text));
        };
        let address = Address::parse(&parts.host, port)?;
        let login = parts.user.map(|user| Login {
            user,
            password: parts.password.unwrap_or_default(),
        });
        Ok(Self { kind, address, login })
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.address)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Socks5 => "SOCKS5 proxy",
            Self::Http => "HTTP proxy",
        })
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy")
            .field("kind", &self.kind)
            .field("address", &self.address)
            .field("user", &self.login.as_ref().map(|it| &it.user))
            .finish_non_exhaustive()
    }
}
