//! Texts so long that most of them is skipped, against `regex`.

use proptest::{collection::vec, prelude::*, sample::select};
use regex::bytes::{Regex, RegexBuilder};
use stream_expect::{Buffer, Pattern, PatternSet, SetLimits, Step};

use telnet_testkit::expect::random::{SYMBOLS, cases, regex};

/// Which pattern, where its match starts and ends.
pub(super) type Known = (usize, usize, usize);

pub(super) fn compile(source: &str) -> Regex {
    RegexBuilder::new(source).unicode(false).build().unwrap()
}

/// The shortest prefix in which one matches, the first to do so, and where the
/// leftmost such match starts. What matches in a prefix does in longer ones.
pub(super) fn first(regexes: &[Regex], text: &[u8]) -> Option<Known> {
    let shortest = |regex: &Regex| {
        regex.is_match(text).then(|| {
            let (mut not, mut does) = (0, text.len());
            while not + 1 < does {
                let half = not.midpoint(does);
                if regex.is_match(&text[..half]) {
                    does = half;
                } else {
                    not = half;
                }
            }
            does
        })
    };
    let ends = regexes.iter().map(shortest).enumerate();
    let each = ends.filter_map(|(at, end)| Some((end?, at)));
    let (end, index) = each.min()?;
    let start = regexes[index].find(&text[..end]).unwrap().start();
    Some((index, start, end))
}

fn compile_set(sources: &[&str], dfa: usize) -> PatternSet {
    let patterns: Vec<Pattern> =
        sources.iter().map(|it| Pattern::regex(it).unwrap()).collect();
    assert!(patterns.iter().all(|it| !it.is_late()));
    let mut limits = SetLimits::default();
    limits.max_match = usize::MAX;
    limits.dfa = dfa;
    PatternSet::with_limits(patterns, limits).unwrap()
}

pub(super) fn known(buffer: &mut Buffer, set: &PatternSet) -> Option<Known> {
    let mut step = buffer.find(set);
    while step == Step::More {
        step = buffer.find(set);
    }
    let Step::Found(it) = step else { return None };
    assert!(!it.clipped);
    let place = |it| usize::try_from(it).unwrap();
    Some((it.index, place(it.start), place(it.end)))
}

fn search(set: &PatternSet, text: &[u8], step: usize) -> Option<Known> {
    let mut buffer = Buffer::new();
    text.chunks(step).find_map(|piece| {
        buffer.feed(piece);
        known(&mut buffer, set)
    })
}

fn check(
    sources: &[&str],
    text: &[u8],
    steps: &[usize],
    expected: Option<Known>,
) {
    let set = compile_set(sources, 1 << 20);
    for &step in steps {
        let seen = search(&set, text, step);
        assert_eq!(seen, expected, "{sources:?} by {step}");
    }
}

/// Streams that share a set, and its memory, piece by piece in turn.
fn check_together(
    set: &PatternSet,
    texts: &[&[u8]],
    step: usize,
    expected: &[Option<Known>],
) {
    let mut buffers: Vec<(Buffer, _, Option<Known>)> =
        texts.iter().map(|it| (Buffer::new(), it.chunks(step), None)).collect();
    let most = texts.iter().map(|it| it.len().div_ceil(step)).max();
    for _ in 0..most.unwrap_or(0) {
        for (buffer, pieces, seen) in &mut buffers {
            if let Some(piece) = pieces.next().filter(|_| seen.is_none()) {
                buffer.feed(piece);
                *seen = known(buffer, set);
            }
        }
    }
    let seen: Vec<Option<Known>> = buffers.iter().map(|it| it.2).collect();
    assert_eq!(seen, expected, "{set:?} by {step}");
}

/// One octet or a few, many times; or some in any order.
fn part() -> impl Strategy<Value = Vec<u8>> {
    let run = (vec(select(SYMBOLS.to_vec()), 1..4), 1..900usize);
    prop_oneof![
        2 => run.prop_map(|(octets, times)| octets.repeat(times)),
        1 => vec(select(SYMBOLS.to_vec()), 1..40),
    ]
}

