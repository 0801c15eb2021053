//! EXTENDED-OPTIONS-LIST (RFC 861): negotiation of the options 256 to 511
//! inside the option 255.

use core::iter::FusedIterator;

use super::PayloadError;
use super::nested::{self, SB};
use crate::Verb;

/// A payload of EXTENDED-OPTIONS-LIST. Its five sub-commands "have exactly
/// the same meanings as the TELNET commands with the same names" (RFC 861,
/// page 2).
///
/// ```
/// use telnet_proto::Verb;
/// use telnet_proto::sub::exopl::Exopl;
/// let it = Exopl::parse(&[253, 5]);
/// assert_eq!(it, Ok(Exopl::Negotiation { verb: Verb::Do, option: 5 }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 861 has five codes")]
pub enum Exopl<'a> {
    /// WILL, WONT, DO or DONT of an option of the second list.
    Negotiation {
        /// The sub-command.
        verb: Verb,
        /// The code in the second list.
        option: u8,
    },
    /// A subnegotiation of an option of the second list.
    Subnegotiation {
        /// The code in the second list.
        option: u8,
        /// What stands between it and SE.
        parameters: Parameters<'a>,
    },
}

impl<'a> Exopl<'a> {
    /// Reads a payload.
    ///
    /// A subnegotiation ends with SE that has no IAC before it. RFC 861 does
    /// not say how a parameter 240 is sent; it is doubled, as RFC 859, page 2,
    /// says of the same form. The option has its place and is not.
    ///
    /// # Errors
    /// [`PayloadError::Code`] for another sub-command; [`PayloadError::Length`]
    /// where the option is missing or octets follow; [`PayloadError::Nesting`]
    /// where the SE is missing.
    pub fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        match payload {
            [] | [SB..=254] => Err(PayloadError::Length),
            [SB, option, rest @ ..] => {
                let parameters = Parameters::parse(rest)?;
                Ok(Self::Subnegotiation { option: *option, parameters })
            }
            [code, rest @ ..] => {
                let verb = Verb::from_command((*code).into())
                    .ok_or(PayloadError::Code(*code))?;
                match rest {
                    [option] => Ok(Self::Negotiation { verb, option: *option }),
                    [..] => Err(PayloadError::Length),
                }
            }
        }
    }
}

/// The parameters of a subnegotiation inside the payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Parameters<'a> {
    /// Each SE doubled, and without the one that ends them.
    doubled: &'a [u8],
}

impl<'a> Parameters<'a> {
    /// Reads what follows the option, up to the SE that is not doubled, which
    /// must be the last octet.
    fn parse(octets: &'a [u8]) -> Result<Self, PayloadError> {
        match nested::split(octets)? {
            (doubled, []) => Ok(Self { doubled }),
            // SE inside that is not doubled.
            (_, [..]) => Err(PayloadError::Nesting),
        }
    }

    /// The parameters as they are meant, in slices. No slice is empty.
    #[must_use]
    pub const fn slices(self) -> Slices<'a> {
        Slices { rest: self.doubled }
    }
}

/// Slices of parameters: see [`Parameters::slices`].
#[derive(Clone, Debug)]
pub struct Slices<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Slices<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        nested::next_slice(&mut self.rest)
    }
}

impl FusedIterator for Slices<'_> {}

/// The payload of a negotiation.
#[must_use]
pub const fn negotiation(verb: Verb, option: u8) -> [u8; 2] {
    [verb.command().code(), option]
}

