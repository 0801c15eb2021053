//! Reads that end without what they wait for.
#![expect(clippy::panic, reason = "a test is to fail loudly")]

use std::task::Poll;
use std::time::Duration;

use telnet_session::expect::Expect;
use telnet_session::wait::{ReadAll, ReadSome, ReadUntil};
use telnet_session::{
    Config, Pattern, PatternSet, Quiet, Session, Timeouts, Wait,
};
use telnet_testkit::clock::Clock;

const SECOND: Duration = Duration::from_secs(1);

fn session() -> Session {
    Session::new(Config::default())
}

fn received(text: &[u8]) -> Session {
    let mut session = session();
    session.receive(text);
    session
}

#[track_caller]
fn ready<T>(step: Poll<T>) -> T {
    match step {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it goes on"),
    }
}

/// What has arrived counts, though it takes several looks to get at it.
#[test]
fn past_its_deadline_a_read_looks_on_while_each_look_brings_text() {
    let mut clock = Clock::new();
    let mut session = received(b"a");
    let mut wait = ReadUntil::new(b"abc", Duration::ZERO);
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    clock.advance(SECOND);
    session.receive(b"b");
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    session.receive(b"c");
    assert!(ready(wait.poll(&mut session, clock.now())).is_match());

    // One look that finds nothing ends it,
    let mut wait = ReadUntil::new(b"never", Duration::ZERO);
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    session.receive(b"d");
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    assert!(ready(wait.poll(&mut session, clock.now())).is_timeout());

    // and so does a peer that never stops.
    let mut wait = ReadUntil::new(b"never", Duration::ZERO);
    let looks = (0..1000).find(|_| {
        session.receive(b"d");
        wait.poll(&mut session, clock.now()).is_ready()
    });
    assert_eq!(looks, Some(65));
}

/// A look in vain counts only until text comes again.
#[test]
fn text_calls_for_another_look_whatever_was_looked_for_in_vain_before() {
    let mut clock = Clock::new();
    let mut session = session();
    let mut wait = ReadUntil::new(b"abc", SECOND);
    for _ in 0..2 {
        assert!(wait.poll(&mut session, clock.now()).is_pending());
    }
    clock.advance(SECOND);
    session.receive(b"ab");
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    session.receive(b"c");
    assert!(ready(wait.poll(&mut session, clock.now())).is_match());

    // The same where a silence of no time is an end.
    let at_once = Timeouts::default().quiet(Quiet::Immediate);
    let set = PatternSet::new(["#$"]).unwrap();
    let mut wait = Expect::new(&set, at_once);
    for _ in 0..2 {
        assert!(wait.poll(&mut session, clock.now()).is_pending());
    }
    session.receive(b"#");
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    session.receive(b"1\r\nr1#");
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    let outcome = ready(wait.poll(&mut session, clock.now()));
    assert_eq!(outcome.text(), &b"#1\r\nr1#"[..]);
}

/// telnetlib's idiom: what comes, for a while.
#[test]
fn to_expect_nothing_gives_what_has_come_by_the_deadline() {
    let nothing = PatternSet::new(Vec::<&str>::new()).unwrap();
    for telnetlib in [false, true] {
        let mut clock = Clock::new();
        let config =
            if telnetlib { Config::telnetlib() } else { Config::default() };
        let mut session = Session::new(config);
        let mut wait = Expect::new(&nothing, SECOND);
        session.receive(b"all");
        assert!(wait.poll(&mut session, clock.now()).is_pending());
        assert_eq!(wait.deadline(), Some(clock.now() + SECOND));
        session.receive(b" that");
        clock.advance(SECOND / 2);
        assert!(wait.poll(&mut session, clock.now()).is_pending());
        clock.advance(SECOND / 2);
        let outcome = ready(wait.poll(&mut session, clock.now()));
        assert!(outcome.is_timeout() && outcome.index().is_none());
        assert_eq!(outcome.text(), &b"all that"[..]);
        assert_eq!(session.unread().is_empty(), telnetlib);
        let said = outcome.matched().unwrap_err().to_string();
        assert!(said.starts_with("expected nothing, but the dead"), "{said}");

        session.receive_eof();
        let mut wait = Expect::new(&nothing, SECOND);
        assert!(ready(wait.poll(&mut session, clock.now())).is_eof());
    }
}

/// An error can be shown, whatever was expected.
#[test]
fn what_was_expected_is_cut_where_it_is_long() {
    let long = "x".repeat(10_000);
    let set =
        PatternSet::new([Pattern::literal(&long), Pattern::literal("short")])
            .unwrap();
    let mut session = session();
    session.receive_eof();
    let mut wait = Expect::new(&set, SECOND);
    let outcome = ready(wait.poll(&mut session, Clock::new().now()));
    let said = outcome.matched().unwrap_err().to_string();
    assert!(said.len() < 250, "{said}");
    assert!(said.contains("octets more\" or \"short\", but"), "{said}");
}

#[test]
fn reads_end_when_no_text_has_come_for_so_long() {
    let timeouts = Timeouts::default().idle(SECOND);
    let mut clock = Clock::new();
    let mut session = session();
    let mut all = ReadAll::new(timeouts);
    let mut some = ReadSome::new(timeouts);
    for _ in 0..10 {
        session.receive(b"x");
        assert!(all.poll(&mut session, clock.now()).is_pending());
        assert_eq!(all.deadline(), Some(clock.now() + SECOND));
        clock.advance(SECOND / 2);
    }
    clock.advance(SECOND / 2);
    let unread = ready(all.poll(&mut session, clock.now())).unwrap_err().unread;
    assert_eq!(unread, 10);
    assert_eq!(session.take_all().len(), 10);
    assert!(some.poll(&mut session, clock.now()).is_pending());
    clock.advance(SECOND);
    assert!(ready(some.poll(&mut session, clock.now())).is_err());
}
