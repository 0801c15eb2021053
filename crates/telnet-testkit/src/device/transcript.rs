//! What a transcript is made of.

use core::fmt;
use core::time::Duration;

/// One device: how it is logged in to, and some commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// The file's name without `.txt`.
    pub name: String,
    /// Which device it is.
    pub title: String,
    /// Where it comes from.
    pub sources: Vec<Source>,
    /// The name that the user types.
    pub user: Vec<u8>,
    /// The password that the user types.
    pub password: Vec<u8>,
    /// From the start of the connection through the first prompt.
    pub opening: Vec<Step>,
    /// The first prompt as it is shown.
    pub prompt: Vec<u8>,
    /// The commands, in their order.
    pub commands: Vec<Command>,
}

/// Where a transcript, or a part of it, comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// How it is known.
    pub kind: Kind,
    /// Which file, document or report, and what of it.
    pub text: String,
}

/// How something is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `capture`: octets that were recorded.
    Capture,
    /// `code`: from the code of the device, or of a tool that talks to it.
    Code,
    /// `document`: from the vendor's document, or a report of a user.
    Document,
    /// `inferred`: from devices of the same kind.
    Inferred,
}

/// One command and what comes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// What is typed.
    pub line: Vec<u8>,
    /// What the device does once it has heard it.
    pub steps: Vec<Step>,
    /// Whether the line comes back.
    pub echoes: bool,
    /// The text that the reply is to have.
    pub text: Vec<u8>,
    /// The prompt that the reply is to have.
    pub prompt: Vec<u8>,
    /// Where in the file it is.
    pub at: usize,
}

/// One thing that the device does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is.
    pub does: Does,
    /// Where in the file it is: the number of the line, from 1.
    pub at: usize,
}

/// What the device does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    /// Says this.
    Say(Vec<u8>),
    /// Says this, and it is the prompt.
    Prompt(Vec<u8>),
    /// Takes its time.
    Wait(Duration),
    /// Waits until it hears this, without or with Enter behind it.
    Hear(Vec<u8>, bool),
    /// Says this unasked, so long after the reply was taken.
    Idle(Duration, Vec<u8>),
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file's name.
    pub file: String,
    /// The number of the line, from 1.
    pub line: usize,
    /// What is wrong, or wanted.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.txt:{}: {}", self.file, self.line, self.what)
    }
}

impl std::error::Error for Fault {}

impl Transcript {
    /// The same device, which answers one command alone: the prompt behind it is
    /// drawn as at the end of the opening.
    ///
    /// # Panics
    /// If the opening draws no prompt.
    #[must_use]
    pub fn with_only(mut self, line: &[u8], text: &[u8]) -> Self {
        let drawn = self.opening.iter().rev().find_map(|step| {
            let Does::Prompt(drawn) = &step.does else { return None };
            Some(drawn.clone())
        });
        let said = [line, b"\r\n", text].concat();
        let does = [
            Does::Say(said),
            Does::Prompt(drawn.expect("a prompt in the opening")),
        ];
        self.commands = vec![Command {
            line: line.to_vec(),
            steps: does.map(|does| Step { does, at: 0 }).to_vec(),
            echoes: true,
            text: text.to_vec(),
            prompt: self.prompt.clone(),
            at: 0,
        }];
        self
    }

    /// The length of the longest prompt, as drawn.
    #[must_use]
    pub fn longest_prompt(&self) -> usize {
        let commands = self.commands.iter().flat_map(|it| &it.steps);
        let lengths = self.opening.iter().chain(commands).map(|step| {
            if let Does::Prompt(drawn) = &step.does { drawn.len() } else { 0 }
        });
        lengths.max().unwrap_or(0)
    }
}
