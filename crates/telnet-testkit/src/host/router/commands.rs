//! The commands of the router, which may be abbreviated.

/// How much the user may do at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    User,
    Privileged,
    Config,
    Interface,
}

impl Level {
    /// What ends the prompt.
    pub(super) const fn mark(self) -> &'static str {
        match self {
            Self::User => ">",
            Self::Privileged => "#",
            Self::Config => "(config)#",
            Self::Interface => "(config-if)#",
        }
    }
}

/// What the user wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    Enable,
    Disable,
    Exit,
    End,
    ShowVersion,
    ShowInterfaces,
    ShowRunningConfig,
    /// Rows; 0 is no end.
    TerminalLength(u16),
    Configure,
    Hostname(String),
    Interface(String),
    Description(String),
}

/// Why a line is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// No command has a word like the one at this octet of the line.
    Invalid(usize),
    /// Words are missing.
    Incomplete,
    /// More than one command begins so.
    Ambiguous,
}

type Make = fn(&str) -> Option<Command>;

/// A command: where it is known, its words, of which `*` is any one and `**`
/// is the rest of the line, and what it is with that argument.
struct Syntax(&'static [Level], &'static str, Make);

const EXEC: &[Level] = &[Level::User, Level::Privileged];
const ENABLED: &[Level] = &[Level::Privileged];
const CONFIG: &[Level] = &[Level::Config, Level::Interface];
const INTERFACE: &[Level] = &[Level::Interface];

const COMMANDS: &[Syntax] = &[
    Syntax(EXEC, "enable", |_| Some(Command::Enable)),
    Syntax(ENABLED, "disable", |_| Some(Command::Disable)),
    Syntax(EXEC, "exit", |_| Some(Command::Exit)),
    Syntax(CONFIG, "exit", |_| Some(Command::Exit)),
    Syntax(CONFIG, "end", |_| Some(Command::End)),
    Syntax(EXEC, "show version", |_| Some(Command::ShowVersion)),
    Syntax(EXEC, "show interfaces", |_| Some(Command::ShowInterfaces)),
    Syntax(ENABLED, "show running-config", |_| {
        Some(Command::ShowRunningConfig)
    }),
    Syntax(EXEC, "terminal length *", |rows| {
        let rows = rows.parse().ok().filter(|rows| *rows <= 512)?;
        Some(Command::TerminalLength(rows))
    }),
    Syntax(ENABLED, "configure terminal", |_| Some(Command::Configure)),
    Syntax(CONFIG, "hostname *", |name| Some(Command::Hostname(name.into()))),
    Syntax(CONFIG, "interface *", |name| Some(Command::Interface(name.into()))),
    Syntax(INTERFACE, "description **", |text| {
        Some(Command::Description(text.into()))
    }),
];

/// The command that a line is.
pub(super) fn parse(level: Level, line: &str) -> Result<Command, Fault> {
    let mut fits: Vec<&Syntax> =
        COMMANDS.iter().filter(|it| it.0.contains(&level)).collect();
    let mut argument = (0, "");
    for (nth, (at, word)) in words(line).enumerate() {
        let meant = |it: &&Syntax| it.1.split(' ').nth(nth);
        fits.retain(|it| meant(it).is_some_and(|full| is_short(word, full)));
        if fits.iter().any(|it| meant(it) == Some(word)) {
            fits.retain(|it| meant(it) == Some(word));
        }
        let first = fits.first().ok_or(Fault::Invalid(at))?;
        if fits.iter().any(|it| meant(it) != meant(first)) {
            return Err(Fault::Ambiguous);
        }
        argument = (at, word);
        if meant(first) == Some("**") {
            argument = (at, line.get(at..).unwrap_or("").trim_end());
            break;
        }
    }
    let wanted = words(line).count();
    let whole = fits.into_iter().find(|it| {
        let count = it.1.split(' ').count();
        count == wanted || it.1.ends_with("**") && wanted > count
    });
    let whole = whole.ok_or(Fault::Incomplete)?;
    (whole.2)(argument.1).ok_or(Fault::Invalid(argument.0))
}

fn is_short(word: &str, full: &str) -> bool {
    full.starts_with('*') || full.starts_with(word)
}

/// The words of a line, and where each begins.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.split_ascii_whitespace()
        .map(move |word| (word.as_ptr().addr() - line.as_ptr().addr(), word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_known_by_what_they_begin_with() {
        let exec = |line| parse(Level::Privileged, line);
        assert_eq!(exec("show version"), Ok(Command::ShowVersion));
        assert_eq!(exec("  sh   ver "), Ok(Command::ShowVersion));
        assert_eq!(exec("sh run"), Ok(Command::ShowRunningConfig));
        assert_eq!(exec("conf t"), Ok(Command::Configure));
        assert_eq!(exec("term len 0"), Ok(Command::TerminalLength(0)));
        assert_eq!(exec("e"), Err(Fault::Ambiguous));
        assert_eq!(exec("show"), Err(Fault::Incomplete));
        assert_eq!(exec("terminal length"), Err(Fault::Incomplete));
        assert_eq!(exec("shout"), Err(Fault::Invalid(0)));
        assert_eq!(exec("show vers on"), Err(Fault::Invalid(10)));
        assert_eq!(exec("terminal length 513"), Err(Fault::Invalid(16)));
        assert_eq!(exec("terminal length x"), Err(Fault::Invalid(16)));
    }

    #[test]
    fn each_level_has_its_own() {
        let is_valid = |level, line| parse(level, line).is_ok();
        assert!(!is_valid(Level::User, "show running-config"));
        assert!(!is_valid(Level::User, "configure terminal"));
        assert!(!is_valid(Level::Config, "show version"));
        assert!(!is_valid(Level::Config, "description x"));
        assert!(!is_valid(Level::Privileged, "hostname x"));
        assert!(is_valid(Level::Interface, "interface Ethernet1"));
        let text = "description to core  2 > rack ";
        let text = parse(Level::Interface, text);
        let expected = Command::Description("to core  2 > rack".to_owned());
        assert_eq!(text, Ok(expected));
    }
}
