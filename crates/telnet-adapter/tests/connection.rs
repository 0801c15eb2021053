//! What the connections of all adapters have in common.

use std::time::{Duration, Instant};

use telnet_adapter::Connection;
use telnet_adapter::session::{Config, Deadline, Timeouts};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_timeout_bounds_the_calls_that_take_none() {
    let mut connection = Connection::new((), Config::default());
    assert_eq!(connection.default_deadline(), None);
    assert_eq!(connection.default_timeouts(), Deadline::Never.into());
    connection.set_timeout(Some(SECOND));
    assert_eq!(connection.default_timeouts(), Timeouts::from(SECOND));
    let left = connection.default_deadline().unwrap() - Instant::now();
    assert!(left <= SECOND && left > SECOND / 2, "{left:?}");
    // What is too far away to be told is never.
    connection.set_timeout(Some(Duration::MAX));
    assert_eq!(connection.default_deadline(), None);
}

/// telnetlib's third argument bounded each receive, and each write.
#[test]
fn in_telnetlibs_profile_the_time_for_connecting_bounds_each_receive() {
    let connected = |config, within| {
        Connection::new((), config).connected("host".to_owned(), within)
    };
    let of_telnetlib = connected(Config::telnetlib(), Some(SECOND));
    let each = Timeouts::default().idle(SECOND);
    assert_eq!(of_telnetlib.default_timeouts(), each);
    assert!(of_telnetlib.default_deadline().is_some());
    let never = connected(Config::telnetlib(), None);
    assert_eq!(never.default_timeouts(), Deadline::Never.into());
    let ours = connected(Config::default(), Some(SECOND));
    assert_eq!(ours.default_timeouts(), Deadline::Never.into());
    let mut set = connected(Config::telnetlib(), Some(SECOND));
    set.set_timeout(Some(2 * SECOND));
    assert_eq!(set.default_timeouts(), Timeouts::from(2 * SECOND));
}

#[test]
fn debug_shows_no_text() {
    let mut connection = Connection::new("stream", Config::default());
    connection.session_mut().receive(b"secret");
    let shown = format!("{connection:?}");
    assert!(shown.contains("stream") && !shown.contains("secret"), "{shown}");
}
