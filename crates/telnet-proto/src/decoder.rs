//! The byte machine: from a stream of octets to events.
//!
//! ```text
//!            ┌── other ──┐        ┌─ IAC: octet 255 of data ─┐
//!            ▼           │        ▼                          │
//!   ─────► Ground ─── IAC ─────► Iac ── simple command ──► Ground
//!            ▲                    │ ├── WILL WONT DO DONT ─► Verb ── option ─► Ground
//!            │                    │ └── SE, unknown: reported ─────────────► Ground
//!            │                    SB
//!            │                    ▼
//!            │                SubOption ── option ──► Sub ◄─── IAC: octet 255 ──┐
//!            │                    │ IAC               │ ▲ other                 │
//!            │                    ▼                   └─┴─── IAC ──► SubIac ────┘
//!            ├──── SE ──── SubOptionIac                                │ │ │
//!            ├──── SE: the subnegotiation is complete ─────────────────┘ │ │
//!            │     command: aborted, then the command, as in Iac ◄───────┘ │
//!            └──── SE ──── Discard ◄──── unknown: aborted ─────────────────┘
//! ```

use crate::iac::{self, IAC};
use crate::undouble::undouble;
use crate::{Command, Event, Malformed, Negotiation, TelnetOption, Verb};

const SE: u8 = Command::SE.code();
const SB: u8 = Command::SB.code();
const WILL: u8 = Command::WILL.code();
const WONT: u8 = Command::WONT.code();
const DO: u8 = Command::DO.code();
const DONT: u8 = Command::DONT.code();

/// Where in a sequence the stream stands between two octets.
///
/// Which of them has an octet of its own: it is looked at for each event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum State {
    /// Data.
    Ground,
    /// In the payload of a subnegotiation.
    Sub,
    /// After `IAC`.
    Iac,
    /// After `IAC WILL` and its kin.
    Verb(Verb),
    /// After `IAC SB`.
    SubOption,
    /// After `IAC SB IAC`.
    SubOptionIac,
    /// After `IAC` in the payload.
    SubIac,
    /// In what is left of an aborted subnegotiation.
    Discard,
    /// After `IAC` there.
    DiscardIac,
}

/// Cuts a received byte stream into [`Event`]s.
///
/// It holds a few octets of state and no data: subnegotiations are streamed,
/// so no input makes it grow (at most 8 octets, checked at compile time). A
/// decoder belongs to one direction of one connection.
///
/// Feed it every octet received, in order, in slices of any size. Where the
/// slices are cut changes nothing but where `Data` and `SubData` are cut.
///
/// ```
/// use telnet_proto::{Command, Decoder, Event};
/// let mut decoder = Decoder::new();
/// let events: Vec<_> = decoder.decode(b"hi\xFF\xF9").collect();
/// assert_eq!(events, [Event::Data(b"hi"), Event::Command(Command::GA)]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoder {
    state: State,
}

const _: () = assert!(size_of::<Decoder>() <= 8);

impl Decoder {
    /// A decoder at the start of a stream.
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self { state: State::Ground }
    }

    /// The events of the next octets of the stream.
    ///
    /// The iterator must be driven to its end, or the octets it has not come
    /// to, [`Events::rest`], must be given to the next call: the decoder
    /// keeps no copy. At most one event is made per octet, plus one.
    #[inline]
    pub const fn decode<'d, 'i>(
        &'d mut self,
        input: &'i [u8],
    ) -> Events<'d, 'i> {
        Events { decoder: self, rest: input }
    }

    /// Says that the stream has ended, and reports what it cut short: at most
    /// one [`Event::Malformed`] or [`Event::SubAborted`]. The decoder is then
    /// at the start of a new stream.
    pub fn finish(&mut self) -> Option<Event<'static>> {
        match core::mem::replace(&mut self.state, State::Ground) {
            State::Ground | State::Discard | State::DiscardIac => None,
            State::Iac | State::Verb(_) => {
                Some(Event::Malformed(Malformed::TruncatedCommand))
            }
            State::SubOption | State::SubOptionIac => {
                Some(Event::Malformed(Malformed::TruncatedSub))
            }
            State::Sub | State::SubIac => {
                Some(Event::SubAborted(Malformed::TruncatedSub))
            }
        }
    }
}

