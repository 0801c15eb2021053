//! A flood, and what may come of it.

use std::rc::Rc;

use telnet_session::{Config, Session, TelnetOption};

use crate::Flood;
use crate::part::Part;

/// What every connection takes beside what the peer makes grow.
const AT_REST: usize = 1024;

type Setting = fn(&mut Session);
/// Of what came in in pieces of so many octets: octets that are answered at most.
type Answers = Rc<dyn Fn(&Flood, usize) -> usize>;

/// A row of the hostile inputs.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) config: Config,
    /// What the peer sends before: it agrees, or asks.
    pub(crate) opening: Vec<u8>,
    /// What it sends again and again.
    input: Vec<u8>,
    octets: usize,
    inflated: Option<usize>,
    grows: Vec<Part>,
    /// Octets of memory that the application takes.
    also: usize,
    pub(crate) answers: Answers,
    set: Setting,
    /// How long it is to go on where it is stopped.
    pub(crate) seconds: usize,
}

impl Row {
    /// A flood of 2 MiB that makes nothing grow and is not answered.
    pub(crate) fn new(
        name: &'static str,
        config: &Config,
        opening: &[u8],
        input: &[u8],
    ) -> Self {
        Self {
            name,
            config: config.clone(),
            opening: opening.to_vec(),
            input: input.to_vec(),
            octets: 2 << 20,
            inflated: None,
            grows: Vec::new(),
            also: 0,
            answers: Rc::new(|_flood, _piece| 64),
            set: |_session| {},
            seconds: 20,
        }
    }

    pub(crate) fn grows(mut self, parts: &[Part]) -> Self {
        self.grows.extend_from_slice(parts);
        self
    }

    pub(crate) fn answers(
        mut self,
        answers: impl Fn(&Flood, usize) -> usize + 'static,
    ) -> Self {
        self.answers = Rc::new(answers);
        self
    }

    pub(crate) const fn also(mut self, octets: usize) -> Self {
        self.also = octets;
        self
    }

    pub(crate) fn set_by(mut self, set: Setting) -> Self {
        self.set = set;
        self
    }

    /// The flood comes once, and inflates to so much.
    pub(crate) fn inflates_to(mut self, octets: usize) -> Self {
        self.octets = self.input.len();
        self.inflated = Some(octets);
        self
    }

    /// It comes until there are so many octets of it.
    pub(crate) const fn octets(mut self, octets: usize) -> Self {
        self.octets = octets;
        self
    }

    /// The same, and it comes once.
    pub(crate) fn once(&self) -> Self {
        self.clone().octets(self.input.len())
    }

    /// The same with the caps that there are by default; where they are larger than
    /// the flood it becomes one that is larger than they are.
    pub(crate) fn with_default_caps(mut self) -> Self {
        let caps = Config::default();
        self.config.max_unread = caps.max_unread;
        self.config.max_output = caps.max_output;
        self.config.max_events = caps.max_events;
        self.config.max_subnegotiation = caps.max_subnegotiation;
        let gmcp = caps.max_subnegotiation_of(TelnetOption::GMCP);
        self.config =
            self.config.max_subnegotiation_for(TelnetOption::GMCP, gmcp);
        if self.name == "H-77" {
            self.octets = caps.max_unread + (1 << 20);
        }
        self
    }

    /// What is set of a session.
    pub(crate) fn set(&self, session: &mut Session) {
        (self.set)(session);
    }

    /// The whole flood.
    pub(crate) fn stream(&self) -> Vec<u8> {
        self.input.repeat(self.octets.div_ceil(self.input.len()))
    }

    /// How many octets it would be if all of it were kept.
    pub(crate) fn worth(&self) -> usize {
        self.inflated.unwrap_or(self.octets)
    }

    /// Octets of memory that may be held where it comes in such pieces: what the row
    /// names, and a piece that has to wait for room.
    pub(crate) fn most(&self, config: &Config, piece: usize) -> usize {
        let stalled = piece.max(self.opening.len());
        let parts = self.grows.iter().map(|part| part.most(config));
        AT_REST + stalled + self.also + parts.sum::<usize>()
    }
}
