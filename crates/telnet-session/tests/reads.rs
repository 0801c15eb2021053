//! The reads of telnetlib as waits, on a virtual clock.
#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::io;
use std::task::Poll;
use std::time::Duration;

use telnet_session::error::{BufferFullError, ClosedError, TimedOutError};
use telnet_session::wait::{ReadAll, ReadSome, ReadUntil, Readable};
use telnet_session::{
    Cause, Config, Deadline, Match, NoMatch, Outcome, Pattern, Session, Wait,
};
use telnet_testkit::{clock::Clock, split};

const SECOND: Duration = Duration::from_secs(1);

fn session() -> Session {
    Session::new(Config::default())
}

/// One that has received this.
fn received(text: &[u8]) -> Session {
    let mut session = session();
    session.receive(text);
    session
}

/// One whose peer sent this and left.
fn ended(text: &[u8]) -> Session {
    let mut session = received(text);
    session.receive_eof();
    session
}

#[track_caller]
fn ready<T>(step: Poll<T>) -> T {
    match step {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("pending"),
    }
}

#[track_caller]
fn found(step: Poll<Outcome>) -> Match {
    ready(step).matched().unwrap()
}

/// Polls once in vain, as the deadline may pass only after that, and once
/// more.
fn poll_twice<W: Wait>(
    wait: &mut W,
    session: &mut Session,
    clock: Clock,
) -> Poll<W::Output> {
    assert!(wait.poll(session, clock.now()).is_pending());
    wait.poll(session, clock.now())
}

// ---- ReadUntil: what it finds

#[test]
fn text_is_found_over_every_cut_and_consumed_through_its_end() {
    let clock = Clock::new();
    for (stream, needle, before) in [
        (&b"Debian\r\n\r\nlogin: guest\r\n"[..], &b"login: "[..], 10),
        // Matches that begin in the middle of a false one.
        (b"aaaaaab", b"aab", 4),
        (b"ababac", b"abac", 2),
        (b"x", b"x", 0),
        (b"\r\0\r\n>\r\0", b"\r\n>", 1),
    ] {
        split::every("needle", stream, |chunks| {
            let mut session = session();
            let mut wait = ReadUntil::new(needle, Deadline::Never);
            let mut result = None;
            for chunk in chunks {
                session.receive(chunk);
                if result.is_none() {
                    let step = wait.poll(&mut session, clock.now());
                    result = step.is_ready().then(|| found(step));
                }
            }
            let result = result.unwrap();
            assert_eq!(result.before().len(), before);
            let (end, whole) = (before + needle.len(), received(stream));
            assert_eq!(result.text(), &whole.unread()[..end]);
            assert_eq!(session.unread(), &whole.unread()[end..]);
            assert_eq!(session.offset(), end as u64);
        });
    }
}

#[test]
fn the_first_match_counts_and_the_next_call_finds_the_next() {
    let clock = Clock::new();
    let mut session = received(b"a>b>c>");
    for text in [&b"a>"[..], b"b>", b"c>"] {
        let mut wait = ReadUntil::new(b">", Deadline::Never);
        let it = found(wait.poll(&mut session, clock.now()));
        assert_eq!((it.text(), it.index()), (&text.into(), 0));
    }
    assert_eq!(session.unread(), b"");
}

#[test]
fn empty_text_is_found_at_once_and_consumes_nothing() {
    let clock = Clock::new();
    for mut session in [session(), received(b"abc"), ended(b""), ended(b"a")] {
        let unread = session.unread().to_vec();
        let mut wait = ReadUntil::new(b"", Some(clock.now()));
        let it = found(wait.poll(&mut session, clock.now()));
        assert!(it.text().is_empty() && it.before().is_empty());
        assert_eq!(session.unread(), unread);
    }
}

#[test]
fn text_that_was_consumed_meanwhile_is_no_part_of_a_match() {
    let clock = Clock::new();
    for consumed in 0..=5 {
        let mut session = received(b"xxabc");
        let mut wait = ReadUntil::new(b"abcdef", Deadline::Never);
        assert!(wait.poll(&mut session, clock.now()).is_pending());
        session.consume(consumed);
        session.receive(b"def");
        let step = wait.poll(&mut session, clock.now());
        assert_eq!(step.is_ready(), consumed <= 2, "{consumed}");
        if consumed > 2 {
            session.receive(b"abcabcdef!");
            let step = wait.poll(&mut session, clock.now());
            assert_eq!(found(step).text().len() + consumed, 8 + 9);
            assert_eq!(session.unread(), b"!");
        }
    }
}

