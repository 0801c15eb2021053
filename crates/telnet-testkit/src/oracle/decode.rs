//! The decoder's model: one octet at a time, whole sequences matched.

use core::fmt;

use telnet_proto::{
    Command, Event, Malformed, Negotiation, TelnetOption, Verb,
};

const SE: u8 = 240;
const SB: u8 = 250;
const IAC: u8 = 255;

/// One piece of a decoded stream, with the octets it carries.
///
/// [`Display`](fmt::Display) and [`Debug`](fmt::Debug) show it as a line of
/// the vector file: see [`wire`](crate::wire).
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the model is complete")]
pub enum Item {
    /// Data octets.
    Data(Vec<u8>),
    /// A command without operand.
    Command(Command),
    /// A verb and its option.
    Negotiation(Negotiation),
    /// A subnegotiation begins.
    SubBegin(TelnetOption),
    /// Payload octets.
    SubData(Vec<u8>),
    /// The subnegotiation is complete.
    SubEnd,
    /// The subnegotiation is void.
    SubAborted(Malformed),
    /// Dropped octets outside a subnegotiation.
    Malformed(Malformed),
}

impl From<Event<'_>> for Item {
    /// # Panics
    ///
    /// On an event this model does not know.
    fn from(event: Event<'_>) -> Self {
        match event {
            Event::Data(data) => Self::Data(data.to_vec()),
            Event::Command(command) => Self::Command(command),
            Event::Negotiation(negotiation) => Self::Negotiation(negotiation),
            Event::SubBegin(option) => Self::SubBegin(option),
            Event::SubData(data) => Self::SubData(data.to_vec()),
            Event::SubEnd => Self::SubEnd,
            Event::SubAborted(why) => Self::SubAborted(why),
            Event::Malformed(why) => Self::Malformed(why),
            unknown => panic!("no item for the event {unknown:?}"),
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(data) => {
                f.write_str("data ")?;
                hex(data, f)
            }
            Self::Command(command) => write!(f, "command {command}"),
            Self::Negotiation(asked) => write!(f, "negotiation {asked}"),
            Self::SubBegin(option) => write!(f, "sub-begin {option}"),
            Self::SubData(data) => {
                f.write_str("sub-data ")?;
                hex(data, f)
            }
            Self::SubEnd => f.write_str("sub-end"),
            Self::SubAborted(why) => {
                f.write_str("sub-aborted ")?;
                cause(*why, f)
            }
            Self::Malformed(why) => {
                f.write_str("malformed ")?;
                cause(*why, f)
            }
        }
    }
}

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn hex(octets: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    octets.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
}

fn cause(why: Malformed, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match why {
        Malformed::UnknownCommand(code) => write!(f, "unknown {code}"),
        Malformed::StraySe => f.write_str("stray-se"),
        Malformed::EmptySub => f.write_str("empty-sub"),
        Malformed::SubInterrupted(by) => write!(f, "interrupted {by}"),
        Malformed::SubUnknownCommand(code) => {
            write!(f, "sub-unknown {code}")
        }
        Malformed::TruncatedCommand => f.write_str("truncated-command"),
        Malformed::TruncatedSub => f.write_str("truncated-sub"),
        unknown => panic!("no name for the cause {unknown:?}"),
    }
}

/// Items with neighbouring data, and neighbouring payload, joined: the form
/// in which two decodings of one stream are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    items: Vec<Item>,
}

impl Joined {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { items: Vec::new() }
    }

    /// Adds what came next: an [`Item`], or an engine's [`Event`].
    ///
    /// # Panics
    ///
    /// If it is data or payload without octets.
    pub fn push(&mut self, next: impl Into<Item>) {
        let next = next.into();
        if let Item::Data(octets) | Item::SubData(octets) = &next {
            assert!(!octets.is_empty(), "empty piece after {:?}", self.items);
        }
        match (self.items.last_mut(), next) {
            (Some(Item::Data(last)), Item::Data(more))
            | (Some(Item::SubData(last)), Item::SubData(more)) => {
                last.extend(more);
            }
            (_, next) => self.items.push(next),
        }
    }

    /// The items so far.
    #[must_use]
    pub fn into_items(self) -> Vec<Item> {
        self.items
    }
}

/// The events of an engine in comparable form: see [`Joined`].
///
/// # Panics
///
/// If an event carries data or payload without octets.
#[must_use]
pub fn canonical<'a>(events: impl Iterator<Item = Event<'a>>) -> Vec<Item> {
    let mut joined = Joined::new();
    events.for_each(|event| joined.push(event));
    joined.into_items()
}

/// All items of a stream that ends, joined.
#[must_use]
pub fn decode(stream: &[u8]) -> Vec<Item> {
    let mut decoder = NaiveDecoder::new();
    let mut joined = Joined::new();
    for &octet in stream {
        decoder.push(octet).into_iter().for_each(|item| joined.push(item));
    }
    decoder.finish().into_iter().for_each(|item| joined.push(item));
    joined.into_items()
}

/// Where the octets stand that come next.
#[derive(Clone, Copy, Debug, Default)]
enum Place {
    /// Outside any subnegotiation.
    #[default]
    Ground,
    /// In the payload of one.
    Payload,
    /// In what is left of a void one.
    Discard,
}

