//! LINEMODE SLC, who answers what (RFC 1184, sections 2.4, 5.5 and 5.9).

use super::slc::MAX_FUNCTIONS;
use super::{
    Function, Level, Modifiers, PayloadError, Setting, Triplet, Triplets,
};
use crate::Side;

/// The local characters of one connection, and what is to be answered to SLC.
///
/// For each function it holds a default, which is what our end can do, and
/// the current setting, as last agreed or asked for. What the level of a
/// default says:
///
/// * [`Level::NoSupport`]: we do not have the function.
/// * [`Level::CantChange`]: we have it with this character only.
/// * [`Level::Value`]: we have it with any character, first this one.
/// * [`Level::Default`]: whatever the other side does is fine.
///
/// One SLC is answered by one [`Reply`] at most, with one triplet at most for
/// each function. An ACK is never answered, and an answer that disagrees has a
/// lower level than what it answers, so two of these never go on for ever.
///
/// ```
/// use telnet_proto::sub::linemode::{
///     Function, Level, Setting, SlcTable, Triplets,
/// };
/// let mut client = SlcTable::client();
/// client.set_default(Function::EC, Setting::new(Level::Value, 127));
/// let mut server = SlcTable::server();
///
/// let exported = client.export();
/// assert_eq!(exported.triplets().as_bytes(), [10, 2, 127]);
/// let answer = server.receive(exported.triplets());
/// assert_eq!(answer.triplets().as_bytes(), [10, 2 | 128, 127]);
/// assert!(client.receive(answer.triplets()).is_empty());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SlcTable {
    /// Whether we are the client: the side that LINEMODE is enabled on.
    client: Side,
    entries: [Entry; MAX_FUNCTIONS],
}

/// What we know of one function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Entry {
    default: Setting,
    current: Setting,
    due: Due,
}

/// What an entry adds to the reply under way. Between calls always `Nothing`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Due {
    Nothing,
    Setting,
    Ack,
}

impl Entry {
    const NEW: Self = Self {
        default: Setting::NO_SUPPORT,
        // "Character values for SLC default to SLC_NOSUPPORT" (section 3).
        current: Setting::NO_SUPPORT,
        due: Due::Nothing,
    };

    /// The setting that we answer with, and whether that is agreement: the
    /// table of section 5.9.
    fn answer(&self, asked: Setting) -> (Setting, bool) {
        let default = self.default;
        match (asked.level(), default.level()) {
            (Level::NoSupport, _)
            | (
                Level::Value | Level::CantChange,
                Level::Value | Level::Default,
            ) => (asked, true),
            // "You may only disagree with a value by sending a different value
            // at a lower level" (section 5.5).
            (Level::Value | Level::CantChange, Level::CantChange)
                if asked.value == default.value =>
            {
                (asked, true)
            }
            (Level::Value, Level::CantChange)
            | (Level::Default, Level::Value | Level::CantChange) => {
                (default, false)
            }
            (Level::CantChange, Level::CantChange)
            | (Level::Value | Level::CantChange, Level::NoSupport)
            | (Level::Default, Level::NoSupport | Level::Default) => {
                (Setting::NO_SUPPORT, false)
            }
        }
    }

    /// A triplet of this function was received: section 5.5, cases 1 to 4.
    fn receive(&mut self, received: Setting, client: Side) {
        let asked =
            Setting { modifiers: received.modifiers.lasting(), ..received };
        // 1. "Ignore it if it is the same as the current settings."
        if asked == self.current {
            return;
        }
        let (setting, agreed) = self.answer(asked);
        if received.modifiers.contains(Modifiers::ACK) {
            // 2. "On the server side, the command is ignored, and on the
            // client side, a switch is made to the new value."
            if client == Side::Local && agreed {
                self.current = asked;
            }
            return;
        }
        // 3. and 4.
        self.current = setting;
        self.due = if agreed { Due::Ack } else { Due::Setting };
    }

    /// Goes back to the default, which is due unless there was and is none.
    fn reset(&mut self) {
        if self.is_supported() {
            self.due = Due::Setting;
        }
        self.current = self.default;
    }

