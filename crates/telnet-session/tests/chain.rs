//! Waits made of others.
use std::task::Poll;
use std::time::Duration;

use telnet_session::wait::{Either, NextEvent, ReadUntil};
use telnet_session::{Command, Config, EventKind, Session, Wait};
use telnet_testkit::clock::Clock;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn of_two_waits_the_first_to_end_is_told_and_takes_no_more_than_its_own() {
    let clock = Clock::new();
    let now = clock.now();
    let config = Config::default().events(true);
    let mut session = Session::new(config);
    let line = || ReadUntil::new(b"\n", 3 * SECOND);
    let mut wait = line().either(NextEvent::new(2 * SECOND));
    assert!(wait.poll(&mut session, now).is_pending());
    assert_eq!(wait.deadline(), now.checked_add(2 * SECOND));
    session.receive(b"half\xFF\xF1");
    let ended = wait.poll(&mut session, now);
    let Poll::Ready(Either::Right(Ok(Some(event)))) = ended else {
        panic!("{ended:?}");
    };
    assert_eq!(event.kind, EventKind::Command(Command::NOP));
    assert_eq!(session.unread(), b"half");
    // Where both have ended it is the one that comes first.
    session.receive(b" a line\nmore\xFF\xF1");
    let ended = line().either(NextEvent::new(SECOND)).poll(&mut session, now);
    let Poll::Ready(Either::Left(line)) = ended else { panic!("{ended:?}") };
    assert_eq!(line.matched().unwrap().before(), b"half a line");
    assert_eq!(session.unread(), b"more");
    assert!(session.poll_event().is_some());
}
