//! Cores that do not fall asleep.

use std::hint::spin_loop;
use std::thread::available_parallelism;

use rustix::process::nice;
use telnet_benches::process::Process;

/// Least of all processes.
const NICEST: i32 = 19;

/// Keeps each core busy until it is dropped, with work that gives way to any other:
/// a core that sleeps between two octets takes up to 50 µs to wake, which hides what
/// a program adds to a round trip.
pub(crate) fn keep() -> Vec<Process> {
    let cores = available_parallelism().unwrap().get();
    (0..cores).map(|_| Process::start(&["awake"]).unwrap()).collect()
}

/// The work.
pub(crate) fn spin() {
    nice(NICEST).unwrap();
    println!("awake");
    loop {
        spin_loop();
    }
}
