//! The list of hosts in TOML.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use telnet_blocking::Cli;
use toml::Spanned;

use super::hosts::{Host, file_name};
use crate::host::target;
use crate::script::{Fault, Place, Source, is_name};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inventory {
    #[serde(default)]
    defaults: Common,
    #[serde(default)]
    host: Vec<Spanned<Entry>>,
}

/// What can be said of one host, and of all.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Common {
    port: Option<Spanned<u16>>,
    platform: Option<Spanned<String>>,
    user: Option<String>,
    vars: BTreeMap<Spanned<String>, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Option<Spanned<String>>,
    host: Spanned<String>,
    port: Option<Spanned<u16>>,
    platform: Option<Spanned<String>>,
    user: Option<String>,
    #[serde(default)]
    vars: BTreeMap<Spanned<String>, String>,
}

/// The hosts of a text.
pub(crate) fn hosts(source: &Arc<Source>) -> Result<Vec<Host>, Fault> {
    let all: Inventory = toml::from_str(&source.text).map_err(|error| {
        let at = error.span().unwrap_or_default();
        Reader { source }.fault(at, error.message())
    })?;
    let reader = Reader { source };
    let hosts = all.host.iter();
    hosts.map(|it| reader.host(it, &all.defaults)).collect()
}

struct Reader<'s> {
    source: &'s Arc<Source>,
}

impl Reader<'_> {
    fn host(
        &self,
        entry: &Spanned<Entry>,
        defaults: &Common,
    ) -> Result<Host, Fault> {
        let it = entry.get_ref();
        let address = it.host.get_ref();
        let name = match &it.name {
            None => file_name(address),
            Some(name) if file_name(name.get_ref()) == *name.get_ref() => {
                name.get_ref().clone()
            }
            Some(name) => {
                let what = "a name is of letters, digits, `.`, `_` and `-`";
                return Err(self.fault(name.span(), what));
            }
        };
        let mut variables = BTreeMap::new();
        for (name, value) in defaults.vars.iter().chain(&it.vars) {
            if !is_name(name.get_ref()) {
                let what = "the name of a variable is of letters, digits, `_`";
                return Err(self.fault(name.span(), what));
            }
            variables.insert(name.get_ref().clone(), value.clone());
        }
        let user = it.user.as_ref().or(defaults.user.as_ref());
        variables.extend(user.map(|it| ("USER".to_owned(), it.clone())));
        let platform = it.platform.as_ref().or(defaults.platform.as_ref());
        let platform = platform.map(|it| {
            let cli = Cli::platform(it.get_ref());
            cli.map_err(|error| self.fault(it.span(), &error.to_string()))
        });
        let port = |it: &Spanned<u16>| it.get_ref().to_string();
        let target = match (&it.port, &defaults.port) {
            (Some(own), _) => target(address, Some(&port(own))),
            // The port of all is for those that say nothing of a port.
            (None, Some(all)) => target(address, Some(&port(all)))
                .or_else(|_| target(address, None)),
            (None, None) => target(address, None),
        };
        Ok(Host {
            place: self.place(entry.span()),
            name,
            target: target
                .map_err(|error| self.fault(it.host.span(), error.message()))?,
            platform: platform.transpose()?,
            variables,
        })
    }

    fn place(&self, span: Range<usize>) -> Place {
        Place::new(Arc::clone(self.source), span.start)
    }

    fn fault(&self, span: Range<usize>, what: &str) -> Fault {
        Fault::new(&self.place(span), what)
    }
}
