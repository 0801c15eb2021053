//! The list of hosts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use telnet_blocking::{Cli, Target};

use super::inventory;
use crate::exit::{Code, Exit};
use crate::host::target;
use crate::script::{Fault, Place, Source, wrong};

/// A host of a list.
#[derive(Clone, Debug)]
pub(crate) struct Host {
    pub(crate) place: Place,
    /// What it is called in messages and by files.
    pub(crate) name: String,
    pub(crate) target: Target,
    pub(crate) platform: Option<Cli>,
    pub(crate) variables: BTreeMap<String, String>,
}

/// Reads a file.
pub(crate) fn read(file: &Path) -> Result<Vec<Host>, Exit> {
    let source = Arc::new(Source::read(file)?);
    let is_toml = file.extension().is_some_and(|it| it == "toml");
    let hosts =
        if is_toml { inventory::hosts(&source) } else { lines(&source) };
    let hosts = hosts.map_err(wrong)?;
    if hosts.is_empty() {
        let what = format!("{}: there is no host in it", source.name);
        return Err(Exit::new(Code::Usage, what));
    }
    let mut names = BTreeSet::new();
    for host in &hosts {
        // The files of both would be one, on some systems.
        if !names.insert(host.name.to_lowercase()) {
            let what = format!("there are two hosts {}", host.name);
            return Err(wrong(Fault::new(&host.place, what)));
        }
    }
    Ok(hosts)
}

/// One a line; `#` begins a comment.
fn lines(source: &Arc<Source>) -> Result<Vec<Host>, Fault> {
    let mut hosts = Vec::new();
    let mut at = 0;
    for line in source.text.split_inclusive('\n') {
        let text = line.split_once('#').map_or(line, |(text, _)| text);
        let blanks = text.len() - text.trim_start().len();
        let place = Place::new(Arc::clone(source), at + blanks);
        at += line.len();
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let fault = |it: Exit| Fault::new(&place, it.message());
        hosts.push(Host {
            name: file_name(text),
            target: target(text, None).map_err(fault)?,
            platform: None,
            variables: BTreeMap::new(),
            place,
        });
    }
    Ok(hosts)
}

/// A name that a file can have: of a URL the host and the port.
pub(crate) fn file_name(host: &str) -> String {
    let host = host.split_once("://").map_or(host, |(_, host)| host);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let fits = |it: char| it.is_ascii_alphanumeric() || "._-".contains(it);
    let name = host.replace(|it| !fits(it), "-");
    let name = name.trim_matches(|it: char| !it.is_ascii_alphanumeric());
    if name.is_empty() { "host".to_owned() } else { name.to_owned() }
}
