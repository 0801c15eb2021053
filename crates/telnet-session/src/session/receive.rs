//! What received octets do.

use bytes::Bytes;
use telnet_proto::{
    Collected, Collector, Command, Duty, Event as Wire, Malformed, Negotiation,
    Side, Synched, TelnetOption,
};

use crate::session::Session;
use crate::terminal::AnsiFilter;
use crate::text::Inbox;
use crate::watch::EventKind;
use crate::watch::Transcript;
use crate::watch::{Direction, Trace};

/// A subnegotiation of an enabled option that is being received.
pub(crate) struct Sub {
    option: TelnetOption,
    collector: Collector<Vec<u8>>,
    /// Its cap, in octets.
    max: usize,
}

/// What has been received, and is not obeyed before the budget has room.
#[derive(Clone, Copy)]
pub(crate) enum Held {
    Negotiation(Negotiation),
    /// The end of a subnegotiation that asks for an answer.
    Question,
}

impl Held {
    pub(crate) const fn event(self) -> Wire<'static> {
        match self {
            Self::Negotiation(it) => Wire::Negotiation(it),
            Self::Question => Wire::SubEnd,
        }
    }
}

impl Session {
    /// Decodes as much of `input` as there is room for, and returns how much
    /// that was.
    pub(crate) fn process(&mut self, input: &[u8]) -> usize {
        if self.machine.is_some() {
            return self.process_as_telnetlib(input);
        }
        let mut rest = input;
        while !rest.is_empty() && self.has_room() {
            // No octet of input is more than one octet of text.
            let room = self.config.max_unread - self.inbox.len();
            let window = rest.get(..room).unwrap_or(rest);
            let mut events = self.decoder.decode(window);
            let event = events.next();
            let used = window.len() - events.rest().len();
            rest = rest.get(used..).unwrap_or_default();
            match event {
                Some(Wire::Negotiation(it)) if self.is_too_much(it) => {
                    self.held = Some(Held::Negotiation(it));
                }
                Some(Wire::SubEnd) if self.is_question_too_much() => {
                    self.held = Some(Held::Question);
                }
                Some(event) => self.on_event(event),
                None => {}
            }
        }
        input.len() - rest.len()
    }

    /// Whether the subnegotiation that ends here asks for an answer of ours,
    /// and the peer has asked for too much already.
    fn is_question_too_much(&self) -> bool {
        let asked = self.sub.as_ref().map(|sub| sub.option);
        self.option_changes.is_spent()
            && asked == Some(TelnetOption::TTYPE)
            && self.is_enabled(Side::Local, TelnetOption::TTYPE)
    }

    fn process_as_telnetlib(&mut self, input: &[u8]) -> usize {
        let Some(mut machine) = self.machine.take() else { return 0 };
        let mut rest = input;
        while !rest.is_empty() && self.has_room() {
            // No octet of input makes more than one of text or output.
            let room = self.config.max_unread - self.inbox.len();
            let room = room.min(self.output_room().max(1));
            let (chunk, after) = rest.split_at(room.min(rest.len()));
            machine.process(chunk, self);
            rest = after;
        }
        self.machine = Some(machine);
        input.len() - rest.len()
    }

    /// The one place where the wire meets the connection.
    pub(crate) fn on_event(&mut self, event: Wire<'_>) {
        let is_text = matches!(event, Wire::Data(_));
        match self.synch.filter(event) {
            Synched::Pass(event) => self.on_synched(event),
            Synched::End => self.on_synched(event),
            Synched::GiveUp(text) => {
                self.note(EventKind::SynchAbandoned);
                if !text.is_empty() {
                    self.on_data(text);
                }
            }
            // What the text that is gone began or ended is gone as well: a CR
            // before it has no NUL to come, an escape sequence no rest.
            Synched::Discard if is_text => {
                self.nvt.reset();
                if let Some(filter) = &mut self.ansi {
                    filter.reset();
                }
            }
            Synched::Discard | _ => {}
        }
    }

    fn on_synched(&mut self, event: Wire<'_>) {
        match event {
            Wire::Data(data) => self.on_data(data),
            Wire::Command(command) => self.on_command(command),
            Wire::Negotiation(it) => self.on_negotiation(it),
            Wire::SubBegin(option) => self.on_sub_begin(option),
            Wire::SubData(data) => self.on_sub_data(data),
            Wire::SubEnd | Wire::SubAborted(_) => self.on_sub_end(event),
            Wire::Malformed(why) => self.on_malformed(why),
            _ => {}
        }
    }

