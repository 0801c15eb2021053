//! ZMP, the Zenith MUD protocol: a command and its parameters, each followed
//! by NUL.

use core::iter::FusedIterator;

use super::PayloadError;

/// "Implementations must be prepared to accept at least 16KiB (16384 bytes)
/// of data per subnegotiation": a collector for ZMP may hold no less. It is
/// also the most that should be sent.
pub const MIN_ACCEPTED: usize = 16 * 1024;

/// A ZMP command.
///
/// ```
/// use telnet_proto::sub::zmp::Zmp;
/// let it = Zmp::parse(b"zmp.ident\0Client\02.5\0\0")?;
/// assert_eq!(it.command(), b"zmp.ident");
/// let parameters: Vec<&[u8]> = it.parameters().collect();
/// assert_eq!(parameters, [&b"Client"[..], b"2.5", b""]);
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zmp<'a> {
    payload: &'a [u8],
    command: &'a [u8],
    parameters: &'a [u8],
}

impl<'a> Zmp<'a> {
    /// Reads a payload. It may have any length and any number of parameters.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where the command is empty or the last NUL is
    /// missing; [`PayloadError::Octet`] where the name of the command has an
    /// octet it must not have: see [`encode`].
    pub fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        let (command, parameters) =
            take(payload).ok_or(PayloadError::Length)?;
        check_command(command)?;
        match parameters {
            [] | [.., 0] => Ok(Self { payload, command, parameters }),
            [.., _] => Err(PayloadError::Length),
        }
    }

    /// The payload, as it was read.
    #[must_use]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.payload
    }

    /// The name of the command.
    #[must_use]
    pub const fn command(self) -> &'a [u8] {
        self.command
    }

    /// The parameters: octets of the peer without NUL.
    #[must_use]
    pub const fn parameters(self) -> Parameters<'a> {
        Parameters { rest: self.parameters }
    }
}

/// The parameters of a command: see [`Zmp::parameters`].
#[derive(Clone, Debug)]
pub struct Parameters<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Parameters<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (parameter, rest) = take(self.rest)?;
        self.rest = rest;
        Some(parameter)
    }
}

impl FusedIterator for Parameters<'_> {}

/// What stands before and after the first NUL.
fn take(payload: &[u8]) -> Option<(&[u8], &[u8])> {
    let (text, rest) = payload.split_at_checked(memchr::memchr(0, payload)?)?;
    Some((text, rest.get(1..)?))
}

/// "Only ASCII alpha-numeric characters (letters and numbers), dots (.), and
/// dashes(-)", not beginning or ending with a dot.
fn check_command(name: &[u8]) -> Result<(), PayloadError> {
    let allowed = |it: &u8| it.is_ascii_alphanumeric() || b".-".contains(it);
    match name {
        [] => Err(PayloadError::Length),
        [b'.', ..] | [.., b'.'] => Err(PayloadError::Octet(b'.')),
        _ => match name.iter().find(|it| !allowed(it)) {
            Some(octet) => Err(PayloadError::Octet(*octet)),
            None => Ok(()),
        },
    }
}

