//! What a command line is made of.

use std::sync::LazyLock;

use bytes::Bytes;

use super::known::{self, Known, Platform};
use stream_expect::{Pattern, PatternError};

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
    /// What pagers ask, and the octets that go on: `--More--` and a space for
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
    /// The command that asks for more rights; `enable` by default. Empty where
    /// there is none.
    pub enable: Bytes,
    /// The command that begins to configure; `configure terminal` by default.
    /// Empty where there is none.
    pub configure: Bytes,
    /// The command that ends that; `end` by default. Empty where there is none.
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
    /// [`DialogueError::Asked`](crate::dialogue::DialogueError::Asked).
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
        let prompts = known::prompts::PROMPTS.iter();
        let questions = known::questions::CALLER.iter();
        let questions = questions.chain(known::questions::KEYS);
        Self {
            prompt: line(prompts.chain(known::prompts::LONE)),
            prompts: Vec::new(),
            user_prompt: line(known::questions::USER),
            password_prompt: line(known::questions::PASSWORD),
            refusals: regexes(known::refusals::REFUSALS),
            pagers: known::pagers::PAGERS.iter().map(pager).collect(),
            questions: questions.map(question).collect(),
            errors: known::errors::ERRORS
                .iter()
                .map(|it| first(it.regex))
                .collect(),
            pager_off: Vec::new(),
            enable: Bytes::from_static(b"enable"),
            configure: Bytes::from_static(b"configure terminal"),
            leave: Bytes::from_static(b"end"),
        }
    }

    /// With what is known of a platform. Its own rows come first.
    pub(super) fn of(platform: &Platform) -> Self {
        fn before<T>(rows: impl Iterator<Item = T>, known: Vec<T>) -> Vec<T> {
            rows.chain(known).collect()
        }
        let command = |it: Option<&'static str>| {
            it.map_or_else(Bytes::new, |it| Bytes::from_static(it.as_bytes()))
        };
        let it = Self::default();
        let errors = platform.errors.iter().map(|it| first(it));
        Self {
            prompts: platform.prompts.iter().map(|it| regex(it)).collect(),
            pagers: before(platform.pagers.iter().map(pager), it.pagers),
            questions: before(
                platform.questions.iter().map(question),
                it.questions,
            ),
            errors: before(errors, it.errors),
            pager_off: platform
                .pager_off
                .iter()
                .map(|it| Bytes::from_static(it.as_bytes()))
                .collect(),
            enable: command(platform.enable),
            configure: command(platform.configure),
            leave: command(platform.leave),
            prompt: it.prompt,
            user_prompt: it.user_prompt,
            password_prompt: it.password_prompt,
            refusals: it.refusals,
        }
    }
}

fn answer(it: known::Answer) -> Answer {
    match it {
        known::Answer::Key(key) => Answer::Key(key.into()),
        known::Answer::Line(line) => Answer::Line(line.into()),
        known::Answer::Caller => Answer::Caller,
    }
}

fn question(it: &known::Question) -> Question {
    Question::new(regex(it.regex), answer(it.answer))
}

fn pager(it: &known::Pager) -> (Pattern, Bytes) {
    let asked = if it.alone {
        regex(&format!("^ *(?:{})", it.regex))
    } else {
        regex(it.regex)
    };
    (asked, Bytes::from_static(it.key.as_bytes()))
}

/// For the begin of a line.
fn first(source: &str) -> Pattern {
    regex(&format!("^(?:{source})"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_platform_adds_comes_before_all_that_is_known() {
        let plain = CliPatterns::known();
        for platform in known::platforms::all() {
            let of = CliPatterns::of(platform);
            let sums = [
                (of.pagers.len(), plain.pagers.len(), platform.pagers.len()),
                (
                    of.questions.len(),
                    plain.questions.len(),
                    platform.questions.len(),
                ),
                (of.errors.len(), plain.errors.len(), platform.errors.len()),
            ];
            for (all, plain, own) in sums {
                assert_eq!(all, plain + own, "{:?}", platform.names);
            }
            let first = platform.pagers.first().map(pager);
            if let Some((_, key)) = first {
                assert_eq!(of.pagers.first().map(|it| &it.1), Some(&key));
            }
        }
    }
}
