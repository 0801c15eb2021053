//! How the connection is configured.

use telnet_session::linemode::LinemodeSettings;
use telnet_session::proto::sub::linemode::{
    Function, Level, Mode as Lines, Setting,
};
use telnet_session::proto::sub::new_environ;
use telnet_session::{Config, Policy, Side, TelnetOption, WindowSize};
use telnet_testkit::oracle::Rules;

use crate::input::Input;

/// What the outcome is held against, which says what may happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// The model goes along, requests of the application included. Nothing is
    /// transmitted before the end, and nothing stalls.
    InStep,
    /// The model is run afterwards. Everything stalls; the application sends.
    Stalling,
    /// The model of telnetlib is run afterwards. The same.
    Telnetlib,
    /// No model: whatever the API has. The invariants alone.
    Free,
}

/// A configuration, and the same for the model.
#[derive(Debug)]
pub(crate) struct Setup {
    pub(crate) mode: Mode,
    pub(crate) config: Config,
    pub(crate) rules: Rules,
    /// Whether it has to do with all options, compression among them.
    pub(crate) speaks: bool,
    /// Whether the caller waits for `wants_read` before it receives.
    pub(crate) heeds: bool,
    pub(crate) traces: bool,
    pub(crate) calls_back: bool,
}

impl Setup {
    pub(crate) fn new(input: &mut Input<'_>) -> Self {
        let choice = input.octet();
        let mode = match choice & 3 {
            0 => Mode::InStep,
            1 => Mode::Stalling,
            2 => Mode::Telnetlib,
            _ => Mode::Free,
        };
        let (mut config, rules) = match choice >> 2 & 3 {
            _ if mode == Mode::Telnetlib => {
                (Config::telnetlib(), Rules::client())
            }
            0 => (Config::default(), Rules::client()),
            1 => client(),
            2 => (Config::server(), Rules::server()),
            _ => agree(Config::server(), Rules::server()),
        };
        let speaks = mode == Mode::Free && choice >> 2 & 1 == 1;
        config = match speaks {
            true => everything(config, choice >> 3 & 1 == 1),
            false => Rules::leave(config),
        };
        // What AO drops depends on what was transmitted before.
        config.abort_output = false;
        let mut setup = Self {
            mode,
            config,
            rules,
            speaks,
            heeds: choice & 0x10 == 0,
            traces: choice & 0x20 != 0,
            calls_back: choice & 0x40 != 0,
        };
        setup.rules.calls_back = setup.calls_back;
        setup.config.events = choice & 0x80 == 0 || mode != Mode::Free;
        setup.cap(input);
        setup
    }

    fn cap(&mut self, input: &mut Input<'_>) {
        let unread = input.below(64) + 1;
        let output = input.below(48);
        let events = input.below(6);
        let sub = input.below(24);
        let config = &mut self.config;
        if self.mode == Mode::InStep {
            config.max_events = usize::MAX;
        } else {
            config.max_unread = unread;
            config.max_output = output;
            config.max_events = events;
        }
        config.max_option_changes = u32::MAX;
        if self.mode == Mode::Free {
            config.abort_output = output % 2 == 1;
            config.max_option_changes = u32::from(events > 0) * 3 + 1;
        } else if self.mode == Mode::Stalling {
            // What is answered depends on what was transmitted.
            config.ayt_answer = None;
            self.rules.ayt_answer = None;
        }
        config.max_subnegotiation = sub;
        *config =
            config.clone().max_subnegotiation_for(TelnetOption::GMCP, sub);
        self.rules.max_subnegotiation = sub;
    }

    /// Most octets of output that received octets can leave in the queue.
    pub(crate) fn most_output(&self) -> usize {
        // The longest answer to one item: WILL NAWS and a size, 255 doubled; or an
        // environment.
        const LONGEST_ANSWER: usize = 3 + 10;
        const LONGEST_OF_ALL: usize = 2 * new_environ::MAX_REPLY + 5;
        let longest = match self.speaks {
            true => LONGEST_OF_ALL,
            false => LONGEST_ANSWER,
        };
        self.config.max_output.max(1) - 1 + longest
    }
}

/// A client with something to tell.
fn client() -> (Config, Rules) {
    let mut config = Config::default();
    let types = ["XTERM", "VT100"];
    config = config.terminal_types(types).expect("printable names");
    config.window_size = Some(WindowSize { columns: 80, rows: 255 });
    let rules = Rules {
        terminal_types: types.to_vec(),
        window_size: Some((80, 255)),
        ..Rules::client()
    };
    agree(config, rules)
}

/// Agrees to BINARY both ways, which changes text, to GMCP, and to mark the
/// time by WILL.
fn agree(mut config: Config, mut rules: Rules) -> (Config, Rules) {
    for (side, option) in [
        (Side::Remote, TelnetOption::BINARY),
        (Side::Local, TelnetOption::BINARY),
        (Side::Remote, TelnetOption::GMCP),
        (Side::Local, TelnetOption::TM),
    ] {
        config = config.policy(side, option, Policy::Accept);
        rules.agreed.push((side, option));
    }
    (config, rules)
}

/// All that a session can tell, ask and agree to.
fn everything(config: Config, is_server: bool) -> Config {
    let names = "valid names";
    let mode = Lines::EDIT.with(Lines::TRAPSIG);
    let settings = match is_server {
        true => LinemodeSettings::server(mode).forward_at(b"\t"),
        false => LinemodeSettings::client().takes_forward_masks(),
    };
    let key = Setting::new(Level::Value, 255);
    let config = config
        .terminal_types(["A", "B"])
        .and_then(|it| it.display("h:0"))
        .and_then(|it| it.location("here"))
        .and_then(|it| it.environment([("USER", "a"), ("B", "\u{1}")]))
        .and_then(|it| it.charsets(["UTF-8", "X"]))
        .and_then(|it| it.ask_variables(["USER", "C"]))
        .expect(names)
        .terminal_speed(9600, 1200)
        .tell_status()
        .window_size(WindowSize { columns: 255, rows: 24 })
        .ask_peer(true)
        .linemode(settings.character(Function::EC, key));
    let sides = [Side::Local, Side::Remote];
    let options = (0..=255).map(TelnetOption::from);
    options
        .flat_map(|it| sides.map(|side| (side, it)))
        .fold(config, |config, (side, it)| {
            config.policy(side, it, Policy::Accept)
        })
}