/// The model: holds back the octets of one unfinished sequence, and looks at
/// the whole of it each time one more comes.
#[derive(Clone, Debug, Default)]
pub struct NaiveDecoder {
    place: Place,
    held: Vec<u8>,
}

impl NaiveDecoder {
    /// The model at the start of a stream.
    #[must_use]
    pub const fn new() -> Self {
        Self { place: Place::Ground, held: Vec::new() }
    }

    /// Takes one octet; gives the items it completes, not joined.
    #[must_use]
    pub fn push(&mut self, octet: u8) -> Vec<Item> {
        self.held.push(octet);
        let (items, place) = match self.place {
            Place::Ground => match ground(&self.held) {
                Some(done) => done,
                None => return Vec::new(),
            },
            Place::Payload => match *self.held {
                [IAC] => return Vec::new(),
                [octet] | [IAC, octet @ IAC] => {
                    (vec![Item::SubData(vec![octet])], Place::Payload)
                }
                [IAC, SE] => (vec![Item::SubEnd], Place::Ground),
                [IAC, code @ 0..=235] => {
                    let why = Malformed::SubUnknownCommand(code);
                    (vec![Item::SubAborted(why)], Place::Discard)
                }
                [IAC, code] => {
                    let why = Malformed::SubInterrupted(code.into());
                    return self.obey(vec![Item::SubAborted(why)]);
                }
                _ => unreachable!("{:02x?} was longer", self.held),
            },
            Place::Discard => match *self.held {
                [IAC] => return Vec::new(),
                [_] | [IAC, 0..=235 | IAC] => (Vec::new(), Place::Discard),
                [IAC, SE] => (Vec::new(), Place::Ground),
                [IAC, _] => return self.obey(Vec::new()),
                _ => unreachable!("{:02x?} was longer", self.held),
            },
        };
        self.held.clear();
        self.place = place;
        items
    }

    /// The held IAC and command void a subnegotiation: what they mean outside
    /// of one comes after `items`.
    fn obey(&mut self, mut items: Vec<Item>) -> Vec<Item> {
        self.place = Place::Ground;
        if let Some((more, place)) = ground(&self.held) {
            items.extend(more);
            self.place = place;
            self.held.clear();
        }
        items
    }

    /// Ends the stream: gives what its last octets leave to report. The model
    /// then stands at the start of another.
    pub fn finish(&mut self) -> Option<Item> {
        let Self { place, held } = core::mem::take(self);
        match (place, &held[..]) {
            (Place::Ground, []) | (Place::Discard, _) => None,
            (Place::Ground, [IAC, SB, ..]) => {
                Some(Item::Malformed(Malformed::TruncatedSub))
            }
            (Place::Ground, _) => {
                Some(Item::Malformed(Malformed::TruncatedCommand))
            }
            (Place::Payload, _) => {
                Some(Item::SubAborted(Malformed::TruncatedSub))
            }
        }
    }
}

/// What a sequence that began outside any subnegotiation means, and where it
/// leads; nothing while it is unfinished.
fn ground(held: &[u8]) -> Option<(Vec<Item>, Place)> {
    Some(match *held {
        [IAC] | [IAC, SB..=254] | [IAC, SB, IAC] => return None,
        [octet] | [IAC, octet @ IAC] => {
            (vec![Item::Data(vec![octet])], Place::Ground)
        }
        [IAC, code @ 0..=235] => bad(Malformed::UnknownCommand(code)),
        [IAC, SE] => bad(Malformed::StraySe),
        [IAC, code] => {
            (vec![Item::Command(Command::from(code))], Place::Ground)
        }
        [IAC, SB, IAC, IAC] => {
            (vec![Item::SubBegin(TelnetOption::EXOPL)], Place::Payload)
        }
        [IAC, SB, IAC, first @ 250..=254] => (
            vec![
                Item::SubBegin(TelnetOption::EXOPL),
                Item::SubData(vec![first]),
            ],
            Place::Payload,
        ),
        [IAC, SB, IAC, SE] => bad(Malformed::EmptySub),
        [IAC, SB, IAC, code @ 0..=235] => {
            let why = Malformed::SubUnknownCommand(code);
            (vec![Item::Malformed(why)], Place::Discard)
        }
        [IAC, SB, IAC, code] => {
            let command = Command::from(code);
            (
                vec![
                    Item::Malformed(Malformed::SubInterrupted(command)),
                    Item::Command(command),
                ],
                Place::Ground,
            )
        }
        [IAC, SB, option] => {
            (vec![Item::SubBegin(option.into())], Place::Payload)
        }
        [IAC, verb, option] => {
            let verb = match verb {
                251 => Verb::Will,
                252 => Verb::Wont,
                253 => Verb::Do,
                254 => Verb::Dont,
                _ => unreachable!("{verb} takes no operand"),
            };
            let asked = Negotiation::new(verb, option.into());
            (vec![Item::Negotiation(asked)], Place::Ground)
        }
        _ => unreachable!("{held:02x?} was longer"),
    })
}

fn bad(why: Malformed) -> (Vec<Item>, Place) {
    (vec![Item::Malformed(why)], Place::Ground)
}
