//! When a server accepts again after accepting has failed.

use std::io::{self, ErrorKind};
use std::time::Duration;

/// Long enough to cost nothing, short enough that nobody gives up meanwhile.
const LATER: Duration = Duration::from_millis(100);

/// How long a server waits before it accepts again, after accepting has failed.
///
/// Zero where the fault was that of one connection, which is gone: the next one may
/// be sound. 100 ms for all else. The system may be out of descriptors or of memory,
/// and would say so again at once, for as long as somebody waits to be let in: who
/// asks again without a pause keeps a processor busy with it, and who ends the server
/// lets anybody end it who opens enough connections. Whoever waits to be let in stays
/// in the queue of the system.
///
/// `WouldBlock` of a listener that does not wait is no fault: heed that first. On mio
/// accept again after that time without an event: there is none for those who wait
/// already.
///
/// ```
/// use std::io::{Error, ErrorKind};
/// use telnet_adapter::accept_delay;
/// let gone = Error::from(ErrorKind::ConnectionAborted);
/// assert!(accept_delay(&gone).is_zero());
/// let none_left = Error::from(ErrorKind::OutOfMemory);
/// assert_eq!(accept_delay(&none_left).as_millis(), 100);
/// ```
#[must_use]
pub fn accept_delay(error: &io::Error) -> Duration {
    // Linux gives the faults of a connection's way to accept(2), too.
    let is_of_one = matches!(
        error.kind(),
        ErrorKind::Interrupted
            | ErrorKind::ConnectionAborted
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionRefused
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::NetworkDown
            | ErrorKind::TimedOut
    );
    if is_of_one { Duration::ZERO } else { LATER }
}
