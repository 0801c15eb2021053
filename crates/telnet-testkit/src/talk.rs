//! Two sessions that talk to each other, without anything between them.

use telnet_session::Session;

/// Most rounds before two ends are taken to answer each other for ever.
const ROUNDS: usize = 1 << 20;

/// Both say all that they have, at most `step` octets at a time, until neither
/// has anything left.
///
/// # Panics
/// If they go on for ever.
pub fn talk(one: &mut Session, other: &mut Session, step: usize) {
    for _ in 0..ROUNDS {
        if !one.wants_write() && !other.wants_write() {
            return;
        }
        say(one, other, step);
        say(other, one, step);
    }
    panic!("they talk without end: {one:?} and {other:?}");
}

/// What one has to say, at most `step` octets of it, is received by the other.
pub fn say(from: &mut Session, to: &mut Session, step: usize) {
    let octets = from.transmit();
    let octets = octets.get(..step).unwrap_or(octets);
    to.receive(octets);
    let n = octets.len();
    from.transmitted(n);
}
