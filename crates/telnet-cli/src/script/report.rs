//! What became of each step: for a reader while it runs, and as JSON.

use std::fmt;
use std::io::{Write as _, stderr};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use telnet_blocking::Match;
use telnet_blocking::encoding::{Encoding, TextDecoder};

use super::mask::Mask;
use super::plan::Step;

/// What came in a step.
#[derive(Clone, Debug, Default)]
pub(crate) struct Came {
    /// Which of several branches it was, as the script has it.
    pub(crate) branch: Option<String>,
    pub(crate) matched: Option<Vec<u8>>,
    /// What the groups of the pattern matched, from the first one on.
    pub(crate) groups: Vec<Option<Vec<u8>>>,
    /// What the host said: of `run` the reply, else all through the match.
    pub(crate) text: Vec<u8>,
}

/// Most groups of a pattern that are reported.
const GROUPS: usize = 32;

impl Came {
    pub(crate) fn of_match(found: &Match) -> Self {
        let groups = (1..=GROUPS).map(|it| found.group(it).map(<[u8]>::to_vec));
        let mut groups: Vec<_> = groups.collect();
        let last = groups.iter().rposition(Option::is_some);
        groups.truncate(last.map_or(0, |it| it + 1));
        Self {
            branch: None,
            matched: Some(found.matched().to_vec()),
            groups,
            text: found.text().to_vec(),
        }
    }
}

/// Most steps that are kept.
const STEPS: usize = 100_000;
/// Most octets of text that are kept.
const OCTETS: usize = 64 << 20;

/// What has become of the steps up to now.
pub(crate) struct Report {
    mask: Mask,
    encoding: Option<Encoding>,
    start: Instant,
    /// Before each line on standard error, if steps are shown there.
    shown: Option<String>,
    /// As JSON, if it is wanted.
    steps: Option<Vec<Value>>,
    room: usize,
}

impl Report {
    pub(crate) fn new(mask: Mask, encoding: Option<Encoding>) -> Self {
        Self {
            mask,
            encoding,
            start: Instant::now(),
            shown: None,
            steps: None,
            room: OCTETS,
        }
    }

    /// Shows each step on standard error, behind a text.
    pub(crate) fn show(mut self, before: String) -> Self {
        self.shown = Some(before);
        self
    }

    /// Keeps each step for [`into_json`](Self::into_json).
    pub(crate) fn keep(mut self) -> Self {
        self.steps = Some(Vec::new());
        self
    }

    pub(crate) const fn mask(&self) -> &Mask {
        &self.mask
    }

    /// A step has come to its end, or not.
    pub(crate) fn add(
        &mut self,
        step: &Step,
        time: Duration,
        is_ok: bool,
        came: &Came,
    ) {
        if let Some(before) = &self.shown {
            let line = line(step, time, is_ok, came);
            let line = self.mask.text(&line);
            // Without a standard error nothing can be said.
            let _unseen = writeln!(stderr(), "{before}{line}");
        }
        if self.steps.as_ref().is_some_and(|it| it.len() < STEPS) {
            let it = self.json(step, time, is_ok, came);
            self.steps.get_or_insert_default().push(it);
        }
    }

    fn json(
        &mut self,
        step: &Step,
        time: Duration,
        is_ok: bool,
        came: &Came,
    ) -> Value {
        let groups = came.groups.iter().flatten();
        let texts = [&came.text].into_iter().chain(&came.matched);
        let octets: usize = texts.chain(groups).map(Vec::len).sum();
        let left = self.room.checked_sub(octets);
        self.room = left.unwrap_or(self.room);
        let plain = |text: &Vec<u8>| {
            let text = left.map(|_| self.mask.octets(text));
            decoded(&text.unwrap_or_default(), self.encoding)
        };
        let groups: Vec<_> =
            came.groups.iter().map(|it| it.as_ref().map(plain)).collect();
        json!({
            "file": step.place.name(),
            "line": step.place.line(),
            "kind": step.word,
            "statement": self.mask.text(&step.shown),
            "branch": came.branch.as_ref().map(|it| self.mask.text(it)),
            "ms": millis(time),
            "ok": is_ok,
            "matched": came.matched.as_ref().map(plain),
            "groups": groups,
            "text": plain(&came.text),
            "cut": left.is_none(),
        })
    }

    /// All of it, with what it ended with.
    pub(crate) fn into_json(
        self,
        host: &str,
        code: u8,
        error: Option<&str>,
    ) -> Value {
        json!({
            "host": host,
            "ok": code == 0,
            "code": code,
            "error": error.map(|it| self.mask.text(it)),
            "ms": millis(self.start.elapsed()),
            "steps": self.steps.unwrap_or_default(),
        })
    }
}

/// A step, for a reader.
fn line(step: &Step, time: Duration, is_ok: bool, came: &Came) -> String {
    let Step { shown, place, .. } = step;
    let time = time.as_secs_f64();
    let branch = came.branch.as_ref().map(|it| format!(" => {it}"));
    let branch = branch.unwrap_or_default();
    let failed = if is_ok { "" } else { "  FAILED" };
    format!("{time:8.3}s  {shown}{branch}  ({place}){failed}")
}

fn millis(time: Duration) -> Value {
    (time.as_micros() as f64 / 1000.0).into()
}

/// A text of the host as text of this system.
fn decoded(text: &[u8], encoding: Option<Encoding>) -> String {
    let Some(encoding) = encoding else {
        return String::from_utf8_lossy(text).into_owned();
    };
    let (mut decoder, mut plain) = (TextDecoder::new(encoding), String::new());
    decoder.decode(text, &mut plain);
    decoder.finish(&mut plain);
    plain
}

/// JSON as it is printed, a line or, by `{:#}`, several: what a terminal would
/// obey is escaped.
pub(crate) struct Json<'j>(pub(crate) &'j Value);

impl fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if f.alternate() {
            format!("{:#}", self.0)
        } else {
            self.0.to_string()
        };
        for it in text.chars() {
            if it.is_control() && it != '\n' {
                write!(f, "\\u{:04x}", u32::from(it))?;
            } else {
                write!(f, "{it}")?;
            }
        }
        writeln!(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_nothing_that_a_terminal_obeys() {
        let value = json!({ "a": "\u{1b}[2J\u{9b}x\u{7f}\n" });
        let text = Json(&value).to_string();
        assert!(
            text.chars().all(|it| it == '\n' || !it.is_control()),
            "{text}"
        );
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
