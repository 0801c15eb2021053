//! The command line.

use std::path::PathBuf;
use std::time::Duration;

pub(crate) const USAGE: &str = "\
usage: inventory [OPTIONS] HOSTS.toml
       inventory [OPTIONS] --demo N

Logs in to all hosts of a list, runs their commands, and keeps what they put
out, a file for each: NAME.txt, or NAME.failed with what the host said.

  --jobs N      how many hosts at a time, default 100
  --timeout S   seconds for the login, connecting included, and for each
                command, default 30
  --out DIR     where the files go, default 'inventory-out'; the demo keeps
                none if this is not given
  --demo N      visits N devices on this machine, and checks what they said
  --help        shows this

It ends with 0 if all went well, 1 if some host failed, 2 if it cannot be done.";

/// What was asked for.
pub(crate) struct Args {
    pub(crate) source: Source,
    pub(crate) jobs: usize,
    pub(crate) timeout: Duration,
    /// Where the files go, if there are to be some.
    pub(crate) out: Option<PathBuf>,
}

/// Where the hosts are from.
pub(crate) enum Source {
    File(PathBuf),
    Demo(usize),
}

impl Args {
    /// Nothing, if help is asked for.
    pub(crate) fn parse(
        words: impl IntoIterator<Item = String>,
    ) -> Result<Option<Self>, String> {
        let mut words = words.into_iter();
        let (mut source, mut out) = (None, None);
        let (mut jobs, mut timeout) = (100, 30);
        while let Some(word) = words.next() {
            if word == "--help" {
                return Ok(None);
            }
            let mut value = || {
                let value = words.next();
                value.ok_or_else(|| format!("{word} needs a value"))
            };
            let given = match word.as_str() {
                "--jobs" => {
                    jobs = number(&word, &value()?)?;
                    continue;
                }
                "--timeout" => {
                    timeout = number(&word, &value()?)?;
                    continue;
                }
                "--out" => {
                    out = Some(PathBuf::from(value()?));
                    continue;
                }
                "--demo" => Source::Demo(number(&word, &value()?)?),
                _ if word.starts_with('-') => {
                    return Err(format!("no option {word:?}\n\n{USAGE}"));
                }
                _ => Source::File(PathBuf::from(word)),
            };
            if source.replace(given).is_some() {
                return Err(format!("one list of hosts, please\n\n{USAGE}"));
            }
        }
        let source = source.ok_or_else(|| format!("no hosts\n\n{USAGE}"))?;
        if matches!(source, Source::File(_)) {
            out = out.or_else(|| Some("inventory-out".into()));
        }
        let timeout = Duration::from_secs(timeout as u64);
        Ok(Some(Self { source, jobs, timeout, out }))
    }
}

fn number(option: &str, value: &str) -> Result<usize, String> {
    let number = value.parse().ok().filter(|it| *it > 0);
    number.ok_or_else(|| format!("{option} needs a number, not {value:?}"))
}
