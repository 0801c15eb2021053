//! Where to connect to.

use std::fmt;
use std::io;
use std::net::{
    IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6,
    ToSocketAddrs as _,
};

use telnet_session::PORT;

use super::error::AddressError;

/// A host, by its name or its addresses, and a port.
///
/// ```
/// use telnet_adapter::tcp::{Address, ToAddress};
/// for (given, shown) in [
///     ("router.example", "router.example:23"),
///     ("router.example:2323", "router.example:2323"),
///     ("192.0.2.1", "192.0.2.1:23"),
///     ("2001:db8::1", "[2001:db8::1]:23"),
///     ("[2001:db8::1]:2323", "[2001:db8::1]:2323"),
///     ("[fe80::1%eth0]:2323", "[fe80::1%eth0]:2323"),
///     ("telnet://router.example/", "router.example:23"),
/// ] {
///     assert_eq!(given.to_address()?.to_string(), shown);
/// }
/// let address = ("router.example", 2323).to_address()?;
/// assert_eq!(address.port(), Some(2323));
/// assert!("router.example:telnet".to_address().is_err());
/// # Ok::<(), telnet_adapter::tcp::AddressError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    host: Host,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Host {
    Name(Box<str>, u16),
    Known(Vec<SocketAddr>),
}

/// A host as a proxy is told of it.
#[derive(Clone, Copy)]
pub(super) enum Only<'a> {
    Name(&'a str),
    Ip(SocketAddr),
}

impl Address {
    fn named(host: &str, port: u16) -> Result<Self, AddressError> {
        let bare = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'))
            .unwrap_or(host);
        if let Ok(ip) = bare.parse::<IpAddr>() {
            return Ok(Self::from(SocketAddr::new(ip, port)));
        }
        let odd = |it: char| {
            it.is_control() || it.is_whitespace() || "[]:/%@".contains(it)
        };
        let (name, scope) = match scoped(bare) {
            Some((ip, scope)) => {
                if let Ok(id) = scope.parse() {
                    let ip = SocketAddrV6::new(ip, port, 0, id);
                    return Ok(SocketAddr::V6(ip).into());
                }
                // Names of scopes are looked up as those of hosts are.
                (bare, Some(scope))
            }
            None => (host, None),
        };
        let part = scope.unwrap_or(name);
        let is_number = |it: char| it.is_ascii_digit();
        if part.is_empty()
            || part.starts_with('-')
            || part.contains(odd)
            || scope.is_some_and(|it| it.chars().all(is_number))
        {
            return Err(AddressError::host(host));
        }
        Ok(Self { host: Host::Name(name.into(), port) })
    }

    /// A host, and a port or the default one.
    pub(super) fn parse(
        text: &str,
        default: u16,
    ) -> Result<Self, AddressError> {
        if let Ok(addr) = text.parse::<SocketAddr>() {
            return Ok(addr.into());
        }
        let is_ip = text.parse::<IpAddr>().is_ok() || text.ends_with(']');
        let is_scoped = scoped(text).is_some_and(|(_, id)| !id.contains(':'));
        match text.rsplit_once(':') {
            Some((host, port)) if !is_ip && !is_scoped => {
                // Without brackets nothing tells a port from a scope id.
                let is_bare = scoped(host).is_some() && !host.ends_with(']');
                let port = port.parse().ok().filter(|_| !is_bare);
                let port = port.ok_or_else(|| AddressError::port(text))?;
                Self::named(host, port)
            }
            _ => Self::named(text, default),
        }
    }

    /// The one host that a proxy is to connect to.
    pub(super) fn only(&self) -> Option<(Only<'_>, u16)> {
        match &self.host {
            Host::Name(name, port) => Some((Only::Name(name), *port)),
            Host::Known(all) => {
                all.first().map(|it| (Only::Ip(*it), it.port()))
            }
        }
    }

    /// The host's name, or its first address.
    #[must_use]
    pub fn host(&self) -> String {
        match &self.host {
            Host::Name(name, _) => name.to_string(),
            Host::Known(all) => {
                all.first().map_or_else(String::new, |it| it.ip().to_string())
            }
        }
    }

    /// The port; that of the first address, where there are several. `None`
    /// for no address at all.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        match &self.host {
            Host::Name(_, port) => Some(*port),
            Host::Known(all) => all.first().map(SocketAddr::port),
        }
    }

    /// The addresses, which for a name have to be looked up: that blocks.
    ///
    /// # Errors
    /// Those of the look-up, of its kind, with the name in front.
    pub fn look_up(&self) -> io::Result<Vec<SocketAddr>> {
        match &self.host {
            Host::Name(name, port) => {
                let found = (&**name, *port).to_socket_addrs();
                let found = found.map_err(|error| {
                    let why = format!("cannot look up {name:?}: {error}");
                    io::Error::new(error.kind(), why)
                })?;
                Ok(found.collect())
            }
            Host::Known(all) => Ok(all.clone()),
        }
    }

    /// The addresses, where they need no look-up.
    #[must_use]
    pub fn known(&self) -> Option<&[SocketAddr]> {
        match &self.host {
            Host::Name(..) => None,
            Host::Known(all) => Some(all),
        }
    }
}

