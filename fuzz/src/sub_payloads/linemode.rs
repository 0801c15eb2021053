//! LINEMODE: its payloads, and its two negotiations within one option.

use telnet_proto::sub::linemode::{
    ForwardMask, Function, Linemode, MAX_FUNCTIONS, MAX_MASK, Mask, Mode,
    ModeState, Setting, SlcTable, Triplet, Triplets,
};

use super::{all, join};

/// Answers until both ends are at rest, at most.
const MOST_ANSWERS: usize = 8;

pub(super) fn linemode(payload: &[u8]) {
    let Ok(it) = Linemode::parse(payload) else { return };
    assert_eq!(join(it.to_parts()), payload);
    match it {
        Linemode::Mode(mode) => assert_eq!(Mode::from(mode.code()), mode),
        Linemode::ForwardMask(ForwardMask::Do(mask)) => forward_mask(mask),
        Linemode::ForwardMask(_) => {}
        Linemode::Slc(list) => slc(list),
    }
}

fn forward_mask(mask: Mask<'_>) {
    let octets: Vec<u8> =
        (0..=u8::MAX).filter(|it| mask.contains(*it)).collect();
    let written = Mask::of(&octets);
    let sent = mask.as_bytes();
    assert!(sent.len() <= MAX_MASK);
    assert_eq!(&written[..sent.len()], sent);
    assert!(written[sent.len()..].iter().all(|it| *it == 0));
    assert!(mask.ascii().as_bytes().len() <= 16);
}

fn slc(list: Triplets<'_>) {
    let octets = list.as_bytes();
    let triplets = all(list.iter(), octets.len() / 3);
    let written: Vec<u8> =
        triplets.iter().flat_map(|it| it.to_octets()).collect();
    assert_eq!(written, octets[..octets.len() / 3 * 3]);
    assert_eq!(list.tail().is_ok(), octets.len() % 3 == 0);
    // Either end answers with its 30 functions at most.
    for mut table in [SlcTable::client(), SlcTable::server()] {
        let reply = table.receive(list);
        let _ = all(reply.triplets().iter(), MAX_FUNCTIONS);
        let again = table.receive(Triplets::new(&[]));
        assert!(again.is_empty(), "answers nothing");
    }
}

/// Two ends with defaults and requests out of the input come to rest.
///
/// The input is octets in fours: what happens, then a triplet.
pub(super) fn slc_pair(input: &[u8]) {
    let mut ends = [SlcTable::client(), SlcTable::server()];
    for step in input.chunks_exact(4).take(16) {
        let triplet = Triplet::from([step[1], step[2], step[3]]);
        let Triplet { function, setting } = triplet;
        let at = usize::from(step[0] & 1);
        let sent = match step[0] >> 1 & 3 {
            0 => {
                ends[at].set_default(function, setting);
                continue;
            }
            1 => slc_request(&mut ends[at], function, setting),
            2 => ends[at].export().triplets().as_bytes().to_vec(),
            // As the client's own, and as anything that is sent unasked.
            _ if at == 0 => triplet.to_octets().to_vec(),
            _ => continue,
        };
        settle(&mut ends, at, sent);
    }
}

fn slc_request(
    table: &mut SlcTable,
    function: Function,
    setting: Setting,
) -> Vec<u8> {
    let sent = table.request(function, setting);
    sent.map_or_else(Vec::new, |it| it.to_octets().to_vec())
}

/// What the end at `from` sent is answered until nothing is.
fn settle(ends: &mut [SlcTable; 2], from: usize, sent: Vec<u8>) {
    let (mut from, mut sent) = (from, sent);
    for _ in 0..MOST_ANSWERS {
        if sent.is_empty() {
            return;
        }
        let to = 1 - from;
        let reply = ends[to].receive(Triplets::new(&sent));
        sent = reply.triplets().as_bytes().to_vec();
        assert!(sent.len() <= 3 * MAX_FUNCTIONS);
        from = to;
    }
    panic!("the exchange goes on with {sent:02x?}");
}

/// Modes asked for by either end come to rest, and the ends then agree.
///
/// The input is what both allow and require, then octets in pairs: who asks,
/// and for what.
pub(super) fn mode_pair(input: &[u8]) {
    let [supported, allowed, required, steps @ ..] = input else { return };
    let mut ends = [
        ModeState::client(Mode::from(*supported)),
        ModeState::server(Mode::from(*allowed), Mode::from(*required)),
    ];
    for step in steps.chunks_exact(2).take(16) {
        let mut from = usize::from(step[0] & 1);
        let mut sent = ends[from].request(Mode::from(step[1]));
        let mut left = MOST_ANSWERS;
        while let Some(mode) = sent {
            left = left.checked_sub(1).expect("the exchange ends");
            from = 1 - from;
            sent = ends[from].receive(mode);
        }
        let [client, server] = ends.map(|end| end.current());
        assert_eq!(client, server, "the ends differ");
        assert!(!client.contains(Mode::ACK));
    }
}
