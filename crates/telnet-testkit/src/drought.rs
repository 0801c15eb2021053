//! A server that has no descriptors left. The limit is one of the process: a test of
//! it is alone in its file.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::iter;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use rustix::process::{Resource, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};

use crate::peer::PATIENCE;

/// How long nothing can be accepted.
const DROUGHT: Duration = Duration::from_millis(500);

/// A server of this process, which greets who comes, waits for descriptors without
/// being busy with it, and then serves who has waited, though nobody else comes.
///
/// # Panics
/// If it does not.
#[expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a helper that fails fails its test"
)]
pub fn outlasts_a_drought(server: SocketAddr) {
    let mut early = TcpStream::connect(server).unwrap();
    assert!(is_greeted(&mut early, PATIENCE));

    let mut limit = getrlimit(Resource::Nofile);
    limit.current = Some(128);
    setrlimit(Resource::Nofile, limit).unwrap();
    let mut held: Vec<File> =
        iter::from_fn(|| File::open("/dev/null").ok()).collect();
    held.pop().expect("one for the client");
    let mut late = TcpStream::connect(server).unwrap();
    let before = cpu();
    assert!(!is_greeted(&mut late, DROUGHT), "there was one left");
    let spent = cpu() - before;
    assert!(spent < DROUGHT / 4, "at work for {spent:?} of {DROUGHT:?}");

    held.pop().expect("one for the server");
    assert!(is_greeted(&mut late, PATIENCE));
}

/// Whether something comes in time.
#[expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]
fn is_greeted(client: &mut TcpStream, wait: Duration) -> bool {
    client.set_read_timeout(Some(wait)).unwrap();
    match client.read(&mut [0; 80]) {
        Err(error) if error.kind() == ErrorKind::WouldBlock => false,
        read => read.unwrap() > 0,
    }
}

/// The time that all threads of this process were at work.
#[expect(clippy::unwrap_used, reason = "no process is older than that")]
fn cpu() -> Duration {
    clock_gettime(ClockId::ProcessCPUTime).try_into().unwrap()
}
