//! Both roles, each as a configuration and as the model's rules, and what a
//! stream gives in them.

use telnet_session::{Config, Policy, Session, Side, TelnetOption, WindowSize};
use telnet_testkit::oracle::{Given, NaiveSession, Rules};
use telnet_testkit::split;

/// A configuration, and the same for the model.
pub(crate) struct Role {
    pub(crate) config: Config,
    rules: Rules,
}

impl Role {
    fn new(config: Config, rules: Rules) -> Self {
        let mut config = Rules::leave(config);
        config.events = true;
        // What AO drops depends on what was transmitted before.
        config.abort_output = false;
        Self { config, rules }
    }

    /// Has the peer get what it asks for, but for what changes text.
    fn agree(mut self) -> Self {
        for option in (0..=255).map(TelnetOption::from) {
            // Compression has a test of its own.
            let packs =
                [TelnetOption::MCCP1, TelnetOption::MCCP2, TelnetOption::MCCP3];
            if option != TelnetOption::BINARY && !packs.contains(&option) {
                for side in [Side::Local, Side::Remote] {
                    self.config =
                        self.config.policy(side, option, Policy::Accept);
                    self.rules.agreed.push((side, option));
                }
            }
        }
        self
    }

    pub(crate) fn client() -> Self {
        Self::new(Config::default(), Rules::client())
    }

    fn server() -> Self {
        Self::new(Config::server(), Rules::server())
    }

    /// A client with something to tell.
    pub(crate) fn terminal() -> Self {
        let mut role = Self::client();
        role.config = role.config.terminal_types(["XTERM", "VT100"]).unwrap();
        role.config.window_size = Some(WindowSize { columns: 80, rows: 255 });
        role.rules.terminal_types = vec!["XTERM", "VT100"];
        role.rules.window_size = Some((80, 255));
        role.agree()
    }

    /// Each as it is by default, and agreeing to everything.
    pub(crate) fn all() -> [Self; 4] {
        let host = Self::server().agree();
        [Self::client(), Self::terminal(), Self::server(), host]
    }

    /// Past its start, the peer having asked for each of these on both sides.
    pub(crate) fn session(&self, options: &[u8]) -> Session {
        let mut session = Session::new(self.config.clone());
        session.receive(&asked(options));
        let _ = Given::by(&mut session);
        session
    }

    /// The same text and the same output where nobody is told of events.
    fn unwatched(&self, chunks: &[&[u8]], given: &Given) {
        let mut config = self.config.clone();
        config.events = false;
        let mut session = Session::new(config);
        let _start = Given::by(&mut session);
        chunks.iter().for_each(|chunk| session.receive(chunk));
        session.receive_eof();
        let Given { text, output, .. } = Given::by(&mut session);
        assert_eq!((&text, &output), (&given.text, &given.output));
    }

    /// All that the model gives then, the end of the stream included.
    fn model(&self, options: &[u8], stream: &[u8]) -> Given {
        let mut model = NaiveSession::new(self.rules.clone());
        model.receive(&asked(options));
        let _ = model.take();
        model.receive(stream);
        model.receive_eof();
        model.take()
    }
}

/// IAC SB, the rest, IAC SE and text.
pub(crate) fn sub(rest: &[u8]) -> Vec<u8> {
    [b"\xFF\xFA", rest, b"\xFF\xF0A"].concat()
}

fn asked(options: &[u8]) -> Vec<u8> {
    let ask = |&it: &u8| [255, 251, it, 255, 253, it];
    options.iter().flat_map(ask).collect()
}

/// The options whose payloads are among the streams.
const OPTIONS: [u8; 17] =
    [3, 5, 24, 31, 32, 33, 34, 35, 39, 42, 44, 46, 69, 70, 86, 201, 255];

/// In every way to cut it the stream gives what the model gives, be the options
/// of its payloads on or off. `judge` looks at that, too.
pub(crate) fn holds(name: &str, stream: &[u8], judge: impl Fn(&Given)) {
    for role in Role::all() {
        for options in [&[][..], &OPTIONS] {
            let given = role.model(options, stream);
            split::every(name, stream, |chunks| {
                let mut session = role.session(options);
                chunks.iter().for_each(|chunk| session.receive(chunk));
                session.receive_eof();
                assert!(session.is_eof());
                let by_session = Given::by(&mut session);
                assert_eq!(by_session, given);
                judge(&by_session);
                if options.is_empty() {
                    role.unwatched(chunks, &given);
                }
            });
        }
    }
}
