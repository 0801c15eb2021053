//! LINEMODE MODE (RFC 1184, section 2.2).

use crate::Side;

/// The mask of MODE. Any octet can be held; bits without a name are kept.
///
/// FLOW and ECHO are not in it: the options TOGGLE-FLOW-CONTROL and ECHO say
/// them (RFC 1184, page 4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mode(u8);

impl Mode {
    /// Nothing set: so both sides start (section 3).
    pub const NONE: Self = Self(0);
    /// The client edits lines, and sends them when they are whole.
    pub const EDIT: Self = Self(1);
    /// The client turns the keys of signals into IP, BRK, AYT, ABORT, EOF and
    /// SUSP.
    pub const TRAPSIG: Self = Self(2);
    /// `MODE_ACK`: the mode is confirmed.
    pub const ACK: Self = Self(4);
    /// The client expands horizontal tabs to spaces.
    pub const SOFT_TAB: Self = Self(8);
    /// The client echoes what is not printable as it is.
    pub const LIT_ECHO: Self = Self(16);

    /// What the client "MUST agree with" (page 5).
    const MANDATORY: Self = Self::EDIT.with(Self::TRAPSIG);

    pub(super) const fn new(code: u8) -> Self {
        Self(code)
    }

    /// The octet on the wire.
    #[must_use]
    pub const fn code(self) -> u8 {
        self.0
    }

    /// Whether all bits of `other` are set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The bits of both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The bits that are not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The bits that are in both.
    const fn within(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl From<u8> for Mode {
    fn from(code: u8) -> Self {
        Self(code)
    }
}

impl From<Mode> for u8 {
    fn from(mode: Mode) -> Self {
        mode.0
    }
}

/// The mode of one connection, and what is to be answered to a MODE.
///
/// It answers at most once to each MODE and never to one with
/// [`Mode::ACK`], so two of these never go on for ever, and when all has
/// arrived both have the same mode.
///
/// ```
/// use telnet_proto::sub::linemode::{Mode, ModeState};
/// let mut server = ModeState::server(Mode::EDIT, Mode::NONE);
/// let mut client = ModeState::client(Mode::NONE);
///
/// let asked = server.request(Mode::EDIT).ok_or("nothing to ask")?;
/// let answer = client.receive(asked).ok_or("no answer")?;
/// assert_eq!(answer, Mode::EDIT.with(Mode::ACK));
/// assert_eq!(server.receive(answer), None);
/// assert_eq!(client.current(), Mode::EDIT);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ModeState {
    /// Whether we are the client: the side that LINEMODE is enabled on.
    client: Side,
    current: Mode,
    /// The bits that we can set.
    allowed: Mode,
    /// The bits that we, as a server, insist on.
    required: Mode,
}

impl ModeState {
    /// Our end is the client. It can do EDIT, TRAPSIG and what is in
    /// `supported`; other bits that the server asks for it declines.
    #[must_use]
    pub const fn client(supported: Mode) -> Self {
        Self {
            client: Side::Local,
            current: Mode::NONE,
            allowed: supported.with(Mode::MANDATORY).without(Mode::ACK),
            required: Mode::NONE,
        }
    }

    /// Our end is the server. It agrees to a mode of `allowed` bits that the
    /// client asks for, and sets those of EDIT and TRAPSIG that are in
    /// `required` where the client left them out.
    #[must_use]
    pub const fn server(allowed: Mode, required: Mode) -> Self {
        let required = required.within(Mode::MANDATORY);
        Self {
            client: Side::Remote,
            current: Mode::NONE,
            allowed: allowed.with(required).without(Mode::ACK),
            required,
        }
    }

    /// The mode last agreed to or asked for, without [`Mode::ACK`].
    #[must_use]
    pub const fn current(&self) -> Mode {
        self.current
    }

    /// Asks for a mode, [`Mode::ACK`] left out. Returns what to send:
    /// nothing where the mode is in use already.
    ///
    /// The mode counts as current from now on. Otherwise a client would ignore
    /// the confirmation of its own request, as the RFC has it ignore one of a
    /// mode that "is different".
    pub const fn request(&mut self, mode: Mode) -> Option<Mode> {
        let mode = mode.without(Mode::ACK);
        if mode.0 == self.current.0 {
            return None;
        }
        self.current = mode;
        Some(mode)
    }

