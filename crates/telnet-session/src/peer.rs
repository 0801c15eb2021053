//! What the peer has told of itself.

use telnet_proto::TelnetOption;
use telnet_proto::sub::mtts::Mtts;
use telnet_proto::sub::naws::WindowSize;
use telnet_proto::sub::new_environ::{Environ, Text, Variable};
use telnet_proto::sub::sndloc::Location;
use telnet_proto::sub::tspeed::TerminalSpeed;
use telnet_proto::sub::ttype::{TerminalType, ask_again};
use telnet_proto::sub::xdisploc::DisplayLocation;

/// Most variables of a peer's environment that are kept.
const VARIABLES: usize = 64;

/// What the peer has told of itself, where
/// [`Config::ask_peer`](crate::Config::ask_peer) is on. It is the word of the peer:
/// believe nothing.
///
/// Octets that are not UTF-8 are shown as U+FFFD.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peer {
    terminal_types: Vec<Box<str>>,
    window_size: Option<WindowSize>,
    terminal_speed: Option<(u32, u32)>,
    display: Option<Box<str>>,
    location: Option<Box<str>>,
    environment: Vec<(Box<str>, Box<str>)>,
    charset: Option<Box<str>>,
}

impl Peer {
    /// The names of its terminal, best first, each once; 16 at most.
    pub fn terminal_types(&self) -> impl Iterator<Item = &str> {
        self.terminal_types.iter().map(AsRef::as_ref)
    }

    /// What its terminal can do, if it tells that by MTTS: a name of the list
    /// above that is `MTTS` and a number.
    #[must_use]
    pub fn mtts(&self) -> Option<Mtts> {
        self.terminal_types().find_map(|it| Mtts::parse(it.as_bytes()).ok())
    }

    /// The size of its window (RFC 1073).
    #[must_use]
    pub const fn window_size(&self) -> Option<WindowSize> {
        self.window_size
    }

    /// What its terminal sends and receives, in bits per second (RFC 1079).
    #[must_use]
    pub const fn terminal_speed(&self) -> Option<(u32, u32)> {
        self.terminal_speed
    }

    /// Its X display (RFC 1096).
    #[must_use]
    pub fn display(&self) -> Option<&str> {
        self.display.as_deref()
    }

    /// Where it says that it is (RFC 779).
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// The value of a variable, if it has told one (RFC 1572). For USER see
    /// [`login_name`](telnet_proto::sub::new_environ::login_name).
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&str> {
        let mut all = self.environment();
        all.find(|(it, _)| *it == name).map(|(_, value)| value)
    }

    /// All variables that it has told, 64 at most.
    pub fn environment(&self) -> impl Iterator<Item = (&str, &str)> {
        self.environment.iter().map(|(name, value)| (&**name, &**value))
    }

    /// The character set that was agreed on last, by its request or by ours, as it
    /// was spelt in the request (RFC 2066).
    #[must_use]
    pub fn charset(&self) -> Option<&str> {
        self.charset.as_deref()
    }

    fn set(&mut self, variable: Variable<'_>) {
        let name = text(variable.name);
        self.environment.retain(|(it, _)| *it != name);
        if let Some(value) = variable.value {
            if self.environment.len() < VARIABLES {
                self.environment.push((name, text(value)));
            }
        }
    }
}

fn text(it: Text<'_>) -> Box<str> {
    lossy(&it.slices().collect::<Vec<_>>().concat())
}

fn lossy(octets: &[u8]) -> Box<str> {
    String::from_utf8_lossy(octets).into()
}

/// What the peer is asked, and what it has told.
#[derive(Debug, Default)]
pub(crate) struct Asking {
    peer: Peer,
    /// The options about which a question is open.
    open: Vec<TelnetOption>,
    /// How often its terminal type was asked.
    asked: usize,
    /// How many of the variables that it is to be asked for it was asked for.
    named: usize,
    /// How many these are.
    names: usize,
}

impl Asking {
    /// Nothing is asked yet; there are `names` variables to ask for by name.
    pub(crate) fn new(names: usize) -> Self {
        Self { names, ..Self::default() }
    }