impl Default for Decoder {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

/// The events of one slice, made as they are asked for.
///
/// Dropping it early is no loss as long as [`rest`](Self::rest) is fed to the
/// decoder later.
#[derive(Debug)]
pub struct Events<'d, 'i> {
    decoder: &'d mut Decoder,
    rest: &'i [u8],
}

impl<'i> Events<'_, 'i> {
    /// The octets that no event has covered yet.
    ///
    /// Right after [`Event::SubEnd`] this is exactly what follows `IAC SE`,
    /// which is where compression (MCCP) or TLS takes over.
    #[inline]
    #[must_use]
    pub const fn rest(&self) -> &'i [u8] {
        self.rest
    }

    /// Copies the data that comes next to the begin of `out`, and says how many
    /// octets that is. It ends where `out` is full, at the end of the input, or
    /// before what is not data, which the next event tells. Behind the data `out` may
    /// be written to as well.
    ///
    /// Where many octets are 255, each of which ends a slice, this is faster than
    /// the events are.
    ///
    /// ```
    /// use telnet_proto::{Command, Decoder, Event};
    /// let mut decoder = Decoder::new();
    /// let mut events = decoder.decode(b"\xFF\xFF\x01\xFF\xFF\xFF\xFF\xFF\xF9");
    /// let mut out = [0; 80];
    /// let n = events.data_into(&mut out);
    /// assert_eq!(out[..n], [255, 1, 255, 255]);
    /// assert_eq!(events.next(), Some(Event::Command(Command::GA)));
    /// ```
    pub fn data_into(&mut self, out: &mut [u8]) -> usize {
        let mut written = 0_usize;
        let state = self.decoder.state;
        if let (State::Iac, [IAC, after @ ..], [first, ..]) =
            (state, self.rest, &mut *out)
        {
            *first = IAC;
            written = 1;
            self.rest = after;
            self.decoder.state = State::Ground;
        } else if state != State::Ground {
            return 0;
        }
        let out = out.get_mut(written..).unwrap_or_default();
        let (used, more) = undouble(self.rest, out);
        self.rest = self.rest.get(used..).unwrap_or_default();
        written.saturating_add(more)
    }

    /// Takes the octets before the next IAC, at least one, or all of them.
    /// The first `known` octets are taken as they are. An escaped 255 that
    /// ends the run belongs to it: the slice ends on its first IAC, the
    /// second is skipped.
    #[inline(always)]
    fn run(&mut self, known: usize) -> &'i [u8] {
        let input = self.rest;
        // Dense escapes: one octet, and then one.
        if let (0, [_, IAC, IAC, after @ ..]) = (known, input) {
            self.rest = after;
            return input.get(..2).unwrap_or_default();
        }
        let tail = input.get(known..).unwrap_or_default();
        let at = iac::find(tail).saturating_add(known);
        let (run, after) = match input.split_at_checked(at) {
            Some((_, [IAC, IAC, after @ ..])) => {
                (input.get(..=at).unwrap_or_default(), after)
            }
            Some((run, after)) => (run, after),
            None => (input, &[][..]),
        };
        self.rest = after;
        run
    }

    /// The run as an event: data, or payload inside a subnegotiation.
    #[inline(always)]
    fn octets(&mut self, known: usize) -> Event<'i> {
        let sub = self.decoder.state == State::Sub;
        let run = self.run(known);
        if sub { Event::SubData(run) } else { Event::Data(run) }
    }

    /// What is not a run or not whole: a command, octet by octet.
    #[inline(never)]
    fn command(&mut self) -> Option<Event<'i>> {
        while let Some((&octet, after)) = self.rest.split_first() {
            let (used, event) = match self.decoder.state {
                State::Ground | State::Sub if octet != IAC => {
                    return Some(self.octets(0));
                }
                State::Ground => self.to(State::Iac),
                State::Sub => self.to(State::SubIac),
                State::Iac if octet == IAC => {
                    self.decoder.state = State::Ground;
                    return Some(self.octets(1));
                }
                State::SubIac if octet == IAC => {
                    self.decoder.state = State::Sub;
                    return Some(self.octets(1));
                }
                State::Iac => (true, self.iac(octet)),
                State::Verb(verb) => {
                    // Never an escape: `IAC WILL 255` is whole.
                    self.decoder.state = State::Ground;
                    (true, Some(negotiation(verb.command().code(), octet)))
                }
                State::SubOption if octet == IAC => {
                    self.to(State::SubOptionIac)
                }
                State::SubOption => {
                    self.decoder.state = State::Sub;
                    (true, Some(Event::SubBegin(octet.into())))
                }
                State::SubOptionIac => self.sub_option_iac(octet),
                State::SubIac => self.sub_iac(octet),
                State::Discard if octet == IAC => self.to(State::DiscardIac),
                State::Discard => {
                    self.run(0);
                    continue;
                }
                State::DiscardIac => (self.discard_iac(octet), None),
            };
            if used {
                self.rest = after;
            }
            if event.is_some() {
                return event;
            }
        }
        None
    }

    /// Uses an octet up for a change of state alone.
    const fn to(&mut self, state: State) -> (bool, Option<Event<'i>>) {
        self.decoder.state = state;
        (true, None)
    }

    /// The octet after IAC, outside a subnegotiation. `None` where it only
    /// moves the state.
    fn iac(&mut self, octet: u8) -> Option<Event<'i>> {
        let command = Command::from(octet);
        let (state, event) = if let Some(verb) = Verb::from_command(command) {
            (State::Verb(verb), None)
        } else if command == Command::SB {
            (State::SubOption, None)
        } else if command == Command::SE {
            (State::Ground, Some(Event::Malformed(Malformed::StraySe)))
        } else if command.is_simple() {
            (State::Ground, Some(Event::Command(command)))
        } else {
            let unknown = Malformed::UnknownCommand(octet);
            (State::Ground, Some(Event::Malformed(unknown)))
        };
        self.decoder.state = state;
        event
    }

    /// The octet after `IAC SB IAC`. Whether it was used up comes first.
    ///
    /// Deviation from RFC 855, page 3, which doubles parameters only: option
    /// 255 is taken doubled, too, and undoubled before a sub-command of
    /// RFC 861 (250–254), since both are on the wires.
    fn sub_option_iac(&mut self, octet: u8) -> (bool, Option<Event<'i>>) {
        let begin = Event::SubBegin(TelnetOption::EXOPL);
        let (used, state, event) = match octet {
            IAC => (true, State::Sub, begin),
            250..=254 => (false, State::Sub, begin),
            SE => (true, State::Ground, Event::Malformed(Malformed::EmptySub)),
            0..=235 => {
                let why = Malformed::SubUnknownCommand(octet);
                (true, State::Discard, Event::Malformed(why))
            }
            236..=239 | 241..=249 => {
                let why = Malformed::SubInterrupted(octet.into());
                (false, State::Iac, Event::Malformed(why))
            }
        };
        self.decoder.state = state;
        (used, Some(event))
    }

    /// The octet after IAC inside a payload, not being IAC. Whether it was
    /// used up comes first.
    ///
    /// Deviation from RFC 855, page 2, which would let one search for SE: a
    /// command ends the subnegotiation and is obeyed.
    fn sub_iac(&mut self, octet: u8) -> (bool, Option<Event<'i>>) {
        let (used, state, event) = match octet {
            SE => (true, State::Ground, Event::SubEnd),
            0..=235 => {
                let why = Malformed::SubUnknownCommand(octet);
                (true, State::Discard, Event::SubAborted(why))
            }
            _ => {
                let why = Malformed::SubInterrupted(octet.into());
                (false, State::Iac, Event::SubAborted(why))
            }
        };
        self.decoder.state = state;
        (used, Some(event))
    }

    /// The octet after IAC in what is left of an aborted subnegotiation, and
    /// whether it was used up.
    fn discard_iac(&mut self, octet: u8) -> bool {
        let (used, state) = match octet {
            SE => (true, State::Ground),
            0..=235 | IAC => (true, State::Discard),
            236..=239 | 241..=254 => (false, State::Iac),
        };
        self.decoder.state = state;
        used
    }
}

