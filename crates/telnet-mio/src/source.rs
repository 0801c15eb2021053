//! Where the connection meets the caller's `mio::Poll`.

use std::io;

use mio::event::{Event, Source};
use mio::{Interest, Registry, Token};

use crate::Telnet;

/// Both directions, once and for all. Events come at edges, so an interest that
/// nobody needs for now costs nothing; to change it would, each time.
const INTERESTS: Interest = Interest::READABLE.add(Interest::WRITABLE);

/// A notice of urgent data, where the system has one.
fn with_urgent(interests: Interest) -> Interest {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let interests = interests | Interest::PRIORITY;
    interests | INTERESTS
}

/// Register it once, with any interests: both directions are registered
/// whatever is given. Deregister it before it is dropped.
impl<S: Source> Source for Telnet<S> {
    fn register(
        &mut self,
        registry: &Registry,
        token: Token,
        interests: Interest,
    ) -> io::Result<()> {
        self.stream.register(registry, token, with_urgent(interests))
    }

    fn reregister(
        &mut self,
        registry: &Registry,
        token: Token,
        interests: Interest,
    ) -> io::Result<()> {
        self.stream.reregister(registry, token, with_urgent(interests))
    }

    fn deregister(&mut self, registry: &Registry) -> io::Result<()> {
        self.stream.deregister(registry)
    }
}

impl<S> Telnet<S> {
    /// Takes note of an event with this connection's token. No octet moves:
    /// call [`poll`](Self::poll) next, or a read or a write. One event too many
    /// does no harm; one that is kept back does.
    pub fn on_event(&mut self, event: &Event) {
        let failed = event.is_error();
        self.readable |=
            event.is_readable() || event.is_read_closed() || failed;
        self.writable |=
            event.is_writable() || event.is_write_closed() || failed;
        self.urgent |= event.is_priority();
    }
}
