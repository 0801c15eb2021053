//! What random patterns are made of, wherever they are made.

/// The octets that patterns and texts have in common, as patterns spell them:
/// letters, what ends lines, a word's end, half a character.
pub const SPELLED: [&str; 8] = ["a", "b", r"\r", r"\n", "1", "#", " ", r"\xC3"];

/// Every kind of assertion.
pub const ASSERTIONS: [&str; 14] = [
    "^",
    "$",
    r"\A",
    r"\z",
    "(?m:^)",
    "(?m:$)",
    "(?mR:^)",
    "(?mR:$)",
    r"\b",
    r"\B",
    r"\b{start}",
    r"\b{end}",
    r"\b{start-half}",
    r"\b{end-half}",
];
