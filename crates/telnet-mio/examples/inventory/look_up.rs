//! Names to addresses.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::panic::resume_unwind;
use std::thread;

use super::config::Host;

/// How many names are looked up at a time.
const THREADS: usize = 16;

/// The addresses of each host. To look up a name blocks, so all of it is done
/// beforehand, and by some threads.
#[expect(clippy::needless_collect, reason = "all begin before one is awaited")]
pub(crate) fn all(hosts: &[Host]) -> Vec<io::Result<Vec<SocketAddr>>> {
    let share = hosts.len().div_ceil(THREADS).max(1);
    thread::scope(|scope| {
        let look_up = |it: &Host| {
            let found = it.address.look_up();
            found.map_err(|why| io::Error::new(ErrorKind::NotFound, why))
        };
        let parts = hosts.chunks(share).map(|part| {
            scope.spawn(move || part.iter().map(look_up).collect::<Vec<_>>())
        });
        let threads: Vec<_> = parts.collect();
        let found = threads.into_iter().map(thread::ScopedJoinHandle::join);
        found.flat_map(|it| it.unwrap_or_else(|it| resume_unwind(it))).collect()
    })
}
