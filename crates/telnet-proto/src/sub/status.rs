//! STATUS (RFC 859).
//!
//! A report is at most [`MAX_REPORT`] octets long. One that is asked for again
//! while it waits to be sent need not be sent twice.

use core::iter::FusedIterator;

use super::nested::{self, SB};
use super::{IS, PayloadError, SEND};
use crate::encode::octet;
use crate::{
    AllCells, Cells, Command, Negotiation, Options, Side, TelnetOption, Verb,
};

/// Longest report that we send or believe, in octets, IS not counted. RFC 859
/// sets none. All options of both sides need 1024.
pub const MAX_REPORT: usize = 2048;

/// WILL and DO, each with its option, for all options.
const _: () = assert!(256 * 2 * 2 <= MAX_REPORT);

/// The payload of STATUS.
///
/// ```
/// use telnet_proto::sub::status::{Item, Status};
/// use telnet_proto::{Negotiation, TelnetOption};
///
/// let Status::Is(report) = Status::parse(b"\0\xFB\x01\xFD\x03")? else {
///     panic!()
/// };
/// let items: Vec<Item> = report.items().collect();
/// assert_eq!(items, [
///     Item::Negotiation(Negotiation::will(TelnetOption::ECHO)),
///     Item::Negotiation(Negotiation::do_(TelnetOption::SGA)),
/// ]);
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 859 has two")]
pub enum Status<'a> {
    /// A report is asked for. "Only the sender of the DO may send requests"
    /// (RFC 859, page 2).
    Send,
    /// A report, asked for or not. "Only the sender of the WILL may transmit"
    /// it (page 2).
    Is(Report<'a>),
}

impl<'a> Status<'a> {
    /// Reads a payload, and all items of a report.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where it is empty, where octets follow SEND,
    /// where a report is longer than [`MAX_REPORT`], or where an item has no
    /// option; [`PayloadError::Nesting`] where an SB has no SE;
    /// [`PayloadError::Octet`] where an item begins with something else than
    /// WILL, WONT, DO, DONT and SB; [`PayloadError::Code`] for another
    /// sub-command.
    pub fn parse(payload: &'a [u8]) -> Result<Self, PayloadError> {
        match payload {
            [SEND] => Ok(Self::Send),
            [IS, report @ ..] if report.len() <= MAX_REPORT => {
                let mut rest = report;
                while !rest.is_empty() {
                    (_, rest) = split_item(rest)?;
                }
                Ok(Self::Is(Report(report)))
            }
            [] | [IS | SEND, ..] => Err(PayloadError::Length),
            [code, ..] => Err(PayloadError::Code(*code)),
        }
    }

    /// The payload as parts for
    /// [`encode::subnegotiation`](crate::encode::subnegotiation). Our own
    /// report is made by [`answer`].
    #[must_use]
    pub const fn to_parts(self) -> [&'a [u8]; 2] {
        match self {
            Self::Send => [&[SEND], &[]],
            Self::Is(report) => [&[IS], report.0],
        }
    }
}

/// How the peer sees the options. What it does not mention is in its default
/// state, which is off (RFC 859, page 2).
///
/// Its WILL is what we call [`Side::Remote`], its DO [`Side::Local`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Report<'a>(&'a [u8]);

impl<'a> Report<'a> {
    /// What it says, in the peer's order.
    pub const fn items(self) -> Items<'a> {
        Items { rest: self.0 }
    }
}

/// What a [`Report`] says, one item after the other.
#[derive(Clone, Debug)]
#[must_use = "it does nothing until it is asked for items"]
pub struct Items<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        // Never an error: `Status::parse` went the same way.
        let (item, rest) = split_item(self.rest).ok()?;
        self.rest = rest;
        Some(item)
    }
}

impl FusedIterator for Items<'_> {}

/// One item of a [`Report`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 859 has these")]
pub enum Item<'a> {
    /// WILL or DO: the option is on. WONT or DONT, which RFC 859 does not
    /// name, but which some send: it is off.
    Negotiation(Negotiation),
    /// SB: parameters of an option.
    Nested(Nested<'a>),
}

/// A subnegotiation in a [`Report`]: "terminated with SE, rather than IAC SE",
/// and SE "as a regular data byte" doubled (RFC 859, page 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Nested<'a> {
    option: TelnetOption,
    /// What follows the option, each SE doubled.
    doubled: &'a [u8],
}

impl<'a> Nested<'a> {
    /// The option it is about.
    #[must_use]
    pub const fn option(self) -> TelnetOption {
        self.option
    }

    /// The payload as slices, each SE once.
    pub const fn payload(self) -> Payload<'a> {
        Payload { doubled: self.doubled }
    }
}

/// Slices of the payload of a [`Nested`]. None is empty.
#[derive(Clone, Debug)]
#[must_use = "it does nothing until it is asked for slices"]
pub struct Payload<'a> {
    doubled: &'a [u8],
}