    /// A MODE was received. Returns what to send.
    pub const fn receive(&mut self, received: Mode) -> Option<Mode> {
        let asked = received.without(Mode::ACK);
        // "If a MODE command is received with a mode mask that is currently in
        // use (ignoring the MODE_ACK bit), the MODE command is ignored."
        if asked.0 == self.current.0 {
            return None;
        }
        // "A response is never generated to a MODE command that has the
        // MODE_ACK bit set."
        if received.contains(Mode::ACK) {
            // "The client will ignore the new mode, and the server will switch
            // to the new mode."
            if matches!(self.client, Side::Remote) {
                self.current = asked;
            }
            return None;
        }
        // "Either the new mode mask and the MODE_ACK bit set, or a subset of
        // the new mode mask." Only a server adds bits: those required.
        self.current = asked.within(self.allowed).with(self.required);
        if self.current.0 == asked.0 {
            Some(asked.with(Mode::ACK))
        } else {
            Some(self.current)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeSet, VecDeque};
    use std::vec;

    const EDIT: Mode = Mode::EDIT;
    const BOTH: Mode = Mode::MANDATORY;
    const ALL: Mode = Mode(!4);

    fn ack(mode: Mode) -> Option<Mode> {
        Some(mode.with(Mode::ACK))
    }

    #[test]
    fn the_client_agrees_with_edit_and_trapsig() {
        for bits in 0..4 {
            let mut client = ModeState::client(Mode::NONE);
            client.current = Mode(8);
            assert_eq!(client.receive(Mode(bits)), ack(Mode(bits)));
            assert_eq!(client.current(), Mode(bits));
        }
    }

    #[test]
    fn what_is_not_supported_is_left_out_of_a_subset() {
        let mut client = ModeState::client(Mode::SOFT_TAB);
        let asked = EDIT.with(Mode::SOFT_TAB).with(Mode::LIT_ECHO);
        let subset = EDIT.with(Mode::SOFT_TAB);
        assert_eq!(client.receive(asked), Some(subset));
        assert_eq!(client.current(), subset);
        // A bit without a name.
        assert_eq!(client.receive(Mode(32)), Some(Mode::NONE));
    }

    #[test]
    fn a_flood_of_the_same_mode_is_ignored() {
        let mut client = ModeState::client(ALL);
        let mut server = ModeState::server(ALL, EDIT);
        assert_eq!(client.receive(Mode::NONE), None);
        assert_eq!(client.receive(BOTH), ack(BOTH));
        assert_eq!(server.request(BOTH), Some(BOTH));
        for _ in 0..1_000_000 {
            assert_eq!(client.receive(BOTH), None);
            assert_eq!(server.receive(BOTH), None);
            assert_eq!(server.request(BOTH), None);
        }
    }

    #[test]
    fn an_ack_is_never_answered() {
        for code in 0..=255 {
            let received = Mode(code).with(Mode::ACK);
            let asked = received.without(Mode::ACK);
            let mut client = ModeState::client(ALL);
            assert_eq!(client.receive(received), None);
            // "The client will ignore the new mode".
            assert_eq!(client.current(), Mode::NONE);
            let mut server = ModeState::server(Mode::NONE, EDIT);
            assert_eq!(server.receive(received), None);
            // "The server will switch to the new mode".
            assert_eq!(server.current(), asked);
        }
    }

    #[test]
    fn the_server_may_set_edit_and_trapsig() {
        let mut server = ModeState::server(ALL, BOTH.with(Mode::SOFT_TAB));
        assert_eq!(server.receive(Mode::LIT_ECHO), Some(Mode(16 | 3)));
        assert_eq!(server.receive(Mode(16 | 3)), None);
        assert_eq!(server.receive(Mode(8 | 3)), ack(Mode(8 | 3)));
        // What it does not allow it leaves out.
        let mut server = ModeState::server(EDIT, Mode::NONE);
        assert_eq!(server.receive(BOTH), Some(EDIT));
        assert_eq!(server.receive(Mode::NONE), ack(Mode::NONE));
    }

    #[test]
    fn the_example_of_pages_20_and_21() {
        let mut server = ModeState::server(ALL, Mode::NONE);
        let mut client = ModeState::client(ALL);
        for mode in [EDIT, Mode::TRAPSIG, BOTH, Mode::NONE, BOTH] {
            assert_eq!(server.request(mode), Some(mode));
            assert_eq!(client.receive(mode), ack(mode));
            assert_eq!(server.receive(mode.with(Mode::ACK)), None);
        }
    }

    #[test]
    fn codes() {
        for code in 0..=255 {
            let mode = Mode::from(code);
            assert_eq!((mode.code(), u8::from(mode)), (code, code));
        }
        assert_eq!(
            [EDIT, Mode::TRAPSIG, Mode::ACK, Mode::SOFT_TAB, Mode::LIT_ECHO]
                .map(Mode::code),
            [1, 2, 4, 8, 16]
        );
    }

    /// The modes of both ends, what is on its way from each, requests yet to
    /// make, and how many MODEs have arrived.
    type Pair = ([u8; 2], [VecDeque<u8>; 2], u8, u8);

    /// Every order of three requests and of the arrivals between them, for
    /// clients and servers of every leaning: it ends after four MODEs for each
    /// request at most, and both have the same mode.
    #[test]
    fn every_exchange_ends_in_one_mode() {
        for supported in [0, 8] {
            for (allowed, required) in
                [(0, 0), (1, 1), (3, 0), (11, 0), (11, 3)]
            {
                search([
                    ModeState::client(Mode(supported)),
                    ModeState::server(Mode(allowed), Mode(required)),
                ]);
            }
        }
    }

    fn search(ends: [ModeState; 2]) {
        let start: Pair = ([0; 2], [VecDeque::new(), VecDeque::new()], 3, 0);
        let mut seen = BTreeSet::new();
        let mut todo = vec![start];
        while let Some(pair) = todo.pop() {
            if !seen.insert(pair.clone()) {
                continue;
            }
            for (side, end) in ends.iter().enumerate() {
                let other = 1 - side;
                let mut go = |request: Option<u8>| {
                    let (mut modes, mut wires, mut requests, mut arrivals) =
                        pair.clone();
                    let mut end =
                        ModeState { current: Mode(modes[side]), ..*end };
                    let sent = if let Some(mode) = request {
                        requests -= 1;
                        end.request(Mode(mode))
                    } else {
                        arrivals += 1;
                        assert!(arrivals <= 12, "{ends:?}");
                        end.receive(Mode(wires[other].pop_front().unwrap()))
                    };
                    modes[side] = end.current.0;
                    wires[side].extend(sent.map(Mode::code));
                    todo.push((modes, wires, requests, arrivals));
                };
                if !pair.1[other].is_empty() {
                    go(None);
                }
                if pair.2 > 0 {
                    [0, 1, 2, 8, 9, 11].iter().for_each(|it| go(Some(*it)));
                }
            }
            if pair.1.iter().all(VecDeque::is_empty) {
                let [client, server] = pair.0;
                assert_eq!(client, server, "{ends:?}");
            }
        }
    }
}
