//! Patterns that hold two texts, one behind the other.

use proptest::{prelude::*, sample::select};
use stream_expect::{PatternSet, Search, SetLimits, Step, Text};
use telnet_testkit::expect::random::cases;

use crate::inside::{BEFORE, equals_regex, text};

/// What it holds, first and then.
const HELD: [&str; 8] =
    ["#", "~", "[#!]", "qz", "%%%", "(?:qqz|~~~)", "zq#", "@"];

/// What is between them.
const BETWEEN: [&str; 6] =
    [r"\w*", ".*", "[ab#]+", r"\d{0,3}", "x?", "(?:ab)*1"];

/// What is behind.
const BEHIND: [&str; 4] = ["", r"\d", r"\s", "[ab]*1"];

/// What texts are made of: whole needles, and parts of them.
const PARTS: [&str; 16] = [
    "#", "~", "!", "qz", "%%%", "qqz", "~~~", "zq#", "@", "a", "1", " ", "\n",
    "q", "%%", "abab",
];

fn pattern() -> impl Strategy<Value = String> {
    let held = || select(&HELD[..]);
    let parts = (
        select(&BEFORE[..]),
        held(),
        select(&BETWEEN[..]),
        held(),
        select(&BEHIND[..]),
    );
    parts.prop_map(|(before, one, between, other, behind)| {
        format!("{before}{one}{between}{other}{behind}")
    })
}

/// With a window: which pattern, and where its match ends.
fn clipped(
    sources: &[&str],
    most: usize,
    work: usize,
    text: &[u8],
    step: usize,
) -> Option<(usize, usize)> {
    let mut limits = SetLimits::default();
    (limits.max_match, limits.work) = (most, work);
    let set = PatternSet::with_limits(sources, limits).unwrap();
    let mut search = Search::new(&set);
    let mut ends = (step..text.len()).step_by(step).chain([text.len()]);
    let mut end = 0;
    loop {
        // What is behind is gone.
        let settled = usize::try_from(search.settled()).unwrap();
        let text = Text::new(&text[settled..end]).at(settled as u64);
        match search.poll(text) {
            Step::Found(it) => {
                return Some((it.index, usize::try_from(it.end).unwrap()));
            }
            Step::More => {}
            Step::Pending { .. } => end = ends.next()?,
        }
    }
}

proptest! {
    #![proptest_config(cases(crate::REGRESSIONS, 4_000))]

    /// Whole, in steps, by little work at a time, with no room to remember,
    /// with little text kept, and cut in two and in three around the match.
    #[test]
    fn two_that_are_held(
        sources in proptest::collection::vec(pattern(), 1..3),
        text in text(&PARTS),
        step in prop_oneof![1..20usize, 20..700usize],
        work in 1..60usize,
        most in 3..60usize,
    ) {
        let expected = equals_regex(&sources, &text, (step, step), work);
        let ends = expected.map(|it| (it.0, it.2));
        let each: Vec<&str> = sources.iter().map(String::as_str).collect();
        for work in [1 << 14, work] {
            let seen = clipped(&each, most, work, &text, step);
            assert_eq!(seen, ends, "{most} kept, work {work}");
        }
    }
}

/// A needle whose begin was read stays there for as long as what comes behind it waits
/// for a needle of the other kind, however little text is kept.
#[test]
fn a_needle_that_has_begun_before_what_waits() {
    let (begin, rest) = ("x".repeat(100), "-".repeat(62));
    let pieces = [&format!("~{begin}abababa"), &format!("b{rest}"), "~"];
    let text = pieces.concat().into_bytes();
    let mut limits = SetLimits::default();
    limits.max_match = 64;
    let set = PatternSet::with_limits([r"\w*abababab[^~]*~"], limits).unwrap();
    // Where all is there at once no needle is waited for; then it is known where
    // octets lead.
    let mut whole = Search::new(&set);
    let found = whole.poll(&text);
    let Step::Found(found) = found else { panic!("{found:?}") };
    let (mut search, mut end, mut step) = (Search::new(&set), 0, Step::More);
    for piece in pieces {
        assert!(!matches!(step, Step::Found(_)), "{step:?}");
        end += piece.len();
        let settled = usize::try_from(search.settled()).unwrap();
        let text = Text::new(&text[settled..end]).at(settled as u64);
        step = search.poll(text);
    }
    assert_eq!(step, Step::Found(found));
}