#[test]
fn a_wait_that_is_dropped_leaves_everything_to_the_next() {
    let clock = Clock::new();
    let mut session = received(b"log");
    let mut wait = ReadUntil::new(b"login", Deadline::Never);
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    drop(wait);
    session.receive(b"in");
    let mut wait = ReadUntil::new(b"login", Deadline::Never);
    let it = found(wait.poll(&mut session, clock.now()));
    assert_eq!(it.text(), &b"login"[..]);
}

#[test]
fn text_longer_than_the_cap_on_unread_text_ends_in_an_error() {
    let clock = Clock::new();
    let config = Config::default().max_unread(4);
    let mut session = Session::new(config);
    session.receive(b"abcdefgh");
    let mut wait = ReadUntil::new(b"abcde", Deadline::Never);
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    assert_eq!(session.check_room(), Err(BufferFullError::Unread { max: 4 }));
    assert_eq!(session.unread(), b"abcd");
}

// ---- ReadUntil: how else it ends

#[test]
fn timeout_consumes_nothing_and_a_later_call_finds_it() {
    let mut clock = Clock::new();
    let mut session = received(b"Password");
    let deadline = clock.now() + SECOND;
    let mut wait = ReadUntil::new(b"Password:", Some(deadline));
    assert_eq!(wait.deadline(), Some(deadline));
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    clock.advance(SECOND);
    let outcome = ready(wait.poll(&mut session, clock.now()));
    assert!(outcome.is_timeout() && !outcome.is_eof() && !outcome.is_match());
    assert_eq!(outcome.index(), None);
    assert_eq!(outcome.text(), &b"Password"[..]);
    assert_eq!((session.unread(), session.offset()), (&b"Password"[..], 0));

    session.receive(b": ");
    let mut wait = ReadUntil::new(b"Password:", Deadline::Never);
    let it = found(wait.poll(&mut session, clock.now()));
    assert_eq!(it.text(), &b"Password:"[..]);
}

#[test]
fn end_of_the_stream_ends_it_and_consumes_nothing() {
    let clock = Clock::new();
    let mut session = received(b"Connection refu");
    let mut wait = ReadUntil::new(b"login: ", Some(clock.now()));
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    session.receive(b"sed");
    session.receive_eof();
    // The end counts for more than the deadline.
    let outcome = ready(wait.poll(&mut session, clock.now()));
    assert!(outcome.is_eof() && !outcome.is_timeout() && !outcome.is_match());
    assert_eq!(outcome.text(), &b"Connection refused"[..]);
    assert_eq!(session.unread(), b"Connection refused");
    assert_eq!(&session.read_very_lazy().unwrap()[..], b"Connection refused");
    let _: ClosedError = session.read_very_lazy().unwrap_err();
    let _: ClosedError = session.read_lazy().unwrap_err();
}

#[test]
fn what_was_found_counts_for_more_than_a_deadline_that_has_passed() {
    let mut clock = Clock::new();
    let mut wait = ReadUntil::new(b"b", Some(clock.now()));
    let mut session = received(b"a");
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    clock.advance(SECOND);
    session.receive(b"bc");
    let it = found(wait.poll(&mut session, clock.now()));
    assert_eq!(it.text(), &b"ab"[..]);
}

#[test]
fn the_first_poll_never_times_out() {
    let mut clock = Clock::new();
    let past = Some(clock.now());
    clock.advance(SECOND);
    let mut session = session();
    let until =
        poll_twice(&mut ReadUntil::new(b"x", past), &mut session, clock);
    assert!(ready(until).is_timeout());
    let some = poll_twice(&mut ReadSome::new(past), &mut session, clock);
    let all = poll_twice(&mut ReadAll::new(past), &mut session, clock);
    let readable = poll_twice(&mut Readable::new(past), &mut session, clock);
    assert_eq!(ready(some).unwrap_err().unread, 0);
    assert_eq!(ready(all).unwrap_err().unread, 0);
    assert_eq!(ready(readable).unwrap_err().unread, 0);
}