/// The payload of a command, as parts for
/// [`encode::subnegotiation`](crate::encode::subnegotiation). The parameters
/// are gone through twice.
///
/// ```
/// use telnet_proto::sub::zmp;
/// let parts = zmp::encode(b"zmp.check", [&b"zmp."[..]])?;
/// let payload: Vec<u8> = parts.flatten().copied().collect();
/// assert_eq!(payload, b"zmp.check\0zmp.\0");
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
///
/// # Errors
/// [`PayloadError::Octet`] where the name has other octets than ASCII letters,
/// digits, dots and dashes, or a dot at either end, or where a parameter has
/// a NUL; [`PayloadError::Length`] where the name is empty or the payload
/// exceeds [`MIN_ACCEPTED`].
pub fn encode<'a, P>(
    command: &'a [u8],
    parameters: P,
) -> Result<impl Iterator<Item = &'a [u8]> + Clone, PayloadError>
where
    P: IntoIterator<Item = &'a [u8]>,
    P::IntoIter: Clone,
{
    check_command(command)?;
    let parameters = parameters.into_iter();
    let mut len = command.len().saturating_add(1);
    for parameter in parameters.clone() {
        if parameter.contains(&0) {
            return Err(PayloadError::Octet(0));
        }
        len = len.saturating_add(parameter.len()).saturating_add(1);
    }
    if len > MIN_ACCEPTED {
        return Err(PayloadError::Length);
    }
    let words = core::iter::once(command).chain(parameters);
    Ok(words.flat_map(|word| [word, &[0]]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec;
    use std::vec::Vec;

    fn payload(name: &[u8], args: &[&[u8]]) -> Result<Vec<u8>, PayloadError> {
        let parts = encode(name, args.iter().copied())?;
        Ok(parts.flatten().copied().collect())
    }

    #[test]
    fn parse_undoes_encode() {
        let all: Vec<u8> = (1..=255).collect();
        for (name, args) in [
            (&b"zmp.ping"[..], &[][..]),
            (b"my-command", &[&b"parameter 1"[..], b"second parameter"]),
            (b"a", &[b""]),
            (b"a", &[b"", b"", b"x"]),
            (b"X-1.y", &[&all]),
        ] {
            let payload = payload(name, args).unwrap();
            let it = Zmp::parse(&payload).unwrap();
            assert_eq!(it.command(), name);
            assert_eq!(it.parameters().collect::<Vec<_>>(), args);
        }
    }

    #[test]
    fn encode_undoes_parse() {
        for number in 0..3usize.pow(8) {
            let it: Vec<u8> = (0..8)
                .map(|at| [0, b'a', b'.'][number / 3usize.pow(at) % 3])
                .collect();
            if let Ok(zmp) = Zmp::parse(&it) {
                let args: Vec<&[u8]> = zmp.parameters().collect();
                assert_eq!(payload(zmp.command(), &args), Ok(it));
            }
        }
    }

    #[test]
    fn the_command_of_the_specification() {
        assert_eq!(
            payload(b"my-command", &[b"parameter 1", b"second parameter"]),
            Ok(b"my-command\0parameter 1\0second parameter\0".to_vec())
        );
    }

    #[test]
    fn each_parameter_must_be_followed_by_nul() {
        for bad in [&b""[..], b"\0", b"\0x\0", b"a", b"a\0b", b"a\0b\0c"] {
            assert_eq!(Zmp::parse(bad), Err(PayloadError::Length), "{bad:?}");
        }
    }

    #[test]
    fn names_of_commands() {
        for octet in 1..=255u8 {
            let good = octet.is_ascii_alphanumeric() || b".-".contains(&octet);
            let name = [b'a', octet, b'b'];
            let parsed = [&name[..], b"\0"].concat();
            if good {
                assert!(payload(&name, &[]).is_ok());
                assert!(Zmp::parse(&parsed).is_ok());
            } else {
                let why = PayloadError::Octet(octet);
                assert_eq!(payload(&name, &[]), Err(why));
                assert_eq!(Zmp::parse(&parsed), Err(why));
            }
        }
        for bad in [&b".a\0"[..], b"a.\0", b".\0"] {
            assert_eq!(Zmp::parse(bad), Err(PayloadError::Octet(b'.')));
        }
        assert_eq!(payload(b"", &[]), Err(PayloadError::Length));
        assert_eq!(payload(b"a", &[b"\0"]), Err(PayloadError::Octet(0)));
    }

    #[test]
    fn sixteen_kib_are_accepted_and_the_most_to_send() {
        let arg = vec![b'x'; MIN_ACCEPTED - 3];
        let most = payload(b"a", &[&arg]).unwrap();
        assert_eq!(most.len(), MIN_ACCEPTED);
        assert!(Zmp::parse(&most).is_ok());
        assert_eq!(payload(b"aa", &[&arg]), Err(PayloadError::Length));

        // More is no fault of the peer's: "should not".
        let many = [&b"a\0"[..], &[0; 100_000]].concat();
        assert_eq!(Zmp::parse(&many).unwrap().parameters().count(), 100_000);
    }
}
