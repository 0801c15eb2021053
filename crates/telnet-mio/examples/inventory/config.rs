//! The list of hosts.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use telnet_mio::{Address, Cli, ToAddress as _};
use toml::Spanned;

/// A host, and what is to be done there.
pub(crate) struct Host {
    pub(crate) name: String,
    pub(crate) address: Address,
    pub(crate) cli: Cli,
    pub(crate) user: String,
    pub(crate) password: String,
    /// The password for more rights, where they are wanted.
    pub(crate) enable: Option<String>,
    pub(crate) commands: Vec<String>,
}

/// Reads a file.
pub(crate) fn read(path: &Path) -> Result<Vec<Host>, String> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|e| format!("{shown}: {e}"))?;
    let env = |name: &str| std::env::var(name).ok();
    parse(&text, &env).map_err(|why| format!("{shown}:{why}"))
}

/// Reads a text. An error begins with the number of the line.
pub(crate) fn parse(text: &str, env: Env<'_>) -> Result<Vec<Host>, String> {
    hosts(text, env).map_err(|fault| {
        let before = text.get(..fault.at).unwrap_or(text);
        let line = 1 + before.matches('\n').count();
        format!("{line}: {}", fault.what)
    })
}

/// The variables of the environment.
type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What is wrong, and at which octet.
struct Fault {
    at: usize,
    what: String,
}

impl Fault {
    fn new(span: Range<usize>, what: impl ToString) -> Self {
        Self { at: span.start, what: what.to_string() }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hosts {
    #[serde(default)]
    defaults: Entry,
    #[serde(default)]
    host: Vec<Spanned<Entry>>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Entry {
    name: Option<Spanned<String>>,
    address: Option<Spanned<String>>,
    platform: Option<Spanned<String>>,
    user: Option<String>,
    password: Option<Password>,
    password_env: Option<Spanned<String>>,
    enable_env: Option<Spanned<String>>,
    commands: Option<Vec<String>>,
}

struct Password(String);

impl<'de> Deserialize<'de> for Password {
    /// What is wrong is said without showing it.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from);
        text.map(Self).map_err(|_| D::Error::custom("wanted a text in quotes"))
    }
}

fn hosts(text: &str, env: Env<'_>) -> Result<Vec<Host>, Fault> {
    // As a whole, an error of the parser shows the line: that of a password,
    // maybe.
    let all: Hosts = toml::from_str(text).map_err(|error| {
        Fault::new(error.span().unwrap_or_default(), error.message())
    })?;
    let defaults = &all.defaults;
    if let Some(it) = defaults.name.as_ref().or(defaults.address.as_ref()) {
        let what = "a name or an address is of one host, not of all";
        return Err(Fault::new(it.span(), what));
    }
    let mut names = BTreeSet::new();
    let hosts = all.host.iter().map(|entry| {
        let host = host(entry, defaults, env)?;
        // The files of both would be one, on some systems.
        if !names.insert(host.name.to_lowercase()) {
            let what = format!("there are two hosts {:?}", host.name);
            return Err(Fault::new(entry.span(), what));
        }
        Ok(host)
    });
    let hosts: Vec<_> = hosts.collect::<Result<_, _>>()?;
    if hosts.is_empty() {
        return Err(Fault::new(0..0, "no [[host]]"));
    }
    Ok(hosts)
}

fn host(
    entry: &Spanned<Entry>,
    defaults: &Entry,
    env: Env<'_>,
) -> Result<Host, Fault> {
    let it = entry.get_ref();
    let missing = |what| Fault::new(entry.span(), format!("{what} is missing"));
    let name = it.name.as_ref().ok_or_else(|| missing("name"))?;
    if !is_file_name(name.get_ref()) {
        let what = "a name has letters, digits, `.`, `_` and `-`";
        return Err(Fault::new(name.span(), what));
    }
    let address = it.address.as_ref().unwrap_or(name);
    let platform = it.platform.as_ref().or(defaults.platform.as_ref());
    let enable = it.enable_env.as_ref().or(defaults.enable_env.as_ref());
    let password = match it.password(env)? {
        None => defaults.password(env)?,
        given => given,
    };
    let user = it.user.as_ref().or(defaults.user.as_ref());
    let commands = it.commands.as_ref().or(defaults.commands.as_ref());
    Ok(Host {
        name: name.get_ref().clone(),
        address: checked(address, |it| it.to_address())?,
        cli: platform
            .map_or(Ok(Cli::default()), |it| checked(it, Cli::platform))?,
        user: user.ok_or_else(|| missing("user"))?.clone(),
        password: password
            .ok_or_else(|| missing("password_env, or password,"))?,
        enable: enable.map(|it| variable(it, env)).transpose()?,
        commands: commands.ok_or_else(|| missing("commands"))?.clone(),
    })
}

impl Entry {
    fn password(&self, env: Env<'_>) -> Result<Option<String>, Fault> {
        match (&self.password, &self.password_env) {
            (Some(_), Some(name)) => {
                let what = "either password or password_env";
                Err(Fault::new(name.span(), what))
            }
            (Some(password), None) => Ok(Some(password.0.clone())),
            (None, name) => {
                name.as_ref().map(|name| variable(name, env)).transpose()
            }
        }
    }
}

fn variable(name: &Spanned<String>, env: Env<'_>) -> Result<String, Fault> {
    checked(name, |name| {
        // Which one is not said: it may be a password in the wrong place.
        env(name).ok_or("the environment has no variable of this name")
    })
}

fn checked<T, E: ToString>(
    text: &Spanned<String>,
    make: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, Fault> {
    make(text.get_ref()).map_err(|why| Fault::new(text.span(), why))
}

fn is_file_name(name: &str) -> bool {
    let fits = |it: char| it.is_alphanumeric() || "._-".contains(it);
    name.starts_with(char::is_alphanumeric) && name.chars().all(fits)
}