/// Octets arrive each 0.1 ms and never hold what is waited for.
#[test]
fn the_deadline_is_exact_under_a_peer_that_never_stops() {
    const TENTH: Duration = Duration::from_micros(100);
    let deadline = Duration::from_millis(300);
    let mut clock = Clock::new();
    let start = clock.now();
    let at = Some(start + deadline);
    let mut session = session();
    let mut until = ReadUntil::new(b"login", at);
    let mut all = ReadAll::new(at);
    while clock.now() + TENTH < start + deadline {
        session.receive(b"log");
        assert!(until.poll(&mut session, clock.now()).is_pending());
        assert!(all.poll(&mut session, clock.now()).is_pending());
        clock.advance(TENTH);
    }
    clock.advance(Duration::from_micros(99));
    assert_eq!(clock.now() - start, Duration::from_micros(299_999));
    assert!(until.poll(&mut session, clock.now()).is_pending());
    assert!(all.poll(&mut session, clock.now()).is_pending());
    clock.advance(Duration::from_micros(1));
    assert!(ready(until.poll(&mut session, clock.now())).is_timeout());
    let unread = ready(all.poll(&mut session, clock.now())).unwrap_err().unread;
    assert_eq!(unread, session.unread().len());
    assert_eq!(unread, 3 * 2999);
}

#[test]
fn without_a_deadline_a_read_waits_for_ever() {
    let mut clock = Clock::new();
    let mut session = received(b"a");
    let mut wait = ReadUntil::new(b"b", Deadline::Never);
    for _ in 0..3 {
        assert!(wait.poll(&mut session, clock.now()).is_pending());
        clock.advance(1_000_000 * SECOND);
    }
    assert_eq!(wait.deadline(), None);
}

// ---- The other reads

#[test]
fn read_some_gives_what_there_is_and_nothing_only_at_the_end() {
    let clock = Clock::new();
    let mut wait = ReadSome::new(Deadline::Never);
    let mut session = session();
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    // Commands are no text.
    session.receive(b"\xFF\xF9\xFF\xFB\x01\xFF");
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    session.receive(b"\xF1ab");
    let text = ready(wait.poll(&mut session, clock.now())).unwrap();
    assert_eq!((&text[..], session.unread()), (&b"ab"[..], &b""[..]));

    session.receive(b"c");
    session.receive_eof();
    for text in [&b"c"[..], b"", b""] {
        let mut wait = ReadSome::new(Some(clock.now()));
        let step = wait.poll(&mut session, clock.now());
        assert_eq!(ready(step).unwrap(), text);
    }
}

#[test]
fn readable_takes_nothing() {
    let clock = Clock::new();
    let mut wait = Readable::new(Some(clock.now() + SECOND));
    assert_eq!(wait.deadline(), Some(clock.now() + SECOND));
    let mut session = session();
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    session.receive(b"a");
    assert_eq!(ready(wait.poll(&mut session, clock.now())), Ok(()));
    assert_eq!(session.unread(), b"a");
    let mut wait = Readable::new(Deadline::Never);
    assert_eq!(ready(wait.poll(&mut ended(b""), clock.now())), Ok(()));
}

#[test]
fn read_all_waits_for_the_end() {
    let mut clock = Clock::new();
    let mut session = received(b"ab");
    let mut wait = ReadAll::new(Some(clock.now() + SECOND));
    assert!(wait.poll(&mut session, clock.now()).is_pending());
    clock.advance(SECOND);
    let missed = ready(wait.poll(&mut session, clock.now())).unwrap_err();
    assert_eq!((missed.unread, session.unread()), (2, &b"ab"[..]));

    session.receive(b"c");
    session.receive_eof();
    let mut wait = ReadAll::new(Some(clock.now()));
    let text = ready(wait.poll(&mut session, clock.now())).unwrap();
    assert_eq!(&text[..], b"abc");
    let mut wait = ReadAll::new(Deadline::Never);
    let text = ready(wait.poll(&mut session, clock.now())).unwrap();
    assert!(text.is_empty());
}

#[test]
fn the_lazy_reads_take_what_there_is() {
    let mut session = session();
    assert_eq!(&session.read_very_lazy().unwrap()[..], b"");
    session.receive(b"abc");
    assert_eq!(&session.take(2)[..], b"ab");
    assert_eq!(&session.read_lazy().unwrap()[..], b"c");
    assert_eq!(&session.take(9)[..], b"");
    assert_eq!(session.offset(), 3);
}

// ---- Outcomes and errors

/// How a wait for "login: " that is out of time, or of stream, ends.
fn miss(text: &[u8], eof: bool) -> Outcome {
    let clock = Clock::new();
    let mut session = if eof { ended(text) } else { received(text) };
    let mut wait = ReadUntil::new(b"login: ", Some(clock.now()));
    match wait.poll(&mut session, clock.now()) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => ready(wait.poll(&mut session, clock.now())),
    }
}

