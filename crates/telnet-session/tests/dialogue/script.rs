//! What a peer does, and all the ways in which it is tried.

use std::time::Duration;

use telnet_session::{Cli, Config};

use crate::client::Client;

/// Between two pieces of what is said at once.
pub(crate) const GAP: Duration = Duration::from_millis(10);

/// What a peer does, step by step.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script(pub(crate) Vec<Step>);

#[derive(Clone, Debug)]
pub(crate) enum Step {
    Say(Vec<u8>),
    /// These octets are typed next, and nothing else.
    Hear(Vec<u8>),
    Pause(Duration),
    Close,
}

/// How the octets come that a peer says at once.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cut {
    Whole,
    /// Each alone, with as much time between.
    Octets(Duration),
    /// In two behind so many octets of all that it says, with [`GAP`] between.
    At(usize),
}

impl Script {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn say(self, octets: impl AsRef<[u8]>) -> Self {
        self.step(Step::Say(octets.as_ref().to_vec()))
    }

    /// Waits for a line.
    pub(crate) fn hear(self, line: impl AsRef<[u8]>) -> Self {
        self.key([line.as_ref(), b"\r\n"].concat())
    }

    /// Waits for octets.
    pub(crate) fn key(self, octets: impl AsRef<[u8]>) -> Self {
        self.step(Step::Hear(octets.as_ref().to_vec()))
    }

    pub(crate) fn pause(self, milliseconds: u64) -> Self {
        self.step(Step::Pause(Duration::from_millis(milliseconds)))
    }

    pub(crate) fn close(self) -> Self {
        self.step(Step::Close)
    }

    /// Asks for a name and a password.
    pub(crate) fn login(self) -> Self {
        self.say("\r\nUsername: ")
            .hear("admin")
            .say("admin\r\nPassword: ")
            .hear("secret")
    }

    fn step(mut self, step: Step) -> Self {
        self.0.push(step);
        self
    }

    /// Tries it with all that is said whole, octet by octet, and cut in two
    /// anywhere; with and without escape sequences in the text.
    pub(crate) fn each(&self, test: impl FnMut(&mut Client)) {
        self.each_with(&Config::default(), test);
    }

    pub(crate) fn each_with(
        &self,
        config: &Config,
        mut test: impl FnMut(&mut Client),
    ) {
        let said = |step: &Step| match step {
            Step::Say(octets) => octets.len(),
            Step::Hear(_) | Step::Pause(_) | Step::Close => 0,
        };
        let all: usize = self.0.iter().map(said).sum();
        let octets = [Duration::ZERO, GAP].map(Cut::Octets);
        let cuts = [Cut::Whole].into_iter().chain(octets);
        for cut in cuts.chain((1..all).map(Cut::At)) {
            for strip_ansi in [false, true] {
                let mut config = config.clone();
                config.strip_ansi = strip_ansi;
                let mut client = Client::new(self, cut, config);
                test(&mut client);
                client.end();
            }
        }
    }

    /// A command gives this text, and nothing before it.
    pub(crate) fn gives(&self, cli: &Cli, line: &str, text: &str) {
        self.each(|client| client.gives(cli, line, text));
    }

    /// A login comes to its end.
    pub(crate) fn lets_in(&self, cli: &Cli) {
        self.each(|client| {
            client.login(cli).unwrap();
        });
    }
}
