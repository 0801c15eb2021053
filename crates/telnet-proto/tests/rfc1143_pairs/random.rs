//! A peer that says anything.

use telnet_proto::{Negotiation, Options, TelnetOption};

use crate::end::{ANY, SIDES, VERBS};

/// A peer that says anything about anything, while we request, answer and
/// change policies at random: each message of ours is owed to one of its
/// messages or to one request, option by option.
#[test]
fn a_random_peer() {
    // The constants of Knuth's MMIX.
    let mut seed = 1_143_u64;
    let mut random = |below: u16| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let [.., low, high] = seed.to_le_bytes();
        usize::from(u16::from_le_bytes([low, high]) % below)
    };
    let mut options = Options::new();
    // By option: what has been sent, and what may have been.
    let mut sent = [0_u32; 256];
    let mut owed = [0_u32; 256];
    for _ in 0..1_000_000 {
        let at = random(256);
        let option = TelnetOption::from(u8::try_from(at).unwrap());
        let side = SIDES[random(2)];
        let yes = random(2) == 1;
        let done = match random(10) {
            0..6 => {
                owed[at] += 1;
                let verb = VERBS[random(4)];
                options.receive(Negotiation::new(verb, option))
            }
            6 => {
                owed[at] += 1;
                options.request(side, option, yes)
            }
            // It was owed when the question came.
            7 => options.answer(side, option, yes),
            _ => {
                options.set_policy(side, option, ANY[random(3)]);
                continue;
            }
        };
        if let Some(send) = done.send {
            assert_eq!(send.option(), option);
            sent[at] += 1;
        }
        assert!(sent[at] <= owed[at], "{option}");
    }
    assert!(sent.iter().all(|&count| count >= 500));
}