    /// Makes the current setting due.
    fn show(&mut self) {
        if self.is_supported() {
            self.due = Due::Setting;
        }
        // "If the server does not support some of the editing functions, they
        // should be sent as XXX SLC_DEFAULT 0" (section 2.4).
        if self.current.level() == Level::NoSupport
            && self.default.level() == Level::Default
        {
            self.current = self.default;
        }
    }

    fn is_supported(&self) -> bool {
        self.current.level() != Level::NoSupport
            || self.default.level() != Level::NoSupport
    }
}

impl SlcTable {
    /// Our end is the client. No function has a default yet.
    #[must_use]
    pub const fn client() -> Self {
        Self { client: Side::Local, entries: [Entry::NEW; MAX_FUNCTIONS] }
    }

    /// Our end is the server. Functions that become commands have no default
    /// yet; the editing functions, EC to EEOL, are left to the client, for
    /// which the RFC wants [`Setting::DEFAULT`] (section 2.4).
    #[must_use]
    pub fn server() -> Self {
        let mut table =
            Self { client: Side::Remote, entries: [Entry::NEW; MAX_FUNCTIONS] };
        for entry in table.entries.iter_mut().skip(9) {
            entry.default = Setting::DEFAULT;
        }
        table
    }

    /// Sets what our end can do from now on. The current setting stays. A
    /// function that is not one of the 30 is ignored.
    pub fn set_default(&mut self, function: Function, default: Setting) {
        if let Some(entry) = self.entry_mut(function) {
            let modifiers = default.modifiers.lasting();
            entry.default = Setting { modifiers, ..default };
        }
    }

    /// What our end can do. [`Setting::NO_SUPPORT`] for a function that is
    /// not one of the 30.
    #[must_use]
    pub fn default_of(&self, function: Function) -> Setting {
        self.entry(function).default
    }

    /// The setting last agreed or asked for. [`Setting::NO_SUPPORT`] for a
    /// function that is not one of the 30.
    #[must_use]
    pub fn current(&self, function: Function) -> Setting {
        self.entry(function).current
    }

    /// Asks for a setting. Returns what to send: nothing where it is the
    /// current one, where our default does not allow it, or where the
    /// function is not one of the 30.
    ///
    /// It counts as current from now on. With [`Level::Default`] the other
    /// side is asked for its setting.
    pub fn request(
        &mut self,
        function: Function,
        setting: Setting,
    ) -> Option<Triplet> {
        let modifiers = setting.modifiers.lasting();
        let setting = Setting { modifiers, ..setting };
        let entry = self.entry_mut(function)?;
        let can = setting.level() == Level::Default || entry.answer(setting).1;
        if setting == entry.current || !can {
            return None;
        }
        entry.current = setting;
        Some(Triplet { function, setting })
    }

    /// Goes back to our defaults, and returns them to be sent.
    ///
    /// When LINEMODE is agreed a client must do this, or send
    /// [`Triplet::IMPORT_DEFAULTS`] (section 5.5).
    pub fn export(&mut self) -> Reply {
        self.entries.iter_mut().for_each(Entry::reset);
        self.take_reply(None)
    }

    /// An SLC was received. Returns what to send, if it is not empty, and
    /// whether anything in it was at fault.
    pub fn receive(&mut self, list: Triplets<'_>) -> Reply {
        let mut fault = None;
        for triplet in list {
            if let Err(why) = self.receive_one(triplet) {
                fault = fault.or(Some(why));
            }
        }
        self.take_reply(fault.or_else(|| list.tail().err()))
    }

    fn receive_one(&mut self, triplet: Triplet) -> Result<(), PayloadError> {
        let Triplet { function, setting } = triplet;
        let client = self.client;
        if let Some(entry) = self.entry_mut(function) {
            entry.receive(setting, client);
            return Ok(());
        }
        if function != Function::ALL {
            return Err(PayloadError::Range);
        }
        // "Only the client may send an octet triplet with the first octet
        // equal to zero" (section 2.4).
        if client == Side::Local {
            return Err(PayloadError::Role);
        }
        let modifiers = setting.modifiers;
        if modifiers.contains(Modifiers::ACK) {
            return Err(PayloadError::Octet(modifiers.code()));
        }
        match modifiers.level() {
            Level::Default => {
                self.entries.iter_mut().for_each(Entry::reset);
                Ok(())
            }
            Level::Value => {
                self.entries.iter_mut().for_each(Entry::show);
                Ok(())
            }
            Level::NoSupport | Level::CantChange => {
                Err(PayloadError::Octet(modifiers.code()))
            }
        }
    }

