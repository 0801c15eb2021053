//! Waits made of others.
use std::task::Poll;
use std::time::Duration;

use telnet_session::wait::{Either, NextEvent, ReadUntil};
use telnet_session::{Command, Config, EventKind, Outcome, Session, Wait};
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

#[test]
fn a_wait_behind_another_begins_where_that_one_ended() {
    let mut clock = Clock::new();
    let now = clock.now();
    let mut session = Session::new(Config::default());
    let name = ReadUntil::new(b"name: ", 2 * SECOND);
    let mut wait = name.then(|asked| {
        assert!(asked.is_match());
        ReadUntil::new(b"\n", 5 * SECOND)
    });
    assert!(wait.poll(&mut session, now).is_pending());
    assert_eq!(wait.deadline(), now.checked_add(2 * SECOND));
    clock.advance(SECOND);
    session.receive(b"name: fred");
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    assert_eq!(wait.deadline(), now.checked_add(6 * SECOND));
    session.receive(b"\nmore");
    let ended = wait.poll(&mut session, clock.now());
    let Poll::Ready(line) = ended else { panic!("{ended:?}") };
    assert_eq!(line.matched().unwrap().before(), b"fred");
    assert_eq!(session.unread(), b"more");
}

#[test]
fn a_wait_in_a_box_is_the_wait_in_it() {
    let mut clock = Clock::new();
    let now = clock.now();
    let mut session = Session::new(Config::default());
    let never = ReadUntil::new(b"never", SECOND);
    let mut wait: Box<dyn Wait<Output = Outcome>> = Box::new(never);
    assert!(wait.poll(&mut session, now).is_pending());
    assert_eq!(wait.deadline(), now.checked_add(SECOND));
    clock.advance(SECOND);
    let ended = wait.poll(&mut session, clock.now());
    let Poll::Ready(text) = ended else { panic!("{ended:?}") };
    assert!(text.is_timeout());
}
