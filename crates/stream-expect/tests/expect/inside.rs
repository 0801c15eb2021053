//! Patterns that begin with anything, and hold a text.

use proptest::{collection::vec, prelude::*, sample::select};
use regex::bytes::Regex;
use stream_expect::{Buffer, Pattern, PatternSet, Search, SetLimits, Step};
use telnet_testkit::expect::random::cases;

use crate::long::{Known, compile, first, known};

/// What a match begins with: few octets or many, of few kinds or many.
pub(super) const BEFORE: [&str; 14] = [
    r"\d+",
    "[ab]+",
    r"\d{1,3}",
    "(?:a|1a)+",
    r"\w* ?",
    "[^\n]*",
    ".*",
    r"(?m)^\w+",
    r"\b\d",
    "a?b{2,4}",
    "(?:a{5}){1,3}",
    r"(\d+)-",
    "(?:[ab]x)*",
    "",
];

/// What it holds.
const HELD: [&str; 7] =
    ["xyz", "zz", "x#", "(?:xyz|qqqqqqq)", "xyxyz", "[xz]q#", "#"];

/// What is behind that.
const BEHIND: [&str; 5] = ["", r"\d", "[ab]*z", "x?y", r"\s+#"];

/// What texts are made of: whole needles are few.
const PARTS: [&str; 16] = [
    "a", "b", "1", "-", " ", "\n", "x", "y", "z", "q", "#", "xyz", "zz",
    "qqqqqq", "xyxy", "aaaaa",
];

fn pattern() -> impl Strategy<Value = String> {
    let parts = (
        select(BEFORE.to_vec()),
        select(HELD.to_vec()),
        select(BEHIND.to_vec()),
    );
    parts.prop_map(|(before, held, behind)| format!("{before}{held}{behind}"))
}

/// Runs of a part, short and seldom long, in any order.
pub(super) fn text(
    parts: &'static [&'static str],
) -> impl Strategy<Value = Vec<u8>> {
    let times =
        prop_oneof![8 => 1..3usize, 2 => 3..40usize, 1 => 400..700usize];
    let part =
        (select(parts), times).prop_map(|(part, times)| part.repeat(times));
    vec(part, 1..60).prop_map(|parts| parts.concat().into_bytes())
}

pub(super) fn set(sources: &[String], dfa: usize, work: usize) -> PatternSet {
    let patterns: Vec<Pattern> =
        sources.iter().map(|it| Pattern::regex(it).unwrap()).collect();
    let mut limits = SetLimits::default();
    limits.max_match = usize::MAX;
    limits.dfa = dfa;
    limits.work = work;
    PatternSet::with_limits(patterns, limits).unwrap()
}

/// Searches the text in pieces, as a stream: what was searched is gone.
pub(super) fn search<'a>(
    set: &PatternSet,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> Option<Known> {
    let mut buffer = Buffer::new();
    pieces.into_iter().find_map(|piece| {
        buffer.feed(piece);
        known(&mut buffer, set)
    })
}

/// What `regex` finds is found, and nothing else: whole, in steps, by little work at
/// a time in other steps, with no room to remember, and cut in two and in three
/// around where the match is. What it is.
pub(super) fn equals_regex(
    sources: &[String],
    text: &[u8],
    (step, brief_step): (usize, usize),
    work: usize,
) -> Option<Known> {
    let regexes: Vec<Regex> = sources.iter().map(|it| compile(it)).collect();
    let expected = first(&regexes, text);
    let roomy = set(sources, 1 << 20, 1 << 14);
    assert_eq!(search(&roomy, [text]), expected, "whole");
    assert_eq!(search(&roomy, text.chunks(step)), expected, "in steps");
    let brief = set(sources, 1 << 20, work);
    assert_eq!(search(&brief, text.chunks(brief_step)), expected, "brief");
    let tiny = set(sources, 500, 1 << 14);
    assert_eq!(search(&tiny, text.chunks(step)), expected, "tiny");
    let end = expected.map_or(text.len(), |it| it.2);
    let least = end.saturating_sub(24);
    for one in least..text.len().min(end + 8) {
        let (head, tail) = text.split_at(one);
        assert_eq!(search(&roomy, [head, tail]), expected, "at {one}");
        let other = one + step % (text.len() - one + 1);
        let pieces = [head, &text[one..other], &text[other..]];
        assert_eq!(search(&roomy, pieces), expected, "{one}, {other}");
    }
    expected
}

