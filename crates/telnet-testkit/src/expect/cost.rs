//! What the cost of searches is measured with.

use stream_expect::{Pattern, PatternSet};

/// Sets of all kinds: one text, several, prompts, regular expressions, a mix.
///
/// # Panics
/// If one of them is no pattern.
#[must_use]
pub fn sets() -> Vec<PatternSet> {
    let prompt = || Pattern::prompt(r"[\w-]+[>#] ?").unwrap();
    let regex = |source| Pattern::regex(source).unwrap();
    let texts = || ["login: ", "Password: ", "--More--"].map(Pattern::literal);
    let mixed = [
        vec![prompt(), regex(r"(?m)^% .*\n"), regex(r"\bclosed\b").greedy()],
        texts().to_vec(),
    ];
    let sets = [
        vec![Pattern::literal("--More--")],
        texts().to_vec(),
        vec![prompt()],
        vec![regex(r"(?m)^[\w.-]+(?:\([\w-]+\))?[>#] ?$")],
        vec![regex(r"\d+ packets output, \d+ lost")],
        mixed.concat(),
    ];
    sets.map(|set| PatternSet::new(set).unwrap()).into()
}

/// What a router says, without what is waited for.
#[must_use]
pub fn text(len: usize) -> Vec<u8> {
    let line = b"  5 minute input rate 2000 bits/sec, 3 packets/sec --Mo\r\n";
    line.iter().copied().cycle().take(len).collect()
}
