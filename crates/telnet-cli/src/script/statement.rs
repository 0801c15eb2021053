//! What a script says, as it is written.

use std::fmt;
use std::time::Duration;

use super::source::Place;
use super::template::Template;

/// One statement.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) place: Place,
    pub(crate) kind: Kind,
    /// For how long it waits, where it says so.
    pub(crate) within: Option<Duration>,
}

/// What a statement does.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Expect(Vec<Branch>),
    Send(Template),
    SendLine(Template),
    Secret(String, Origin),
    Timeout(Duration),
    Prompt(String),
    Platform(String),
    Login(Template, Template),
    Enable(Template),
    Run(Template),
    Log(Template),
    Interact,
    Continue,
    Exit(u8, Option<Template>),
}

/// Where a secret is from.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// The variable of the environment that has its name.
    Environment,
    /// The first line of a file.
    File(Template),
    /// The first line that a command puts out.
    Command(Template),
}

/// One of the things expected, and what is done if it comes.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub(crate) place: Place,
    pub(crate) when: When,
    pub(crate) body: Vec<Statement>,
}

/// What is expected.
#[derive(Clone, Debug)]
pub(crate) enum When {
    Regex(String),
    Text(Template),
    Timeout,
    Eof,
}

impl Kind {
    /// The word by which it begins.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Expect(_) => "expect",
            Self::Send(_) => "send",
            Self::SendLine(_) => "sendline",
            Self::Secret(..) => "secret",
            Self::Timeout(_) => "timeout",
            Self::Prompt(_) => "prompt",
            Self::Platform(_) => "platform",
            Self::Login(..) => "login",
            Self::Enable(_) => "enable",
            Self::Run(_) => "run",
            Self::Log(_) => "log",
            Self::Interact => "interact",
            Self::Continue => "continue",
            Self::Exit(..) => "exit",
        }
    }
}

/// As a script has it; of an `expect` with branches the things expected.
impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.word())?;
        match &self.kind {
            Kind::Expect(branches) => {
                let mut sign = " ";
                for branch in branches {
                    write!(f, "{sign}{}", branch.when)?;
                    sign = " or ";
                }
            }
            Kind::Send(text)
            | Kind::SendLine(text)
            | Kind::Enable(text)
            | Kind::Run(text)
            | Kind::Log(text) => write!(f, " {text}")?,
            Kind::Secret(name, origin) => write!(f, " {name}{origin}")?,
            Kind::Timeout(time) => write!(f, " {}", Time(*time))?,
            Kind::Prompt(regex) => write!(f, " {}", Regex(regex))?,
            Kind::Platform(name) => write!(f, " {name}")?,
            Kind::Login(user, password) => write!(f, " {user} {password}")?,
            Kind::Exit(code, None) => write!(f, " {code}")?,
            Kind::Exit(code, Some(text)) => write!(f, " {code} {text}")?,
            Kind::Interact | Kind::Continue => {}
        }
        self.within.map_or(Ok(()), |it| write!(f, " within {}", Time(it)))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment => Ok(()),
            Self::File(name) => write!(f, " file {name}"),
            Self::Command(line) => write!(f, " command {line}"),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Regex(regex) => Regex(regex).fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Timeout => f.write_str("timeout"),
            Self::Eof => f.write_str("eof"),
        }
    }
}

/// A regular expression, between its signs.
struct Regex<'r>(&'r str);

impl fmt::Display for Regex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/", self.0.replace('/', "\\/"))
    }
}

/// A time, as a script has it.
pub(crate) struct Time(pub(crate) Duration);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.subsec_nanos() {
            0 => write!(f, "{}s", self.0.as_secs()),
            _ => write!(f, "{}ms", self.0.as_millis()),
        }
    }
}
