//! The connection's model: one octet at a time, the words of RFC 1143, and no
//! bounds but the one on subnegotiations.

use core::mem::take;

use telnet_proto::{
    Change, Command, Malformed, Negotiation, Side, TelnetOption,
};
use telnet_session::{Config, Event, EventKind, Session};

use super::{
    Item, NaiveDecoder,
    options::{NaiveOptions, Step},
};

const SE: u8 = 240;
const SB: u8 = 250;
const IAC: u8 = 255;
/// `SEND` of RFC 1091.
const SEND: u8 = 1;
/// So many octets may stand behind it, though RFC 1091 has none.
const LONGEST_NAME: usize = 256;

/// How the model behaves: a configuration said once more.
#[derive(Clone, Debug)]
pub struct Rules {
    /// What the peer may enable, and on which side. TTYPE and NAWS of ours
    /// are agreed to where there is something to tell.
    pub agreed: Vec<(Side, TelnetOption)>,
    /// What is asked for at the start, in this order.
    pub requested: Vec<(Side, TelnetOption)>,
    /// The names that answer TTYPE SEND; where there are none, and no callback
    /// would answer, `UNKNOWN` does.
    pub terminal_types: Vec<&'static str>,
    /// Whether an option callback is set.
    pub calls_back: bool,
    /// Columns and rows.
    pub window_size: Option<(u16, u16)>,
    /// What answers AYT.
    pub ayt_answer: Option<&'static [u8]>,
    /// Longest payload, in octets.
    pub max_subnegotiation: usize,
}

impl Rules {
    /// The default.
    #[must_use]
    pub fn client() -> Self {
        Self {
            agreed: vec![
                (Side::Remote, TelnetOption::ECHO),
                (Side::Remote, TelnetOption::SGA),
                (Side::Local, TelnetOption::SGA),
            ],
            requested: Vec::new(),
            terminal_types: Vec::new(),
            calls_back: false,
            window_size: None,
            ayt_answer: None,
            max_subnegotiation: 16 * 1024,
        }
    }

    /// A configuration with all left to the application that the model does not
    /// answer.
    #[must_use]
    pub fn leave(config: Config) -> Config {
        config
            .leave_to_application(TelnetOption::NEW_ENVIRON)
            .leave_to_application(TelnetOption::OLD_ENVIRON)
            .leave_to_application(TelnetOption::CHARSET)
    }

    /// A server for terminals.
    #[must_use]
    pub fn server() -> Self {
        let requested = vec![
            (Side::Local, TelnetOption::ECHO),
            (Side::Local, TelnetOption::SGA),
            (Side::Remote, TelnetOption::SGA),
            (Side::Remote, TelnetOption::NAWS),
            (Side::Remote, TelnetOption::TTYPE),
        ];
        Self {
            agreed: requested.clone(),
            requested,
            ayt_answer: Some(b"\r\n[Yes]\r\n"),
            ..Self::client()
        }
    }
}

/// An event in comparable form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Octets of text before it.
    pub offset: u64,
    /// What was said.
    pub said: Said,
}

/// What was said: [`EventKind`] with its payload in sight.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the model is complete")]
#[expect(missing_docs, reason = "as in `EventKind`")]
pub enum Said {
    Command(Command),
    Option(Side, TelnetOption, Change),
    Subnegotiation(TelnetOption, Vec<u8>),
    Unwanted(TelnetOption),
    Oversize(TelnetOption),
    Malformed(Malformed),
}

impl From<Event> for Note {
    /// # Panics
    ///
    /// On an event this model does not know.
    fn from(event: Event) -> Self {
        let said = match event.kind {
            EventKind::Command(command) => Said::Command(command),
            EventKind::Option { side, option, change } => {
                Said::Option(side, option, change)
            }
            EventKind::Subnegotiation { option, payload } => {
                Said::Subnegotiation(option, payload.to_vec())
            }
            EventKind::Unwanted(option) => Said::Unwanted(option),
            EventKind::Oversize(option) => Said::Oversize(option),
            EventKind::Malformed(why) => Said::Malformed(why),
            unknown @ (EventKind::SynchAbandoned | _) => {
                panic!("no note for the event {unknown:?}")
            }
        };
        Self { offset: event.offset, said }
    }
}