    fn take_reply(&mut self, fault: Option<PayloadError>) -> Reply {
        let mut reply =
            Reply { octets: [[0; 3]; MAX_FUNCTIONS], len: 0, fault };
        let mut slots = reply.octets.iter_mut();
        for (entry, code) in self.entries.iter_mut().zip(1..=u8::MAX) {
            let flag = match core::mem::replace(&mut entry.due, Due::Nothing) {
                Due::Nothing => continue,
                Due::Setting => Modifiers::default(),
                Due::Ack => Modifiers::ACK,
            };
            let Setting { modifiers, value } = entry.current;
            let setting = Setting { modifiers: modifiers.with(flag), value };
            let triplet = Triplet { function: Function::from(code), setting };
            if let Some(slot) = slots.next() {
                *slot = triplet.to_octets();
                reply.len = reply.len.saturating_add(1);
            }
        }
        reply
    }

    fn entry(&self, function: Function) -> Entry {
        let entry = function.index().and_then(|at| self.entries.get(at));
        entry.copied().unwrap_or(Entry::NEW)
    }

    fn entry_mut(&mut self, function: Function) -> Option<&mut Entry> {
        self.entries.get_mut(function.index()?)
    }
}

/// An SLC to send: at most one triplet for each of the 30 functions, by
/// number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "it is to be sent, unless it is empty"]
pub struct Reply {
    octets: [[u8; 3]; MAX_FUNCTIONS],
    len: usize,
    fault: Option<PayloadError>,
}

