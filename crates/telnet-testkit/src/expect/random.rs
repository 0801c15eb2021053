//! Random patterns over few octets, and texts of the same octets.

use super::{ASSERTIONS, Case, Event, Events, SPELLED, Spec};
use crate::oracle::expect::{NaivePattern, Source};
use proptest::{collection::vec, prelude::*, sample::select};

/// Letters, what ends lines, a word's end, half a character.
pub const SYMBOLS: [u8; 8] = *b"ab\r\n1# \xC3";

const CLASSES: [&str; 11] = [
    ".", "(?s:.)", "(?R:.)", "[ab]", "[^a]", r"[^\n]", r"[\r\n]", r"\w", r"\W",
    r"\s", r"\d",
];

const WORDS: [&str; 6] = ["ab", "ba", r"\r\n", r"\n#", "a1b", "aab"];

const REPEATED: [&str; 12] = [
    "*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{2,}", "{0,2}?", "{2,}?",
    "{3}",
];

/// One of [`SYMBOLS`].
pub fn symbol() -> impl Strategy<Value = u8> {
    select(SYMBOLS.to_vec())
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => select(SPELLED.to_vec()),
        4 => select(CLASSES.to_vec()),
        4 => select(ASSERTIONS.to_vec()),
        2 => select(WORDS.to_vec()),
        1 => Just(""),
    ]
    .prop_map(String::from)
}

/// A regular expression, often one that can be empty.
fn any_regex() -> impl Strategy<Value = String> {
    leaf().prop_recursive(4, 20, 4, |inner| {
        let either = vec(inner.clone(), 2..4);
        let flags = select(vec!["i", "m", "R", "s", "U", "mR"]);
        prop_oneof![
            5 => vec(inner.clone(), 2..5).prop_map(|it| it.concat()),
            3 => either.prop_map(|it| format!("(?:{})", it.join("|"))),
            3 => (inner.clone(), select(REPEATED.to_vec()))
                .prop_map(|(it, times)| format!("(?:{it}){times}")),
            2 => inner.clone().prop_map(|it| format!("({it})")),
            1 => (flags, inner).prop_map(|(it, of)| format!("(?{it}:{of})")),
        ]
    })
}

/// A regular expression; one that can be empty is made longer, mostly.
pub fn regex() -> impl Strategy<Value = String> {
    let longer = prop_oneof![
        1 => Just(None),
        4 => select(SPELLED.to_vec()).prop_map(Some),
    ];
    (any_regex(), longer, any::<bool>()).prop_map(|(regex, by, behind)| {
        let source = Source::Regex(regex.clone());
        let pattern = NaivePattern::new(&source, false).unwrap();
        match by {
            Some(by) if pattern.is_nullable() && behind => {
                format!("(?:{regex}){by}")
            }
            Some(by) if pattern.is_nullable() => format!("{by}(?:{regex})"),
            Some(_) | None => regex,
        }
    })
}

/// A pattern of any kind.
pub fn spec() -> impl Strategy<Value = Spec> {
    let source = prop_oneof![
        6 => regex().prop_map(Source::Regex),
        2 => vec(symbol(), 1..5).prop_map(Source::Literal),
        1 => regex().prop_map(Source::Prompt),
    ];
    (source, prop::bool::weighted(0.25))
        .prop_map(|(source, greedy)| Spec { source, greedy })
}

/// Octets, the fewer kinds the more will match; an end now and then.
pub fn events(most: usize) -> impl Strategy<Value = Events> {
    let event = prop_oneof![
        24 => (0..8usize).prop_map(|at| Event::Octet(SYMBOLS[at])),
        1 => Just(Event::Quiet),
        1 => Just(Event::Mark),
    ];
    let kinds = select(vec![2usize, 4, 8, 8]);
    let eof = any::<bool>();
    (vec(event, 0..most), kinds, eof).prop_map(|(mut events, kinds, eof)| {
        for event in &mut events {
            if let Event::Octet(octet) = event {
                let at = SYMBOLS.iter().position(|it| it == octet).unwrap();
                *octet = SYMBOLS[at % kinds];
            }
        }
        events.extend(eof.then_some(Event::Eof));
        Events(events)
    })
}

/// The longest match.
pub fn window() -> impl Strategy<Value = usize> {
    prop_oneof![1 => Just(3), 1 => Just(8), 2 => Just(1000)]
}

/// A search.
pub fn case() -> impl Strategy<Value = Case> {
    (vec(spec(), 1..5), window(), events(48))
        .prop_map(|(specs, window, events)| Case { specs, window, events })
}

/// How many cases: `EXPECT_CASES`, for more at night than by day. Those that
/// have failed are kept in a file.
///
/// # Panics
///
/// If `EXPECT_CASES` is no number.
#[must_use]
pub fn cases(kept: &'static str, by_day: u32) -> ProptestConfig {
    use proptest::test_runner::FileFailurePersistence;
    let said = std::env::var("EXPECT_CASES").ok();
    let said = said.map(|it| it.parse::<u32>().expect("a number of cases"));
    let kept = FileFailurePersistence::Direct(kept);
    ProptestConfig {
        cases: said.unwrap_or(by_day),
        failure_persistence: Some(Box::new(kept)),
        max_local_rejects: u32::MAX,
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    }
}
