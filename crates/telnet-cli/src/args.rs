//! The command line.

use std::ffi::OsString;

use clap::{Parser, Subcommand};

use crate::connect::Reach;
use crate::host::Host;
use crate::manner::Manner;

/// A Telnet client for people, pipes and scripts.
///
/// Telnet is plaintext: anyone on the way reads and alters everything,
/// passwords included. Use SSH where there is SSH, and --tls where there is TLS.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "telnet-rs",
    version,
    max_term_width = 80,
    args_conflicts_with_subcommands = true,
    after_help = "Exit codes: 0 closed in order, 1 no connection, 2 wrong \
        usage, 3 TLS,\n4 timeout and 5 end of stream while waiting for a text, \
        128+n signal n."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    host: Host,
    #[command(flatten)]
    reach: Reach,
    #[command(flatten)]
    manner: Manner,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What else there is to do.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Command {}

impl Arguments {
    /// Where to connect to.
    pub(crate) const fn host(&self) -> &Host {
        &self.host
    }

    /// How to connect.
    pub(crate) const fn reach(&self) -> &Reach {
        &self.reach
    }

    /// How to behave then.
    pub(crate) const fn manner(&self) -> &Manner {
        &self.manner
    }

    /// What to do in the place of that.
    pub(crate) const fn command(&self) -> Option<&Command> {
        self.command.as_ref()
    }
}

/// The command line as clap is to see it: a minus before the port, which has
/// the client begin to negotiate, would be options.
pub(crate) fn with_minus_ports(
    line: impl IntoIterator<Item = OsString>,
) -> impl Iterator<Item = OsString> {
    line.into_iter().flat_map(|word| {
        let port = word.to_str().and_then(|it| it.strip_prefix('-'));
        let digits = port.filter(|it| {
            it.len() > 1 && it.bytes().all(|it| it.is_ascii_digit())
        });
        match digits {
            Some(port) => vec!["--begin".into(), port.into()],
            None => vec![word],
        }
    })
}
