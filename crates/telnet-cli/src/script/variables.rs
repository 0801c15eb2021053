//! The values of variables, and secrets.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt};
use std::process::{Command, Stdio};
use std::{env, ffi::OsStr};

use telnet_blocking::Target;

use super::mask::Mask;
use super::source::{Fault, Place};
use super::statement::{Kind, Origin, Statement};
use super::template::{Part, Template};

/// Values by name: of the host, of the command line, of the environment, and
/// secrets.
#[derive(Clone, Default)]
pub(crate) struct Variables {
    set: BTreeMap<String, String>,
    secrets: BTreeMap<String, Vec<u8>>,
}

/// A string with its values.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) octets: Vec<u8>,
    /// Whether there is a secret in it.
    pub(crate) is_secret: bool,
}

impl Variables {
    /// Those of the command line.
    pub(crate) fn new(set: impl Iterator<Item = (String, String)>) -> Self {
        Self { set: set.collect(), secrets: BTreeMap::new() }
    }

    /// Those of a host, besides: `$HOST`, `$PORT`, and what a list says of it.
    /// What the command line says holds for all hosts.
    pub(crate) fn of_host(
        &self,
        target: &Target,
        of_list: &BTreeMap<String, String>,
    ) -> Self {
        let mut set = BTreeMap::new();
        set.insert("HOST".to_owned(), target.address().host());
        let port = target.address().port().map(|it| it.to_string());
        set.extend(port.map(|it| ("PORT".to_owned(), it)));
        set.extend(of_list.clone());
        set.extend(self.set.clone());
        Self { set, secrets: self.secrets.clone() }
    }

    /// Whether it is the name of a secret.
    pub(crate) fn is_secret(&self, name: &str) -> bool {
        self.secrets.contains_key(name)
    }

    /// Reads the secrets that a script names. Commands are run, but if `runs` is
    /// false: then their secrets are not known.
    pub(crate) fn read_secrets(
        &mut self,
        script: &[Statement],
        runs: bool,
    ) -> Result<(), Fault> {
        for Statement { place, kind, .. } in script {
            let Kind::Secret(name, origin) = kind else { continue };
            let fault = |what: String| Fault::new(place, what);
            if self.set.contains_key(name) {
                return Err(fault(format!(
                    "{name} is set by --set, where all users of this machine \
                     can read it: give it in the environment"
                )));
            }
            let secret = self.read(name, origin, runs).map_err(fault)?;
            if secret.is_empty() {
                return Err(fault(format!("the secret {name} is empty")));
            }
            if secret.iter().any(|it| matches!(it, b'\r' | b'\n')) {
                let what = "has a line end in it: a secret is one line";
                return Err(fault(format!("the secret {name} {what}")));
            }
            if self.secrets.insert(name.clone(), secret).is_some() {
                return Err(fault(format!("{name} is a secret already")));
            }
        }
        Ok(())
    }

    fn read(
        &self,
        name: &str,
        origin: &Origin,
        runs: bool,
    ) -> Result<Vec<u8>, String> {
        match origin {
            Origin::Environment => env::var_os(name)
                .map(OsStringExt::into_vec)
                .ok_or_else(|| format!("{name} is not in the environment")),
            Origin::File(name) => {
                let name = self.value(name).map_err(|it| it.what)?.octets;
                let file = File::open(OsStr::from_bytes(&name));
                let shown = String::from_utf8_lossy(&name);
                file.and_then(first_line).map_err(|it| format!("{shown}: {it}"))
            }
            Origin::Command(_) if !runs => Ok(b"not known".to_vec()),
            Origin::Command(line) => {
                let line = self.value(line).map_err(|it| it.what)?.octets;
                by_command(OsStr::from_bytes(&line))
            }
        }
    }

    /// What a string is.
    pub(crate) fn value(&self, text: &Template) -> Result<Said, Fault> {
        let mut said = Said { octets: Vec::new(), is_secret: false };
        for part in &text.parts {
            match part {
                Part::Text(text) => said.octets.extend_from_slice(text),
                Part::Variable(name, place) => {
                    let value = self.look_up(name, place)?;
                    said.octets.extend_from_slice(&value);
                    said.is_secret |= self.secrets.contains_key(name);
                }
            }
        }
        Ok(said)
    }

    fn look_up(&self, name: &str, place: &Place) -> Result<Vec<u8>, Fault> {
        let set = self.set.get(name).map(|it| it.clone().into_bytes());
        let value = self.secrets.get(name).cloned().or(set);
        value
            .or_else(|| env::var_os(name).map(OsStringExt::into_vec))
            .ok_or_else(|| {
                let what = format!(
                    "the variable {name} has no value: it is set neither by \
                     --set {name}=VALUE nor in the environment"
                );
                Fault::new(place, what)
            })
    }

    /// What hides the secrets.
    pub(crate) fn mask(&self) -> Mask {
        Mask::new(self.secrets.values().map(|it| &**it))
    }
}

/// Most octets of a secret.
const LONGEST: u64 = 4096;

fn first_line(from: impl Read) -> std::io::Result<Vec<u8>> {
    let mut line = Vec::new();
    BufReader::new(from.take(LONGEST)).read_until(b'\n', &mut line)?;
    while line.ends_with(b"\n") || line.ends_with(b"\r") {
        line.pop();
    }
    Ok(line)
}

/// Runs a line in the shell, on the user's terminal but for its output.
fn by_command(line: &OsStr) -> Result<Vec<u8>, String> {
    let output = Command::new("/bin/sh")
        .arg("-c")
        .arg(line)
        .stdin(Stdio::inherit())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|it| format!("/bin/sh: {it}"))?;
    if !output.status.success() {
        return Err(format!("the command failed: {}", output.status));
    }
    first_line(&*output.stdout).map_err(|it| it.to_string())
}
