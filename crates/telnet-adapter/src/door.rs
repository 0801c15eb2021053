//! How many may be in at once.

use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// How many users a server has at most, together and from one address.
///
/// Each one who comes in gets a [`Place`]; dropped, it is free again. Clones are
/// the same door.
///
/// ```
/// use telnet_adapter::Door;
/// let door = Door::new(100, 2);
/// let address = "192.0.2.7".parse()?;
/// let places = (door.enter(address)?, door.enter(address)?);
/// let why = door.enter(address).unwrap_err();
/// assert_eq!(why.to_string(), "too many connections from your address");
/// drop(places);
/// assert!(door.enter(address).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Door {
    max: usize,
    max_of_one: usize,
    /// How many are in, by the network they come from.
    users: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Door {
    /// Lets in `max` users, `max_of_one` of them from one address. Addresses of
    /// IPv6 count as one where their first 64 bits are the same, which one host
    /// has; one that is an IPv4 address in IPv6 counts as that.
    #[must_use]
    pub fn new(max: usize, max_of_one: usize) -> Self {
        Self { max, max_of_one, users: Arc::default() }
    }

    /// Lets one in, if there is room.
    ///
    /// # Errors
    /// [`TurnedAwayError`], which is a line to send to the user.
    pub fn enter(&self, address: IpAddr) -> Result<Place, TurnedAwayError> {
        let network = network(address);
        let mut users =
            self.users.lock().unwrap_or_else(PoisonError::into_inner);
        if users.values().sum::<usize>() >= self.max {
            return Err(TurnedAwayError::Full);
        }
        let of_one = users.get(&network).copied().unwrap_or_default();
        if of_one >= self.max_of_one {
            return Err(TurnedAwayError::Address);
        }
        users.insert(network, of_one + 1);
        drop(users);
        Ok(Place { door: self.clone(), network })
    }

    /// How many are in.
    #[must_use]
    pub fn users(&self) -> usize {
        let users = self.users.lock().unwrap_or_else(PoisonError::into_inner);
        users.values().sum()
    }
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door")
            .field("max", &self.max)
            .field("max_of_one", &self.max_of_one)
            .field("users", &self.users())
            .finish()
    }
}

/// What counts as one address.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(it) => {
            let [a, b, c, d, ..] = it.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        it @ IpAddr::V4(_) => it,
    }
}

/// A place behind a [`Door`], free again when it is dropped.
#[derive(Debug)]
pub struct Place {
    door: Door,
    network: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        let users = &self.door.users;
        let mut users = users.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(of_one) = users.get_mut(&self.network) {
            *of_one = of_one.saturating_sub(1);
            if *of_one == 0 {
                users.remove(&self.network);
            }
        }
    }
}

/// Why a [`Door`] did not let somebody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TurnedAwayError {
    /// There are as many users as there may be.
    Full,
    /// There are as many from this address as there may be.
    Address,
}

impl fmt::Display for TurnedAwayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full => "too many connections: come back later",
            Self::Address => "too many connections from your address",
        })
    }
}

impl std::error::Error for TurnedAwayError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn enter(door: &Door, address: &str) -> Result<Place, TurnedAwayError> {
        door.enter(address.parse().unwrap())
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_address() {
        let door = Door::new(10, 1);
        let _one = enter(&door, "2001:db8:0:7::1").unwrap();
        let why = enter(&door, "2001:db8:0:7:ffff::9").unwrap_err();
        assert_eq!(why, TurnedAwayError::Address);
        assert!(enter(&door, "2001:db8:0:8::1").is_ok());
    }

    #[test]
    fn ipv4_in_ipv6_counts_as_ipv4() {
        let door = Door::new(10, 1);
        let _one = enter(&door, "192.0.2.1").unwrap();
        let why = enter(&door, "::ffff:192.0.2.1").unwrap_err();
        assert_eq!(why, TurnedAwayError::Address);
        assert!(enter(&door, "::ffff:192.0.2.2").is_ok());
    }

    #[test]
    fn a_place_is_free_again_for_anybody() {
        let door = Door::new(1, 1);
        let one = enter(&door, "192.0.2.1").unwrap();
        let why = enter(&door, "192.0.2.2").unwrap_err();
        assert_eq!((why, door.users()), (TurnedAwayError::Full, 1));
        drop(one);
        assert!(enter(&door, "192.0.2.2").is_ok());
        assert_eq!(door.users(), 0);
    }
}
