//! TN3270E (RFC 2355): negotiation of a device and of functions, and the
//! header of each record. The records end with
//! [`Command::EOR`](crate::Command::EOR); the data streams in them are not
//! read here.

use super::{PayloadError, Role};
use crate::encode::octet;

mod header;

pub use header::{DataType, RecordHeader};

/// The session is to be that of the printer of a terminal.
pub const ASSOCIATE: u8 = 0;
/// A device or a pool of devices is asked for, or given.
pub const CONNECT: u8 = 1;
/// What follows is about the device.
pub const DEVICE_TYPE: u8 = 2;
/// What follows is about functions.
pub const FUNCTIONS: u8 = 3;
/// What was asked for is given.
pub const IS: u8 = 4;
/// Why not.
pub const REASON: u8 = 5;
/// What was asked for is denied.
pub const REJECT: u8 = 6;
/// Something is asked for.
pub const REQUEST: u8 = 7;
/// A request is asked for.
pub const SEND: u8 = 8;

/// Longest name that is sent or believed, in octets. RFC 2355 has device
/// types of 14 at most (page 9), and says that the names of devices "should
/// not exceed 8 bytes" (page 11).
pub const MAX_NAME: usize = 256;

/// Most functions in a list. There are five, and codes for 256.
pub const MAX_FUNCTIONS: usize = 256;

/// Why a server denied a device (RFC 2355, pages 13 and 14). Any octet can be
/// held: a denial with an unknown reason is a denial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a code is an octet")]
pub struct Reason(pub u8);

impl Reason {
    /// The printer asked for is the partner of a terminal.
    pub const CONN_PARTNER: Self = Self(0);
    /// The device has another session.
    pub const DEVICE_IN_USE: Self = Self(1);
    /// ASSOCIATE for no printer, or with no terminal.
    pub const INV_ASSOCIATE: Self = Self(2);
    /// The name is not known.
    pub const INV_NAME: Self = Self(3);
    /// The device type is not supported.
    pub const INV_DEVICE_TYPE: Self = Self(4);
    /// The name does not go with the device type.
    pub const TYPE_NAME_ERROR: Self = Self(5);
    /// Any other error.
    pub const UNKNOWN_ERROR: Self = Self(6);
    /// The server cannot satisfy this kind of request.
    pub const UNSUPPORTED_REQ: Self = Self(7);
}

/// A function that can be agreed on (RFC 2355, page 16). Any octet can be
/// held: unknown ones are to be removed from the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a code is an octet")]
pub struct Function(pub u8);

impl Function {
    /// The server sends the SNA bind image and the notice of its end.
    pub const BIND_IMAGE: Self = Self(0);
    /// A printer takes the 3270 data stream.
    pub const DATA_STREAM_CTL: Self = Self(1);
    /// Records are answered.
    pub const RESPONSES: Self = Self(2);
    /// A printer takes the SNA character stream.
    pub const SCS_CTL_CODES: Self = Self(3);
    /// The SYSREQ key works.
    pub const SYSREQ: Self = Self(4);
}