/// The payload of a subnegotiation, as parts for
/// [`encode::subnegotiation`](crate::encode::subnegotiation).
///
/// ```
/// use telnet_proto::sub::exopl;
/// let parts = exopl::subnegotiation(5, &[1, 240, 2]);
/// let payload: Vec<u8> = parts.flatten().copied().collect();
/// assert_eq!(payload, [250, 5, 1, 240, 240, 2, 240]);
/// ```
pub fn subnegotiation(
    option: u8,
    parameters: &[u8],
) -> impl Iterator<Item = &[u8]> + Clone {
    nested::encode(option, parameters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sub::nested::SE;
    use std::vec;
    use std::vec::Vec;

    fn sub(option: u8, parameters: &[u8]) -> Vec<u8> {
        subnegotiation(option, parameters).flatten().copied().collect()
    }

    #[test]
    fn parse_undoes_negotiation() {
        for verb in [Verb::Will, Verb::Wont, Verb::Do, Verb::Dont] {
            for option in 0..=255 {
                let payload = negotiation(verb, option);
                let it = Exopl::Negotiation { verb, option };
                assert_eq!(Exopl::parse(&payload), Ok(it));
            }
        }
        // "These subcommand codes will have the same values as the TELNET
        // command codes (250-254)."
        assert_eq!(negotiation(Verb::Will, 5), [251, 5]);
        assert_eq!(negotiation(Verb::Dont, 5), [254, 5]);
    }

    #[test]
    fn parse_undoes_subnegotiation() {
        let all: Vec<u8> = (0..=255).collect();
        for parameters in [
            &b""[..],
            b"x",
            &all,
            &[SE],
            &[SE, SE],
            &[SE, SE, SE],
            &[0, SE],
            &[SE, 0],
            &[SE, 0, SE, SE, 0],
        ] {
            for option in [0, SB, SE, 255] {
                let payload = sub(option, parameters);
                let it = Exopl::parse(&payload).unwrap();
                let Exopl::Subnegotiation { option: o, parameters: p } = it
                else {
                    panic!("{it:?}");
                };
                assert_eq!(o, option);
                assert!(p.slices().all(|it| !it.is_empty()));
                let back: Vec<u8> = p.slices().flatten().copied().collect();
                assert_eq!(back, parameters);
            }
        }
    }

    #[test]
    fn subnegotiation_undoes_parse() {
        let mut good = 0;
        for number in 0..1 << 10u32 {
            let mut it = [SB, 5].to_vec();
            it.extend((0..10).map(|at| match number >> at & 1 {
                0 => SE,
                _ => 0,
            }));
            if let Ok(Exopl::Subnegotiation { parameters, .. }) =
                Exopl::parse(&it)
            {
                let parameters: Vec<u8> =
                    parameters.slices().flatten().copied().collect();
                assert_eq!(sub(5, &parameters), it);
                good += 1;
            }
        }
        // Nine octets of runs of SE that are even.
        assert_eq!(good, 55);
    }

    #[test]
    fn bad_payloads() {
        for (bad, why) in [
            (&[][..], PayloadError::Length),
            (&[251], PayloadError::Length),
            (&[250], PayloadError::Length),
            (&[251, 1, 2], PayloadError::Length),
            (&[249, 1], PayloadError::Code(249)),
            (&[255], PayloadError::Code(255)),
            (&[250, 1], PayloadError::Nesting),
            (&[250, 1, 2], PayloadError::Nesting),
            (&[250, SE], PayloadError::Nesting),
            (&[250, 1, SE, SE], PayloadError::Nesting),
            (&[250, 1, SE, 2], PayloadError::Nesting),
            (&[250, 1, SE, 2, SE], PayloadError::Nesting),
        ] {
            assert_eq!(Exopl::parse(bad), Err(why), "{bad:?}");
        }
    }

    #[test]
    fn lists_in_lists_are_no_recursion() {
        let mut payload = vec![];
        for _ in 0..12 {
            payload = sub(255, &payload);
        }
        let it = Exopl::parse(&payload).unwrap();
        let Exopl::Subnegotiation { parameters, .. } = it else { panic!() };
        let inner: Vec<u8> = parameters.slices().flatten().copied().collect();
        assert!(Exopl::parse(&inner).is_ok());
        assert!(Exopl::parse(&[SB; 100_000]).is_err());
    }
}
