//! The menu that the escape key opens. Of a word any begin is enough that no
//! other word has.

use telnet_blocking::proto::sub::linemode::{Function, Mode};
use telnet_blocking::{Command, Side, TelnetOption};

use crate::key::key;
use crate::linemode::{KEYS, MODES};

/// The words, what may follow, and what they do.
const WORDS: &[(&str, &str)] = &[
    ("close", "close the connection"),
    ("display", "show what is set"),
    ("logout", "ask the host to log the user off, and close"),
    (
        "mode",
        "character, line, or host: whose lines and keys are sent; in\n         \
        LINEMODE edit, isig, softtabs, litecho, and -edit and so on",
    ),
    ("open", "open HOST [PORT]: connect, where there is no connection"),
    ("quit", "close the connection, and end the program"),
    ("send", "send a command: send ? shows which"),
    (
        "set",
        "set escape CHAR: another key for this menu; set erase CHAR and\n         \
        so on: a key in LINEMODE",
    ),
    (
        "slc",
        "export or import: the keys of this terminal, or of the host;\n         \
        check: those that the host has now",
    ),
    ("status", "show what is agreed with the host"),
    ("toggle", "toggle crlf: whether Enter is CR LF"),
    ("unset", "unset escape: no key for this menu"),
    ("z", "suspend this program"),
    ("?", "show this"),
];

/// What `send` sends.
const COMMANDS: &[(&str, Command)] = &[
    ("abort", Command::ABORT),
    ("ao", Command::AO),
    ("ayt", Command::AYT),
    ("brk", Command::BRK),
    ("ec", Command::EC),
    ("el", Command::EL),
    ("eof", Command::EOF),
    ("ip", Command::IP),
    ("nop", Command::NOP),
    ("susp", Command::SUSP),
];

/// What `send` sends besides.
const OTHERS: &[&str] = &["do", "dont", "escape", "synch", "will", "wont", "?"];

/// Whose word counts for the mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ModeBy {
    /// The host's: what it says of ECHO and SGA.
    Host,
    /// The user's: whether keys are sent one by one.
    User(bool),
}

/// What the user wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// To go back.
    Nothing,
    /// The end of the connection.
    Close,
    /// The end of the program.
    Quit,
    /// Another connection: its host, and a port maybe.
    Open(String, Option<String>),
    /// The end, by the host.
    Logout,
    /// To see what is set.
    Display,
    /// To see what is agreed with the host.
    Status,
    /// Lines, keys, or as the host says.
    Mode(ModeBy),
    /// A bit of the mode of LINEMODE, on or off.
    Linemode(Mode, bool),
    /// Another key for a function in LINEMODE, or none.
    SetKey(Function, Option<u8>),
    /// Keys of LINEMODE told, or asked for.
    Slc(Slc),
    /// Another key for the menu, or none.
    SetEscape(Option<u8>),
    /// Whether Enter is CR LF.
    ToggleCrlf,
    /// To stop the program for a time.
    Suspend,
    /// To read this.
    Say(String),
    /// To send something.
    Send(Sent),
}

/// Whose keys count in LINEMODE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slc {
    /// This terminal's.
    Export,
    /// The host's, as they were at first.
    Import,
    /// The host's, as they are now.
    Check,
}

/// What is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    /// A command.
    Command(Command),
    /// The escape key itself.
    Escape,
    /// A Synch.
    Synch,
    /// DO, DONT, WILL or WONT.
    Request(Side, TelnetOption, bool),
}

/// The one of several words that begins so.
pub(crate) fn only<'w>(
    begun: &str,
    words: impl Iterator<Item = &'w str>,
) -> Result<&'w str, String> {
    let begun = begun.to_ascii_lowercase();
    let mut found = Vec::new();
    for word in words {
        if word == begun {
            return Ok(word);
        }
        if word.starts_with(&begun) {
            found.push(word);
        }
    }
    match &found[..] {
        [] => Err(format!("{begun:?} is no word of this menu: see ?")),
        [word] => Ok(word),
        several => Err(format!("{begun:?} may be {}", several.join(" or "))),
    }
}

/// What a line asks for.
pub(crate) fn order(line: &str) -> Result<Order, String> {
    let mut words = line.split_whitespace();
    let Some(first) = words.next() else { return Ok(Order::Nothing) };
    // Without a second word it says which there are.
    let second = words.next().unwrap_or("?");
    Ok(match only(first, WORDS.iter().map(|(word, _)| *word))? {
        "close" => Order::Close,
        "quit" => Order::Quit,
        "open" => match second {
            "?" => Order::Say("open HOST [PORT]".to_owned()),
            host => Order::Open(host.to_owned(), words.next().map(Into::into)),
        },
        "logout" => Order::Logout,
        "display" => Order::Display,
        "status" => Order::Status,
        "mode" => mode(second)?,
        "send" => send(second, words.next())?,
        "set" => set(second, key(words.next().unwrap_or("none"))?.octet())?,
        "unset" => set(second, None)?,
        "slc" => {
            let all = ["check", "export", "import", "?"];
            match only(second, all.into_iter())? {
                "check" => Order::Slc(Slc::Check),
                "export" => Order::Slc(Slc::Export),
                "import" => Order::Slc(Slc::Import),
                _ => Order::Say("check export import".to_owned()),
            }
        }
        "toggle" => {
            only(second, ["crlf"].into_iter())?;
            Order::ToggleCrlf
        }
        "z" => Order::Suspend,
        _ => {
            let lines = WORDS.iter().map(|(it, what)| format!("{it:8} {what}"));
            Order::Say(lines.collect::<Vec<_>>().join("\n"))
        }
    })
}

