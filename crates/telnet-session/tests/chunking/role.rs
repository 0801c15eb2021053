//! Both roles, each as a configuration and as the model's rules.

use telnet_session::{Config, Policy, Session, Side, TelnetOption, WindowSize};
use telnet_testkit::oracle::{Given, NaiveSession, Note, Rules};

/// A configuration, and the same for the model.
pub(crate) struct Role {
    pub(crate) name: &'static str,
    pub(crate) config: Config,
    pub(crate) rules: Rules,
}

impl Role {
    fn new(name: &'static str, config: Config, rules: Rules) -> Self {
        let config = Rules::leave(config);
        let mut role = Self { name, config, rules };
        role.config.events = true;
        role.config.max_events = usize::MAX;
        // What AO drops depends on what was transmitted before.
        role.config.abort_output = false;
        role
    }

    /// The default.
    fn plain() -> Self {
        Self::new("plain", Config::default(), Rules::client())
    }

    /// A client with something to tell.
    fn client() -> Self {
        let mut role = Self::new("client", Config::default(), Rules::client());
        role.config = role.config.terminal_types(["XTERM", "VT100"]).unwrap();
        role.config.window_size = Some(WindowSize { columns: 80, rows: 255 });
        role.rules.terminal_types = vec!["XTERM", "VT100"];
        role.rules.window_size = Some((80, 255));
        role.agree()
    }

    fn server() -> Self {
        Self::new("server", Config::server(), Rules::server())
    }

    /// A server that agrees to more.
    fn open_server() -> Self {
        let mut role =
            Self::new("open server", Config::server(), Rules::server());
        role.config.max_subnegotiation = 9;
        role.config = role.config.max_subnegotiation_for(TelnetOption::GMCP, 9);
        role.rules.max_subnegotiation = 9;
        role.agree()
    }

    /// Agrees to BINARY both ways, which changes text, to GMCP, and to mark
    /// the time by WILL.
    fn agree(mut self) -> Self {
        for (side, option) in [
            (Side::Remote, TelnetOption::BINARY),
            (Side::Local, TelnetOption::BINARY),
            (Side::Remote, TelnetOption::GMCP),
            (Side::Local, TelnetOption::TM),
        ] {
            self.config = self.config.policy(side, option, Policy::Accept);
            self.rules.agreed.push((side, option));
        }
        self
    }

    pub(crate) fn all() -> [Self; 4] {
        [Self::plain(), Self::client(), Self::server(), Self::open_server()]
    }

    /// All that the engine gives for a stream in chunks, its end included.
    pub(crate) fn engine(&self, chunks: &[&[u8]]) -> Given {
        let mut session = Session::new(self.config.clone());
        let mut notes = Vec::new();
        for chunk in chunks {
            session.receive(chunk);
            poll_events(&mut session, &mut notes);
            assert!(session.wants_read());
        }
        session.receive_eof();
        assert!(session.is_eof());
        poll_events(&mut session, &mut notes);
        let output = session.transmit().to_vec();
        let text = session.take_all().to_vec();
        let unwatched = self.unwatched(chunks);
        assert_eq!(unwatched, (text.clone(), output.clone()), "unwatched");
        Given { text, output, notes }
    }

    /// Its text and its output where nobody is told of events.
    fn unwatched(&self, chunks: &[&[u8]]) -> (Vec<u8>, Vec<u8>) {
        let mut config = self.config.clone();
        config.events = false;
        let mut session = Session::new(config);
        for chunk in chunks {
            session.receive(chunk);
            assert!(session.wants_read());
        }
        session.receive_eof();
        let output = session.transmit().to_vec();
        (session.take_all().to_vec(), output)
    }

    /// The engine octet by octet, emptied at each, beside the model: nothing
    /// is held back.
    pub(crate) fn in_step(&self, name: &str, stream: &[u8]) {
        let mut session = Session::new(self.config.clone());
        let mut model = NaiveSession::new(self.rules.clone());
        assert_eq!(Given::by(&mut session), model.take(), "{name}: start");
        for (at, &octet) in stream.iter().enumerate() {
            session.receive(&[octet]);
            model.receive(&[octet]);
            let given = Given::by(&mut session);
            assert_eq!(given, model.take(), "{name}, octet {at}");
        }
        session.receive_eof();
        model.receive_eof();
        assert_eq!(Given::by(&mut session), model.take(), "{name}: end");
    }
}

/// Events alone: what is transmitted shows in the answers to AYT.
pub(crate) fn poll_events(session: &mut Session, notes: &mut Vec<Note>) {
    let events = std::iter::from_fn(|| session.poll_event());
    notes.extend(events.take(1 << 16).map(Note::from));
}