/// The payload of TN3270E.
///
/// ```
/// use telnet_proto::sub::tn3270e::{Name, Resource, Tn3270e};
/// let it = Tn3270e::parse(b"\x02\x07IBM-3278-2\x01LU1")?;
/// let Tn3270e::DeviceTypeRequest { device_type, resource } = it else {
///     panic!("{it:?}");
/// };
/// assert_eq!(device_type.octets(), b"IBM-3278-2");
/// assert_eq!(resource, Some(Resource::Connect(Name::parse(b"LU1")?)));
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 2355 has six")]
pub enum Tn3270e<'a> {
    /// The server asks for a DEVICE-TYPE REQUEST.
    SendDeviceType,
    /// The client asks for a device.
    DeviceTypeRequest {
        /// Such as `IBM-3278-2-E`, "all upper case" (RFC 2355, page 9).
        device_type: Name<'a>,
        /// Which one of them.
        resource: Option<Resource<'a>>,
    },
    /// The server gives a device.
    DeviceTypeIs {
        /// The type that was asked for.
        device_type: Name<'a>,
        /// The name of the device.
        device_name: Name<'a>,
    },
    /// The server denies the device.
    DeviceTypeReject(Reason),
    /// A list of functions is proposed. It must differ from the one proposed
    /// before by the other side: see [`Functions::is_same_set`].
    FunctionsRequest(Functions<'a>),
    /// The list of functions last proposed is agreed to.
    FunctionsIs(Functions<'a>),
}

impl<'a> Tn3270e<'a> {
    /// Reads a payload.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where a part is missing, empty or too long, or
    /// where octets follow; [`PayloadError::Code`] for an unknown sub-command;
    /// [`PayloadError::Octet`] where a name has an octet that is not printable
    /// ASCII, or where another octet stands where RFC 2355 has CONNECT,
    /// ASSOCIATE or REASON.
    pub fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        match *payload {
            [SEND, DEVICE_TYPE] => Ok(Self::SendDeviceType),
            [DEVICE_TYPE, REQUEST, ref rest @ ..] => {
                let (device_type, resource) = parse_device(rest)?;
                Ok(Self::DeviceTypeRequest { device_type, resource })
            }
            [DEVICE_TYPE, IS, ref rest @ ..] => match parse_device(rest)? {
                (device_type, Some(Resource::Connect(device_name))) => {
                    Ok(Self::DeviceTypeIs { device_type, device_name })
                }
                (_, Some(Resource::Associate(_))) => {
                    Err(PayloadError::Octet(ASSOCIATE))
                }
                (_, None) => Err(PayloadError::Length),
            },
            [DEVICE_TYPE, REJECT, REASON, code] => {
                Ok(Self::DeviceTypeReject(Reason(code)))
            }
            [DEVICE_TYPE, REJECT, octet, ..] if octet != REASON => {
                Err(PayloadError::Octet(octet))
            }
            [FUNCTIONS, REQUEST, ref list @ ..] => {
                Functions::parse(list).map(Self::FunctionsRequest)
            }
            [FUNCTIONS, IS, ref list @ ..] => {
                Functions::parse(list).map(Self::FunctionsIs)
            }
            []
            | [SEND | DEVICE_TYPE | FUNCTIONS]
            | [SEND, DEVICE_TYPE, ..]
            | [DEVICE_TYPE, REJECT, ..] => Err(PayloadError::Length),
            [SEND | DEVICE_TYPE | FUNCTIONS, code, ..] | [code, ..] => {
                Err(PayloadError::Code(code))
            }
        }
    }

    /// Who may send it, or `None` for both (RFC 2355, pages 7 and 8).
    #[must_use]
    pub const fn sender(self) -> Option<Role> {
        match self {
            Self::SendDeviceType
            | Self::DeviceTypeIs { .. }
            | Self::DeviceTypeReject(_) => Some(Role::Server),
            Self::DeviceTypeRequest { .. } => Some(Role::Client),
            Self::FunctionsRequest(_) | Self::FunctionsIs(_) => None,
        }
    }

    /// The payload as parts for
    /// [`encode::subnegotiation`](crate::encode::subnegotiation).
    #[must_use]
    pub fn to_parts(self) -> [&'a [u8]; 4] {
        match self {
            Self::SendDeviceType => [&[SEND, DEVICE_TYPE], &[], &[], &[]],
            Self::DeviceTypeRequest { device_type, resource } => {
                let [code, name]: [&[u8]; 2] = match resource {
                    None => [&[], &[]],
                    Some(Resource::Connect(name)) => [&[CONNECT], name.0],
                    Some(Resource::Associate(name)) => [&[ASSOCIATE], name.0],
                };
                [&[DEVICE_TYPE, REQUEST], device_type.0, code, name]
            }
            Self::DeviceTypeIs { device_type, device_name } => {
                let it = device_type.0;
                [&[DEVICE_TYPE, IS], it, &[CONNECT], device_name.0]
            }
            Self::DeviceTypeReject(reason) => {
                [&[DEVICE_TYPE, REJECT, REASON], octet(reason.0), &[], &[]]
            }
            Self::FunctionsRequest(list) => {
                [&[FUNCTIONS, REQUEST], list.0, &[], &[]]
            }
            Self::FunctionsIs(list) => [&[FUNCTIONS, IS], list.0, &[], &[]],
        }
    }
}

/// A device type, and a device or a pool after CONNECT or ASSOCIATE. "But not
/// both" (RFC 2355, page 8): the second would be an octet of the name.
fn parse_device(
    octets: &[u8],
) -> Result<(Name<'_>, Option<Resource<'_>>), PayloadError> {
    let end = octets.iter().position(|it| matches!(*it, ASSOCIATE | CONNECT));
    let split = end.and_then(|at| octets.split_at_checked(at));
    let (device_type, rest) = split.unwrap_or((octets, &[]));
    let resource = match rest {
        [CONNECT, name @ ..] => Some(Resource::Connect(Name::parse(name)?)),
        [_, name @ ..] => Some(Resource::Associate(Name::parse(name)?)),
        [] => None,
    };
    Ok((Name::parse(device_type)?, resource))
}