fn mode(word: &str) -> Result<Order, String> {
    let bits = || MODES.iter().map(|(word, _)| *word);
    if let Some(word) = word.strip_prefix('-') {
        return Ok(Order::Linemode(bit(only(word, bits())?), false));
    }
    let all = ["character", "host", "line"].into_iter().chain(bits());
    Ok(match only(word, all)? {
        "character" => Order::Mode(ModeBy::User(true)),
        "line" => Order::Mode(ModeBy::User(false)),
        "host" => Order::Mode(ModeBy::Host),
        word => Order::Linemode(bit(word), true),
    })
}

/// The bit of LINEMODE that is called so.
fn bit(word: &str) -> Mode {
    let found = MODES.iter().find(|(it, _)| *it == word);
    found.map_or(Mode::NONE, |(_, bit)| *bit)
}

fn set(word: &str, key: Option<u8>) -> Result<Order, String> {
    let names = || KEYS.iter().map(|(name, ..)| *name);
    let word = only(word, ["escape", "?"].into_iter().chain(names()))?;
    let function = KEYS.iter().find(|(name, ..)| *name == word);
    Ok(match (word, function) {
        (_, Some((_, function, _))) => Order::SetKey(*function, key),
        ("escape", None) => Order::SetEscape(key),
        _ => {
            let names: Vec<_> = names().collect();
            Order::Say(format!("escape {}", names.join(" ")))
        }
    })
}

fn send(word: &str, option: Option<&str>) -> Result<Order, String> {
    let all =
        || COMMANDS.iter().map(|(word, _)| *word).chain(OTHERS.iter().copied());
    let word = only(word, all())?;
    let command = COMMANDS.iter().find(|(it, _)| *it == word);
    if let Some((_, command)) = command {
        return Ok(Order::Send(Sent::Command(*command)));
    }
    let (side, enable) = match word {
        "escape" => return Ok(Order::Send(Sent::Escape)),
        "synch" => return Ok(Order::Send(Sent::Synch)),
        "do" => (Side::Remote, true),
        "dont" => (Side::Remote, false),
        "will" => (Side::Local, true),
        "wont" => (Side::Local, false),
        _ => return Ok(Order::Say(all().collect::<Vec<_>>().join(" "))),
    };
    let option = option.ok_or("give an option: a name or a number")?;
    let named = (0..=u8::MAX)
        .map(TelnetOption::from)
        .find(|it| it.to_string().eq_ignore_ascii_case(option));
    let number = option.parse().ok().map(|it: u8| it.into());
    let option = named.or(number).ok_or_else(|| {
        format!("{option:?} is no option: give a name or a number")
    })?;
    Ok(Order::Send(Sent::Request(side, option, enable)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_begin_is_enough_if_it_is_the_only_one() {
        let words = || WORDS.iter().map(|(word, _)| *word);
        for (begun, word) in
            [("c", "close"), ("st", "status"), ("SEN", "send"), ("set", "set")]
        {
            assert_eq!(only(begun, words()), Ok(word));
        }
        let why = only("s", words()).unwrap_err();
        assert!(why.contains("send or set or slc or status"), "{why}");
        assert!(only("x", words()).unwrap_err().contains("see ?"));
    }

    #[test]
    fn each_line_is_an_order_or_says_what_is_wrong() {
        for (line, wanted) in [
            ("", Order::Nothing),
            ("c", Order::Close),
            ("q", Order::Quit),
            ("o h -23", Order::Open("h".into(), Some("-23".into()))),
            ("open h", Order::Open("h".into(), None)),
            ("mode lin", Order::Mode(ModeBy::User(false))),
            ("m c", Order::Mode(ModeBy::User(true))),
            ("set esc ^A", Order::SetEscape(Some(1))),
            ("set er ^H", Order::SetKey(Function::EC, Some(8))),
            ("unset kill", Order::SetKey(Function::EL, None)),
            ("mode -e", Order::Linemode(Mode::EDIT, false)),
            ("mode isig", Order::Linemode(Mode::TRAPSIG, true)),
            ("slc exp", Order::Slc(Slc::Export)),
            ("slc i", Order::Slc(Slc::Import)),
            ("slc c", Order::Slc(Slc::Check)),
            ("mode soft", Order::Linemode(Mode::SOFT_TAB, true)),
            ("mode -lit", Order::Linemode(Mode::LIT_ECHO, false)),
            ("set ayt ^A", Order::SetKey(Function::AYT, Some(1))),
            ("unset escape", Order::SetEscape(None)),
            ("t c", Order::ToggleCrlf),
            ("send AYT", Order::Send(Sent::Command(Command::AYT))),
            ("sen sy", Order::Send(Sent::Synch)),
            ("send esc", Order::Send(Sent::Escape)),
            (
                "send do echo",
                Order::Send(Sent::Request(
                    Side::Remote,
                    TelnetOption::ECHO,
                    true,
                )),
            ),
            (
                "send wont 31",
                Order::Send(Sent::Request(
                    Side::Local,
                    TelnetOption::NAWS,
                    false,
                )),
            ),
        ] {
            assert_eq!(order(line), Ok(wanted), "{line}");
        }
        for (line, why) in [
            ("send a", "abort or ao or ayt"),
            ("send do", "give an option"),
            ("send do klingon", "no option"),
            ("mode", "no word"),
            ("mode li", "line or litecho"),
            ("mode -h", "no word"),
            ("set escape ab", "one character"),
        ] {
            let said = order(line).unwrap_err();
            assert!(said.contains(why), "{line}: {said}");
        }
    }
}
