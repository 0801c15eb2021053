//! What received octets do.

use bytes::Bytes;
use memchr::memchr;
use telnet_proto::{
    Command, Duty, Event as Wire, Events, Malformed, Side, Synched,
    TelnetOption,
};

use super::Session;
use crate::incoming::{Held, Payload};
use crate::watch::{Direction, EventKind, Trace};

/// Where an octet 255 ends a run of fewer octets, another one is taken to be near.
const SHORT: usize = 16;

/// How the text of a piece of input is taken.
#[derive(Clone, Copy)]
enum Way {
    /// Others than its reader are told what comes. Nobody begins to be while octets are
    /// decoded.
    Watched,
    /// No octet is NUL: data is text as it is. So BINARY, which is option 0, does not
    /// begin, either.
    AsItIs,
    Other,
}

impl Session {
    /// Decodes as much of `input` as there is room for, and returns how much
    /// that was.
    pub(super) fn process(&mut self, input: &[u8]) -> usize {
        if self.machine.is_some() {
            return self.process_as_telnetlib(input);
        }
        let mut rest = input;
        if !self.incoming.is_packed() && self.has_room() {
            self.decode(&mut rest);
        }
        #[cfg(feature = "mccp")]
        while self.incoming.unpacks(rest) && self.has_room() {
            if !self.unpack(&mut rest) {
                break;
            }
            if !self.incoming.is_packed() && self.has_room() {
                self.decode(&mut rest);
            }
        }
        input.len() - rest.len()
    }

    /// Decodes the begin of `input`, and takes it away from there: as far as
    /// there is room, or up to where a compressed stream begins. There is room
    /// when this is called.
    pub(super) fn decode(&mut self, input: &mut &[u8]) {
        let was_packed = self.incoming.is_packed();
        let mut decoder = self.incoming.lend_decoder();
        loop {
            // No octet of input is more than one octet of text.
            let window = input.get(..self.unread_room()).unwrap_or(input);
            let mut events = decoder.decode(window);
            let way = self.way(window);
            self.on_events(&mut events, was_packed, way);
            let used = window.len() - events.rest().len();
            *input = input.get(used..).unwrap_or_default();
            let is_done = input.is_empty()
                || self.incoming.is_packed() != was_packed
                || !self.has_room();
            if is_done {
                break;
            }
        }
        self.incoming.give_back_decoder(decoder);
    }

    /// Does what events say whose text fits, as long as there is room for what
    /// else they bring.
    fn on_events(
        &mut self,
        events: &mut Events<'_, '_>,
        was_packed: bool,
        way: Way,
    ) {
        while let Some(event) = events.next() {
            let is_calm = !self.incoming.is_discarding();
            match event {
                // It fills up nothing but the room that there is for it.
                Wire::Data(text) if is_calm => {
                    match way {
                        Way::Watched => self.on_text(text),
                        Way::AsItIs => self.text.push_without_nul(text),
                        Way::Other => {
                            self.text.push(text, self.is_binary(), None);
                        }
                    }
                    if text.len() < SHORT && text.ends_with(&[255]) {
                        self.on_dense_text(events);
                    }
                    continue;
                }
                // Prompts have it. Nothing else is done for it, and nothing else
                // can be full of it.
                #[cfg(feature = "expect")]
                Wire::Command(Command::GA | Command::EOR)
                    if !matches!(way, Way::Watched) =>
                {
                    self.text.mark();
                    if self.text.is_full(self.config.max_unread) {
                        return;
                    }
                    continue;
                }
                _ => match self.too_much(event) {
                    Some(held) => self.incoming.hold(held),
                    None if is_calm => self.on_synched(event),
                    None => self.on_event(event),
                },
            }
            if self.incoming.is_packed() != was_packed || !self.has_room() {
                return;
            }
        }
    }

    /// Text in which octets 255 are near each other, some of it, at once.
    #[inline(never)]
    fn on_dense_text(&mut self, events: &mut Events<'_, '_>) {
        let mut text = [0; 512];
        let n = events.data_into(&mut text);
        if n > 0 {
            self.on_text(text.get(..n).unwrap_or_default());
        }
    }

    /// The event, where the peer has asked for too much already, and it asks for
    /// more.
    #[inline]
    fn too_much(&self, event: Wire<'_>) -> Option<Held> {
        if !self.options.is_spent() {
            return None;
        }
        if let Wire::Negotiation(it) = event {
            return self.is_too_much(it).then_some(Held::Negotiation(it));
        }
        let asked = self.gathered.option().filter(|_| event == Wire::SubEnd);
        asked.filter(|it| self.answers(*it)).map(|_| Held::Question)
    }

    fn process_as_telnetlib(&mut self, input: &[u8]) -> usize {
        let Some(mut machine) = self.machine.take() else { return 0 };
        let mut rest = input;
        while !rest.is_empty() && self.has_room() {
            // No octet of input makes more than one of text or output.
            let room = self.unread_room().min(self.output_room().max(1));
            let (chunk, after) = rest.split_at(room.min(rest.len()));
            machine.process(chunk, self);
            rest = after;
        }
        self.machine = Some(machine);
        input.len() - rest.len()
    }