/// The type of a device, or the name of a device or pool: 1 to [`MAX_NAME`]
/// printable ASCII octets. In the names of devices "upper and lower case are
/// considered equivalent" (RFC 2355, page 11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Name<'a>(&'a [u8]);

impl<'a> Name<'a> {
    /// A name.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where it is empty or longer than [`MAX_NAME`];
    /// [`PayloadError::Octet`] for an octet that is not printable ASCII.
    pub fn parse(octets: &'a [u8]) -> Result<Self, PayloadError> {
        if octets.is_empty() || octets.len() > MAX_NAME {
            return Err(PayloadError::Length);
        }
        match octets.iter().find(|it| !matches!(it, b' '..=b'~')) {
            Some(octet) => Err(PayloadError::Octet(*octet)),
            None => Ok(Self(octets)),
        }
    }

    /// Its octets.
    #[must_use]
    pub const fn octets(self) -> &'a [u8] {
        self.0
    }
}

/// Which device a client asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 2355 has two")]
pub enum Resource<'a> {
    /// This one, or any of this pool.
    Connect(Name<'a>),
    /// The printer that is paired with this terminal.
    Associate(Name<'a>),
}

/// A list of functions, at most [`MAX_FUNCTIONS`]. The empty one is "basic
/// TN3270E" (RFC 2355, page 15).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Functions<'a>(&'a [u8]);

impl<'a> Functions<'a> {
    /// A list, as it is on the wire.
    ///
    /// # Errors
    /// [`PayloadError::Length`] for more than [`MAX_FUNCTIONS`].
    pub const fn parse(octets: &'a [u8]) -> Result<Self, PayloadError> {
        if octets.len() > MAX_FUNCTIONS {
            Err(PayloadError::Length)
        } else {
            Ok(Self(octets))
        }
    }

    /// The functions in their order, which may be any.
    pub fn iter(self) -> impl Iterator<Item = Function> + Clone + use<'a> {
        self.0.iter().copied().map(Function)
    }

    /// Whether the function is in the list.
    #[must_use]
    pub fn contains(self, function: Function) -> bool {
        self.0.contains(&function.0)
    }

    /// Whether both lists have the same functions, in any order. A proposal
    /// may not be answered by another one of the same set: "at least one
    /// function must have been added to, or removed from, the list"
    /// (RFC 2355, page 15).
    #[must_use]
    pub fn is_same_set(self, other: Functions<'_>) -> bool {
        self.0.iter().all(|it| other.0.contains(it))
            && other.0.iter().all(|it| self.0.contains(it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn name(octets: &[u8]) -> Name<'_> {
        Name::parse(octets).unwrap()
    }

    #[test]
    fn parse_undoes_to_parts() {
        let all: Vec<u8> = (0..=255).collect();
        let long = [b'X'; MAX_NAME];
        let device_type = name(b"IBM-3278-2-E");
        let device_name = name(b"T1000001");
        let (server, client) = (Some(Role::Server), Some(Role::Client));
        for (it, sender) in [
            (Tn3270e::SendDeviceType, server),
            (
                Tn3270e::DeviceTypeRequest { device_type, resource: None },
                client,
            ),
            (
                Tn3270e::DeviceTypeRequest {
                    device_type: name(b"IBM-DYNAMIC"),
                    resource: Some(Resource::Connect(name(&long))),
                },
                client,
            ),
            (
                Tn3270e::DeviceTypeRequest {
                    device_type: name(b"IBM-3287-1"),
                    resource: Some(Resource::Associate(device_name)),
                },
                client,
            ),
            (Tn3270e::DeviceTypeIs { device_type, device_name }, server),
            (Tn3270e::FunctionsRequest(Functions::default()), None),
            (Tn3270e::FunctionsRequest(Functions::parse(&all).unwrap()), None),
            (Tn3270e::FunctionsIs(Functions::parse(&[2, 4]).unwrap()), None),
        ] {
            let payload = it.to_parts().concat();
            assert_eq!(Tn3270e::parse(&payload), Ok(it));
            assert_eq!(it.sender(), sender);
        }
        for code in 0..=255 {
            let it = Tn3270e::DeviceTypeReject(Reason(code));
            assert_eq!(Tn3270e::parse(&it.to_parts().concat()), Ok(it));
            assert_eq!(it.sender(), server);
        }
    }

    #[test]
    fn the_forms_on_the_wire() {
        let (device_type, device_name) = (name(b"IBM-3287-1"), name(b"P1"));
        let resource = Some(Resource::Associate(device_name));
        let list = Functions::parse(&[3, 0]).unwrap();
        for (it, payload) in [
            (Tn3270e::SendDeviceType, &b"\x08\x02"[..]),
            (
                Tn3270e::DeviceTypeRequest { device_type, resource },
                b"\x02\x07IBM-3287-1\x00P1",
            ),
            (
                Tn3270e::DeviceTypeIs { device_type, device_name },
                b"\x02\x04IBM-3287-1\x01P1",
            ),
            (
                Tn3270e::DeviceTypeReject(Reason::UNSUPPORTED_REQ),
                b"\x02\x06\x05\x07",
            ),
            (Tn3270e::FunctionsRequest(list), b"\x03\x07\x03\x00"),
            (Tn3270e::FunctionsIs(list), b"\x03\x04\x03\x00"),
        ] {
            assert_eq!(it.to_parts().concat(), payload);
        }
    }

    #[test]
    fn lists_of_functions() {
        let list = Functions::parse(&[2, 4, 2]).unwrap();
        assert!(list.contains(Function::RESPONSES));
        assert!(!list.contains(Function::BIND_IMAGE));
        let all: Vec<Function> = list.iter().collect();
        assert_eq!(all, [Function(2), Function::SYSREQ, Function(2)]);
        let same = |octets| list.is_same_set(Functions::parse(octets).unwrap());
        assert!(same(&[4, 2]));
        assert!(!same(&[4]));
        assert!(!same(&[4, 2, 0]));
        assert!(Functions::default().is_same_set(Functions::default()));
    }

    #[test]
    fn names_are_printable_ascii() {
        for octet in 0..=255 {
            let octets = [octet];
            let expected = match octet {
                b' '..=b'~' => Ok(Name(&octets)),
                _ => Err(PayloadError::Octet(octet)),
            };
            assert_eq!(Name::parse(&octets), expected);
        }
        let long = [b'A'; MAX_NAME + 1];
        assert_eq!(Name::parse(&long), Err(PayloadError::Length));
    }

    #[test]
    fn bad_payloads() {
        for (bad, why) in [
            (&b""[..], PayloadError::Length),
            (b"\x08", PayloadError::Length),
            (b"\x08\x02\x00", PayloadError::Length),
            (b"\x08\x03", PayloadError::Code(3)),
            (b"\x00", PayloadError::Code(0)),
            (b"\x09\x02", PayloadError::Code(9)),
            (b"\x02", PayloadError::Length),
            (b"\x02\x08", PayloadError::Code(8)),
            (b"\x02\x07", PayloadError::Length),
            (b"\x02\x07\x01LU", PayloadError::Length),
            (b"\x02\x07IBM\x01", PayloadError::Length),
            (b"\x02\x07IBM\x01LU\x00P", PayloadError::Octet(0)),
            (b"\x02\x07IBM\x00LU\x01P", PayloadError::Octet(1)),
            (b"\x02\x07\xFF", PayloadError::Octet(255)),
            (b"\x02\x04IBM", PayloadError::Length),
            (b"\x02\x04IBM\x01", PayloadError::Length),
            (b"\x02\x04IBM\x00LU", PayloadError::Octet(0)),
            (b"\x02\x06", PayloadError::Length),
            (b"\x02\x06\x05", PayloadError::Length),
            (b"\x02\x06\x05\x01\x02", PayloadError::Length),
            (b"\x02\x06\x04\x01", PayloadError::Octet(4)),
            (b"\x03", PayloadError::Length),
            (b"\x03\x06", PayloadError::Code(6)),
        ] {
            assert_eq!(Tn3270e::parse(bad), Err(why), "{bad:?}");
        }
        let mut long = [0; MAX_FUNCTIONS + 3];
        for code in [REQUEST, IS] {
            long[..2].copy_from_slice(&[FUNCTIONS, code]);
            assert_eq!(Tn3270e::parse(&long), Err(PayloadError::Length));
            assert!(Tn3270e::parse(&long[..MAX_FUNCTIONS + 2]).is_ok());
        }
    }
}
