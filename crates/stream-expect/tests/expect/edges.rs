//! Texts as they stand, of unequal length, at the edges of slices and behind
//! much that is skipped.

use proptest::{collection::vec, prelude::*, sample::select};
use stream_expect::{
    Buffer, Decided, End, Pattern, PatternSet, SetLimits, Step,
};

use telnet_testkit::expect::random::cases;

/// A text, or one that stands at the start of a line.
#[derive(Clone, Debug)]
struct Needle {
    text: Vec<u8>,
    line: bool,
}

impl Needle {
    fn pattern(&self) -> Pattern {
        if !self.line {
            return Pattern::literal(&self.text);
        }
        let text: String =
            self.text.iter().map(|octet| format!(r"\x{octet:02X}")).collect();
        Pattern::regex(&format!("(?m)^{text}")).unwrap()
    }

    /// Where it starts if it ends with this text.
    fn ends(&self, text: &[u8]) -> Option<usize> {
        let start = text.len().checked_sub(self.text.len())?;
        let before = start.checked_sub(1).map(|at| text[at]);
        let fits = !self.line || matches!(before, None | Some(b'\n'));
        (text.ends_with(&self.text) && fits).then_some(start)
    }
}

/// The first to end, and of those the first in the list.
fn first(needles: &[Needle], text: &[u8]) -> Option<(usize, u64, u64)> {
    (1..=text.len()).find_map(|end| {
        let text = &text[..end];
        let mut each = needles.iter().enumerate();
        each.find_map(|(index, needle)| {
            Some((index, needle.ends(text)? as u64, end as u64))
        })
    })
}

fn search(set: &PatternSet, pieces: &[&[u8]]) -> Option<(usize, u64, u64)> {
    let mut buffer = Buffer::new();
    for piece in pieces {
        buffer.feed(piece);
        let mut step = buffer.find(set);
        while step == Step::More {
            step = buffer.find(set);
        }
        if let Step::Found(it) = step {
            return Some((it.index, it.start, it.end));
        }
    }
    None
}

/// Octets of which few make many needles that begin or end with each other.
fn octets(most: usize) -> impl Strategy<Value = Vec<u8>> {
    vec(select(b"\n#ab".to_vec()), 1..=most)
}

fn needle() -> impl Strategy<Value = Needle> {
    let len = prop_oneof![3 => Just(3usize), 1 => Just(9), 1 => Just(40)];
    (len.prop_flat_map(octets), prop::bool::weighted(0.25))
        .prop_map(|(text, line)| Needle { text, line })
}

/// Parts of needles, whole ones seldom.
fn tail() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    vec((any::<usize>(), any::<usize>(), any::<usize>()), 1..8)
}

fn text(
    needles: &[Needle],
    parts: &[(usize, usize, usize)],
    filler: &[u8],
    times: usize,
) -> Vec<u8> {
    let mut text = filler.repeat(times);
    for (which, from, to) in parts {
        let of = &needles[which % needles.len()].text;
        let from = from % of.len();
        let to = from + to % (of.len() - from + 1);
        text.extend(&of[from..to]);
    }
    text
}

/// What nothing can begin with; what everything can.
fn filler() -> impl Strategy<Value = (&'static [u8], usize)> {
    prop_oneof![
        2 => Just((&b""[..], 0)),
        2 => (0..70usize).prop_map(|times| (&b"."[..], times)),
        1 => (0..600usize).prop_map(|times| (&b"...\n"[..], times)),
        1 => (0..600usize).prop_map(|times| (&b"\n."[..], times)),
    ]
}

proptest! {
    #![proptest_config(cases(crate::REGRESSIONS, 6_000))]

    /// Every split in two of the last octets, and pieces of one length.
    #[test]
    fn needles_of_unequal_length(
        needles in vec(needle(), 1..6),
        parts in tail(),
        (filler, times) in filler(),
        step in 1..40usize,
        tiny in any::<bool>(),
    ) {
        let mut limits = SetLimits::default();
        if tiny {
            limits.dfa = 0;
        }
        let patterns: Vec<Pattern> =
            needles.iter().map(Needle::pattern).collect();
        let set = PatternSet::with_limits(patterns, limits).unwrap();
        let text = text(&needles, &parts, filler, times);
        let expected = first(&needles, &text);
        assert_eq!(search(&set, &[&text]), expected, "whole");
        let pieces: Vec<&[u8]> = text.chunks(step).collect();
        assert_eq!(search(&set, &pieces), expected, "in steps of {step}");
        for at in text.len().saturating_sub(64)..text.len() {
            let (head, tail) = text.split_at(at);
            assert_eq!(search(&set, &[head, tail]), expected, "cut at {at}");
        }
    }
}

/// A short needle at the end of a slice hides a longer one begun before it.
#[test]
fn a_short_needle_does_not_hide_a_longer_one() {
    let set = PatternSet::new([
        Pattern::literal("\n#a"),
        Pattern::literal("\n#"),
        Pattern::literal("#b"),
    ])
    .unwrap();
    for filler in [0, 1, 7, 100, 5000] {
        let mut text = vec![b'.'; filler];
        text.extend(b"\n#");
        let end = filler as u64 + 2;
        let seen = search(&set, &[&text[..], b"a"]);
        assert_eq!(seen, Some((1, end - 2, end)));
    }
    let set =
        PatternSet::new([Pattern::literal("\n#a"), Pattern::literal("#b")]);
    let set = set.unwrap();
    for filler in [0, 1, 7, 100, 5000] {
        let mut text = vec![b'.'; filler];
        text.extend(b"\n#");
        let start = filler as u64;
        let seen = search(&set, &[&text[..], b"a"]);
        assert_eq!(seen, Some((0, start, start + 3)));
        let seen = search(&set, &[&text[..], b"b"]);
        assert_eq!(seen, Some((1, start + 1, start + 3)));
    }
}

/// It was there before the text ahead of it was read.
#[test]
fn a_mark_where_the_unread_text_begins_counts() {
    let end = Pattern::regex("b?$").unwrap().allow_empty();
    let set = PatternSet::new([end]).unwrap();
    let mut buffer = Buffer::new();
    buffer.feed(b"a");
    buffer.mark();
    buffer.consume(1);
    let Step::Found(found) = buffer.find(&set) else {
        unreachable!("the mark is forgotten")
    };
    assert_eq!((found.start, found.end), (1, 1));
    assert_eq!(found.by, Decided::End(End::Mark));
}
