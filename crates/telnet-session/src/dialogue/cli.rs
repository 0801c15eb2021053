//! What the command line of a host looks like.

use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use stream_expect::{LineSet, Part};

use super::known::{platforms, prompts, questions};
use super::patterns::{Answer, CliPatterns, regexes};
use super::platform::UnknownPlatformError;
use stream_expect::{Pattern, PatternError, PatternSet};

/// The command line of a host, as far as one must know it to log in and to
/// run commands: see [`Login`](crate::dialogue::Login) and
/// [`Run`](crate::dialogue::Run). Made once, for any number of connections.
/// Cheap to clone.
///
/// [`Cli::default`] fits nearly every host. A [prompt](Self::with_prompt) that
/// is named says more than what is known of all hosts.
///
/// ```
/// # fn main() -> Result<(), telnet_session::expect::PatternError> {
/// use telnet_session::{Cli, CliPatterns, Pattern};
/// let router = Cli::with_prompt(r"router1(?:\([\w-]+\))?[>#]")?;
///
/// let mut patterns = CliPatterns::default();
/// patterns.pagers.push((Pattern::literal("- any key -"), " ".into()));
/// let other = Cli::new(patterns)?;
/// # let _ = (router, other);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Cli {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    patterns: CliPatterns,
    prompt: Prompt,
    prompts: LineSet,
    user: LineSet,
    password: LineSet,
    pagers: LineSet,
    questions: LineSet,
    refusals: LineSet,
    errors: LineSet,
}

/// What was said of the prompt.
#[derive(Debug, Default)]
enum Prompt {
    /// Nothing.
    #[default]
    Any,
    /// It is a line, or the end of one.
    Named { whole: Option<LineSet>, end: LineSet, lines: bool },
    /// It ends with a line end, so it counts wherever it comes.
    Marker(PatternSet),
}

/// What is known of all hosts.
struct All {
    prompts: LineSet,
    /// The same where no prompt has stood yet: a sign alone.
    lone: LineSet,
    /// What looks like a prompt and is none.
    no_prompts: LineSet,
    /// A prompt that ends a line which the output did not end.
    tails: LineSet,
    /// The first line of prompts that have two.
    prefaces: LineSet,
    /// What looks like a question and is none.
    no_questions: LineSet,
}

static ALL: LazyLock<All> = LazyLock::new(|| {
    let whole = |rows| LineSet::new(&regexes(rows), Part::Whole);
    let tails = LineSet::new(&regexes(prompts::TAILS), Part::End);
    All {
        prompts: whole(prompts::PROMPTS).unwrap_or_default(),
        lone: whole(prompts::LONE).unwrap_or_default(),
        no_prompts: whole(prompts::NEVER).unwrap_or_default(),
        tails: tails.unwrap_or_default(),
        prefaces: whole(prompts::PREFACES).unwrap_or_default(),
        no_questions: whole(questions::NEVER).unwrap_or_default(),
    }
});

/// A prompt that was named, in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// All of the line is it, and so many lines before it.
    Whole(usize),
    /// It is the end of a pattern that is no whole line.
    End(usize),
    /// It ends a line that may not be its own.
    Tail(usize),
}

/// A question in a line: where it begins, and what answers it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub(super) from: usize,
    pub(super) answer: &'a Answer,
}

impl Default for Cli {
    fn default() -> Self {
        static CLI: LazyLock<Cli> = LazyLock::new(|| {
            let made = Cli::new(CliPatterns::default());
            made.unwrap_or_else(|_| Cli { inner: Arc::default() })
        });
        CLI.clone()
    }
}

