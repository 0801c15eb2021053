//! Every string of `known.tsv` is what the table says, and every row of a
//! table is needed by a string.

mod line;
mod needed;
mod platforms;
mod strings;

use regex::bytes::{Regex, RegexBuilder};
use telnet_testkit::known::{Row, rows};

use super::{Answer, Known, Pager, Question};
use super::{errors, pagers, prompts, questions, refusals};

/// A row, compiled as its table wants it.
struct Compiled {
    regex: Regex,
    answer: Answer,
}

fn compile(before: &str, row: &str, behind: &str) -> Regex {
    RegexBuilder::new(&format!("{before}(?:{row}){behind}"))
        .unicode(false)
        .build()
        .unwrap()
}

fn of(regex: Regex, answer: Answer) -> Compiled {
    Compiled { regex, answer }
}

/// Rows that match the whole line.
fn whole(table: &[Known]) -> Vec<Compiled> {
    let one =
        |it: &Known| of(compile(r"\A", it.regex, r" *\z"), Answer::Caller);
    table.iter().map(one).collect()
}

/// Rows that match the end of the line.
fn ends(table: &[Question]) -> Vec<Compiled> {
    let one = |it: &Question| of(compile("", it.regex, r" *\z"), it.answer);
    table.iter().map(one).collect()
}

fn pagers(table: &[Pager]) -> Vec<Compiled> {
    let one = |it: &Pager| {
        let before = if it.alone { r"\A *" } else { "" };
        let answer = if it.key == "\r\n" {
            Answer::Line("")
        } else {
            Answer::Key(it.key)
        };
        of(compile(before, it.regex, r" *\z"), answer)
    };
    table.iter().map(one).collect()
}

/// Rows that are found in the line: at its begin, or anywhere.
fn found(before: &str, table: &[Known]) -> Vec<Compiled> {
    let one = |it: &Known| of(compile(before, it.regex, ""), Answer::Caller);
    table.iter().map(one).collect()
}

fn any<'a>(table: &'a [Compiled], line: &[u8]) -> Option<&'a Compiled> {
    table.iter().find(|it| it.regex.is_match(line))
}

/// What a line is, in the order that the module describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Is {
    Pager(Answer),
    Caller,
    Key(Answer),
    Password,
    User,
    Prompt,
    Nothing,
}

struct Tables {
    no_question: Vec<Compiled>,
    pagers: Vec<Compiled>,
    caller: Vec<Compiled>,
    keys: Vec<Compiled>,
    password: Vec<Compiled>,
    user: Vec<Compiled>,
    no_prompt: Vec<Compiled>,
    prompts: Vec<Compiled>,
    prefaces: Vec<Compiled>,
    refusals: Vec<Compiled>,
    errors: Vec<Compiled>,
}

impl Tables {
    fn new() -> Self {
        let mut every = whole(prompts::PROMPTS);
        every.extend(whole(prompts::LONE));
        Self {
            no_question: whole(questions::NEVER),
            pagers: pagers(pagers::PAGERS),
            caller: ends(questions::CALLER),
            keys: ends(questions::KEYS),
            password: whole(questions::PASSWORD),
            user: whole(questions::USER),
            no_prompt: whole(prompts::NEVER),
            prompts: every,
            prefaces: whole(prompts::PREFACES),
            refusals: found("", refusals::REFUSALS),
            errors: found(r"\A", errors::ERRORS),
        }
    }

    fn of(&self, line: &[u8]) -> Is {
        if any(&self.no_question, line).is_some() {
            return Is::Nothing;
        }
        if let Some(it) = any(&self.pagers, line) {
            return Is::Pager(it.answer);
        }
        if any(&self.caller, line).is_some() {
            return Is::Caller;
        }
        if let Some(it) = any(&self.keys, line) {
            return Is::Key(it.answer);
        }
        if any(&self.password, line).is_some() {
            return Is::Password;
        }
        if any(&self.user, line).is_some() {
            return Is::User;
        }
        let prompt = any(&self.no_prompt, line).is_none()
            && any(&self.prompts, line).is_some();
        if prompt { Is::Prompt } else { Is::Nothing }
    }
}

/// The line of a row that counts: the last that shows anything.
fn last(row: &Row) -> Vec<u8> {
    line::shown(&row.text).pop().unwrap_or_default()
}
