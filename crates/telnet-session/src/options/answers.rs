//! What is told of this end when the peer asks.

use telnet_proto::sub::ttype::Cycle;

use crate::config::Config;

/// What the answers remember.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    terminal_types: Cycle,
}

impl Answers {
    /// The terminal types are told from the first one on.
    pub(crate) const fn restart_terminal_types(&mut self) {
        self.terminal_types = Cycle::new();
    }

    /// The terminal type to tell next, if there is any.
    pub(crate) fn next_terminal_type<'c>(
        &mut self,
        config: &'c Config,
    ) -> Option<&'c str> {
        let names = config.told().terminal_types();
        let next = self.terminal_types.next(names.len())?;
        names.get(next).map(AsRef::as_ref)
    }
}
