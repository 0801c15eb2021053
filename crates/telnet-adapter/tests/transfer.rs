//! What a transport's reads and writes may give.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::{self, ErrorKind};

use telnet_adapter::session::{Config, Session};
use telnet_adapter::{on_read, on_written};

#[test]
fn only_some_errors_of_the_transport_are_errors() {
    let mut session = Session::new(Config::default());
    let fails = |kind: ErrorKind| Err::<usize, _>(io::Error::from(kind));
    for (kind, again) in [
        (ErrorKind::Interrupted, true),
        (ErrorKind::WouldBlock, false),
        (ErrorKind::TimedOut, false),
    ] {
        assert_eq!(on_read(&mut session, fails(kind), b"").unwrap(), again);
        assert_eq!(on_written(&mut session, fails(kind)).unwrap(), again);
    }
    let reset = ErrorKind::ConnectionReset;
    assert_eq!(
        on_read(&mut session, fails(reset), b"").unwrap_err().kind(),
        reset
    );
    let error = on_written(&mut session, fails(reset)).unwrap_err();
    assert_eq!(error.kind(), reset);
    let error = on_written(&mut session, Ok(0)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WriteZero);

    assert!(on_read(&mut session, Ok(2), b"abcd").unwrap());
    assert_eq!(session.unread(), b"ab");
    assert!(on_read(&mut session, Ok(0), b"abcd").unwrap());
    assert!(session.is_eof());
}
