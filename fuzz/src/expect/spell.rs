//! Patterns that the input spells.

use telnet_testkit::expect::{ASSERTIONS, SPELLED, Spec};

use crate::input::Input;

/// How deep expressions are nested.
const DEPTH: u32 = 4;

const CLASSES: [&str; 8] =
    [".", "(?s:.)", "[ab]", "[^a]", r"[\r\n]", r"\w", r"\W", r"\d"];

const REPEATED: [&str; 8] = ["*", "+", "?", "*?", "+?", "??", "{2,}", "{1,3}"];

const FLAGS: [&str; 5] = ["i", "m", "R", "s", "U"];

/// One to three patterns.
pub(super) fn list(input: &mut Input<'_>) -> Vec<Spec> {
    (0..=input.below(3)).map(|_| spec(input)).collect()
}

/// Texts, prompts, expressions, half of them greedy.
fn spec(input: &mut Input<'_>) -> Spec {
    let kind = input.octet();
    let spec = match kind % 8 {
        0 => Spec::literal(input.list()),
        1 => Spec::prompt(&regex(input, DEPTH)),
        _ => Spec::regex(&regex(input, DEPTH)),
    };
    if kind & 8 != 0 { spec.greedy() } else { spec }
}

fn regex(input: &mut Input<'_>, depth: u32) -> String {
    let kind = input.below(16);
    if depth == 0 || kind < 5 {
        return input.one_of(&SPELLED).into();
    }
    let depth = depth - 1;
    match kind {
        5 => input.one_of(&CLASSES).into(),
        6 | 7 => input.one_of(&ASSERTIONS).into(),
        8..=10 => format!("{}{}", regex(input, depth), regex(input, depth)),
        11 => format!("(?:{}|{})", regex(input, depth), regex(input, depth)),
        12 => format!("(?:{}|)", regex(input, depth)),
        13 => {
            let times = input.one_of(&REPEATED);
            format!("(?:{}){times}", regex(input, depth))
        }
        14 => format!("({})", regex(input, depth)),
        _ => {
            let flag = input.one_of(&FLAGS);
            format!("(?{flag}:{})", regex(input, depth))
        }
    }
}
