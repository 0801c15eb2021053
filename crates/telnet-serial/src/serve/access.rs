//! Who may connect, and what one may do.

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::IpAddr;
use std::str::FromStr;

/// What a client may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Right {
    /// See what the port sends, and what is set.
    Read,
    /// Write and set, too, while nobody else does who came before.
    Write,
}

/// Addresses that begin with the same bits: `192.0.2.0/24`, or a single one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    /// Whether an address is one of them. An IPv4 address within IPv6
    /// (`::ffff:192.0.2.1`) is that IPv4 address.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(other)) => {
                let differs = ours.to_bits() ^ other.to_bits();
                differs.leading_zeros() >= self.bits
            }
            (IpAddr::V6(ours), IpAddr::V6(other)) => {
                let differs = ours.to_bits() ^ other.to_bits();
                differs.leading_zeros() >= self.bits
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = io::Error;

    /// # Errors
    /// `InvalidInput`: what is wrong with it.
    fn from_str(text: &str) -> io::Result<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let parsed = address.parse::<IpAddr>().ok().and_then(|address| {
            let most = if address.is_ipv4() { 32 } else { 128 };
            let bits = bits.map_or(Some(most), |it| it.parse().ok())?;
            (bits <= most).then_some(Self { address, bits })
        });
        parsed.ok_or_else(|| {
            let text = text.escape_default();
            let why =
                format!("{text} is no address and no network, as 192.0.2.0/24");
            io::Error::new(ErrorKind::InvalidInput, why)
        })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

/// Who may connect: the first network that an address is in tells what it may
/// do. Who is in none may not connect.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Access {
    rules: Vec<(Network, Right)>,
}

impl Access {
    /// Nobody may connect.
    pub const fn none() -> Self {
        Self { rules: Vec::new() }
    }

    /// Those of one's own machine may connect, and write.
    pub fn local() -> Self {
        let v4 = Network { address: IpAddr::from([127, 0, 0, 0]), bits: 8 };
        let v6 = IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]);
        let v6 = Network { address: v6, bits: 128 };
        Self::none().allow(v4, Right::Write).allow(v6, Right::Write)
    }

    /// And those of another network.
    pub fn allow(mut self, network: Network, right: Right) -> Self {
        self.rules.push((network, right));
        self
    }

    /// What one may do who connects from there; `None` if one may not connect.
    #[must_use]
    pub fn of(&self, address: IpAddr) -> Option<Right> {
        let rule = self.rules.iter().find(|(it, _)| it.contains(address));
        rule.map(|(_, right)| *right)
    }
}

impl Default for Access {
    fn default() -> Self {
        Self::local()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn the_first_network_counts() {
        let network = |text: &str| text.parse::<Network>().unwrap();
        let access = Access::local()
            .allow(network("192.0.2.7"), Right::Write)
            .allow(network("192.0.2.0/24"), Right::Read)
            .allow(network("2001:db8::/32"), Right::Read);
        for (address, right) in [
            ("127.0.0.1", Some(Right::Write)),
            ("::1", Some(Right::Write)),
            ("::ffff:127.1.2.3", Some(Right::Write)),
            ("192.0.2.7", Some(Right::Write)),
            ("192.0.2.8", Some(Right::Read)),
            ("::ffff:192.0.2.8", Some(Right::Read)),
            ("2001:db8:1::1", Some(Right::Read)),
            ("192.0.3.7", None),
            ("::2", None),
            ("2001:db9::1", None),
        ] {
            assert_eq!(access.of(ip(address)), right, "{address}");
        }
        assert_eq!(network("0.0.0.0/0").to_string(), "0.0.0.0/0");
        assert!(network("0.0.0.0/0").contains(ip("8.8.8.8")));
        assert_eq!(Access::none().of(ip("127.0.0.1")), None);
        for bad in ["", "host", "1.2.3.4/33", "::/129", "1.2.3.4/x", "/8"] {
            let error = bad.parse::<Network>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{bad}");
        }
    }
}