impl<'i> Iterator for Events<'_, 'i> {
    type Item = Event<'i>;

    #[inline(always)]
    fn next(&mut self) -> Option<Event<'i>> {
        // What there is most of is done here, in the caller's own code: what is
        // whole. All else is a call.
        let &[first, ref after @ ..] = self.rest else { return None };
        let state = self.decoder.state;
        let in_sub = state == State::Sub;
        if !in_sub && state != State::Ground {
            if state == State::Iac && first == IAC {
                self.decoder.state = State::Ground;
                return Some(self.octets(1));
            }
            return self.command();
        }
        if first != IAC {
            return Some(self.octets(0));
        }
        let (event, after) = match (after, in_sub) {
            ([IAC, ..], _) => {
                self.rest = after;
                return Some(self.octets(1));
            }
            (&[code @ WILL..=DONT, option, ref after @ ..], false) => {
                (negotiation(code, option), after)
            }
            (&[SB, option, ref after @ ..], false) if option != IAC => {
                self.decoder.state = State::Sub;
                (Event::SubBegin(option.into()), after)
            }
            ([SE, after @ ..], true) => {
                self.decoder.state = State::Ground;
                (Event::SubEnd, after)
            }
            (&[code @ (236..=239 | 241..=249), ref after @ ..], false) => {
                (Event::Command(code.into()), after)
            }
            ([], false) => {
                self.decoder.state = State::Iac;
                self.rest = after;
                return None;
            }
            _ => return self.command(),
        };
        self.rest = after;
        Some(event)
    }
}

