//! What is to be done, checked: each string has its value, each pattern
//! compiles, and each statement can be reached.

use std::time::Duration;

use telnet_blocking::{Cli, Pattern, PatternSet};

use super::source::{Fault, Place};
use super::statement::{Branch, Kind, Statement, When};
use super::template::{Escaped, Template};
use super::variables::{Said, Variables};

/// One step.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) place: Place,
    pub(crate) word: &'static str,
    /// The statement, without values.
    pub(crate) shown: String,
    pub(crate) act: Act,
    /// For how long it waits, in the place of the timeout.
    pub(crate) within: Option<Duration>,
}

/// What a step does.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    Expect(Expect),
    Send(Said),
    SendLine(Said),
    /// It was done before the connection.
    Nothing,
    Timeout(Duration),
    Prompt(Pattern),
    Platform(Cli),
    Login(Said, Said),
    Enable(Said),
    Run(Said),
    Log(Vec<u8>),
    Interact,
    Continue,
    Exit(u8, Option<String>),
}

/// What is expected, and what is done then.
#[derive(Clone, Debug)]
pub(crate) struct Expect {
    pub(crate) set: PatternSet,
    /// For each pattern of the set, its arm.
    pub(crate) patterns: Vec<usize>,
    pub(crate) timeout: Option<usize>,
    pub(crate) eof: Option<usize>,
    pub(crate) arms: Vec<Arm>,
}

/// A branch.
#[derive(Clone, Debug)]
pub(crate) struct Arm {
    /// What is expected, as the script has it.
    pub(crate) shown: String,
    pub(crate) body: Vec<Step>,
}

/// Checks a script.
pub(crate) fn plan(
    script: &[Statement],
    variables: &Variables,
) -> Result<Vec<Step>, Fault> {
    Planner { variables }.block(script, 0)
}

impl Act {
    /// Whether nothing of the same block comes after it.
    fn is_last(&self) -> bool {
        let ends =
            |arm: &Arm| arm.body.last().is_some_and(|it| it.act.is_last());
        if let Self::Expect(expect) = self {
            return expect.arms.iter().all(ends);
        }
        matches!(self, Self::Exit(..) | Self::Continue | Self::Interact)
    }
}

/// Whether a condition holds for a step or for one in its branches.
pub(crate) fn find<'s>(
    steps: &'s [Step],
    wanted: &dyn Fn(&Act) -> bool,
) -> Option<&'s Step> {
    steps.iter().find_map(|step| {
        if wanted(&step.act) {
            return Some(step);
        }
        let Act::Expect(expect) = &step.act else { return None };
        expect.arms.iter().find_map(|it| find(&it.body, wanted))
    })
}

struct Planner<'v> {
    variables: &'v Variables,
}

