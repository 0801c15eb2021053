//! Both ends of a serial port over a network: see `telnet_testkit::serial::chaos`,
//! which is given the octets of the input one by one, each a choice.

use telnet_testkit::serial::chaos;

/// Whatever the ends do, and wherever the pipe between them cuts, what the
/// model says comes about.
pub fn run(input: &[u8]) {
    let mut choices = input.iter().copied();
    chaos(|| choices.next());
}