/// An IPv6 address with a scope id: RFC 4007, section 11.
fn scoped(text: &str) -> Option<(Ipv6Addr, &str)> {
    let (ip, id) = text.split_once('%')?;
    Some((ip.parse().ok()?, id))
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Host::Name(name, port) if scoped(name).is_some() => {
                write!(f, "[{name}]:{port}")
            }
            Host::Name(name, port) => write!(f, "{name}:{port}"),
            Host::Known(all) => {
                for (n, addr) in all.iter().enumerate() {
                    write!(f, "{}{addr}", if n > 0 { ", " } else { "" })?;
                }
                Ok(())
            }
        }
    }
}

impl From<SocketAddr> for Address {
    fn from(addr: SocketAddr) -> Self {
        Self { host: Host::Known(vec![addr]) }
    }
}

/// What an [`Address`] can be made of: a name, an IP address, a name with a
/// port as `"host:2323"`, a URL as `"telnet://host/"`, a
/// [`Target`](super::Target), a pair of host and port, one socket address or
/// several. Where no port is given it is 23.
pub trait ToAddress {
    /// The address.
    ///
    /// # Errors
    /// [`AddressError`] if it cannot be one.
    fn to_address(&self) -> Result<Address, AddressError>;
}

impl<T: ToAddress + ?Sized> ToAddress for &T {
    fn to_address(&self) -> Result<Address, AddressError> {
        (**self).to_address()
    }
}

impl ToAddress for Address {
    fn to_address(&self) -> Result<Address, AddressError> {
        Ok(self.clone())
    }
}

impl ToAddress for (&str, u16) {
    fn to_address(&self) -> Result<Address, AddressError> {
        Address::named(self.0, self.1)
    }
}

impl ToAddress for (String, u16) {
    fn to_address(&self) -> Result<Address, AddressError> {
        Address::named(&self.0, self.1)
    }
}

impl ToAddress for [SocketAddr] {
    fn to_address(&self) -> Result<Address, AddressError> {
        Ok(Address { host: Host::Known(self.to_vec()) })
    }
}

impl<const N: usize> ToAddress for [SocketAddr; N] {
    fn to_address(&self) -> Result<Address, AddressError> {
        self[..].to_address()
    }
}

impl ToAddress for Vec<SocketAddr> {
    fn to_address(&self) -> Result<Address, AddressError> {
        self[..].to_address()
    }
}

/// What is one socket address.
macro_rules! socket_address {
    ($($given:ty: |$it:ident| $addr:expr;)*) => {$(
        impl ToAddress for $given {
            fn to_address(&self) -> Result<Address, AddressError> {
                let $it = *self;
                Ok(SocketAddr::from($addr).into())
            }
        }
    )*};
}

socket_address! {
    SocketAddr: |addr| addr;
    SocketAddrV4: |addr| addr;
    SocketAddrV6: |addr| addr;
    (IpAddr, u16): |pair| pair;
    (Ipv4Addr, u16): |pair| pair;
    (Ipv6Addr, u16): |pair| pair;
    IpAddr: |ip| (ip, PORT);
    Ipv4Addr: |ip| (ip, PORT);
    Ipv6Addr: |ip| (ip, PORT);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tcp::Target;

    #[test]
    fn what_is_no_address_is_said() {
        for (given, part) in [
            ("", "not a host"),
            (":23", "not a host"),
            ("a b", "not a host"),
            ("-n", "not a host"),
            ("user@host", "not a host"),
            ("telnet://host/path", "goes on"),
            ("telnets://host", "TLS"),
            ("a:b:23", "not a host"),
            ("host:", "port"),
            ("host:65536", "port"),
            ("host:+1x", "port"),
            ("[::1", "not a host"),
            ("[host]:23", "not a host"),
            ("h\0:1", "not a host"),
        ] {
            let error = given.to_address().unwrap_err();
            assert!(error.to_string().contains(part), "{given}: {error}");
            let error = io::Error::from(error);
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
        }
    }

    #[test]
    fn whatever_is_one_address_or_several() {
        let ip: IpAddr = [192, 0, 2, 1].into();
        for address in [
            ip.to_address(),
            (ip, 23).to_address(),
            SocketAddr::new(ip, 23).to_address(),
            "192.0.2.1".to_address(),
            "192.0.2.1:23".to_string().to_address(),
            ("192.0.2.1", 23).to_address(),
            [SocketAddr::new(ip, 23)].to_address(),
        ] {
            let address = address.unwrap();
            assert_eq!(address.known(), Some(&[SocketAddr::new(ip, 23)][..]));
            assert_eq!(address.host(), "192.0.2.1");
        }
        let url = "telnet://me@192.0.2.1/";
        assert_eq!(url.to_address(), ip.to_address());
        let target: Target = url.parse().unwrap();
        assert_eq!(target.to_address(), ip.to_address());
        let v6 = "[::1]".to_address().unwrap();
        assert_eq!(v6, "::1".to_address().unwrap());
        assert_eq!(v6.port(), Some(23));
        let name = "localhost:7".to_address().unwrap();
        assert_eq!(name.known(), None);
        let found = name.look_up().unwrap();
        assert!(found.iter().all(|it| it.port() == 7 && it.ip().is_loopback()));
        let none = Vec::<SocketAddr>::new().to_address().unwrap();
        assert_eq!(none.look_up().unwrap(), []);
        assert_eq!((none.host().as_str(), none.port()), ("", None));
    }

    /// No label of a name has more than 63 octets, so nobody is asked.
    #[test]
    fn a_name_that_is_not_found_is_named() {
        let name = format!("{}.invalid", "a".repeat(64));
        let error = name.to_address().unwrap().look_up().unwrap_err();
        let want = format!("cannot look up {name:?}: ");
        assert!(error.to_string().starts_with(&want), "{error}");
    }
}
