//! What the device knows to say.

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Shows a text.
    Show(&'static str),
    /// Shows the interfaces, more than a window has rows.
    Interfaces,
    /// Asks for the password of those who may do more.
    Enable,
    /// Gives that up.
    Disable,
    /// Only those who may do more may do this.
    Reload,
    /// Ends the visit.
    Exit,
}

const VERSION: &str = "Example OS, version 1.0\nUptime is 3 weeks";

/// The commands, each word of which may be shortened, and what helps.
const COMMANDS: &[(&str, &str, Action)] = &[
    ("disable", "give up what enable gave", Action::Disable),
    ("enable", "be allowed to do more", Action::Enable),
    ("exit", "leave", Action::Exit),
    ("reload", "start anew", Action::Reload),
    ("show interfaces", "what is connected", Action::Interfaces),
    ("show version", "what runs here", Action::Show(VERSION)),
];

/// The command that a line means, or what is wrong with the line.
pub(crate) fn look_up(line: &str) -> Result<Action, &'static str> {
    let mut found = COMMANDS.iter().filter(|(name, ..)| means(line, name));
    match (found.next(), found.next()) {
        (Some((.., action)), None) => Ok(*action),
        (Some(_), Some(_)) => Err("% Ambiguous command"),
        (None, _) if !help(line).is_empty() => Err("% Incomplete command"),
        (None, _) => Err("% Invalid input"),
    }
}

/// Whether each word of a line begins the word of a command in its place.
fn means(line: &str, name: &str) -> bool {
    line.split_whitespace().count() == name.split_whitespace().count()
        && begins(line, name)
}

fn begins(line: &str, name: &str) -> bool {
    let mut names = name.split_whitespace();
    let mut words = line.split_whitespace();
    words.all(|word| names.next().is_some_and(|it| it.starts_with(word)))
}

/// The commands that go on as a line does, with what they do.
pub(crate) fn help(line: &str) -> Vec<String> {
    let known = COMMANDS.iter().filter(|(name, ..)| begins(line, name));
    known.map(|(name, what, _)| format!("{name:<18}{what}")).collect()
}

/// The rest of the word that a line ends in, if it can be one only.
pub(crate) fn complete(line: &str) -> Option<String> {
    let at = line.split_whitespace().count().checked_sub(1)?;
    let word = line.split_whitespace().last()?;
    if line.ends_with(' ') {
        return None;
    }
    let known = COMMANDS.iter().filter(|(name, ..)| begins(line, name));
    let mut words: Vec<_> =
        known.filter_map(|it| it.0.split_whitespace().nth(at)).collect();
    words.dedup();
    let [only] = words.as_slice() else { return None };
    Some(format!("{} ", only.strip_prefix(word)?))
}

/// The lines of `show interfaces`.
pub(crate) fn interfaces() -> Vec<String> {
    let line = |n: u32| {
        let state = if n % 3 == 0 { "down" } else { "up" };
        format!("Ethernet{n:<4} is {state}, line protocol is {state}")
    };
    (0..60).map(line).collect()
}
