//! Answers to the questions of the peer, out of what is to be told.

use telnet_proto::TelnetOption;
use telnet_proto::sub::charset::{self, Charset};
use telnet_proto::sub::new_environ::{
    self, Environ, Kind, Variable, WELL_KNOWN,
};
use telnet_proto::sub::old_environ;
use telnet_proto::sub::status::{self, Status};
use telnet_proto::sub::tspeed::TerminalSpeed;
use telnet_proto::sub::xdisploc::DisplayLocation;

use super::Session;
use super::send::queue_subnegotiation;

/// Each answers a payload, if it asks; whether it did.
impl Session {
    pub(super) fn tell_speed(&mut self, payload: &[u8]) -> bool {
        let is_asked = TerminalSpeed::parse(payload) == Ok(TerminalSpeed::Send);
        if let (true, Some((transmit, receive))) =
            (is_asked, self.config.told().speed())
        {
            let parts = TerminalSpeed::Is { transmit, receive }.to_parts();
            self.push_subnegotiation(TelnetOption::TSPEED, parts);
        }
        is_asked
    }

    pub(super) fn tell_display(&mut self, payload: &[u8]) -> bool {
        let is_asked =
            DisplayLocation::parse(payload) == Ok(DisplayLocation::Send);
        if let (true, Some(display)) = (is_asked, self.config.told().display())
        {
            let display = display.as_bytes().to_vec();
            let parts = DisplayLocation::Is(&display).to_parts();
            let parts = parts.into_iter();
            self.push_subnegotiation(TelnetOption::XDISPLOC, parts);
        }
        is_asked
    }

    /// Tells it unasked (RFC 779).
    pub(super) fn tell_location(&mut self) {
        if let Some(location) = self.config.told().location() {
            let parts = std::iter::once(location.as_bytes());
            let to = (&mut self.outgoing, &mut self.watch);
            queue_subnegotiation(to, TelnetOption::SNDLOC, parts);
        }
    }

    pub(super) fn tell_environment(&mut self, payload: &[u8]) -> bool {
        let Ok((Environ::Send(asked), _)) = Environ::parse_lenient(payload)
        else {
            return false;
        };
        let told = self.config.told().environment();
        let told: Vec<_> = told.iter().map(variable).collect();
        let parts = new_environ::is(asked.answers(&told));
        let to = (&mut self.outgoing, &mut self.watch);
        queue_subnegotiation(to, TelnetOption::NEW_ENVIRON, parts);
        true
    }

    /// The same for OLD-ENVIRON (RFC 1408), by the codes that the peer has for
    /// it (RFC 1571).
    pub(super) fn tell_old_environment(&mut self, payload: &[u8]) -> bool {
        let codes = self.agreed.codes(payload);
        let Ok((Environ::Send(asked), _)) =
            old_environ::parse_lenient(payload, codes)
        else {
            return false;
        };
        let told = self.config.told().environment();
        let told: Vec<_> = told.iter().map(variable).collect();
        let parts = old_environ::is(codes, asked.answers(&told));
        let to = (&mut self.outgoing, &mut self.watch);
        queue_subnegotiation(to, TelnetOption::OLD_ENVIRON, parts);
        true
    }

    pub(super) fn send_status(&mut self, payload: &[u8]) -> bool {
        let is_asked = Status::parse(payload) == Ok(Status::Send);
        if is_asked && self.config.told().has_status() {
            let parts = status::answer(self.options.states());
            let to = (&mut self.outgoing, &mut self.watch);
            queue_subnegotiation(to, TelnetOption::STATUS, parts);
        }
        is_asked
    }

    pub(super) fn choose_charset(&mut self, payload: &[u8]) -> bool {
        let Some(refusal) = charset::refusal(payload) else { return false };
        let told = self.config.told();
        let is_ours = |name: &&[u8]| told.charset(name).is_some();
        // Of two requests at once the server's counts (RFC 2066, page 4).
        let option = TelnetOption::CHARSET;
        let is_open = self.asking.as_ref().is_some_and(|it| it.is_open(option));
        let gives_way = !charset::must_reject(self.config.role, is_open);
        let taken = match Charset::parse(payload) {
            Ok(Charset::Request { names, .. }) if gives_way => {
                names.iter().find(is_ours)
            }
            Ok(_) | Err(_) => None,
        };
        let answer = taken.map_or(refusal, Charset::Accepted);
        let parts = answer.to_parts().into_iter();
        self.push_subnegotiation(option, parts);
        if let Some(name) = taken {
            let name = String::from_utf8_lossy(name).into_owned();
            self.take_charset(name.into());
        }
        true
    }
}

fn variable(told: &(Box<str>, Box<str>)) -> Variable<'_> {
    let (name, value) = (told.0.as_bytes(), told.1.as_bytes());
    Variable::new(kind_of(name), name, Some(value))
}

/// VAR, if RFC 1572 names it, else USERVAR.
pub(super) fn kind_of(name: &[u8]) -> Kind {
    match WELL_KNOWN.contains(&name) {
        true => Kind::Var,
        false => Kind::UserVar,
    }
}
