//! Both ends talk to each other through a pipe that cuts anywhere.

use telnet_testkit::serial::chaos;

/// A generator of numbers, the same for the same seed.
fn numbers(seed: u64) -> impl FnMut() -> u8 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    }
}

#[test]
fn whatever_they_do_and_wherever_it_is_cut() {
    for seed in 0..1000 {
        let mut number = numbers(seed);
        let mut left = 60;
        chaos(|| {
            left -= 1;
            (left > 0).then(&mut number)
        });
    }
}