/// An expression that goes on through much, between two that do not.
fn through() -> impl Strategy<Value = String> {
    let ends = ["a", "b", "ab", r"\n#", r"\r\n", "1", "(?m)^#", r"\ba"];
    let middle = [
        ".*",
        "[^b]*",
        "[^a1]*",
        "(?s).*",
        r"[^\n]+",
        r"\w*",
        "(?:ab)*",
        "a+",
        "(?:[^#]|#b)*?",
    ];
    (select(ends.to_vec()), select(middle.to_vec()), select(ends.to_vec()))
        .prop_map(|(from, through, to)| format!("(?:{from}){through}(?:{to})"))
}

/// Those which are early, and not matched at once.
fn early(sources: &[String]) -> Vec<&str> {
    let sources = sources.iter().map(String::as_str).filter(|it| {
        let nullable = compile(it).is_match(b"");
        !nullable && Pattern::regex(it).is_ok_and(|it| !it.is_late())
    });
    sources.collect()
}

fn sources() -> impl Strategy<Value = Vec<String>> {
    vec(prop_oneof![2 => through(), 1 => regex()], 1..4)
}

fn text() -> impl Strategy<Value = Vec<u8>> {
    vec(part(), 1..8).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(cases(crate::REGRESSIONS, 2_000))]

    #[test]
    fn as_regex_finds_it(
        sources in sources(),
        text in text(),
        step in 1..700usize,
    ) {
        let sources = early(&sources);
        if !sources.is_empty() {
            let regexes: Vec<Regex> =
                sources.iter().map(|it| compile(it)).collect();
            let expected = first(&regexes, &text);
            check(&sources, &text, &[step, 4096, usize::MAX], expected);
        }
    }

    /// What one stream forgets another one may have needed.
    #[test]
    fn with_little_memory_that_is_shared(
        sources in sources(),
        texts in vec(text(), 1..4),
        dfa in prop_oneof![Just(0), 500..12_000usize],
        step in prop_oneof![1..20usize, 20..700usize],
    ) {
        let sources = early(&sources);
        if !sources.is_empty() {
            let regexes: Vec<Regex> =
                sources.iter().map(|it| compile(it)).collect();
            let expected: Vec<Option<Known>> =
                texts.iter().map(|it| first(&regexes, it)).collect();
            let set = compile_set(&sources, dfa);
            let texts: Vec<&[u8]> = texts.iter().map(|it| &it[..]).collect();
            check_together(&set, &texts, step, &expected);
        }
    }
}

/// Where a skip that does not pay is left alone, and later tried again: what
/// looks like a needle at each third octet, two million times.
#[test]
fn much_that_looks_like_a_needle() {
    let mut text = b"\n#.".repeat(700_000);
    text.extend(vec![b'.'; 100_000]);
    text.extend(b"\n#.".repeat(700_000));
    let long = text.len();
    text.extend(b"..\n#\n#b..<\n#c>");
    let steps = [1 << 12, 64 << 10, 1_000_003, usize::MAX];
    let b = Some((1, long + 4, long + 7));
    let c = Some((0, long + 10, long + 13));
    check(&[r"\n#a", r"\n#b", "=>"], &text, &steps, b);
    check(&[r"\n#c", "=>"], &text, &steps, c);
    check(
        &[r"(?m)^#[cd]", "=>"],
        &text,
        &steps,
        c.map(|_| (0, long + 11, long + 13)),
    );
    check(
        &[r"\n#d", r"<[^>]*>"],
        &text,
        &steps,
        Some((1, long + 9, long + 14)),
    );
    check(
        &[r"\n#d", r"(?s)\.\.\n#.*>"],
        &text,
        &steps,
        Some((1, 2_199_998, long + 14)),
    );
}