proptest! {
    #![proptest_config(cases(crate::REGRESSIONS, 4_000))]

    /// Whole, in steps, by little work at a time, with no room to remember,
    /// and cut in two and in three around where the match is.
    #[test]
    fn what_is_held_is_found_first(
        sources in vec(pattern(), 1..4),
        text in text(&PARTS),
        step in prop_oneof![1..20usize, 20..700usize],
        work in 1..60usize,
    ) {
        let _end = equals_regex(&sources, &text, (step, 700), work);
    }
}

/// Text that may stand before a needle, and more of it than is gone back over;
/// needles behind which nothing comes; and pieces cut anywhere.
#[test]
fn much_that_may_be_before() {
    let sources = [r"\d+ packets output".to_owned()];
    let set = set(&sources, 1 << 20, 1 << 14);
    let regexes = [compile(&sources[0])];
    let mut text = b"1".repeat(40_000);
    text.extend(b". packets output 7".repeat(3000));
    text.extend(b"1".repeat(3000));
    text.extend(b" packets output");
    let expected = first(&regexes, &text);
    let end = text.len();
    let start = end - 15 - 3000 - 1;
    assert_eq!(expected, Some((0, start, end)));
    for step in [1, 64, 1000, 4096, 16_385, usize::MAX] {
        assert_eq!(search(&set, text.chunks(step)), expected, "by {step}");
    }
}

/// A needle that was read where memory did not pay is behind what goes on.
#[test]
fn a_needle_that_was_read_without_memory() {
    let mut text = b"1zzqq".to_vec();
    text.extend(b"ab".repeat(4000));
    text.extend(b"1zzq");
    let sources = [r"\d+zzqq[ab]*1".to_owned()];
    for dfa in [0, 500, 700, 1000, 1500, 2000, 1 << 20] {
        let set = set(&sources, dfa, 1 << 14);
        for step in [1, 3, 100, 4096, usize::MAX] {
            let seen = search(&set, text.chunks(step));
            assert_eq!(seen, Some((0, 0, 8006)), "{dfa}, by {step}");
        }
    }
}

/// A text of nothing but what may stand before a needle: how it ends decides
/// the state, or how it began, long before.
#[test]
fn what_came_long_before_may_matter() {
    let cases = [
        (r"\d+zzq", "1", "2", true),
        (r"(?:00|11|22)+zzq", "", "0011", true),
        (r"(?:00|11|22)+zzq", "0", "0110", false),
        (r"\d(?:ab)*zzq", "1", "ab", true),
        (r"\d(?:ab)*zzq", "", "ab", false),
        (r"\d(?:ab)*zzq", "1b", "ab", false),
        (r"(?:[ab]{2})*\d(?:[ab]{3})+zzq", "a1", "bab", true),
        (r"(?:[ab]{2})*\d(?:[ab]{3})+zzq", "a1a", "bab", false),
        (r"\b(?:\d|x)+zzq", "-1", "x1x", true),
        (r"\d\B(?:x|-)+zzq", "1x", "x-x-", true),
        (r"\d\B(?:x|-)+zzq", "1-", "x-x-", false),
    ];
    for (source, begin, run, is_match) in cases {
        let regexes = [compile(source)];
        let set = set(&[source.to_owned()], 1 << 20, 1 << 14);
        for times in [30, 1000] {
            let text = format!("{begin}{}zzq", run.repeat(times));
            let text = text.as_bytes();
            let expected = first(&regexes, text);
            assert_eq!(expected.is_some(), is_match, "{source}");
            for step in [1, 40, 64, 1000, 4096, usize::MAX] {
                let seen = search(&set, text.chunks(step));
                assert_eq!(seen, expected, "{source}, {times}, by {step}");
            }
        }
    }
}

/// What stands before the place from which on it is searched begins no match.
#[test]
fn what_came_before_the_search_does_not_matter() {
    let text = format!("{}1{}zzq", "-".repeat(30), "ab".repeat(20));
    let set = set(&[r"\d(?:ab)*zzq".to_owned()], 1 << 20, 1 << 14);
    let mut search = Search::from_offset(&set, 31);
    assert_eq!(search.poll(text.as_bytes()), Step::Pending { quiet: false });
    let mut search = Search::from_offset(&set, 30);
    assert!(matches!(search.poll(text.as_bytes()), Step::Found(_)));
}
