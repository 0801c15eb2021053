//! Logins, as a server asks for them.

use std::io::ErrorKind;
use std::task::Poll;
use std::time::Duration;

use telnet_session::server::{Admit, AskLogin, Credentials, LoginRules};
use telnet_session::{Config, Session, Timeouts, Wait};
use telnet_testkit::clock::Clock;

use crate::terminal::time;

fn server() -> Session {
    let mut session = Session::new(Config::server());
    session.receive(b"\xFF\xFD\x01\xFF\xFD\x03");
    let len = session.transmit().len();
    session.transmitted(len);
    session
}

fn sent(session: &mut Session) -> String {
    let sent = session.transmit().escape_ascii().to_string();
    let len = session.transmit().len();
    session.transmitted(len);
    sent
}

fn is_ada(who: &Credentials) -> bool {
    (&who.user[..], &who.password[..]) == (b"ada", b"engine")
}

#[test]
fn a_user_is_asked_for_name_and_password() {
    let (mut session, now) = (server(), Clock::new().now());
    let mut login = AskLogin::new(&LoginRules::new(), 0, time());
    assert!(login.poll(&mut session, now).is_pending());
    session.receive(b"\r\0ada\r\0");
    assert!(login.poll(&mut session, now).is_pending());
    let seen = "login: \\r\\nlogin: ada\\r\\nPassword: ";
    assert_eq!(sent(&mut session), seen);
    session.receive(b"engine\r\0ls\r\0");
    let Poll::Ready(Ok(Some(who))) = login.poll(&mut session, now) else {
        panic!()
    };
    assert!(is_ada(&who));
    assert_eq!(sent(&mut session), "\\r\\n");
    assert!(!format!("{who:?}").contains("engine"));
    assert_eq!(session.unread(), b"ls\r");
}

#[test]
fn a_refusal_comes_late_and_the_last_one_ends_it() {
    let (mut session, mut clock) = (server(), Clock::new());
    let rules = LoginRules::new().attempts(2);
    let mut admit = Admit::new(&rules, is_ada, time());
    session.receive(b"ada\r\0wrong\r\0eve\r\0");
    assert!(admit.poll(&mut session, clock.now()).is_pending());
    assert_eq!(sent(&mut session), "login: ada\\r\\nPassword: \\r\\n");
    assert_eq!(admit.deadline(), Some(clock.now() + Duration::from_secs(2)));
    clock.advance(Duration::from_millis(1999));
    assert!(admit.poll(&mut session, clock.now()).is_pending());
    assert_eq!(sent(&mut session), "");
    clock.advance(Duration::from_millis(1));
    assert!(admit.poll(&mut session, clock.now()).is_pending());
    let seen = "Login incorrect\\r\\nlogin: eve\\r\\nPassword: ";
    assert_eq!(sent(&mut session), seen);
    session.receive(b"engine\r\0");
    assert!(admit.poll(&mut session, clock.now()).is_pending());
    clock.advance(Duration::from_secs(2));
    let end = admit.poll(&mut session, clock.now());
    assert!(matches!(end, Poll::Ready(Ok(None))), "{end:?}");
    assert_eq!(sent(&mut session), "\\r\\nLogin incorrect\\r\\n");
}

#[test]
fn a_user_who_knows_it_is_admitted() {
    let (mut session, now) = (server(), Clock::new().now());
    let rules = LoginRules::new().delay(Duration::ZERO);
    let mut admit = Admit::new(&rules, is_ada, time());
    session.receive(b"ada\r\0wrong\r\0ad\x03ada\r\0engine\r\0");
    let end = admit.poll(&mut session, now);
    let Poll::Ready(Ok(Some(user))) = end else { panic!("{end:?}") };
    assert_eq!(user, "ada");
}

#[test]
fn a_user_may_leave() {
    for octets in [&b"\x04"[..], b"ada\r\0\x04", b"\xFF\xEC"] {
        let (mut session, now) = (server(), Clock::new().now());
        let mut login = AskLogin::new(&LoginRules::new(), 0, time());
        assert!(login.poll(&mut session, now).is_pending());
        session.receive(octets);
        let end = login.poll(&mut session, now);
        assert!(matches!(end, Poll::Ready(Ok(None))), "{end:?}");
    }
}

#[test]
fn a_silent_user_is_sent_away() {
    let (mut session, mut clock) = (server(), Clock::new());
    let idle = Timeouts::default().idle(Duration::from_secs(60));
    let mut login = AskLogin::new(&LoginRules::new(), 0, idle);
    assert!(login.poll(&mut session, clock.now()).is_pending());
    for _ in 0..3 {
        clock.advance(Duration::from_secs(50));
        session.receive(b"x");
        assert!(login.poll(&mut session, clock.now()).is_pending());
    }
    clock.advance(Duration::from_secs(60));
    let end = login.poll(&mut session, clock.now());
    let Poll::Ready(Err(error)) = end else { panic!("{end:?}") };
    assert_eq!(error.kind(), ErrorKind::TimedOut);
}

#[test]
fn the_end_of_the_stream_is_an_error() {
    let (mut session, now) = (server(), Clock::new().now());
    let mut login = AskLogin::new(&LoginRules::new(), 0, time());
    session.receive(b"ada\r\0half");
    session.receive_eof();
    let end = login.poll(&mut session, now);
    let Poll::Ready(Err(error)) = end else { panic!("{end:?}") };
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
}