impl<'a> Iterator for Payload<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        nested::next_slice(&mut self.doubled)
    }
}

impl FusedIterator for Payload<'_> {}

/// The first item, and what follows it.
fn split_item(report: &[u8]) -> Result<(Item<'_>, &[u8]), PayloadError> {
    // "Used EXACTLY as used during the actual negotiation" (page 2): the
    // option stands once, be it SE or not.
    let [first, option, rest @ ..] = report else {
        return Err(PayloadError::Length);
    };
    let option = TelnetOption::from(*option);
    if *first == SB {
        let (doubled, rest) = nested::split(rest)?;
        return Ok((Item::Nested(Nested { option, doubled }), rest));
    }
    let verb = Verb::from_command(Command::from(*first))
        .ok_or(PayloadError::Octet(*first))?;
    Ok((Item::Negotiation(Negotiation::new(verb, option)), rest))
}

/// Our report as parts for
/// [`encode::subnegotiation`](crate::encode::subnegotiation): IS, then WILL
/// for each option that is enabled on our side and DO for each that is on the
/// peer's. What is only asked for is not mentioned. It has 1024 octets at
/// most, IS not counted.
///
/// Parameters may be appended as [`nested`] subnegotiations.
///
/// ```
/// use telnet_proto::sub::status;
/// use telnet_proto::{Negotiation, Options, Policy, Side, TelnetOption};
///
/// let mut options = Options::new();
/// options.set_policy(Side::Remote, TelnetOption::SGA, Policy::Accept);
/// let _ = options.receive(Negotiation::will(TelnetOption::SGA));
/// let payload: Vec<u8> =
///     status::answer(&options).flatten().copied().collect();
/// assert_eq!(payload, [0, 0xFD, 3]);
/// ```
pub const fn answer<C: Cells>(options: &Options<C>) -> Answer<'_, C> {
    Answer { options, held: Some(&[IS]), next: Some((0, Side::Local)) }
}

/// Our report, one octet to a slice: see [`answer`].
#[derive(Clone, Debug)]
#[must_use = "it is to be written"]
pub struct Answer<'o, C: Cells = AllCells> {
    options: &'o Options<C>,
    /// IS, or the option of the verb that was just yielded.
    held: Option<&'static [u8]>,
    /// What is to be looked at next; `None` after the last.
    next: Option<(u8, Side)>,
}

impl<C: Cells> Iterator for Answer<'_, C> {
    type Item = &'static [u8];

    fn next(&mut self) -> Option<&'static [u8]> {
        if let Some(held) = self.held.take() {
            return Some(held);
        }
        loop {
            let (code, side) = self.next?;
            self.next = match side {
                Side::Local => Some((code, Side::Remote)),
                Side::Remote => code.checked_add(1).map(|c| (c, Side::Local)),
            };
            if self.options.is_enabled(side, TelnetOption::from(code)) {
                self.held = Some(octet(code));
                return Some(octet(Verb::to_send(side, true).command().code()));
            }
        }
    }
}

impl<C: Cells> FusedIterator for Answer<'_, C> {}