#[inline(always)]
fn negotiation<'i>(verb: u8, option: u8) -> Event<'i> {
    let verb = match verb {
        WILL => Verb::Will,
        WONT => Verb::Wont,
        DO => Verb::Do,
        _ => Verb::Dont,
    };
    Event::Negotiation(Negotiation::new(verb, option.into()))
}

impl core::iter::FusedIterator for Events<'_, '_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn events(input: &[u8]) -> Vec<Event<'_>> {
        Decoder::new().decode(input).collect()
    }

    #[test]
    fn an_escaped_iac_ends_its_slice_and_costs_no_event() {
        assert_eq!(
            events(b"a\xFF\xFFb"),
            [Event::Data(b"a\xFF"), Event::Data(b"b")]
        );
    }

    #[test]
    fn rest_is_exact_after_a_subnegotiation() {
        let mut decoder = Decoder::new();
        let mut it = decoder.decode(b"\xFF\xFA\x56\xFF\xF0x\x9C");
        assert_eq!(it.next(), Some(Event::SubBegin(TelnetOption::MCCP2)));
        assert_eq!(it.next(), Some(Event::SubEnd));
        assert_eq!(it.rest(), b"x\x9C");
    }

    #[test]
    fn finish_reports_once() {
        let truncated = Event::Malformed(Malformed::TruncatedCommand);
        for (input, report) in [
            (&b"a"[..], None),
            (b"a\xFF", Some(truncated)),
            (b"\xFF\xFB", Some(truncated)),
            (b"\xFF\xFA", Some(Event::Malformed(Malformed::TruncatedSub))),
            (
                b"\xFF\xFA\x18\x00\xFF",
                Some(Event::SubAborted(Malformed::TruncatedSub)),
            ),
            (b"\xFF\xFA\x18\xFF\x01", None),
        ] {
            let mut decoder = Decoder::new();
            decoder.decode(input).for_each(drop);
            assert_eq!(decoder.finish(), report, "{input:?}");
            assert_eq!(decoder.finish(), None);
            assert_eq!(decoder, Decoder::new());
        }
    }
}
