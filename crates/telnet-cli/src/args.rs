//! The command line.

use std::ffi::OsString;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::connect::Reach;
use crate::host::Host;
use crate::interactive::Keys;
use crate::manner::Manner;
use crate::many::Many;
use crate::piped::Piped;
use crate::probe::Probe;
use crate::script::{LANGUAGE, Scripted};
use crate::serial::Serial;
use crate::trace::Tracing;

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
    after_help = "Exit codes: 0 closed in order, 1 no connection or a broken \
        one, 2 wrong usage\nor a wrong script, 3 TLS, 4 what a script expects \
        did not come, 5 the host closed\nfirst, 128 and n signal n.",
    after_long_help = LANGUAGE
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    host: Host,
    #[command(flatten)]
    reach: Reach,
    #[command(flatten)]
    manner: Manner,
    #[command(flatten)]
    script: Scripted,
    #[command(flatten)]
    many: Many,
    #[command(flatten)]
    piped: Piped,
    #[command(flatten)]
    keys: Keys,
    #[command(flatten)]
    tracing: Tracing,
    #[command(flatten)]
    refused: Refused,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What else there is to do.
#[derive(Clone, Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum Command {
    /// Print what a host offers and agrees to, without logging in
    Probe(Box<Probe>),
    /// Use a serial port of another machine as a console (RFC 2217)
    Serial(Box<Serial>),
    /// Print what a shell needs to complete the arguments
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Print the page of the manual
    Man,
}

/// Options of other clients that are not to be had, so that this is said.
#[derive(Args, Clone, Debug)]
struct Refused {
    #[arg(short = 'k', hide = true, value_parser = no_kerberos)]
    realm: Option<String>,
    #[arg(short = 'X', hide = true, value_parser = no_kerberos)]
    disable: Option<String>,
}

fn no_kerberos(_value: &str) -> Result<String, String> {
    let why = "Kerberos, and the encryption that goes with it, are not to be \
               had here: use --tls";
    Err(why.to_owned())
}

impl Arguments {
    /// What of the wire is shown.
    pub(crate) const fn tracing(&self) -> &Tracing {
        &self.tracing
    }

    /// What to do in the place of talking to the host.
    pub(crate) const fn command(&self) -> Option<&Command> {
        self.command.as_ref()
    }

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

    /// The script, if there is one.
    pub(crate) const fn script(&self) -> &Scripted {
        &self.script
    }

    /// The hosts of the script, if there are many.
    pub(crate) const fn many(&self) -> &Many {
        &self.many
    }

    /// What is particular to pipes and files.
    pub(crate) const fn piped(&self) -> &Piped {
        &self.piped
    }

    /// What is particular to terminals.
    pub(crate) const fn keys(&self) -> &Keys {
        &self.keys
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
