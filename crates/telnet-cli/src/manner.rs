//! How the connection behaves: what is told, agreed to, and spoken.

use std::env;

use clap::Args;
use telnet_blocking::encoding::Encoding;
use telnet_blocking::{Config, Policy, Side, TelnetOption, WindowSize};

use crate::exit::{Code, Exit};

/// How the connection behaves.
#[derive(Args, Clone, Debug)]
pub(crate) struct Manner {
    /// Eight bits both ways: ask for the option BINARY in both directions
    #[arg(short = '8', long)]
    binary: bool,
    /// Eight bits from here to the host: ask for BINARY in that direction
    #[arg(short = 'L', long)]
    binary_output: bool,
    /// Tell the host the user of this machine, where it asks (NEW-ENVIRON)
    #[arg(short = 'a', long)]
    login: bool,
    /// Tell the host this user, where it asks (NEW-ENVIRON)
    #[arg(short = 'l', long, value_name = "USER")]
    user: Option<String>,
    /// Tell the host no user
    #[arg(short = 'K', long, conflicts_with_all = ["login", "user"])]
    no_login: bool,
    /// The terminal type to tell the host, `none` for none [default: $TERM where
    /// a terminal is in use]
    #[arg(long, value_name = "TYPE")]
    term: Option<String>,
    /// Tell the host this variable, where it asks: NAME=VALUE, or NAME for its
    /// value here
    #[arg(long, value_name = "NAME[=VALUE]", value_parser = variable)]
    send_env: Vec<(String, String)>,
    /// The character set that the host uses, as latin1 or cp437 [default: octets
    /// are left as they are]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<Encoding>,
    /// Let the host compress what it sends (MCCP 1 and 2)
    #[arg(long)]
    compress: bool,
    /// Show all that the host sends, sequences that have a terminal answer, write
    /// to its clipboard or define its keys, too
    #[arg(long)]
    raw: bool,
    /// Begin to negotiate, also where the port is not 23
    #[arg(long)]
    begin: bool,
}

impl Manner {
    /// The configuration of a connection. `window` is the size of the terminal
    /// in use; without one the host is told of no terminal.
    pub(crate) fn config(
        &self,
        window: Option<WindowSize>,
    ) -> Result<Config, Exit> {
        let wrong = |it| Exit::new(Code::Usage, it);
        let mut config = Config::new();
        config.window_size = window;
        if window.is_some() {
            config = config.linemode(crate::linemode::settings());
            let flow = TelnetOption::LFLOW;
            config = config.policy(Side::Local, flow, Policy::Accept);
        }
        if let Some(name) = self.terminal_type(window.is_some()) {
            config = config.terminal_types([&*name]).map_err(wrong)?;
        }
        let variables = self.variables();
        let variables = variables.iter().map(|(name, it)| (&**name, &**it));
        config = config.environment(variables).map_err(wrong)?;
        if let Some(encoding) = self.encoding {
            config = config.encoding(encoding);
        }
        for side in [Side::Local, Side::Remote] {
            let binary = TelnetOption::BINARY;
            config = config.policy(side, binary, Policy::Accept);
            let is_wanted = side == Side::Local && self.binary_output;
            if self.binary || is_wanted {
                config = config.request(side, binary);
            }
        }
        if self.compress {
            for option in [TelnetOption::MCCP1, TelnetOption::MCCP2] {
                config = config.policy(Side::Remote, option, Policy::Accept);
            }
        }
        Ok(config)
    }

    /// The character set of the host, where octets are not to be left alone.
    pub(crate) const fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// Whether what does harm to a terminal is shown, too.
    pub(crate) const fn is_raw(&self) -> bool {
        self.raw
    }

    /// Whether this end begins to negotiate whatever the port.
    pub(crate) const fn begins(&self) -> bool {
        self.begin
    }

    fn terminal_type(&self, is_terminal: bool) -> Option<String> {
        match &self.term {
            Some(name) if name.eq_ignore_ascii_case("none") => None,
            Some(name) => Some(name.clone()),
            None if is_terminal => {
                env::var("TERM").ok().filter(|it| !it.is_empty())
            }
            None => None,
        }
    }

    fn variables(&self) -> Vec<(String, String)> {
        let user = self
            .user
            .clone()
            .or_else(|| self.login.then(|| env::var("USER").ok()).flatten());
        let user = user.map(|it| ("USER".to_owned(), it));
        user.into_iter().chain(self.send_env.iter().cloned()).collect()
    }
}

fn variable(text: &str) -> Result<(String, String), String> {
    if let Some((name, value)) = text.split_once('=') {
        return Ok((name.to_owned(), value.to_owned()));
    }
    let value = env::var(text);
    let value = value.map_err(|_| "it is not set here: write NAME=VALUE")?;
    Ok((text.to_owned(), value))
}

fn encoding(name: &str) -> Result<Encoding, String> {
    Encoding::from_name(name).ok_or_else(|| {
        "give a name of a character set, as utf-8, latin1, cp437".to_owned()
    })
}
