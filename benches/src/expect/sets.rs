//! The patterns to wait for.

use regex::bytes::{Regex, RegexBuilder};

/// Patterns that are waited for together.
#[derive(Clone, Copy, Debug)]
pub struct Set {
    /// Its name in the tables.
    pub name: &'static str,
    /// Regular expressions.
    pub patterns: &'static [&'static str],
}

/// The sets of the tables. None matches in the text but in its tail.
pub const SETS: [Set; 8] = [
    Set { name: "lit1", patterns: &["router1#"] },
    Set { name: "prompt1", patterns: &[r"(?m)^[\w.-]+(?:\([\w-]+\))?[>#] ?$"] },
    Set { name: "end", patterns: &[r"[>#]\s*$"] },
    // Candidates everywhere: the text is full of numbers.
    Set { name: "digits", patterns: &[r"\d+ packets output"] },
    // The same, several: each holds a text.
    Set {
        name: "inside4",
        patterns: &[
            r"\d+ packets output",
            r"(?m)^[\w/]+ is administratively down",
            r"[\w/]+, putting \S+ in err-disable state",
            r"[\w.]+ \d+ denied by rule",
        ],
    },
    Set {
        name: "lit8",
        patterns: &[
            "login: ",
            "Password: ",
            "--More--",
            "router1#",
            "router1>",
            r"\(config\)#",
            "% Invalid input",
            "Connection closed",
        ],
    },
    Set {
        name: "mix8",
        patterns: &[
            "[Ll]ogin: ",
            "[Pp]assword: ",
            "-+ ?More ?-+",
            r"(?m)^router1(?:\([\w-]+\))?[>#] ?$",
            "% Invalid input",
            "% (?:Ambiguous|Incomplete) command",
            "Connection (?:closed|refused|timed out)",
            "[Pp]ermission denied",
        ],
    },
    // Nothing that a search for literals could begin with.
    Set {
        name: "word8",
        patterns: &[
            r"[a-z]+[0-9]+[>#]\s",
            r"\w+@\w+",
            r"[A-Z]{9}\w",
            r"\d{12}",
            r"[~^|]\w+",
            r"[<>]{2}\w",
            r"\w+\s?[?]\s",
            r"[\x80-\xff]+\s",
        ],
    },
];

/// The patterns of the picture, which mean the same to all tools in it.
pub const DIALOGUE: Set = Set {
    name: "dialogue",
    patterns: &["[Ll]ogin: ", "[Pp]assword: ", "--More--", "router1[>#] "],
};

/// The set of that name.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn set(name: &str) -> &'static Set {
    SETS.iter().find(|set| set.name == name).expect("a set")
}

/// A regular expression over octets, its classes ASCII.
///
/// # Panics
/// If it is none.
#[must_use]
pub fn compile(pattern: &str) -> Regex {
    RegexBuilder::new(pattern).unicode(false).build().expect("a pattern")
}