/// Parameters of an option, to be appended to a report: SB, the option, the
/// payload with each SE doubled, SE.
///
/// Keeping the report below [`MAX_REPORT`] is left to the caller.
///
/// ```
/// use telnet_proto::{TelnetOption, sub::status};
/// let parts = status::nested(TelnetOption::NAWS, &[0, 240, 0, 24]);
/// let octets: Vec<u8> = parts.flatten().copied().collect();
/// assert_eq!(octets, [250, 31, 0, 240, 240, 0, 24, 240]);
/// ```
pub fn nested(
    option: TelnetOption,
    payload: &[u8],
) -> impl Iterator<Item = &[u8]> + Clone {
    nested::encode(option.code(), payload)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;
    use crate::encode::subnegotiation;
    use crate::sub::nested::SE;
    use std::vec;
    use std::vec::Vec;

    fn octets<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
        parts.into_iter().flatten().copied().collect()
    }

    fn items(payload: &[u8]) -> Vec<Item<'_>> {
        let it = Status::parse(payload).unwrap();
        let Status::Is(report) = it else { panic!("{it:?}") };
        assert_eq!(octets(it.to_parts()), payload);
        report.items().collect()
    }

    #[test]
    fn bad_payloads() {
        for (payload, why) in [
            (&b""[..], PayloadError::Length),
            (&[1, 0], PayloadError::Length),
            (&[2], PayloadError::Code(2)),
            (&[0, 251], PayloadError::Length),
            (&[0, 251, 1, 253], PayloadError::Length),
            (&[0, 250], PayloadError::Length),
            (&[0, 250, 31], PayloadError::Nesting),
            (&[0, 250, 240], PayloadError::Nesting),
            (&[0, 250, 31, 0, 80, 0, 24], PayloadError::Nesting),
            (&[0, 250, 31, 240, 240], PayloadError::Nesting),
            (&[0, 250, 31, 240, 240, 240, 240], PayloadError::Nesting),
            (&[0, 1, 251], PayloadError::Octet(1)),
            (&[0, 240, 240], PayloadError::Octet(240)),
            (&[0, 255, 251, 1], PayloadError::Octet(255)),
            (&[0, 250, 31, 240, 240, 240, 9, 9], PayloadError::Octet(9)),
        ] {
            assert_eq!(Status::parse(payload), Err(why), "{payload:?}");
        }
        let long = [251; MAX_REPORT + 3];
        assert_eq!(items(&[&[0], &long[3..]].concat()).len(), MAX_REPORT / 2);
        let long = [&[0], &long[1..]].concat();
        assert_eq!(Status::parse(&long), Err(PayloadError::Length));
    }

    #[test]
    fn parse_undoes_to_parts() {
        assert_eq!(Status::parse(&[1]), Ok(Status::Send));
        assert_eq!(octets(Status::Send.to_parts()), [1]);
        assert_eq!(items(&[0]), []);
        for verb in [Verb::Will, Verb::Wont, Verb::Do, Verb::Dont] {
            for code in 0..=255 {
                let it = Negotiation::new(verb, TelnetOption::from(code));
                let [_, payload @ ..] = it.to_bytes();
                let payload = [&[0][..], &payload].concat();
                assert_eq!(items(&payload), [Item::Negotiation(it)]);
            }
        }
    }

    #[test]
    fn the_example_of_page_3() {
        let mut options = Options::new();
        for (side, option) in [
            (Side::Local, TelnetOption::ECHO),
            (Side::Remote, TelnetOption::SGA),
            (Side::Local, TelnetOption::STATUS),
            (Side::Remote, TelnetOption::STATUS),
        ] {
            options.set_policy(side, option, Policy::Accept);
            let verb = Verb::to_send(side.other(), true);
            let _ = options.receive(Negotiation::new(verb, option));
        }
        let wire =
            octets(subnegotiation(TelnetOption::STATUS, answer(&options)));
        assert_eq!(
            wire,
            [255, 250, 5, 0, 251, 1, 253, 3, 251, 5, 253, 5, 255, 240]
        );
    }

    #[test]
    fn only_what_is_enabled_is_reported() {
        let mut options = Options::new();
        assert_eq!(octets(answer(&options)), [0]);
        // Asked for, refused, asked of us: none is in force.
        let _ = options.request(Side::Local, TelnetOption::NAWS, true);
        let _ = options.receive(Negotiation::will(TelnetOption::ECHO));
        options.set_policy(Side::Local, TelnetOption::TTYPE, Policy::Ask);
        let _ = options.receive(Negotiation::do_(TelnetOption::TTYPE));
        assert_eq!(octets(answer(&options)), [0]);
        let _ = options.receive(Negotiation::do_(TelnetOption::NAWS));
        assert_eq!(octets(answer(&options)), [0, 251, 31]);
        let _ = options.request(Side::Local, TelnetOption::NAWS, false);
        assert_eq!(octets(answer(&options)), [0]);
    }

    #[test]
    fn all_options_on_both_sides_are_no_more_than_the_limit() {
        let mut options = Options::new();
        let mut expected = vec![];
        for option in (0..=255).map(TelnetOption::from) {
            for side in [Side::Local, Side::Remote] {
                let _ = options.request(side, option, true);
                let verb = Verb::to_send(side.other(), true);
                let _ = options.receive(Negotiation::new(verb, option));
                // TIMING-MARK is never in force.
                if option != TelnetOption::TM {
                    let verb = Verb::to_send(side, true);
                    let it = Negotiation::new(verb, option);
                    expected.push(Item::Negotiation(it));
                }
            }
        }
        let payload = octets(answer(&options));
        assert_eq!(payload.len(), 1 + 1024 - 4);
        assert_eq!(items(&payload), expected);
    }

    #[test]
    fn se_as_data_is_doubled() {
        let all: Vec<u8> = (0..=255).collect();
        for data in [
            &b""[..],
            b"x",
            &all,
            &[SE],
            &[SE, SE],
            &[SE, 0, SE, SE, SE],
            &[0, SE],
            &[SE, 251, 1],
        ] {
            for option in [0, SB, SE, 255].map(TelnetOption::from) {
                let report = octets(nested(option, data));
                let will = Negotiation::will(option);
                let payload =
                    [&[0], &report[..], &will.to_bytes()[1..]].concat();
                let [Item::Nested(it), last] = items(&payload)[..] else {
                    panic!("{payload:?}");
                };
                assert_eq!(it.option(), option);
                assert_eq!(octets(it.payload()), data);
                assert!(it.payload().all(|slice| !slice.is_empty()));
                assert_eq!(last, Item::Negotiation(will));
            }
        }
    }

    #[test]
    fn nested_without_end_is_no_recursion() {
        let deep = [&[0][..], &[SB; MAX_REPORT]].concat();
        assert_eq!(Status::parse(&deep), Err(PayloadError::Nesting));
    }
}
