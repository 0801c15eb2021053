//! The client that behaves.

use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use telnet_blocking::Telnet;

use super::servers::Server;

/// It gives up after so long.
pub(crate) const WAIT: Duration = Duration::from_secs(30);
/// How often it asks before it comes anew.
const TRIPS: usize = 20;
/// It is a user, and no flood.
const THINKS: Duration = Duration::from_millis(5);

/// How long it waited, in order.
#[derive(Debug, Default)]
pub(crate) struct Times {
    /// From connecting until it may ask.
    pub(crate) connects: Vec<Duration>,
    /// From a question to its answer.
    pub(crate) trips: Vec<Duration>,
}

/// Comes, asks and goes, for so long, and twice at least.
pub(crate) fn visit(server: Server, addr: &str, time: Duration) -> Times {
    let mut times = Times::default();
    let start = Instant::now();
    while start.elapsed() < time || times.connects.len() < 2 {
        let came = Instant::now();
        let mut tn = server.enter(addr);
        times.connects.push(came.elapsed());
        for number in 0..TRIPS {
            thread::sleep(THINKS);
            let asked = Instant::now();
            server.ask(&mut tn, number);
            times.trips.push(asked.elapsed());
        }
        tn.close().unwrap();
    }
    times.connects.sort_unstable();
    times.trips.sort_unstable();
    times
}

/// So many of a hundred were not longer, in milliseconds.
pub(crate) fn share(times: &[Duration], percent: usize) -> f64 {
    let at = (times.len() * percent / 100).min(times.len() - 1);
    times[at].as_secs_f64() * 1e3
}

/// Reads up to a text.
pub(crate) fn reads(tn: &mut Telnet<TcpStream>, text: &str) {
    tn.read_until(text, WAIT).unwrap().matched().unwrap();
}