#[test]
fn text_or_closed_is_what_telnetlib_returned() {
    for (text, eof, returned) in [
        (&b""[..], true, None),
        (b"abc", true, Some(&b"abc"[..])),
        (b"", false, Some(b"")),
        (b"abc", false, Some(b"abc")),
        (b"a login: ", true, Some(b"a login: ")),
    ] {
        let result: Result<_, ClosedError> = miss(text, eof).text_or_closed();
        assert_eq!(result.ok().as_deref(), returned);
    }
}

#[test]
fn no_match_says_what_was_expected_what_came_and_who_ended_it() {
    let long = [b"0123456789".repeat(9), b"\x1B[2J".to_vec()].concat();
    let last = "4567890123456789".to_owned() + &"0123456789".repeat(6);
    for (text, eof, said) in [
        (&b"Busy\r\n"[..], false, "the deadline passed after \"Busy\\r\\n\""),
        (b"", false, "the deadline passed with nothing received"),
        (b"\xFF\xFF", true, "the peer closed the connection after \"\\xff\""),
        (b"", true, "the peer closed the connection with nothing received"),
        (
            &long,
            false,
            &format!("the deadline passed after \"…{last}\\x1b[2J\""),
        ),
    ] {
        let error: NoMatch = miss(text, eof).matched().unwrap_err();
        let said = format!("expected \"login: \", but {said}");
        assert_eq!(error.to_string(), said);
        assert_eq!(format!("{error:?}"), said);
    }
}

#[test]
fn errors_are_io_errors_that_keep_what_came() {
    for (eof, kind) in
        [(false, io::ErrorKind::TimedOut), (true, io::ErrorKind::UnexpectedEof)]
    {
        let error = io::Error::from(miss(b"abc", eof).matched().unwrap_err());
        assert_eq!(error.kind(), kind);
        let inner = error.get_ref().unwrap().downcast_ref::<NoMatch>();
        let inner = inner.unwrap();
        let cause = if eof { Cause::Eof } else { Cause::Deadline };
        assert_eq!((&inner.text[..], inner.cause), (&b"abc"[..], cause));
        assert_eq!(inner.expected(), [Pattern::literal("login: ")]);
    }
    let closed = ended(b"").read_very_lazy().unwrap_err();
    let error = io::Error::from(closed);
    assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    let mut wait = ReadAll::new(Some(Clock::new().now()));
    let step = poll_twice(&mut wait, &mut received(b"abc"), Clock::new());
    let late: TimedOutError = ready(step).unwrap_err();
    assert!(late.to_string().contains("3 octets"), "{late}");
    assert_eq!(io::Error::from(late).kind(), io::ErrorKind::TimedOut);
}

#[test]
fn outcomes_show_lengths_and_no_text() {
    assert_eq!(
        format!("{:?}", miss(b"pw", false)),
        "Outcome(deadline, 2 octets)"
    );
    assert_eq!(
        format!("{:?}", miss(b"pw", true)),
        "Outcome(end of stream, 2 octets)"
    );
    let found = miss(b"pw login: ", true);
    assert_eq!(format!("{found:?}"), "Outcome(match, 10 octets)");
    let found = found.matched().unwrap();
    assert_eq!(format!("{found:?}"), "Match(0, 10 octets)");
}

// ---- The telnetlib profile

#[test]
fn telnetlib_consumes_what_a_read_returns() {
    let clock = Clock::new();
    for eof in [false, true] {
        let mut session = Session::new(Config::telnetlib());
        session.receive(b"a\0b\x11c");
        if eof {
            session.receive_eof();
        }
        let mut wait = ReadUntil::new(b"x", Some(clock.now()));
        let outcome = match wait.poll(&mut session, clock.now()) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => ready(wait.poll(&mut session, clock.now())),
        };
        assert_eq!((outcome.is_eof(), outcome.is_match()), (eof, false));
        assert_eq!(outcome.text(), &b"abc"[..]);
        assert_eq!((session.unread(), session.offset()), (&b""[..], 3));
    }
    let mut session = Session::new(Config::telnetlib());
    session.receive(b"abc");
    let mut wait = ReadUntil::new(b"b", Deadline::Never);
    let it = found(wait.poll(&mut session, clock.now()));
    assert_eq!((it.text(), session.unread()), (&"ab".into(), &b"c"[..]));
}
