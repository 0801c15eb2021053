//! Where the connection meets the caller's `mio::Poll`.

use std::io;

use mio::event::Source;
use mio::{Interest, Registry, Token};

use crate::Telnet;

/// Both directions, once and for all, and a notice of urgent data where the
/// system has one. Events come at edges, so an interest that nobody needs for
/// now costs nothing; to change it would, each time.
pub(crate) fn all(interests: Interest) -> Interest {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let interests = interests | Interest::PRIORITY;
    interests | Interest::READABLE | Interest::WRITABLE
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
        self.ready.on_registered();
        self.connection.parts().0.register(registry, token, all(interests))
    }

    fn reregister(
        &mut self,
        registry: &Registry,
        token: Token,
        interests: Interest,
    ) -> io::Result<()> {
        self.ready.on_registered();
        self.connection.parts().0.reregister(registry, token, all(interests))
    }

    fn deregister(&mut self, registry: &Registry) -> io::Result<()> {
        self.connection.parts().0.deregister(registry)
    }
}
