//! Groups are those of `regex`, prefix by prefix.

use proptest::{collection::vec, prelude::*};
use regex::bytes::{Regex, RegexBuilder};
use stream_expect::{Buffer, Pattern, PatternSet, Step};
use telnet_testkit::oracle::expect::{NaivePattern, Source};

use telnet_testkit::expect::random::{cases, regex, symbol};
use telnet_testkit::expect::{
    Case, Event, Events, Groups, Spec, in_pieces, in_step,
};

fn compile(source: &str) -> Regex {
    RegexBuilder::new(source).unicode(false).build().unwrap()
}

/// The first prefix that matches, and its groups.
fn prefix_by_prefix(regex: &Regex, text: &[u8]) -> Option<Groups> {
    (0..=text.len()).find_map(|end| {
        let captures = regex.captures(&text[..end])?;
        let group =
            |number| captures.get(number).map(|it| (it.start(), it.end()));
        Some(std::array::from_fn(group))
    })
}

/// The same, through a buffer that is fed the text octet by octet or whole.
fn streamed(set: &PatternSet, text: &[u8], step: usize) -> Option<Groups> {
    let mut buffer = Buffer::new();
    let pieces = std::iter::once(&text[..0]).chain(text.chunks(step));
    for piece in pieces {
        buffer.feed(piece);
        if let Step::Found(found) = buffer.find(set) {
            let it = buffer.take(set, &found);
            return Some(std::array::from_fn(|number| {
                it.span(number).map(|it| (it.start, it.end))
            }));
        }
    }
    None
}

proptest! {
    #![proptest_config(cases(crate::REGRESSIONS, 12_000))]

    #[test]
    fn those_of_early_patterns(
        source in regex(),
        text in vec(symbol(), 0..60),
    ) {
        let naive = NaivePattern::new(&Source::Regex(source.clone()), false);
        let Ok(pattern) = Pattern::regex(&source) else {
            // It never matches: see `judged`.
            return Ok(());
        };
        if naive.unwrap().is_late() {
            return Ok(());
        }
        let set = PatternSet::new([pattern.allow_empty()]).unwrap();
        let expected = prefix_by_prefix(&compile(&source), &text);
        assert_eq!(streamed(&set, &text, 1), expected, "octet by octet");
        assert_eq!(streamed(&set, &text, 100), expected, "whole");
    }
}

#[test]
fn by_number_and_by_name() {
    let source = r"(?P<name>\w+)(-(?P<slot>\d))?(?P<mode>[>#])";
    let set = PatternSet::new([source]).unwrap();
    for (text, slot) in [("r1-2#", Some(&b"2"[..])), ("r1#", None)] {
        let mut buffer = Buffer::new();
        buffer.feed(b"..");
        buffer.feed(text.as_bytes());
        let Step::Found(found) = buffer.find(&set) else { panic!() };
        let it = buffer.take(&set, &found);
        assert_eq!(it.group(0), Some(text.as_bytes()));
        assert_eq!(it.as_bytes(), text.as_bytes());
        assert_eq!(it.before(), b"..");
        assert_eq!(it.group(1), Some(&b"r1"[..]));
        assert_eq!(it.name("name"), it.group(1));
        assert_eq!(it.span(1), Some(2..4));
        assert_eq!(it.name("slot"), slot);
        assert_eq!(it.group(3), slot);
        assert_eq!(it.name("mode"), Some(&b"#"[..]));
        assert_eq!(it.name("host"), None);
        assert_eq!(it.group(5), None);
    }
}

/// What follows a greedy match took part in it, also where an end decides.
#[test]
fn a_greedy_match_that_ends_before_the_end() {
    for (source, text, groups) in [
        (r"(a)\B(b*c)?", &b"abb|"[..], [Some((0, 1)), Some((0, 1)), None]),
        (r"(?m)(a+)$(?:\n+b)?", b"aa\n\n!", [Some((0, 2)), Some((0, 2)), None]),
        (r"(a)\b( *c)?", b"a  |", [Some((0, 1)), Some((0, 1)), None]),
        (r"(a)(b+c)?", b"abb~", [Some((0, 1)), Some((0, 1)), None]),
    ] {
        let specs = vec![Spec::regex(source).greedy()];
        let events = Events(Event::parse(text));
        let case = Case { specs, window: 100, events };
        let sets = case.compile(None).unwrap();
        let seen = in_step(&sets, &case.events.0).unwrap();
        assert_eq!(seen.groups[..3], groups, "{source}");
        assert_eq!(in_pieces(&sets, &[&case.events.0]), Some(seen), "{source}");
    }
}