impl Cli {
    /// Compiles the patterns.
    ///
    /// # Errors
    /// [`PatternError`] names the one that is not to be had.
    pub fn new(patterns: CliPatterns) -> Result<Self, PatternError> {
        let it = &patterns;
        let pagers: Vec<Pattern> =
            it.pagers.iter().map(|(asked, _)| asked.clone()).collect();
        let questions: Vec<Pattern> =
            it.questions.iter().map(|it| it.asked.clone()).collect();
        let line = |pattern: &Pattern| {
            let part =
                if pattern.is_prompt() { Part::Whole } else { Part::End };
            LineSet::new(std::slice::from_ref(pattern), part)
        };
        let inner = Inner {
            prompt: Prompt::new(&it.prompt)?,
            prompts: LineSet::new(&it.prompts, Part::Whole)?,
            user: line(&it.user_prompt)?,
            password: line(&it.password_prompt)?,
            pagers: LineSet::new(&pagers, Part::End)?,
            questions: LineSet::new(&questions, Part::End)?,
            refusals: LineSet::new(&it.refusals, Part::Any)?,
            errors: LineSet::new(&it.errors, Part::Any)?,
            patterns,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The default patterns, but for the prompt: a regular expression for the
    /// whole line, as [`Pattern::prompt`] takes it. Blanks at its end need not
    /// be named.
    ///
    /// # Errors
    /// [`PatternError`] says what is wrong with it.
    pub fn with_prompt(prompt: &str) -> Result<Self, PatternError> {
        let prompt = Pattern::prompt(prompt)?;
        Self::new(CliPatterns { prompt, ..CliPatterns::default() })
    }

    /// The default patterns, and what is known of a platform besides: prompts
    /// that only it has, the commands that turn its pager off, those for more
    /// rights and to configure. Names are netmiko's (`cisco_ios`,
    /// `huawei_vrp`), with or without its `_telnet`, `_ssh` or `_serial`;
    /// those of scrapli and oxidized do, too, where they are others.
    ///
    /// **None is needed** to log in and to run commands.
    ///
    /// ```
    /// # use telnet_session::Cli;
    /// let cli = Cli::platform("juniper_junos")?;
    /// assert_eq!(cli.patterns().pager_off, ["set cli screen-length 0"]);
    /// # Ok::<(), telnet_session::dialogue::UnknownPlatformError>(())
    /// ```
    ///
    /// # Errors
    /// [`UnknownPlatformError`] if no platform has that name.
    pub fn platform(name: &str) -> Result<Self, UnknownPlatformError> {
        let Some(row) = platforms::find(name) else {
            return Err(UnknownPlatformError::new(name));
        };
        let made = Self::new(CliPatterns::of(row));
        made.map_err(|_| UnknownPlatformError::new(name))
    }

    /// The names of all platforms, the first one of each.
    pub fn platforms() -> impl Iterator<Item = &'static str> {
        platforms::all().filter_map(|it| it.names.first().copied())
    }

    /// What it is made of.
    #[must_use]
    pub fn patterns(&self) -> &CliPatterns {
        &self.inner.patterns
    }

    // ---- prompts ----

    /// The prompt, if it is one that counts wherever it comes.
    pub(super) fn marker(&self) -> Option<&PatternSet> {
        match &self.inner.prompt {
            Prompt::Marker(set) => Some(set),
            Prompt::Any | Prompt::Named { .. } => None,
        }
    }

    /// Whether a prompt was named: no other one counts then.
    pub(super) fn has_named(&self) -> bool {
        !matches!(self.inner.prompt, Prompt::Any)
    }

    /// The prompt that was named, at the end of a line. `before` are the lines
    /// before it, each with LF.
    pub(super) fn named(&self, line: &[u8], before: &[u8]) -> Option<Named> {
        let Prompt::Named { whole, end, lines } = &self.inner.prompt else {
            return None;
        };
        let Some(whole) = whole else {
            return end.find(line).map(|it| Named::End(it.start));
        };
        if whole.is_match(line) {
            return Some(Named::Whole(0));
        }
        if *lines {
            if let Some(n) = with_lines(whole, line, before) {
                return Some(Named::Whole(n));
            }
        }
        end.find(line).map(|it| Named::Tail(it.start))
    }

    /// Whether a line is a prompt: the one that was named, or one as hosts
    /// have them.
    pub(super) fn is_prompt(&self, line: &[u8]) -> bool {
        matches!(self.named(line, b""), Some(Named::Whole(_)))
            || self.inner.prompts.is_match(line)
            || ALL.prompts.is_match(line) && !ALL.no_prompts.is_match(line)
    }

    /// Whether a line is a prompt that is a sign alone.
    pub(super) fn is_lone(line: &[u8]) -> bool {
        ALL.lone.is_match(line)
    }

    /// Where a prompt begins that ends a line which the output did not end.
    pub(super) fn tail(line: &[u8]) -> Option<usize> {
        ALL.tails.find(line).map(|it| it.start)
    }

    /// Whether a line is the first one of a prompt that has two.
    pub(super) fn is_preface(line: &[u8]) -> bool {
        ALL.prefaces.is_match(line)
    }

    // ---- questions ----

    /// Whether a line asks for the user's name.
    pub(super) fn asks_user(&self, line: &[u8]) -> bool {
        self.inner.user.is_match(line) && !ALL.no_questions.is_match(line)
    }

    /// Whether a line asks for a password.
    pub(super) fn asks_password(&self, line: &[u8]) -> bool {
        self.inner.password.is_match(line) && !ALL.no_questions.is_match(line)
    }

    /// What a pager asks at the end of a line: where that begins, and the
    /// octets that go on.
    pub(super) fn pager(&self, line: &[u8]) -> Option<(usize, &Bytes)> {
        let it = self.inner.pagers.find(line)?;
        let (_, key) = self.inner.patterns.pagers.get(it.index)?;
        Some((it.start, key))
    }

    /// What else is asked at the end of a line.
    pub(super) fn asked(&self, line: &[u8]) -> Option<Asked<'_>> {
        let it = self.inner.questions.find(line)?;
        let asked = self.inner.patterns.questions.get(it.index)?;
        if ALL.no_questions.is_match(line) {
            return None;
        }
        Some(Asked { from: it.start, answer: &asked.answer })
    }