impl Reply {
    /// The triplets to send.
    #[must_use]
    pub fn triplets(&self) -> Triplets<'_> {
        let used = self.octets.get(..self.len).unwrap_or_default();
        Triplets::new(used.as_flattened())
    }

    /// Whether there is nothing to send.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// What was wrong in the SLC that was received, the first if there is
    /// more: [`PayloadError::Range`] for a function above 30,
    /// [`PayloadError::Role`] for function 0 from a server,
    /// [`PayloadError::Octet`] for modifiers that function 0 may not have,
    /// [`PayloadError::Length`] for one or two octets at the end. Those were
    /// ignored, and the rest was not.
    #[must_use]
    pub const fn fault(&self) -> Option<PayloadError> {
        self.fault
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeSet, VecDeque};
    use std::vec;
    use std::vec::Vec;

    const NO: u8 = 0;
    const CANT: u8 = 1;
    const VALUE: u8 = 2;
    const DEFAULT: u8 = 3;
    const ACK: u8 = 128;
    const IN: u8 = 64;
    const OUT: u8 = 32;

    const FLUSH: u8 = IN | OUT;

    fn setting(modifiers: u8, value: u8) -> Setting {
        Setting { modifiers: Modifiers::from(modifiers), value }
    }

    fn with_defaults(mut table: SlcTable, defaults: &[[u8; 3]]) -> SlcTable {
        for &[function, modifiers, value] in defaults {
            table.set_default(function.into(), setting(modifiers, value));
        }
        table
    }

    /// What is answered. Nothing may be at fault.
    fn receive(table: &mut SlcTable, list: &[[u8; 3]]) -> Vec<[u8; 3]> {
        let reply = table.receive(Triplets::new(list.as_flattened()));
        assert_eq!(reply.fault(), None);
        octets(&reply)
    }

    fn octets(reply: &Reply) -> Vec<[u8; 3]> {
        let list: Vec<_> =
            reply.triplets().iter().map(Triplet::to_octets).collect();
        assert_eq!(reply.is_empty(), list.is_empty());
        list
    }

    /// Both ends until there is nothing more to send.
    fn settle(to: &mut SlcTable, from: &mut SlcTable, first: Reply) {
        let (mut to, mut from) = (to, from);
        let mut reply = first;
        for _ in 0..4 {
            reply = to.receive(reply.triplets());
            if reply.is_empty() {
                return;
            }
            core::mem::swap(&mut to, &mut from);
        }
        panic!("{reply:?}");
    }

    #[test]
    fn all_functions_start_without_support() {
        for table in [SlcTable::client(), SlcTable::server()] {
            for function in (0..=255).map(Function::from) {
                assert_eq!(table.current(function), Setting::NO_SUPPORT);
            }
        }
    }

    /// The example of pages 19 and 20.
    #[test]
    fn the_client_exports_and_the_server_acknowledges() {
        let exported = [
            [1, DEFAULT, 0],
            [3, VALUE | FLUSH, 3],
            [4, VALUE, 15],
            [5, DEFAULT, 0],
            [7, VALUE | FLUSH, 28],
            [8, VALUE, 4],
            [9, VALUE | IN, 26],
            [10, VALUE, 127],
            [11, VALUE, 21],
            [12, VALUE, 23],
            [13, VALUE, 18],
            [14, VALUE, 22],
            [15, VALUE, 17],
            [16, VALUE, 19],
        ];
        let mut client = with_defaults(SlcTable::client(), &exported);
        let mut server = with_defaults(
            SlcTable::server(),
            &[[3, VALUE, 3], [7, VALUE, 28], [8, VALUE, 4]],
        );
        assert_eq!(octets(&client.export()), exported);
        let answered = receive(&mut server, &exported);
        assert_eq!(
            answered,
            [
                [1, NO, 0],
                [3, VALUE | FLUSH | ACK, 3],
                [4, NO, 0],
                [5, NO, 0],
                [7, VALUE | FLUSH | ACK, 28],
                [8, VALUE | ACK, 4],
                [9, NO, 0],
                [10, VALUE | ACK, 127],
                [11, VALUE | ACK, 21],
                [12, VALUE | ACK, 23],
                [13, VALUE | ACK, 18],
                [14, VALUE | ACK, 22],
                [15, VALUE | ACK, 17],
                [16, VALUE | ACK, 19],
            ]
        );
        let acks = receive(&mut client, &answered);
        let no = NO | ACK;
        assert_eq!(acks, [[1, no, 0], [4, no, 0], [5, no, 0], [9, no, 0]]);
        assert_eq!(receive(&mut server, &acks), Vec::<[u8; 3]>::new());
        assert!(
            (1..=30)
                .map(Function::from)
                .all(|it| { client.current(it) == server.current(it) })
        );
    }

    /// "The user decides to import the remote sides default special characters"
    /// (page 21).
    #[test]
    fn function_0_asks_for_the_defaults() {
        let defaults = [[3, VALUE | FLUSH, 3], [8, CANT, 4], [10, VALUE, 127]];
        let mut server = with_defaults(SlcTable::server(), &defaults);
        receive(&mut server, &[[3, VALUE, 9], [10, VALUE, 8], [11, VALUE, 21]]);
        let all = Triplet::IMPORT_DEFAULTS.to_octets();
        assert_eq!(all, [0, DEFAULT, 0]);
        let sent = receive(&mut server, &[all]);
        assert_eq!(sent[..3], defaults);
        // The editing functions that it does not have: EL and the others.
        let rest: Vec<_> = (11..=30).map(|it| [it, DEFAULT, 0]).collect();
        assert_eq!(sent[3..], rest);

        // "Since these are the same as the current local settings, no response is
        // generated"; what is left to the client it answers with its own.
        let mut client = with_defaults(
            SlcTable::client(),
            &[[3, VALUE | FLUSH, 3], [8, VALUE, 4], [11, VALUE, 21]],
        );
        let _ = client.request(Function::IP, setting(VALUE | FLUSH, 3));
        let reply = receive(&mut client, &sent);
        assert_eq!(
            reply[..3],
            [[8, CANT | ACK, 4], [10, NO, 0], [11, VALUE, 21]]
        );
        let answered = receive(&mut server, &reply);
        assert_eq!(answered[1], [11, VALUE | ACK, 21]);
        assert_eq!(receive(&mut client, &answered), Vec::<[u8; 3]>::new());
    }

    #[test]
    fn function_0_asks_for_the_current_settings() {
        let mut server = with_defaults(SlcTable::server(), &[[3, VALUE, 3]]);
        receive(&mut server, &[[3, VALUE, 9], [10, VALUE, 8]]);
        let sent = receive(&mut server, &[Triplet::IMPORT_CURRENT.to_octets()]);
        assert_eq!(
            sent[..3],
            [[3, VALUE, 9], [10, VALUE, 8], [11, DEFAULT, 0]]
        );
        // "The third octet does not matter."
        assert_eq!(receive(&mut server, &[[0, VALUE, 77]]), sent);
    }

    #[test]
    fn function_0_is_only_for_clients_and_two_levels() {
        let defaults = [[3, VALUE, 3]];
        let mut client = with_defaults(SlcTable::client(), &defaults);
        let mut server = with_defaults(SlcTable::server(), &defaults);
        for modifiers in 0..=255 {
            let list = [0, modifiers, 0];
            let before = client;
            let reply = client.receive(Triplets::new(&list));
            assert!(reply.is_empty());
            assert_eq!(reply.fault(), Some(PayloadError::Role));
            assert_eq!(client, before);

            let legal = modifiers & ACK == 0 && modifiers & 3 >= VALUE;
            let reply = server.receive(Triplets::new(&list));
            assert_eq!(!reply.is_empty(), legal);
            let fault = (!legal).then_some(PayloadError::Octet(modifiers));
            assert_eq!(reply.fault(), fault);
        }
    }

    /// The table of section 5.9, for each default.
    #[test]
    fn what_is_answered_to_each_level() {
        for (default, received, answer) in [
            ([VALUE, 5], [DEFAULT, 0], [VALUE, 5]),
            ([CANT, 5], [DEFAULT, 0], [CANT, 5]),
            ([NO, 0], [DEFAULT, 0], [NO, 0]),
            ([DEFAULT, 0], [DEFAULT, 0], [NO, 0]),
            ([VALUE, 5], [VALUE, 9], [VALUE | ACK, 9]),
            ([VALUE, 5], [VALUE | IN, 5], [VALUE | IN | ACK, 5]),
            ([DEFAULT, 0], [VALUE, 9], [VALUE | ACK, 9]),
            ([CANT, 5], [VALUE, 9], [CANT, 5]),
            ([CANT, 5], [VALUE, 5], [VALUE | ACK, 5]),
            ([NO, 0], [VALUE, 9], [NO, 0]),
            ([VALUE, 5], [CANT, 9], [CANT | ACK, 9]),
            ([DEFAULT, 0], [CANT, 9], [CANT | ACK, 9]),
            ([CANT, 5], [CANT, 5], [CANT | ACK, 5]),
            ([CANT, 5], [CANT, 9], [NO, 0]),
            ([NO, 0], [CANT, 9], [NO, 0]),
            ([VALUE, 5], [NO, 9], [NO | ACK, 9]),
            ([NO, 0], [NO, 9], [NO | ACK, 9]),
        ] {
            for table in [SlcTable::client(), SlcTable::server()] {
                let [level, value] = default;
                let mut table = with_defaults(table, &[[10, level, value]]);
                let [level, value] = received;
                let reply = receive(&mut table, &[[10, level, value]]);
                let [level, value] = answer;
                assert_eq!(reply, [[10, level, value]]);
                assert_eq!(
                    table.current(Function::EC),
                    setting(level & !ACK, value)
                );
            }
        }
    }

    #[test]
    fn the_current_setting_is_ignored() {
        for table in [SlcTable::client(), SlcTable::server()] {
            let mut table = with_defaults(table, &[[10, VALUE, 127]]);
            assert!(receive(&mut table, &[[10, NO, 0]]).is_empty());
            let list = [[10, VALUE, 8]];
            assert_eq!(receive(&mut table, &list), [[10, VALUE | ACK, 8]]);
            for _ in 0..1000 {
                assert!(receive(&mut table, &list).is_empty());
            }
        }
    }

    #[test]
    fn an_ack_is_never_answered() {
        for default in
            [[10, NO, 0], [10, CANT, 5], [10, VALUE, 5], [10, DEFAULT, 0]]
        {
            for table in [SlcTable::client(), SlcTable::server()] {
                for code in 128..=255 {
                    for value in [0, 5, 9] {
                        let mut table = with_defaults(table, &[default]);
                        let _ = table.export();
                        assert!(
                            receive(&mut table, &[[10, code, value]])
                                .is_empty()
                        );
                    }
                }
            }
        }
    }

    /// "So that if a request to change the same character is generated by both
    /// the server and the client, they will both settle on the clients requested
    /// value" (section 5.5).
    #[test]
    fn of_two_requests_that_cross_the_client_s_counts() {
        let defaults = [[10, VALUE, 127]];
        for wish in [setting(VALUE, 8), Setting::NO_SUPPORT, setting(CANT, 9)] {
            let mut client = with_defaults(SlcTable::client(), &defaults);
            let mut server = with_defaults(SlcTable::server(), &defaults);
            let first = client.export();
            settle(&mut server, &mut client, first);
            let ours = client.request(Function::EC, wish).unwrap();
            let its = server.request(Function::EC, setting(VALUE, 21)).unwrap();
            let to_server = receive(&mut client, &[its.to_octets()]);
            let to_client = receive(&mut server, &[ours.to_octets()]);
            assert!(receive(&mut client, &to_client).is_empty());
            assert!(receive(&mut server, &to_server).is_empty());
            assert_eq!(client.current(Function::EC), wish);
            assert_eq!(server.current(Function::EC), wish);
        }
    }

    #[test]
    fn a_client_keeps_what_it_cannot_change_in_spite_of_an_ack() {
        let mut client = with_defaults(SlcTable::client(), &[[10, CANT, 5]]);
        let _ = client.export();
        assert!(receive(&mut client, &[[10, CANT | ACK, 9]]).is_empty());
        assert_eq!(client.current(Function::EC), setting(CANT, 5));
    }

    #[test]
    fn requests_that_say_nothing_or_cannot_be_are_not_sent() {
        let defaults = [[10, VALUE, 127], [11, CANT, 21]];
        let mut table = with_defaults(SlcTable::client(), &defaults);
        assert_eq!(table.default_of(Function::EL), setting(CANT, 21));
        for (function, wish) in [
            (Function::EC, Setting::NO_SUPPORT),
            (Function::EL, setting(VALUE, 5)),
            (Function::EW, setting(VALUE, 5)),
            (Function::ALL, Setting::DEFAULT),
            (Function::from(31), setting(VALUE, 5)),
        ] {
            assert_eq!(table.request(function, wish), None);
        }
        let wish = setting(VALUE | ACK | 16, 5);
        let sent = table.request(Function::EC, wish).unwrap();
        assert_eq!(sent.to_octets(), [10, VALUE, 5]);
        assert_eq!(table.request(Function::EC, wish), None);
        assert!(table.request(Function::EC, Setting::DEFAULT).is_some());
    }

    #[test]
    fn a_flood_of_5000_triplets_gets_one_answer_for_each_function() {
        let flood: Vec<u8> = (0..5000u16)
            .flat_map(|it| [(it % 256) as u8, VALUE, (it / 256) as u8])
            .collect();
        for table in [SlcTable::client(), SlcTable::server()] {
            let mut table = table;
            let reply = table.receive(Triplets::new(&flood));
            let codes: Vec<u8> =
                octets(&reply).iter().map(|&[code, ..]| code).collect();
            assert_eq!(codes, (1..=30).collect::<Vec<u8>>());
            assert!(reply.fault().is_some());
        }
        // The last one counts.
        let mut table = with_defaults(SlcTable::client(), &[[10, VALUE, 0]]);
        let list: Vec<_> = (0..=255).map(|it| [10, VALUE, it]).collect();
        assert_eq!(receive(&mut table, &list), [[10, VALUE | ACK, 255]]);
    }

    #[test]
    fn functions_31_to_255_are_not_answered() {
        for table in [SlcTable::client(), SlcTable::server()] {
            for code in 31..=255 {
                let mut touched = table;
                let list = [code, VALUE, 1];
                let reply = touched.receive(Triplets::new(&list));
                assert!(reply.is_empty());
                assert_eq!(reply.fault(), Some(PayloadError::Range));
                assert_eq!(touched, table);
                touched.set_default(code.into(), setting(VALUE, 1));
                assert_eq!(touched, table);
                assert_eq!(touched.current(code.into()), Setting::NO_SUPPORT);
            }
        }
    }

    #[test]
    fn a_tail_is_reported_and_the_rest_answered() {
        for tail in [&[10][..], &[10, VALUE]] {
            let mut table = SlcTable::server();
            let list = [&[11, VALUE, 21][..], tail].concat();
            let reply = table.receive(Triplets::new(&list));
            assert_eq!(octets(&reply), [[11, VALUE | ACK, 21]]);
            assert_eq!(reply.fault(), Some(PayloadError::Length));
            // The first fault is the one told.
            let list = [&[99, VALUE, 21][..], tail].concat();
            let fault = table.receive(Triplets::new(&list)).fault();
            assert_eq!(fault, Some(PayloadError::Range));
        }
    }

    /// The current settings of both ends, what is on its way, and how many
    /// triplets have arrived.
    type Pair = ([[u8; 2]; 2], [VecDeque<[u8; 3]>; 2], u8, u8);

    /// Every order of two requests and of the arrivals between them, for every
    /// leaning of both ends: it ends after few answers, in one setting.
    #[test]
    fn every_exchange_ends_in_one_setting() {
        let leanings =
            [[NO, 0], [CANT, 5], [CANT, 7], [VALUE, 5], [DEFAULT, 0]];
        for client in leanings {
            for server in leanings {
                let ends = [
                    with_defaults(
                        SlcTable::client(),
                        &[[10, client[0], client[1]]],
                    ),
                    with_defaults(
                        SlcTable::server(),
                        &[[10, server[0], server[1]]],
                    ),
                ];
                search(ends);
            }
        }
    }

    fn search(ends: [SlcTable; 2]) {
        let wishes = [[NO, 0], [CANT, 5], [VALUE, 5], [VALUE, 8], [DEFAULT, 0]];
        let start: Pair =
            ([[NO, 0]; 2], [VecDeque::new(), VecDeque::new()], 3, 0);
        let mut seen = BTreeSet::new();
        let mut todo = vec![start];
        while let Some(pair) = todo.pop() {
            if !seen.insert(pair.clone()) {
                continue;
            }
            for (side, end) in ends.iter().enumerate() {
                let other = 1 - side;
                let mut go = |wish: Option<[u8; 2]>| {
                    let (mut now, mut wires, mut wishes, mut arrivals) =
                        pair.clone();
                    let mut table = *end;
                    let entry = table.entry_mut(Function::EC).unwrap();
                    entry.current = setting(now[side][0], now[side][1]);
                    if let Some([level, value]) = wish {
                        wishes -= 1;
                        let sent =
                            table.request(Function::EC, setting(level, value));
                        wires[side].extend(sent.map(Triplet::to_octets));
                    } else {
                        arrivals += 1;
                        assert!(arrivals <= 12, "{ends:?}");
                        let received = wires[other].pop_front().unwrap();
                        wires[side].extend(receive(&mut table, &[received]));
                    }
                    let Setting { modifiers, value } =
                        table.current(Function::EC);
                    now[side] = [modifiers.code(), value];
                    todo.push((now, wires, wishes, arrivals));
                };
                if !pair.1[other].is_empty() {
                    go(None);
                }
                if pair.2 > 0 {
                    wishes.iter().for_each(|it| go(Some(*it)));
                }
            }
            if pair.1.iter().all(VecDeque::is_empty) {
                let [client, server] = pair.0;
                assert_eq!(client, server, "{ends:?}");
            }
        }
    }
}