/// All that a connection gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// What the peer wrote.
    pub text: Vec<u8>,
    /// The octets to transmit.
    pub output: Vec<u8>,
    /// The events.
    pub notes: Vec<Note>,
}

impl Given {
    /// What a session gives, taken out of it.
    #[must_use]
    pub fn by(session: &mut Session) -> Self {
        let mut all = Self::default();
        all.collect(session);
        all
    }

    /// Adds what a session gives, until it gives no more.
    ///
    /// # Panics
    ///
    /// If it gives without end.
    pub fn collect(&mut self, session: &mut Session) {
        let mut had = usize::MAX;
        while had != self.len() {
            had = self.len();
            assert!(had < 1 << 22, "{session:?} gives without end");
            self.output.extend_from_slice(session.transmit());
            session.transmitted(session.transmit().len());
            self.text.extend_from_slice(&session.take_all());
            self.notes.extend(session.poll_event().map(Note::from));
        }
    }

    fn len(&self) -> usize {
        self.text.len() + self.output.len() + self.notes.len()
    }
}

/// The model.
#[derive(Clone, Debug)]
pub struct NaiveSession {
    rules: Rules,
    decoder: NaiveDecoder,
    options: NaiveOptions,
    /// The last octet of data was the CR of an NVT.
    after_cr: bool,
    /// The subnegotiation that is being received, if it is wanted.
    sub: Option<(TelnetOption, Vec<u8>)>,
    /// How often the terminal type was asked for since it was agreed to.
    types_told: usize,
    /// An answer to AYT is not taken yet.
    ayt_answered: bool,
    /// Octets of text so far.
    offset: u64,
    given: Given,
}

impl NaiveSession {
    /// The model at the start of a connection.
    #[must_use]
    pub fn new(rules: Rules) -> Self {
        let mut agreed = rules.agreed.clone();
        if !rules.terminal_types.is_empty() {
            agreed.push((Side::Local, TelnetOption::TTYPE));
        }
        if rules.window_size.is_some() {
            agreed.push((Side::Local, TelnetOption::NAWS));
        }
        let mut session = Self {
            decoder: NaiveDecoder::new(),
            options: NaiveOptions::new(agreed),
            after_cr: false,
            sub: None,
            types_told: 0,
            ayt_answered: false,
            offset: 0,
            given: Given::default(),
            rules,
        };
        for (side, option) in session.rules.requested.clone() {
            session.request(side, option, true);
        }
        session
    }

    /// All that it gives for a stream that ends.
    #[must_use]
    pub fn run(rules: &Rules, stream: &[u8]) -> Given {
        let mut session = Self::new(rules.clone());
        session.receive(stream);
        session.receive_eof();
        session.take()
    }

    /// Takes the next octets of the stream.
    pub fn receive(&mut self, octets: &[u8]) {
        for &octet in octets {
            for item in self.decoder.push(octet) {
                self.item(item);
            }
        }
    }

    /// Ends the stream.
    pub fn receive_eof(&mut self) {
        if let Some(item) = self.decoder.finish() {
            self.item(item);
        }
    }

    /// What it gave since it was asked last: read, polled and transmitted.
    #[must_use]
    pub fn take(&mut self) -> Given {
        self.ayt_answered = false;
        take(&mut self.given)
    }

    /// Asks to enable or disable an option. Requests are queued.
    pub fn request(&mut self, side: Side, option: TelnetOption, enable: bool) {
        let step = self.options.request(side, option, enable);
        self.step(side, option, step);
    }

    // ---- The stream

    fn item(&mut self, item: Item) {
        match item {
            Item::Data(octets) => {
                octets.into_iter().for_each(|octet| self.data(octet));
            }
            Item::Command(command) => self.command(command),
            Item::Negotiation(it) => self.negotiation(it),
            Item::SubBegin(option) => {
                let wanted = self.is_on(Side::Local, option)
                    || self.is_on(Side::Remote, option);
                self.sub = wanted.then(|| (option, Vec::new()));
                if !wanted {
                    self.note(Said::Unwanted(option));
                }
            }
            Item::SubData(octets) => {
                if let Some((_, payload)) = &mut self.sub {
                    payload.extend(octets);
                }
            }
            Item::SubEnd => {
                if let Some((option, payload)) = self.sub.take() {
                    self.subnegotiation(option, payload);
                }
            }
            Item::SubAborted(why) => {
                // One report each, of the first cause.
                if let Some((option, payload)) = self.sub.take() {
                    let fits = payload.len() <= self.rules.max_subnegotiation;
                    self.note(if fits {
                        Said::Malformed(why)
                    } else {
                        Said::Oversize(option)
                    });
                }
            }
            Item::Malformed(why) => self.note(Said::Malformed(why)),
        }
    }

