//! What a search costs: no allocation for a piece, and what may be thrown away.

use allocation_counter::{AllocationInfo, measure};
use stream_expect::{Search, Step, Text};
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