    /// Whether a line refuses a login.
    pub(super) fn refuses(&self, line: &[u8]) -> bool {
        self.inner.refusals.is_match(line)
    }

    /// Whether a line refuses a command.
    pub(super) fn is_error(&self, line: &[u8]) -> bool {
        self.inner.errors.is_match(line)
    }
}

impl Prompt {
    fn new(pattern: &Pattern) -> Result<Self, PatternError> {
        if *pattern == CliPatterns::default().prompt {
            return Ok(Self::Any);
        }
        if pattern.is_prompt() {
            let pattern = std::slice::from_ref(pattern);
            return Ok(Self::Named {
                whole: Some(LineSet::new(pattern, Part::Whole)?),
                end: LineSet::new(pattern, Part::End)?,
                lines: pattern.iter().any(Pattern::names_line_end),
            });
        }
        if pattern.names_line_end() {
            return PatternSet::new(pattern.clone()).map(Self::Marker);
        }
        let end = LineSet::new(std::slice::from_ref(pattern), Part::End)?;
        Ok(Self::Named { whole: None, end, lines: false })
    }
}

/// Most lines of a prompt.
const MOST: usize = 4;

/// How many lines before it belong to a prompt of several lines, which hosts
/// end in the one way or the other.
fn with_lines(prompt: &LineSet, line: &[u8], before: &[u8]) -> Option<usize> {
    let lines = before.strip_suffix(b"\n")?.rsplit(|it| *it == b'\n');
    let lines: Vec<&[u8]> = lines.take(MOST).collect();
    (1..=lines.len()).find(|n| {
        let upto = lines.iter().take(*n).rev();
        let all: Vec<&[u8]> = upto.copied().chain([line]).collect();
        [&b"\r\n"[..], b"\n"].iter().any(|end| prompt.is_match(&all.join(*end)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_patterns() {
        let patterns = CliPatterns::default();
        let none = Pattern::literal("\0");
        let all = patterns.pagers.iter().map(|(it, _)| it);
        let all = all.chain(patterns.questions.iter().map(|it| &it.asked));
        let all = all.chain(&patterns.refusals).chain(&patterns.errors);
        let one = [
            &patterns.prompt,
            &patterns.user_prompt,
            &patterns.password_prompt,
        ];
        for pattern in all.chain(one) {
            assert_ne!(*pattern, none);
        }
        let cli = Cli::new(patterns).unwrap();
        assert!(matches!(cli.inner.prompt, Prompt::Any));
        assert!(cli.is_prompt(b"R1#"));
        assert!(Cli::is_lone(b"$ "));
    }
}
