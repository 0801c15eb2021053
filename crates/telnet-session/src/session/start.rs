//! How a connection begins.

use std::sync::Arc;

use super::Session;
use crate::config::Config;
use crate::heartbeat::Pulse;
use crate::incoming::{Gathered, Incoming};
use crate::options::{Agreed, Answers, Negotiator};
use crate::outgoing::Outgoing;
use crate::peer::Asking;
use crate::text::Text;
use crate::watch::Watch;

impl Session {
    /// A connection at its start. What [`Config`] requests is queued for
    /// output at once.
    ///
    /// A server of many connections makes one configuration for all:
    /// `Arc<Config>` is taken as well, and keeps a connection small.
    #[must_use]
    pub fn new(config: impl Into<Arc<Config>>) -> Self {
        let config = config.into();
        let is_of_machine = config.profile().has_a_machine();
        let asks = config.ask_peer && !is_of_machine;
        let names = config.told().asked().len();
        let mut session = Self {
            incoming: Incoming::new(),
            gathered: Gathered::default(),
            text: Text::new(config.strip_ansi),
            options: Negotiator::new(&config),
            answers: Answers::default(),
            agreed: Agreed::default(),
            asking: asks.then(|| Box::new(Asking::new(names))),
            outgoing: Outgoing::default(),
            desk: None,
            pulse: config.heartbeat.map(|it| Box::new(Pulse::new(it))),
            watch: Watch::new(config.events && !is_of_machine),
            callback: None,
            machine: is_of_machine.then(Box::default),
            #[cfg(feature = "expect")]
            scan: None,
            #[cfg(feature = "expect")]
            console: None,
            config,
        };
        for (side, option) in session.config.requests().to_vec() {
            session.request(side, option, true);
        }
        session
    }

    /// How the connection behaves.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }
}
