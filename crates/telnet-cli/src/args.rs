//! The command line.

use std::ffi::OsString;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::connect::Reach;
use crate::exit::{Code, Exit};
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

/// Options of GNU's client that are not to be had, so that this is said.
#[derive(Args, Clone, Debug)]
struct Refused {
    #[arg(short = 'k', long, hide = true, value_name = "REALM")]
    realm: Option<String>,
    #[arg(short = 'X', long, hide = true, value_name = "TYPE")]
    disable_auth: Option<String>,
    #[arg(long, hide = true)]
    encrypt: bool,
    #[arg(short = 'r', long, hide = true)]
    rlogin: bool,
}

impl Refused {
    fn check(&self) -> Result<(), Exit> {
        let kerberos = "there is no Kerberos here, and no encryption that goes \
                        with it: use --tls";
        let why = if self.realm.is_some() {
            format!("-k: {kerberos}")
        } else if self.disable_auth.is_some() {
            format!("-X: {kerberos}")
        } else if self.encrypt {
            format!("--encrypt: {kerberos}")
        } else if self.rlogin {
            "-r: there is no manner of rlogin here: `-e '~' -8` comes nearest"
                .to_owned()
        } else {
            return Ok(());
        };
        Err(Exit::new(Code::Usage, why))
    }
}

impl Arguments {
    /// Refuses what is not to be had.
    pub(crate) fn check(&self) -> Result<(), Exit> {
        self.refused.check()
    }

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
