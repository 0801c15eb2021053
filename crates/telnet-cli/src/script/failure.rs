//! Why a script did not come to its end, for the one who wrote it.

use std::fmt;
use std::io::{self, ErrorKind};
use std::time::Duration;

use telnet_blocking::dialogue::DialogueError;
use telnet_blocking::{Cause, NoMatch};

use super::mask::Mask;
use super::plan::Step;
use super::statement::Time;
use super::template::Escaped;
use crate::exit::{Code, Exit};

/// A step has failed.
pub(crate) struct Failure {
    pub(crate) step: Step,
    code: Code,
    /// What was wanted, and what happened.
    what: String,
    /// What the host said last.
    pub(crate) seen: Vec<u8>,
    /// What can be done.
    hint: &'static str,
}

const SILENT: &str = "the host said nothing: is it the right port, or does it \
                      wait for Enter first?";
const OTHER: &str = "-x \"log -\" before the other statements shows all that \
                     comes, --trace=hex the octets; `within` gives more time";
const CLOSED: &str = "a host that is to close the connection here is an `eof` \
                      to expect";
const PROMPT: &str = "if the last line is the prompt, name it: prompt /REGEX/, \
                      for the whole line";

impl Failure {
    /// What was expected did not come.
    pub(crate) fn missed(step: &Step, time: Duration, it: &NoMatch) -> Self {
        let expected = step.shown.strip_prefix("expect ").unwrap_or_default();
        let expected =
            expected.rsplit_once(" within ").map_or(expected, |it| it.0);
        let late = "it did not come";
        let (code, why, hint) = if it.cause == Cause::Eof {
            (Code::Closed, "the host closed the connection first", CLOSED)
        } else if it.text.is_empty() {
            (Code::Missed, late, SILENT)
        } else {
            (Code::Missed, late, OTHER)
        };
        Self {
            step: step.clone(),
            code,
            what: format!(
                "expected {expected} within {}, but {why}",
                Time(time)
            ),
            seen: it.text.to_vec(),
            hint,
        }
    }

    /// The host has refused a command.
    pub(crate) fn refused(step: &Step, line: &[u8], seen: &[u8]) -> Self {
        Self {
            step: step.clone(),
            code: Code::Missed,
            what: format!("the host refused the command: {}", Escaped(line)),
            seen: seen.to_vec(),
            hint: "sendline and expect do not mind what a host says",
        }
    }

    /// A file of the script cannot be written.
    pub(crate) fn file(step: &Step, name: &[u8], error: &io::Error) -> Self {
        Self {
            step: step.clone(),
            code: Code::Usage,
            what: format!("{}: {error}", Escaped(name)),
            seen: Vec::new(),
            hint: "",
        }
    }

    /// Any other error.
    pub(crate) fn new(step: &Step, error: &io::Error) -> Self {
        let dialogue = error.get_ref().and_then(|it| it.downcast_ref());
        let (code, what, hint) = match dialogue {
            Some(it) => of_dialogue(it),
            None if error.kind() == ErrorKind::TimedOut => (
                Code::Missed,
                "the host did not take what was sent in time".to_owned(),
                "",
            ),
            None if error.kind() == ErrorKind::QuotaExceeded => (
                Code::Missed,
                format!("too much came that is not what was expected: {error}"),
                "expect something that comes earlier",
            ),
            None if error.kind() == ErrorKind::UnexpectedEof => (
                Code::Closed,
                "the host has closed the connection".to_owned(),
                CLOSED,
            ),
            None => {
                (Code::Connection, format!("the connection broke: {error}"), "")
            }
        };
        let seen = dialogue.map_or(&b""[..], DialogueError::said).to_vec();
        Self { step: step.clone(), code, what, seen, hint }
    }

    /// As the end of the program, without secrets.
    pub(crate) fn exit(&self, mask: &Mask) -> Exit {
        let message = Message { failure: self, mask }.to_string();
        Exit::new(self.code, mask.text(&message))
    }
}

fn of_dialogue(error: &DialogueError) -> (Code, String, &'static str) {
    let missed = |what: &str, hint| (Code::Missed, what.to_owned(), hint);
    if let DialogueError::Refused { .. } = error {
        missed("the host refused the login", "")
    } else if let DialogueError::Missed { wanted, cause, said } = error {
        if *cause == Cause::Eof {
            let why = "the host closed the connection first";
            return (Code::Closed, format!("expected {wanted}, but {why}"), "");
        }
        let hint = if said.is_empty() { SILENT } else { PROMPT };
        missed(&format!("expected {wanted}, but it did not come"), hint)
    } else if let DialogueError::Asked { question, .. } = error {
        let question = Escaped(question.trim_ascii());
        missed(
            &format!("the host asks \"{question}\", and nothing answers it"),
            "send the command by sendline, expect the question, and answer it",
        )
    } else {
        missed(&error.to_string(), "")
    }
}

/// Most lines and octets that are shown of what the host said.
const LINES: usize = 8;
const OCTETS: usize = 640;

struct Message<'f> {
    failure: &'f Failure,
    mask: &'f Mask,
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { step, what, seen, hint, .. } = self.failure;
        write!(f, "{}: {what}\n  | {}", step.place, step.place.text().trim())?;
        // First of all: a part of a secret would not be known for one.
        let seen = self.mask.octets(seen);
        let from = seen.len().saturating_sub(OCTETS);
        let last = seen.get(from..).unwrap_or_default();
        let lines: Vec<_> = last.split_inclusive(|it| *it == b'\n').collect();
        let from = lines.len().saturating_sub(LINES);
        if !lines.is_empty() {
            write!(f, "\nthe last that came:")?;
        }
        for line in lines.get(from..).unwrap_or_default() {
            write!(f, "\n  > {}", Escaped(line))?;
        }
        if hint.is_empty() { Ok(()) } else { write!(f, "\n{hint}") }
    }
}
