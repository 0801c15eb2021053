//! What a command line is made of.

use std::sync::LazyLock;

use bytes::Bytes;

use super::known::{self, Known, Question as Row};
use crate::{Pattern, PatternError};

/// What a [`Cli`](crate::Cli) is made of. The defaults are what is known of
/// all hosts.
///
/// All of it is compared with lines **as a terminal shows them**: escape
/// sequences, colours, and what was written over are not in them. A line that
/// is not at the end of what came is nothing but text.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CliPatterns {
    /// The prompt for a command. A [`Pattern::prompt`] is the whole line, but
    /// for blanks at its end, or its end where the output did not end its
    /// line; any other pattern is the end of the line. One that names a line
    /// end (`\r`, `\n`) is of as many lines; if it is no [`Pattern::prompt`],
    /// it is found wherever it comes, at once, as a host without a prompt
    /// ends a reply with a line of its own.
    ///
    /// The default knows the prompts of many hosts.
    pub prompt: Pattern,
    /// More prompts, beside those that are known.
    pub prompts: Vec<Pattern>,
    /// The question for the user's name, as `login: ` or `Username:`.
    pub user_prompt: Pattern,
    /// The question for a password.
    pub password_prompt: Pattern,
    /// What a host says that refuses a password, as `Login incorrect`. It
    /// counts if a question or the end of the stream follows.
    pub refusals: Vec<Pattern>,
    /// What pagers ask, and the key that answers: `--More--` and a space for
    /// the next page, `(END)` and `q`. The question is taken out of the text.
    pub pagers: Vec<(Pattern, Bytes)>,
    /// What else hosts ask. Question and answer stay in the text.
    pub questions: Vec<Question>,
    /// What a host says that does not take a command, as
    /// `% Invalid input detected`: [`Reply::refused`](crate::Reply).
    pub errors: Vec<Pattern>,
    /// The commands that turn the pager off; [`Cli::platform`] has them.
    ///
    /// [`Cli::platform`]: crate::Cli::platform
    pub pager_off: Vec<Bytes>,
    /// The command that asks for more rights; `enable` by default.
    pub enable: Bytes,
    /// The command that begins to configure; `configure terminal` by default.
    pub configure: Bytes,
    /// The command that ends that; `end` by default.
    pub leave: Bytes,
}

/// Something that a host asks, and what answers it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Question {
    /// What is asked: the end of a line.
    pub asked: Pattern,
    /// What answers it.
    pub answer: Answer,
}

/// What answers a question.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// Octets as they are: a key, without a line end.
    Key(Bytes),
    /// A line.
    Line(Bytes),
    /// Nobody but the caller knows. Where the call has no answer, it ends with
    /// [`DialogueError::Asked`](crate::DialogueError::Asked).
    Caller,
}

impl Question {
    /// Answers `asked` by `answer`.
    #[must_use]
    pub const fn new(asked: Pattern, answer: Answer) -> Self {
        Self { asked, answer }
    }
}

static DEFAULT: LazyLock<CliPatterns> = LazyLock::new(CliPatterns::known);

impl Default for CliPatterns {
    fn default() -> Self {
        DEFAULT.clone()
    }
}

impl CliPatterns {
    fn known() -> Self {
        let question = |it: &Row| {
            let answer = match it.answer {
                known::Answer::Key(key) => Answer::Key(key.into()),
                known::Answer::Line(line) => Answer::Line(line.into()),
                known::Answer::Caller => Answer::Caller,
            };
            Question::new(regex(it.regex), answer)
        };
        let pager = |it: &Row| match it.answer {
            known::Answer::Key(key) => (regex(it.regex), key.into()),
            known::Answer::Line(_) | known::Answer::Caller => {
                (regex(it.regex), Bytes::new())
            }
        };
        let prompts = known::prompts::PROMPTS.iter();
        let questions = known::questions::KEYS.iter();
        let questions = questions.chain(known::questions::CALLER);
        Self {
            prompt: line(prompts.chain(known::prompts::LONE)),
            prompts: Vec::new(),
            user_prompt: line(known::questions::USER),
            password_prompt: line(known::questions::PASSWORD),
            refusals: regexes(known::refusals::REFUSALS),
            pagers: known::pagers::PAGERS.iter().map(pager).collect(),
            questions: questions.map(question).collect(),
            errors: regexes(known::errors::ERRORS),
            pager_off: Vec::new(),
            enable: Bytes::from_static(b"enable"),
            configure: Bytes::from_static(b"configure terminal"),
            leave: Bytes::from_static(b"end"),
        }
    }
}

/// The regular expressions of a table.
pub(super) fn regexes<'a>(
    rows: impl IntoIterator<Item = &'a Known>,
) -> Vec<Pattern> {
    rows.into_iter().map(|it| regex(it.regex)).collect()
}

/// Those of a table as one, for a whole line.
fn line<'a>(rows: impl IntoIterator<Item = &'a Known>) -> Pattern {
    let each = rows.into_iter().map(|it| format!("(?:{})", it.regex));
    let all = each.collect::<Vec<_>>().join("|");
    known(Pattern::prompt(&format!("(?:{all}) *")))
}

pub(super) fn regex(source: &str) -> Pattern {
    known(Pattern::regex(source))
}

/// A pattern of the tables: their tests make them all.
fn known(pattern: Result<Pattern, PatternError>) -> Pattern {
    pattern.unwrap_or_else(|_| Pattern::literal("\0"))
}
