//! What is searched for, and what comes.

use std::fmt;

use crate::oracle::expect::{By, Judge, NaivePattern, Source};
use stream_expect::{
    Pattern, PatternError, PatternFault, PatternSet, SetLimits,
};

/// A pattern.
#[derive(Clone, PartialEq, Eq)]
pub struct Spec {
    /// How it is spelled.
    pub source: Source,
    /// Whether it goes on as long as it can.
    pub greedy: bool,
}

impl Spec {
    /// A regular expression.
    #[must_use]
    pub fn regex(source: &str) -> Self {
        Self { source: Source::Regex(source.into()), greedy: false }
    }

    /// A text as it stands.
    #[must_use]
    pub fn literal(text: &[u8]) -> Self {
        Self { source: Source::Literal(text.into()), greedy: false }
    }

    /// A prompt.
    #[must_use]
    pub fn prompt(source: &str) -> Self {
        Self { source: Source::Prompt(source.into()), greedy: false }
    }

    /// The same, greedy.
    #[must_use]
    pub fn greedy(self) -> Self {
        Self { greedy: true, ..self }
    }

    /// As the model has it.
    ///
    /// # Panics
    ///
    /// If it is none.
    #[must_use]
    pub fn naive(&self) -> NaivePattern {
        NaivePattern::new(&self.source, self.greedy).unwrap()
    }

    /// As the engine has it; it may match nothing where the model says so.
    ///
    /// # Errors
    ///
    /// Those of the engine.
    pub fn pattern(&self) -> Result<Pattern, PatternError> {
        let pattern = match &self.source {
            Source::Literal(text) => Pattern::literal(text),
            Source::Regex(source) => Pattern::regex(source)?,
            Source::Prompt(source) => Pattern::prompt(source)?,
        };
        let pattern = if self.greedy { pattern.greedy() } else { pattern };
        let nullable = self.naive().is_nullable();
        Ok(if nullable { pattern.allow_empty() } else { pattern })
    }
}

impl fmt::Debug for Spec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let greedy = if self.greedy { " greedy" } else { "" };
        match &self.source {
            Source::Literal(text) => {
                write!(f, "literal \"{}\"{greedy}", text.escape_ascii())
            }
            Source::Regex(it) => write!(f, "regex `{it}`{greedy}"),
            Source::Prompt(it) => write!(f, "prompt `{it}`{greedy}"),
        }
    }
}

/// What comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// An octet: not 255, and not NUL behind CR.
    Octet(u8),
    /// Nothing for a while.
    Quiet,
    /// IAC GA or IAC EOR.
    Mark,
    /// The end of the stream; nothing comes after it.
    Eof,
}

impl Event {
    /// Reads a text in which `|` is a silence, `!` a mark and `~` the end.
    #[must_use]
    pub fn parse(text: &[u8]) -> Vec<Self> {
        let events = text.iter().map(|&octet| match octet {
            b'|' => Self::Quiet,
            b'!' => Self::Mark,
            b'~' => Self::Eof,
            octet => Self::Octet(octet),
        });
        events.collect()
    }

    /// The octet, if it is one.
    #[must_use]
    pub const fn octet(self) -> Option<u8> {
        match self {
            Self::Octet(octet) => Some(octet),
            Self::Quiet | Self::Mark | Self::Eof => None,
        }
    }

    /// What it ends the text by, for now.
    #[must_use]
    pub const fn end(self) -> Option<By> {
        match self {
            Self::Octet(_) => None,
            Self::Quiet => Some(By::Quiet),
            Self::Mark => Some(By::Mark),
            Self::Eof => Some(By::Eof),
        }
    }

    /// Tells the model.
    pub fn tell(self, judge: &mut Judge<'_>) {
        match (self, self.end()) {
            (Self::Octet(octet), _) => judge.octet(octet),
            (_, Some(by)) => judge.end(by),
            (_, None) => None,
        };
    }
}

/// Events, written as [`Event::parse`] reads them.
#[derive(Clone, PartialEq, Eq)]
pub struct Events(pub Vec<Event>);

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: Vec<u8> = self
            .0
            .iter()
            .map(|&event| match event {
                Event::Octet(octet) => octet,
                Event::Quiet => b'|',
                Event::Mark => b'!',
                Event::Eof => b'~',
            })
            .collect();
        write!(f, "b\"{}\"", text.escape_ascii())
    }
}

/// A set, compiled for both.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// As the engine has it.
    pub set: PatternSet,
    /// As the model has it.
    pub naive: Vec<NaivePattern>,
    /// The longest match.
    pub window: usize,
}

/// A search.
#[derive(Clone, Debug)]
pub struct Case {
    /// The patterns, in order.
    pub specs: Vec<Spec>,
    /// The longest match.
    pub window: usize,
    /// What comes.
    pub events: Events,
}

impl Case {
    /// Compiles it for the engine, with so many octets to remember things
    /// in, and for the model. `None` where it is rightly refused.
    ///
    /// # Panics
    ///
    /// If it is refused for no reason that the model knows.
    #[must_use]
    pub fn compile(&self, dfa: Option<usize>) -> Option<Compiled> {
        let limits = SetLimits::default();
        self.compile_for(dfa.unwrap_or(limits.dfa), limits.work)
    }

    /// The same, each look of which may work so much.
    ///
    /// # Panics
    ///
    /// If it is refused for no reason that the model knows.
    #[must_use]
    pub fn compile_for(&self, dfa: usize, work: usize) -> Option<Compiled> {
        let set = self.set(dfa, work)?;
        let naive = self.specs.iter().map(Spec::naive).collect();
        Some(Compiled { set, naive, window: self.window })
    }

    /// The octets that come.
    #[must_use]
    pub fn text(&self) -> Vec<u8> {
        self.events.0.iter().filter_map(|event| event.octet()).collect()
    }

    fn set(&self, dfa: usize, work: usize) -> Option<PatternSet> {
        let mut limits = SetLimits::default();
        limits.max_match = self.window;
        limits.dfa = dfa;
        limits.work = work;
        let mut patterns = Vec::new();
        for spec in &self.specs {
            match spec.pattern() {
                Ok(pattern) => patterns.push(pattern),
                Err(error) => return self.is_void(spec, &error),
            }
        }
        match PatternSet::with_limits(patterns, limits) {
            Ok(set) => Some(set),
            Err(error) => {
                // The one text of a set has to fit in the window.
                let [Spec { source: Source::Literal(text), .. }] =
                    &self.specs[..]
                else {
                    panic!("{error}");
                };
                assert_eq!(error.fault(), &PatternFault::TooLarge);
                assert!(text.len() > self.window, "{error}");
                None
            }
        }
    }

    /// A pattern that is said never to match does not in this text.
    fn is_void(&self, spec: &Spec, error: &PatternError) -> Option<PatternSet> {
        assert_eq!(error.fault(), &PatternFault::NeverMatches, "{error}");
        let naive = [spec.naive()];
        let mut judge = Judge::new(&naive, self.window);
        assert!(!judge.waits_for_end(), "{error}");
        for event in &self.events.0 {
            event.tell(&mut judge);
            assert!(!judge.waits_for_end(), "{error}");
        }
        assert_eq!(judge.verdict(), None, "{error}");
        None
    }
}
