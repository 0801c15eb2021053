//! What a search costs: no allocation for a piece, and what may be thrown away.

use allocation_counter::{AllocationInfo, measure};
use stream_expect::{PatternSet, Search, SetLimits, Step, Text};
use telnet_testkit::expect::cost::{sets, text};

#[test]
fn a_piece_costs_no_allocation() {
    for set in sets() {
        for (len, warm, times) in
            // Text without a needle is read later, 16 KiB at a time: with an
            // octet a piece each place of a line was met after 57 times that.
            [
                (1, 57 << 14, 50_000),
                (4 << 10, 64, 256),
                (64 << 10, 16, 16),
            ]
        {
            let text = text(57 * len);
            let mut pieces = text.chunks(len).cycle();
            let mut search = Search::new(&set);
            let (mut buffer, mut offset) = (Vec::with_capacity(1 << 20), 0);
            let mut run = |times| {
                for piece in pieces.by_ref().take(times) {
                    buffer.extend_from_slice(piece);
                    let step = search.poll(Text::new(&buffer).at(offset));
                    assert!(matches!(step, Step::Pending { .. }));
                    let settled = search.settled();
                    buffer.drain(..usize::try_from(settled - offset).unwrap());
                    offset = settled;
                    let most = set.limits().max_match + 2;
                    assert!(buffer.len() <= most, "more stays than may");
                }
            };
            run(warm);
            let memory = measure(|| run(times));
            assert_eq!(
                memory,
                AllocationInfo::default(),
                "{set:?}, {len} octets a piece"
            );
        }
    }
}

/// One octet of this text costs thousands of states, and there is no end to
/// the sets of them: a look sees some of it, however much there is.
#[test]
fn a_look_has_an_end() {
    let text = b"a".repeat(16 << 10);
    let set = PatternSet::new(["(?:a[ab]{0,500}){8}[^ab]"]).unwrap();
    let mut search = Search::new(&set);
    let mut looks = 0;
    // So many are enough to see that it goes on in steps of one size.
    while looks < 8 {
        assert_eq!(search.poll(&text), Step::More, "look {looks}");
        looks += 1;
    }
    // The way back from a match is part of it: 16 KiB that begin anywhere.
    let mut limits = SetLimits::default();
    limits.work = 100;
    let set = PatternSet::with_limits([r"(?s)..+c"], limits).unwrap();
    let text = [&text[..], b"c"].concat();
    let mut search = Search::new(&set);
    let mut looks = 0;
    let found = loop {
        match search.poll(&text) {
            Step::Found(found) => break found,
            step @ (Step::More | Step::Pending { .. }) => {
                assert_eq!(step, Step::More);
                assert_eq!(search.settled(), 0, "the way back goes so far");
                looks += 1;
            }
        }
    };
    assert_eq!((found.start, found.end), (1, text.len() as u64));
    // An octet of the way back for each unit of work.
    assert!(looks > text.len() / 110, "{looks} looks");
}

fn looks(search: &mut Search, text: &[u8]) -> usize {
    let mut steps = std::iter::repeat_with(|| search.poll(text));
    steps.position(|step| step != Step::More).unwrap()
}

/// The unit of work is a state of the NFA: 500 for an octet, or a sixteenth
/// where it is known where the octet leads.
#[test]
fn long_repetitions_are_remembered() {
    let text = b"a".repeat(1 << 20);
    for source in ["a{500}b", "a{1000}b"] {
        let set = PatternSet::new([source]).unwrap();
        let looks = looks(&mut Search::new(&set), &text);
        assert!(looks < 200, "{source}: {looks} looks");
    }
}

/// Where memory did not pay it is tried again later.
#[test]
fn behind_what_is_costly_it_is_fast_again() {
    let mut limits = SetLimits::default();
    limits.dfa = 64 << 10;
    let set = PatternSet::with_limits(["c[abc]{14}[^abc.]"], limits).unwrap();
    let mut number = 1_u32;
    let mut text: Vec<u8> = (0..64 << 10)
        .map(|_| {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            b"abc"[(number >> 16) as usize % 3]
        })
        .collect();
    let mut search = Search::new(&set);
    let costly = looks(&mut search, &text);
    text.resize(4 << 20, b'.');
    let fast = looks(&mut search, &text);
    assert!(costly > 20 && fast < costly, "{costly} looks, {fast} behind it");
}

/// Digits are what a match may begin with, and there are but digits.
#[test]
fn what_no_needle_follows_is_skipped() {
    let digits = b"0123456789.".iter().copied().cycle();
    let text: Vec<u8> = digits.take(8 << 20).collect();
    // 256 octets for one unit of work, and a few more.
    let mut limits = SetLimits::default();
    limits.work = 1000;
    let set = PatternSet::with_limits([r"\d{1,3}\.\d{1,3}\.\d{1,3}:X"], limits)
        .unwrap();
    let looks = looks(&mut Search::new(&set), &text);
    assert!(looks < 60, "{looks} looks");
}

/// The same, and no octet tells where a match cannot have begun: the last few
/// before the needle, which does not come, decide.
#[test]
fn what_makes_no_difference_is_skipped() {
    let mut number = 1_u32;
    let text: Vec<u8> = (0..8 << 20)
        .map(|_| {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            b"012"[(number >> 16) as usize % 3]
        })
        .collect();
    let mut limits = SetLimits::default();
    limits.work = 1000;
    for source in [r"\d+ packets lost", "(?:00|11|22)+z"] {
        let set = PatternSet::with_limits([source], limits).unwrap();
        let looks = looks(&mut Search::new(&set), &text);
        assert!(looks < 100, "{source}: {looks} looks");
    }
}