impl Planner<'_> {
    /// Statements in a row; `depth` branches are around them.
    fn block(
        &self,
        script: &[Statement],
        depth: usize,
    ) -> Result<Vec<Step>, Fault> {
        let mut steps: Vec<Step> = Vec::with_capacity(script.len());
        for statement in script {
            let place = &statement.place;
            if let Some(last) = steps.last().filter(|it| it.act.is_last()) {
                let what = format!(
                    "this is never reached: nothing comes after the {} of \
                     line {}",
                    last.word,
                    last.place.line()
                );
                return Err(Fault::new(place, what));
            }
            steps.push(Step {
                place: place.clone(),
                word: statement.kind.word(),
                shown: statement.to_string(),
                act: self.act(statement, depth)?,
                within: statement.within,
            });
        }
        Ok(steps)
    }

    fn act(&self, it: &Statement, depth: usize) -> Result<Act, Fault> {
        let place = &it.place;
        let fault = |what: &dyn std::fmt::Display| Fault::new(place, what);
        Ok(match &it.kind {
            Kind::Expect(branches) => {
                Act::Expect(self.expect(place, branches, depth)?)
            }
            Kind::Send(text) => Act::Send(self.variables.value(text)?),
            Kind::SendLine(text) => Act::SendLine(self.line(place, text)?),
            Kind::Secret(..) if depth > 0 => {
                return Err(fault(
                    &"secrets are read before the host is called: not in a \
                      branch",
                ));
            }
            Kind::Secret(..) => Act::Nothing,
            Kind::Timeout(time) => Act::Timeout(*time),
            Kind::Prompt(regex) => {
                let made = Cli::with_prompt(regex).map(drop);
                let prompt = Pattern::prompt(regex);
                Act::Prompt(made.and(prompt).map_err(|it| fault(&it))?)
            }
            Kind::Platform(name) => {
                Act::Platform(Cli::platform(name).map_err(|it| fault(&it))?)
            }
            Kind::Login(user, password) => {
                let user = self.line(place, user)?;
                Act::Login(user, self.password(place, password)?)
            }
            Kind::Enable(text) if text.parts.is_empty() => {
                Act::Enable(self.variables.value(text)?)
            }
            Kind::Enable(text) => Act::Enable(self.password(place, text)?),
            Kind::Run(text) => Act::Run(self.line(place, text)?),
            Kind::Log(text) => {
                let name = self.variables.value(text)?;
                if name.is_secret || name.octets.is_empty() {
                    return Err(fault(
                        &"a file has a name, and no secret in it",
                    ));
                }
                Act::Log(name.octets)
            }
            Kind::Interact => Act::Interact,
            Kind::Continue if depth == 0 => {
                return Err(fault(
                    &"continue waits again for what an expect waits for: it \
                      stands in a branch of one",
                ));
            }
            Kind::Continue => Act::Continue,
            Kind::Exit(code, None) => Act::Exit(*code, None),
            Kind::Exit(code, Some(text)) => {
                let text = self.variables.value(text)?.octets;
                let text = String::from_utf8_lossy(&text).into_owned();
                Act::Exit(*code, Some(text))
            }
        })
    }

    /// A text that is to be one line.
    fn line(&self, place: &Place, text: &Template) -> Result<Said, Fault> {
        let said = self.variables.value(text)?;
        if said.octets.iter().any(|it| matches!(it, b'\r' | b'\n')) {
            let what = "there is a line end in this line, which has one of its \
                        own: send takes any text";
            return Err(Fault::new(place, what));
        }
        Ok(said)
    }

    fn password(&self, place: &Place, text: &Template) -> Result<Said, Fault> {
        let said = self.variables.value(text)?;
        if said.is_secret {
            return Ok(said);
        }
        let what = "a password is a secret, which does not stand in a script: \
                    write `secret PASSWORD`, then $PASSWORD here";
        Err(Fault::new(place, what))
    }

    // ---- expect ----

    fn expect(
        &self,
        place: &Place,
        branches: &[Branch],
        depth: usize,
    ) -> Result<Expect, Fault> {
        if branches.is_empty() {
            return Err(Fault::new(place, "nothing is expected here"));
        }
        let (mut patterns, mut sources) = (Vec::new(), Vec::new());
        let (mut timeout, mut eof) = (None, None);
        let mut arms = Vec::with_capacity(branches.len());
        for (at, branch) in branches.iter().enumerate() {
            let twice = match &branch.when {
                When::Timeout => timeout.replace(at).is_some(),
                When::Eof => eof.replace(at).is_some(),
                When::Regex(_) | When::Text(_) => {
                    sources.push(at);
                    let pattern = self.pattern(branch)?;
                    let twice = patterns.contains(&pattern);
                    patterns.push(pattern);
                    twice
                }
            };
            if twice {
                return Err(never(branch, "the one before it is the same"));
            }
            arms.push(Arm {
                shown: branch.when.to_string(),
                body: self.block(&branch.body, depth + 1)?,
            });
        }
        self.check_texts(branches)?;
        let set = PatternSet::new(patterns);
        let set = set.map_err(|it| Fault::new(place, it))?;
        Ok(Expect { set, patterns: sources, timeout, eof, arms })
    }

    fn pattern(&self, branch: &Branch) -> Result<Pattern, Fault> {
        let fault =
            |what: &dyn std::fmt::Display| Fault::new(&branch.place, what);
        let pattern = if let When::Regex(regex) = &branch.when {
            Pattern::regex(regex).map_err(|it| fault(&it))?
        } else {
            Pattern::literal(self.text(branch)?.unwrap_or_default())
        };
        let alone = PatternSet::new([&pattern]).map(drop);
        alone.map_err(|it| fault(&it)).map(|()| pattern)
    }

    /// The text that a branch waits for, if it waits for a text.
    fn text(&self, branch: &Branch) -> Result<Option<Vec<u8>>, Fault> {
        let When::Text(text) = &branch.when else { return Ok(None) };
        let said = self.variables.value(text)?;
        if said.is_secret {
            let what = "a secret is not waited for";
            return Err(Fault::new(&branch.place, what));
        }
        Ok(Some(said.octets))
    }

    /// The first octet that decides, decides: of two texts, one of which
    /// stands in the other, the longer one may never come to its end.
    fn check_texts(&self, branches: &[Branch]) -> Result<(), Fault> {
        let mut texts = Vec::new();
        for branch in branches {
            if let Some(text) = self.text(branch)? {
                texts.push((branch, text));
            }
        }
        for (at, (branch, long)) in texts.iter().enumerate() {
            let shadow =
                texts.iter().enumerate().find(|(other, (_, short))| {
                    let ends =
                        long.windows(short.len()).position(|it| it == short);
                    let end = ends.map(|it| it + short.len());
                    end.is_some_and(|end| {
                        end < long.len() || end == long.len() && *other < at
                    })
                });
            if let Some((_, (_, short))) = shadow {
                let short = Escaped(short);
                return Err(never(
                    branch,
                    format_args!("\"{short}\" comes before it has come whole"),
                ));
            }
        }
        Ok(())
    }
}

fn never(branch: &Branch, why: impl std::fmt::Display) -> Fault {
    let what = format!("this branch is never reached: {why}");
    Fault::new(&branch.place, what)
}
