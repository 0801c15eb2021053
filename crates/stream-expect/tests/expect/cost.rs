//! What a search costs: no allocation for a piece, and what may be thrown away.

use allocation_counter::{AllocationInfo, measure};
use stream_expect::{PatternSet, Search, SetLimits, Step, Text};
use telnet_testkit::expect::cost::{sets, text};

#[test]
fn a_piece_costs_no_allocation() {
    for set in sets() {
        for (len, warm, times) in
            [(1, 50_000, 50_000), (4 << 10, 64, 256), (64 << 10, 16, 16)]
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
    let set = PatternSet::new(["(?:a[ab]{0,500}){8}c"]).unwrap();
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