    /// A NUL after the CR of an NVT is part of it. What is between them and
    /// is no data does not part them, but for what BINARY made of either.
    fn data(&mut self, octet: u8) {
        let nvt = !self.is_on(Side::Remote, TelnetOption::BINARY);
        if !(nvt && self.after_cr && octet == 0) {
            self.given.text.push(octet);
            self.offset += 1;
        }
        self.after_cr = nvt && octet == b'\r';
    }

    fn command(&mut self, command: Command) {
        self.note(Said::Command(command));
        if let (Command::AYT, false, Some(answer)) =
            (command, self.ayt_answered, self.rules.ayt_answer)
        {
            self.ayt_answered = true;
            self.send_doubled(answer);
        }
    }

    fn subnegotiation(&mut self, option: TelnetOption, payload: Vec<u8>) {
        if payload.len() > self.rules.max_subnegotiation {
            return self.note(Said::Oversize(option));
        }
        if option == TelnetOption::TTYPE
            && self.is_on(Side::Local, option)
            && payload.first() == Some(&SEND)
            && payload.len() <= 1 + LONGEST_NAME
        {
            self.tell_terminal_type();
        }
        self.note(Said::Subnegotiation(option, payload));
    }

    /// The next name; the last one comes twice, then the list starts over
    /// (RFC 1091).
    fn tell_terminal_type(&mut self) {
        let mut round = self.rules.terminal_types.clone();
        round.extend(round.last().copied());
        if round.is_empty() && !self.rules.calls_back {
            round.push("UNKNOWN");
        }
        if !round.is_empty() {
            let name = round[self.types_told % round.len()];
            self.types_told += 1;
            let payload = [b"\0", name.as_bytes()].concat();
            self.send_subnegotiation(TelnetOption::TTYPE, &payload);
        }
    }

    /// An option of ours is on now, and was not.
    fn switched_on(&mut self, option: TelnetOption) {
        if option == TelnetOption::TTYPE {
            self.types_told = 0;
        }
        if let (TelnetOption::NAWS, Some((columns, rows))) =
            (option, self.rules.window_size)
        {
            let payload = [columns.to_be_bytes(), rows.to_be_bytes()].concat();
            self.send_subnegotiation(option, &payload);
        }
    }

    fn negotiation(&mut self, it: Negotiation) {
        let side = NaiveOptions::side(it.verb());
        let option = it.option();
        let was_on = self.is_on(side, option);
        let step = self.options.receive(it);
        self.step(side, option, step);
        if side == Side::Local && !was_on && self.is_on(side, option) {
            self.switched_on(option);
        }
    }

    fn is_on(&self, side: Side, option: TelnetOption) -> bool {
        self.options.is_on(side, option)
    }

    // ---- What it gives

    fn note(&mut self, said: Said) {
        self.given.notes.push(Note { offset: self.offset, said });
    }

    fn step(&mut self, side: Side, option: TelnetOption, step: Step) {
        let (send, change) = step;
        let verb = match (side, send) {
            (_, None) => None,
            (Side::Local, Some(true)) => Some(251),
            (Side::Local, Some(false)) => Some(252),
            (Side::Remote, Some(true)) => Some(253),
            (Side::Remote, Some(false)) => Some(254),
        };
        if let Some(verb) = verb {
            self.given.output.extend([IAC, verb, option.code()]);
        }
        self.note(Said::Option(side, option, change));
    }

    fn send_subnegotiation(&mut self, option: TelnetOption, payload: &[u8]) {
        self.given.output.extend([IAC, SB, option.code()]);
        self.send_doubled(payload);
        self.given.output.extend([IAC, SE]);
    }