    fn on_data(&mut self, data: &[u8]) {
        let start = self.inbox.len();
        let transcript = self.transcript.as_deref_mut();
        let mut text = Text {
            inbox: &mut self.inbox,
            filter: self.ansi.as_deref_mut(),
            transcript,
        };
        if self.options.is_enabled(Side::Remote, TelnetOption::BINARY) {
            // No CR NUL in BINARY (RFC 856).
            self.nvt.reset();
            text.push(data);
        } else {
            for piece in self.nvt.decode(data) {
                text.push(piece);
            }
        }
        let text = self.inbox.unread().get(start..).unwrap_or_default();
        self.tracer.text(text);
    }

    fn on_command(&mut self, command: Command) {
        self.tracer.line(&Trace::Command(Direction::Received, command));
        self.call_back(command, None);
        self.note(EventKind::Command(command));
        #[cfg(feature = "expect")]
        if matches!(command, Command::GA | Command::EOR) {
            self.inbox.mark();
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
    }

    /// "Some visible ... evidence that the AYT was received" (RFC 854, page
    /// 8), once, however many ask.
    fn answer_ayt(&mut self) {
        if self.ayt_answer_ahead > 0 || self.output_closed {
            return;
        }
        if let Some(answer) = self.config.ayt_answer.clone() {
            self.outbox.push_data(&answer, usize::MAX);
            self.ayt_answer_ahead = self.outbox.len();
        }
    }

    fn on_malformed(&mut self, why: Malformed) {
        self.tracer.line(&Trace::Malformed(why));
        self.note(EventKind::Malformed(why));
    }

    fn on_sub_data(&mut self, data: &[u8]) {
        let Some(sub) = self.sub.as_deref_mut() else { return };
        let Sub { collector, max, .. } = sub;
        let len = collector.len().saturating_add(data.len()).min(*max);
        let buffer = collector.buffer_mut();
        if buffer.len() < len {
            buffer.resize(len, 0);
        }
        collector.push(Wire::SubData(data));
    }

    fn on_sub_begin(&mut self, option: TelnetOption) {
        self.sb_data.clear();
        // A subnegotiation is for options that are on; the payload of another
        // is swallowed (RFC 855, page 2).
        let wanted = self.is_enabled(Side::Local, option)
            || self.is_enabled(Side::Remote, option);
        if wanted {
            let mut collector = Collector::new(Vec::new());
            collector.push(Wire::SubBegin(option));
            let max = self.config.max_subnegotiation_of(option);
            self.sub = Some(Box::new(Sub { option, collector, max }));
        } else {
            self.sub = None;
            self.note(EventKind::Unwanted(option));
        }
        self.call_back(Command::SB, None);
    }

    fn on_sub_end(&mut self, event: Wire<'_>) {
        let whole = event == Wire::SubEnd;
        // One that was not wanted has been reported, whatever becomes of it.
        if let Some(mut sub) = self.sub.take() {
            match sub.collector.push(event) {
                Some(Collected::Whole(option, payload)) => {
                    self.on_subnegotiation(option, payload);
                }
                Some(Collected::Overflow(option)) => {
                    self.note(EventKind::Oversize(option));
                }
                Some(Collected::Aborted(_, why)) => self.on_malformed(why),
                _ => {}
            }
        }
        if whole {
            self.call_back(Command::SE, None);
        }
    }

    fn on_subnegotiation(&mut self, option: TelnetOption, payload: &[u8]) {
        self.tracer.line(&Trace::Subnegotiation(
            Direction::Received,
            option,
            payload,
        ));
        self.sb_data.clear();
        self.sb_data.extend_from_slice(&[option.code()]);
        self.sb_data.extend_from_slice(payload);
        self.respond_to_subnegotiation(option, payload);
        if self.config.events {
            let payload = Bytes::copy_from_slice(payload);
            self.note(EventKind::Subnegotiation { option, payload });
        }
    }
}

/// Where received text goes.
struct Text<'a> {
    inbox: &'a mut Inbox,
    filter: Option<&'a mut AnsiFilter>,
    transcript: Option<&'a mut Transcript>,
}

impl Text<'_> {
    fn push(&mut self, text: &[u8]) {
        if let Some(transcript) = &mut self.transcript {
            transcript.came(text);
        }
        let Some(filter) = &mut self.filter else {
            self.inbox.push(text);
            return;
        };
        let mut pieces = filter.filter(text);
        while let Some(both) = pieces.next_both() {
            #[cfg(feature = "expect")]
            if !both.0.is_empty() {
                self.inbox.hide(both.0);
            }
            self.inbox.push(both.1);
        }
    }
}