    pub(crate) const fn peer(&self) -> &Peer {
        &self.peer
    }

    /// Whether all questions are answered.
    pub(crate) fn is_settled(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether a question about an option is open.
    pub(crate) fn is_open(&self, option: TelnetOption) -> bool {
        self.open.contains(&option)
    }

    /// How many of the variables it was asked for by name.
    pub(crate) const fn named(&self) -> usize {
        self.named
    }

    /// It is asked for so many more.
    pub(crate) const fn add_named(&mut self, more: usize) {
        self.named += more;
    }

    /// A character set is agreed on.
    pub(crate) fn set_charset(&mut self, name: &str) {
        self.peer.charset = Some(name.into());
    }

    /// The peer has agreed to tell something: whether it is to be asked.
    pub(crate) fn begin(&mut self, option: TelnetOption) -> bool {
        let is_asked = matches!(
            option,
            TelnetOption::TTYPE
                | TelnetOption::TSPEED
                | TelnetOption::XDISPLOC
                | TelnetOption::NEW_ENVIRON
                | TelnetOption::CHARSET
        );
        if option == TelnetOption::NEW_ENVIRON {
            self.named = 0;
        }
        if option == TelnetOption::TTYPE {
            self.peer.terminal_types.clear();
            self.asked = 1;
        }
        if is_asked && !self.open.contains(&option) {
            self.open.push(option);
        }
        is_asked
    }

    /// The peer has disabled an option: no answer comes any more.
    pub(crate) fn end(&mut self, option: TelnetOption) {
        self.open.retain(|it| *it != option);
    }

    /// The peer tells something; whether it is to be asked again.
    pub(crate) fn hear(
        &mut self,
        option: TelnetOption,
        payload: &[u8],
    ) -> bool {
        let peer = &mut self.peer;
        let is_open = self.open.contains(&option);
        match option {
            TelnetOption::NAWS => {
                let size = WindowSize::parse(payload);
                peer.window_size = size.ok().or(peer.window_size);
            }
            TelnetOption::SNDLOC => {
                if let Ok(it) = Location::parse(payload) {
                    peer.location = Some(lossy(it.as_bytes()));
                }
            }
            TelnetOption::TSPEED => {
                if let Ok(TerminalSpeed::Is { transmit, receive }) =
                    TerminalSpeed::parse(payload)
                {
                    peer.terminal_speed = Some((transmit, receive));
                }
            }
            TelnetOption::XDISPLOC => {
                if let Ok(DisplayLocation::Is(it)) =
                    DisplayLocation::parse(payload)
                {
                    peer.display = Some(lossy(it));
                }
            }
            // What is good of it is taken.
            TelnetOption::NEW_ENVIRON => {
                match Environ::parse_lenient(payload) {
                    Ok((Environ::Is(told), _)) => {
                        told.iter().for_each(|it| peer.set(it));
                        if is_open && self.named < self.names {
                            return true;
                        }
                    }
                    // It answers nothing.
                    Ok((Environ::Info(told), _)) => {
                        told.iter().for_each(|it| peer.set(it));
                        return false;
                    }
                    Ok((Environ::Send(_), _)) | Err(_) => {}
                }
            }
            TelnetOption::TTYPE if is_open => {
                return self.hear_terminal_type(payload);
            }
            _ => return false,
        }
        self.end(option);
        false
    }

    fn hear_terminal_type(&mut self, payload: &[u8]) -> bool {
        let Ok(TerminalType::Is(name)) = TerminalType::parse(payload) else {
            self.end(TelnetOption::TTYPE);
            return false;
        };
        let names = &mut self.peer.terminal_types;
        let before = names.last().map(|it| it.as_bytes());
        let again = ask_again(self.asked, before, name);
        let name = lossy(name);
        // A list that begins anew has ended, too.
        let is_new = !names.contains(&name);
        if is_new {
            names.push(name);
        }
        if again && is_new {
            self.asked += 1;
        } else {
            self.end(TelnetOption::TTYPE);
        }
        again && is_new
    }
}