    fn send_doubled(&mut self, octets: &[u8]) {
        for &octet in octets {
            self.given.output.push(octet);
            if octet == IAC {
                self.given.output.push(octet);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(rules: &Rules, stream: &[u8]) -> Given {
        NaiveSession::run(rules, stream)
    }

    #[test]
    fn a_nul_belongs_to_the_cr_before_it() {
        let mut rules = Rules::client();
        rules.agreed.push((Side::Remote, TelnetOption::BINARY));
        for (stream, text) in [
            (&b"\r\0\0\r\n\r"[..], &b"\r\0\r\n\r"[..]),
            (b"\r\xFF\xF9\0a", b"\ra"),
            (b"\r\xFF\xFB\0\0a", b"\r\0a"),
            (b"\xFF\xFB\0\r\xFF\xFC\0\0", b"\r\0"),
            (b"\r\xFF\xFB\0x\xFF\xFC\0\0", b"\rx\0"),
            (b"\r\xFF\xFB\0\xFF\xFC\0\0", b"\r"),
        ] {
            assert_eq!(run(&rules, stream).text, text, "{stream:02x?}");
        }
    }

    #[test]
    fn the_client_answers_what_it_was_given() {
        let mut rules = Rules::client();
        rules.terminal_types = vec!["A", "B"];
        rules.window_size = Some((80, 255));
        let send = b"\xFF\xFA\x18\x01\xFF\xF0".repeat(4);
        let stream = [b"\xFF\xFD\x1F\xFF\xFD\x18\xFF\xFD\x27", &send[..]];
        let given = run(&rules, &stream.concat());
        assert_eq!(
            given.output,
            b"\xFF\xFB\x1F\xFF\xFA\x1F\0\x50\0\xFF\xFF\xFF\xF0\
              \xFF\xFB\x18\xFF\xFC\x27\
              \xFF\xFA\x18\0A\xFF\xF0\xFF\xFA\x18\0B\xFF\xF0\
              \xFF\xFA\x18\0B\xFF\xF0\xFF\xFA\x18\0A\xFF\xF0"
        );
        let (last, before) = given.notes.split_last().unwrap();
        assert_eq!(before.len(), 6);
        let said = Said::Subnegotiation(TelnetOption::TTYPE, vec![1]);
        assert_eq!(*last, Note { offset: 0, said });
    }

    #[test]
    fn the_server_asks_echoes_alone_and_is_there() {
        let mut server = NaiveSession::new(Rules::server());
        let asked =
            b"\xFF\xFB\x01\xFF\xFB\x03\xFF\xFD\x03\xFF\xFD\x1F\xFF\xFD\x18";
        assert_eq!(server.take().output, asked);
        server.receive(b"\xFF\xFD\x01\xFF\xFB\x01\xFF\xF6\xFF\xF6");
        assert_eq!(server.take().output, b"\xFF\xFE\x01\r\n[Yes]\r\n");
        server.receive(b"\xFF\xF6");
        assert_eq!(server.take().output, b"\r\n[Yes]\r\n");
    }

    #[test]
    fn an_opposite_request_waits_for_the_answer() {
        let (side, option) = (Side::Remote, TelnetOption::BINARY);
        let mut client = NaiveSession::new(Rules::client());
        for enable in [true, false, true, false] {
            client.request(side, option, enable);
        }
        assert_eq!(client.take().output, b"\xFF\xFD\0");
        client.receive(b"\xFF\xFB\0");
        client.request(side, option, true);
        assert_eq!(client.take().output, b"\xFF\xFE\0");
        client.receive(b"\xFF\xFC\0");
        assert_eq!(client.take().output, b"\xFF\xFD\0");
    }

    #[test]
    fn a_payload_is_unwanted_oversize_or_void() {
        let mut rules = Rules::server();
        rules.max_subnegotiation = 2;
        let given = run(
            &rules,
            b"\xFF\xFA\x1Fabc\xFF\xF0\xFF\xFB\x1Fx\xFF\xFA\x1Fabc\xFF\xF0\
              \xFF\xFA\x1Fab\xFF\xF0\xFF\xFA\x1Fab",
        );
        let naws = TelnetOption::NAWS;
        let said: Vec<Said> =
            given.notes.into_iter().skip(5).map(|note| note.said).collect();
        assert_eq!(
            said,
            [
                Said::Unwanted(naws),
                Said::Option(Side::Remote, naws, Change::Enabled),
                Said::Oversize(naws),
                Said::Subnegotiation(naws, b"ab".to_vec()),
                Said::Malformed(Malformed::TruncatedSub),
            ]
        );
        assert_eq!(given.text, b"x");
    }
}
