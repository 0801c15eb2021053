//! The devices, their sites and credentials.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Mutex, PoisonError};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use telnet_tokio::Cli;

use crate::credential::Credential;
use crate::error::FileError;
use crate::job::Job;
use crate::name::Name;
use crate::order::Order;

/// The devices, their sites and credentials: a file in TOML.
///
/// ```
/// use telnet_fleet::Inventory;
/// let inventory = Inventory::parse(r#"
///     [credentials.core]
///     user = "admin"
///     password = { env = "CORE_PASSWORD" }
///
///     [sites.berlin]
///     sessions = 20
///
///     [defaults]
///     site = "berlin"
///     credential = "core"
///
///     [[devices]]
///     name = "r1"
///     host = "192.0.2.1"
///
///     [[devices]]
///     name = "r2"
///     host = "r2.example"
///     port = 2023
///     platform = "huawei_vrp"
/// "#)?;
/// assert_eq!(inventory.devices.len(), 2);
/// # Ok::<(), telnet_fleet::FileError>(())
/// ```
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Serialize,
)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Inventory {
    /// The credentials, by name.
    #[serde(default)]
    pub credentials: BTreeMap<Name, Credential>,
    /// The limits of sites, by name. One that is not here has the usual ones.
    #[serde(default)]
    pub sites: BTreeMap<Name, Site>,
    /// What holds of devices that say nothing else.
    #[serde(default)]
    pub defaults: Defaults,
    /// The devices.
    #[serde(default)]
    pub devices: Vec<Device>,
}

/// What a site, or the gateway to it, can take.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Site {
    /// Most sessions at once; 50 if nothing is said.
    pub sessions: u32,
    /// After so many refusals one after the other a credential is not tried any
    /// more at this site; 3 if nothing is said.
    pub refusals: u32,
}

/// What holds of devices that say nothing else.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Serialize,
)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Defaults {
    /// As [`Device::port`].
    pub port: Option<u16>,
    /// As [`Device::platform`].
    pub platform: Option<String>,
    /// As [`Device::site`].
    pub site: Option<Name>,
    /// As [`Device::credential`].
    pub credential: Option<Name>,
}

/// One device.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Device {
    /// What it is called: each one otherwise.
    pub name: Name,
    /// Its name or address in the network.
    pub host: String,
    /// The port, 23 if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// A platform that `telnet-session` knows, as `cisco_ios`. None is needed
    /// to log in and to run commands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// Its prompt, as a regular expression for the whole line, where it is one
    /// that is not known of hosts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    /// The site, `main` if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<Name>,
    /// The name of its credential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<Name>,
}

/// The port of Telnet.
const PORT: u16 = 23;

impl Inventory {
    /// Reads a file's text.
    ///
    /// # Errors
    /// [`FileError`] says what is wrong with it: its form, a name that two
    /// devices have, a credential or a platform that is not there.
    pub fn parse(text: &str) -> Result<Self, FileError> {
        let it: Self = toml::from_str(text).map_err(FileError::toml)?;
        let mut names = BTreeSet::new();
        for device in &it.devices {
            let place = format_args!("device {}", device.name).to_string();
            if !names.insert(&device.name) {
                return Err(FileError::new("two have this name").of(place));
            }
            it.check(device).map_err(|why| why.of(place))?;
        }
        if let Some((name, _)) = it.sites.iter().find(|(_, it)| it.is_shut()) {
            let why = "`sessions` and `refusals` are 1 at least";
            return Err(FileError::new(why).of(format_args!("site {name}")));
        }
        Ok(it)
    }

    fn check(&self, device: &Device) -> Result<(), FileError> {
        if let Some(name) = self.credential_of(device)
            && !self.credentials.contains_key(name)
        {
            let why = format_args!("there is no credential {name}");
            return Err(FileError::new(why));
        }
        cli(self.platform_of(device), device.prompt.as_deref()).map(drop)
    }

    fn credential_of<'a>(&'a self, device: &'a Device) -> Option<&'a Name> {
        device.credential.as_ref().or(self.defaults.credential.as_ref())
    }

    fn platform_of<'a>(&'a self, device: &'a Device) -> Option<&'a str> {
        let platform = device.platform.as_ref();
        platform.or(self.defaults.platform.as_ref()).map(String::as_str)
    }

    /// What holds of a site.
    #[must_use]
    pub fn site(&self, name: &Name) -> Site {
        self.sites.get(name).cloned().unwrap_or_default()
    }

    /// One order for each device. `run` tells these from those of another time:
    /// the same one gives the same ids.
    pub fn orders(&self, job: &Job, run: &Name) -> impl Iterator<Item = Order> {
        self.devices.iter().map(move |device| {
            let site = device.site.as_ref().or(self.defaults.site.as_ref());
            let credential = self.credential_of(device);
            Order {
                run: run.clone(),
                job: job.clone(),
                device: device.name.clone(),
                host: device.host.clone(),
                port: device.port.or(self.defaults.port).unwrap_or(PORT),
                platform: self.platform_of(device).map(str::to_owned),
                prompt: device.prompt.clone(),
                site: site.cloned().unwrap_or_else(Name::main),
                credential: credential.cloned(),
            }
        })
    }
}

impl Site {
    const fn is_shut(&self) -> bool {
        self.sessions == 0 || self.refusals == 0
    }
}

impl Default for Site {
    fn default() -> Self {
        Self { sessions: 50, refusals: 3 }
    }
}

/// What is known of a device's command line: made once for all devices that have the
/// same words for it.
pub(crate) fn cli(
    platform: Option<&str>,
    prompt: Option<&str>,
) -> Result<Cli, FileError> {
    /// So many are kept.
    const MOST: usize = 256;
    type Words = (Option<String>, Option<String>);
    static MADE: Mutex<BTreeMap<Words, Cli>> = Mutex::new(BTreeMap::new());
    if platform.is_none() && prompt.is_none() {
        return Ok(Cli::default());
    }
    let words = (platform.map(str::to_owned), prompt.map(str::to_owned));
    let made = || MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(it) = made().get(&words) {
        return Ok(it.clone());
    }
    let it = make_cli(platform, prompt)?;
    let mut made = made();
    if made.len() >= MOST {
        made.clear();
    }
    made.insert(words, it.clone());
    Ok(it)
}

fn make_cli(
    platform: Option<&str>,
    prompt: Option<&str>,
) -> Result<Cli, FileError> {
    let cli = match platform {
        Some(name) => Cli::platform(name).map_err(FileError::new)?,
        None => Cli::default(),
    };
    let Some(prompt) = prompt else { return Ok(cli) };
    let wrong = |why: &dyn fmt::Display| {
        FileError::new(format_args!("the prompt {prompt:?}: {why}"))
    };
    let prompt =
        telnet_tokio::Pattern::prompt(prompt).map_err(|why| wrong(&why))?;
    let mut patterns = cli.patterns().clone();
    patterns.prompt = prompt;
    Cli::new(patterns).map_err(FileError::new)
}