    /// The one place where the wire meets the connection.
    pub(super) fn on_event(&mut self, event: Wire<'_>) {
        let is_text = matches!(event, Wire::Data(_));
        match self.incoming.filter(event) {
            Synched::Pass(_) | Synched::End => self.on_synched(event),
            Synched::GiveUp(text) => {
                self.note(EventKind::SynchAbandoned);
                if !text.is_empty() {
                    self.on_data(text);
                }
            }
            Synched::Discard if is_text => self.text.discard(),
            Synched::Discard | _ => {}
        }
    }

    fn on_synched(&mut self, event: Wire<'_>) {
        match event {
            Wire::Data(data) => self.on_data(data),
            Wire::Command(command) => self.on_command(command),
            Wire::Negotiation(it) => self.on_negotiation(it),
            Wire::SubBegin(option) => self.on_sub_begin(option),
            Wire::SubData(data) => self.gathered.push(data),
            Wire::SubEnd | Wire::SubAborted(_) => self.on_sub_end(event),
            Wire::Malformed(why) => self.on_malformed(why),
            _ => {}
        }
    }

    pub(super) fn on_data(&mut self, data: &[u8]) {
        if self.incoming.flushes() {
            return self.text.discard();
        }
        self.on_text(data);
    }

    pub(super) fn is_binary(&self) -> bool {
        self.options.is_enabled(Side::Remote, TelnetOption::BINARY)
    }

    fn way(&self, input: &[u8]) -> Way {
        let is_watched = self.watch.is_on()
            || self.callback.is_some()
            || self.desk.is_some();
        if is_watched {
            Way::Watched
        } else if !self.is_binary() && memchr(0, input).is_none() {
            Way::AsItIs
        } else {
            Way::Other
        }
    }

    #[inline(never)]
    fn on_text(&mut self, data: &[u8]) {
        let is_binary = self.is_binary();
        let data = self.without_line_end(data);
        let before = self.text.unread().len();
        let shown = self.shows_typed();
        let transcript = self.watch.transcript().filter(|_| shown);
        self.text.push(data, is_binary, transcript);
        let tracer = self.watch.tracer();
        if tracer.wants_text() {
            tracer.text(self.text.unread().get(before..).unwrap_or_default());
        }
    }

    fn on_command(&mut self, command: Command) {
        self.watch.tracer().line(&Trace::Command(Direction::Received, command));
        self.call_back(command, None);
        self.note(EventKind::Command(command));
        #[cfg(feature = "expect")]
        if matches!(command, Command::GA | Command::EOR) {
            self.text.mark();
        }
        match Duty::of(command) {
            Duty::ShowLife => self.answer_ayt(),
            Duty::AbortOutput if self.config.abort_output => {
                self.drop_output();
                self.send_synch();
            }
            Duty::None
            | Duty::Interrupt
            | Duty::AbortOutput
            | Duty::EraseCharacter
            | Duty::EraseLine
            | _ => {}
        }
        self.press_key_of(command);
    }

    /// "Some visible ... evidence that the AYT was received" (RFC 854, page
    /// 8), once, however many ask.
    fn answer_ayt(&mut self) {
        if let Some(answer) = &self.config.ayt_answer {
            self.outgoing.push_ayt_answer(answer);
        }
    }

    fn on_malformed(&mut self, why: Malformed) {
        self.watch.tracer().line(&Trace::Malformed(why));
        self.note(EventKind::Malformed(why));
    }

    fn on_sub_begin(&mut self, option: TelnetOption) {
        // A subnegotiation is for options that are on; the payload of another
        // is swallowed (RFC 855, page 2).
        let wanted = self.is_enabled(Side::Local, option)
            || self.is_enabled(Side::Remote, option);
        let max = self.config.max_subnegotiation_of(option);
        self.gathered.begin(option, wanted.then_some(max));
        if !wanted {
            self.note(EventKind::Unwanted(option));
        }
        #[cfg(feature = "mccp")]
        self.look_for_marker(option);
        self.call_back(Command::SB, None);
    }

    fn on_sub_end(&mut self, event: Wire<'_>) {
        // One that was not wanted has been reported, whatever becomes of it.
        match self.gathered.end(event) {
            Some(Payload::Whole(option, payload)) => {
                self.on_subnegotiation(option, payload);
            }
            Some(Payload::Oversize(option)) => {
                self.note(EventKind::Oversize(option));
            }
            Some(Payload::Aborted(why)) => self.on_malformed(why),
            None => {}
        }
        if event == Wire::SubEnd {
            self.call_back(Command::SE, None);
        }
    }

    fn on_subnegotiation(&mut self, option: TelnetOption, payload: Bytes) {
        let way = Direction::Received;
        let line = Trace::Subnegotiation(way, option, &payload);
        self.watch.tracer().line(&line);
        self.respond_to_subnegotiation(option, &payload);
        self.hear(option, &payload);
        if option == TelnetOption::LFLOW {
            self.hear_flow_control(&payload);
        }
        #[cfg(feature = "mccp")]
        let is_marker = payload.is_empty();
        self.note(EventKind::Subnegotiation { option, payload });
        #[cfg(feature = "mccp")]
        if is_marker {
            self.inflate_behind(option);
        }
    }
}
