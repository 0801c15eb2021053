//! What the command line of a host looks like.

use std::sync::Arc;

use bytes::Bytes;

use crate::{Pattern, PatternError, PatternSet};

/// The command line of a host, as far as one must know it to log in and to
/// run commands: see [`Login`](crate::Login) and [`Run`](crate::Run). Made
/// once, for any number of connections. Cheap to clone.
///
/// ```
/// # fn main() -> Result<(), telnet_session::PatternError> {
/// use telnet_session::{Cli, CliPatterns, Pattern};
/// let router = Cli::with_prompt(r"router1(?:\([\w-]+\))?[>#] ?")?;
///
/// let mut patterns = CliPatterns::default();
/// patterns.prompt = Pattern::prompt(r"<[\w-]+> ?")?;
/// patterns.pagers = vec![(Pattern::literal("---- More ----"), " ".into())];
/// let other = Cli::new(patterns)?;
/// # let _ = (router, other);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Cli {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    login: PatternSet,
    logged_in: PatternSet,
    run: PatternSet,
    patterns: CliPatterns,
}

/// What a [`Cli`] is made of. The defaults fit many hosts; a
/// [`prompt`](Self::prompt) that names the host is safer than theirs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CliPatterns {
    /// The prompt for a command: the whole line, at the end of what came. The
    /// default is a line that ends with `>`, `#`, `$` or `%` and maybe a space,
    /// of letters, digits, spaces and `_.@:~/()[]-`.
    pub prompt: Pattern,
    /// The question for the user's name, as `login: ` or `Username:`.
    pub user_prompt: Pattern,
    /// The question for a password.
    pub password_prompt: Pattern,
    /// What a host says that refuses a password, as `Login incorrect`.
    pub refusals: Vec<Pattern>,
    /// What pagers ask in the middle of an output, and the key that answers:
    /// `--More--` and a space for the next page, `(END)` and `q`.
    pub pagers: Vec<(Pattern, Bytes)>,
}

/// What a match of [`Cli::login`] is.
pub(super) const PROMPT: usize = 0;
pub(super) const USER: usize = 1;
pub(super) const PASSWORD: usize = 2;

/// A pattern of this module.
fn known(pattern: Result<Pattern, PatternError>) -> Pattern {
    // A test makes them all.
    pattern.unwrap_or_else(|_| Pattern::literal("\0"))
}

impl Default for CliPatterns {
    fn default() -> Self {
        let more = Pattern::regex(r"(?i)(?:--+|<-+) ?\(?more\)? ?(?:--+|-+>)");
        let end = Pattern::prompt(r"\(END\)(?:\x1b\[[0-9;]*[Km])*");
        Self {
            prompt: known(Pattern::prompt(r"[\w.@:~/()\[\] -]{0,100}[>#$%] ?")),
            user_prompt: known(Pattern::prompt(
                r"[^\r\n]*(?i:login|user ?name|user|account) ?: *",
            )),
            password_prompt: known(Pattern::prompt(
                r"[^\r\n]*(?i:pass ?(?:word|code|phrase))[^\r\n:]*: *",
            )),
            refusals: vec![known(Pattern::regex(concat!(
                r"(?i)(?:login|authentication|password|logon|username)",
                r" (?:is )?(?:incorrect|invalid|failed|failure|denied)",
                r"|(?:incorrect|invalid|bad|wrong) ",
                r"(?:login|password|passwords|username)",
                r"|(?:access|permission) denied",
            )))],
            pagers: vec![
                (known(more), Bytes::from_static(b" ")),
                (known(end), Bytes::from_static(b"q")),
            ],
        }
    }
}

impl Cli {
    /// Compiles the patterns.
    ///
    /// # Errors
    /// [`PatternError`] names the one that is not to be had.
    pub fn new(patterns: CliPatterns) -> Result<Self, PatternError> {
        let CliPatterns { prompt, user_prompt, password_prompt, .. } =
            &patterns;
        let mut login =
            vec![prompt.clone(), user_prompt.clone(), password_prompt.clone()];
        let login_set = PatternSet::new(login.clone())?;
        login.extend_from_slice(&patterns.refusals);
        let logged_in = PatternSet::new(login)?;
        let mut run = vec![prompt.clone()];
        run.extend(patterns.pagers.iter().map(|(it, _)| it.clone()));
        let run = PatternSet::new(run)?;
        let inner = Inner { login: login_set, logged_in, run, patterns };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The default patterns, but for the prompt: a regular expression for the
    /// whole line, as [`Pattern::prompt`] takes it.
    ///
    /// # Errors
    /// [`PatternError`] says what is wrong with it.
    pub fn with_prompt(prompt: &str) -> Result<Self, PatternError> {
        let prompt = Pattern::prompt(prompt)?;
        Self::new(CliPatterns { prompt, ..CliPatterns::default() })
    }

    /// What it is made of.
    #[must_use]
    pub fn patterns(&self) -> &CliPatterns {
        &self.inner.patterns
    }

    /// The prompt and the two questions: [`PROMPT`], [`USER`], [`PASSWORD`].
    pub(super) fn login(&self) -> &PatternSet {
        &self.inner.login
    }

    /// The same, and behind them the refusals.
    pub(super) fn logged_in(&self) -> &PatternSet {
        &self.inner.logged_in
    }

    /// The prompt, then the pagers.
    pub(super) fn run(&self) -> &PatternSet {
        &self.inner.run
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patterns_of_this_module_are_patterns() {
        let patterns = CliPatterns::default();
        let none = Pattern::literal("\0");
        for pattern in [
            &patterns.prompt,
            &patterns.user_prompt,
            &patterns.password_prompt,
            &patterns.refusals[0],
            &patterns.pagers[0].0,
            &patterns.pagers[1].0,
        ] {
            assert_ne!(*pattern, none);
        }
        Cli::new(patterns).unwrap();
    }
}
