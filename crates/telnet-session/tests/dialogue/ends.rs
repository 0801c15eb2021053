//! Dialogues that do not come to their end, and what they wait for.

use std::io;
use std::task::Poll;
use std::time::Duration;

use telnet_session::dialogue::{DialogueError, Login, Run};
use telnet_session::{Cause, Cli, Config, Pattern, Session, Wait};
use telnet_testkit::clock::Clock;

const WHILE: Duration = Duration::from_secs(30);

fn router() -> Cli {
    Cli::with_prompt(r"router1(?:\([\w-]+\))?[>#]").unwrap()
}

/// A client that has received `text`, and the end of the stream if `eof`.
fn received(text: &[u8]) -> (Session, Clock) {
    let mut session = Session::new(Config::default());
    session.receive(text);
    (session, Clock::new())
}

/// Polls until it is ready, letting time go on to each deadline.
fn finish<W: Wait>(
    wait: &mut W,
    session: &mut Session,
    clock: &mut Clock,
) -> W::Output {
    for _ in 0..100 {
        if let Poll::Ready(output) = wait.poll(session, clock.now()) {
            return output;
        }
        let end = wait.deadline().expect("it would wait for ever");
        let step = end.saturating_duration_since(clock.now());
        clock.advance(step.max(Duration::from_millis(1)));
    }
    panic!("it never ends");
}

/// Polls until the line is sent.
fn send(run: &mut Run, session: &mut Session, clock: &Clock) {
    while !session.wants_write() {
        assert!(run.poll(session, clock.now()).is_pending());
    }
    session.transmitted(session.transmit().len());
}

#[test]
fn a_prompt_that_does_not_come_is_said_and_the_output_kept() {
    let cli = router();
    let (mut session, mut clock) = received(b"");
    let mut run = Run::new(&cli, "show", Duration::from_secs(1));
    send(&mut run, &mut session, &clock);
    session.receive(b"show\r\none\r\n --More-- ");
    assert!(run.poll(&mut session, clock.now()).is_pending());
    assert!(run.poll(&mut session, clock.now()).is_pending());
    assert_eq!(session.transmit(), b" ");
    session.receive(b"\r         \rtwo\r\nthr");
    let error = finish(&mut run, &mut session, &mut clock).unwrap_err();
    let DialogueError::Missed { said, cause, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(said[..], b"one\ntwo\nthr"[..]);
    assert_eq!(*cause, Cause::Deadline);
    assert_eq!(session.unread(), b"");
    let error = io::Error::from(error);
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    let inner = error.get_ref().unwrap();
    let inner = inner.downcast_ref::<DialogueError>().unwrap();
    assert_eq!(inner.said(), b"one\ntwo\nthr");
}

#[test]
fn the_deadline_and_the_end_of_the_stream_hold_in_each_stage() {
    let cli = router();
    for text in [&b""[..], b"sho", b"show\r\n", b"show\r\n --More-- ", b"x"] {
        for eof in [false, true] {
            let (mut session, mut clock) = received(b"");
            let mut run = Run::new(&cli, "show", Duration::from_secs(1));
            send(&mut run, &mut session, &clock);
            session.receive(text);
            if eof {
                session.receive_eof();
            }
            let end = finish(&mut run, &mut session, &mut clock);
            let wanted = if eof { Cause::Eof } else { Cause::Deadline };
            assert!(
                matches!(&end, Err(DialogueError::Missed { cause, .. })
                    if *cause == wanted),
                "{}: {end:?}",
                text.escape_ascii()
            );
        }
    }
}

#[test]
fn a_host_that_has_closed_both_directions_is_not_waited_for() {
    let cli = router();
    let (mut session, clock) = received(b"");
    let mut run = Run::new(&cli, "show", WHILE);
    assert!(run.poll(&mut session, clock.now()).is_pending());
    session.close_output();
    session.receive_eof();
    for _ in 0..3 {
        if let Poll::Ready(end) = run.poll(&mut session, clock.now()) {
            let error = end.unwrap_err();
            assert!(
                matches!(
                    error,
                    DialogueError::Missed { cause: Cause::Eof, .. }
                ),
                "{error}"
            );
            return;
        }
        // Nothing moves any more: only the time can go on.
        assert_eq!(run.deadline(), Some(clock.now()));
    }
    panic!("it does not end");
}

#[test]
fn a_word_of_the_command_at_the_end_of_the_stream_is_output() {
    let cli = Cli::default();
    for (line, word) in [("printf 42", "42"), ("cd /tmp", "/tmp")] {
        let (mut session, mut clock) = received(b"me@host:~$ ");
        let mut run = Run::new(&cli, line, WHILE);
        send(&mut run, &mut session, &clock);
        session.receive(format!("{line}\r\n{word}").as_bytes());
        session.receive_eof();
        let error = finish(&mut run, &mut session, &mut clock).unwrap_err();
        let DialogueError::Missed { cause: Cause::Eof, said, .. } = &error
        else {
            panic!("{error}");
        };
        assert_eq!(said[..], *word.as_bytes());
    }
}

#[test]
fn an_output_beyond_the_cap_is_said() {
    let cli = router();
    let config = Config::default().max_unread(40);
    let mut session = Session::new(config);
    let clock = Clock::new();
    let mut run = Run::new(&cli, "show", None::<Duration>);
    for _ in 0..10 {
        if let Poll::Ready(end) = run.poll(&mut session, clock.now()) {
            let error = end.unwrap_err();
            assert!(matches!(error, DialogueError::TooLong { max: 40, .. }));
            return;
        }
        session.receive(b"a line\r\n --More-- \r");
    }
    panic!("it has no cap");
}

#[test]
fn a_host_that_asks_for_nothing_or_for_a_password_alone() {
    let cli = router();
    let (mut session, mut clock) = received(b"Hello\r\nrouter1>");
    let mut login = Login::new(&cli, "me", "secret", WHILE);
    // What came, and that there is no more.
    assert!(login.poll(&mut session, clock.now()).is_pending());
    assert_eq!(login.deadline(), Some(clock.now()));
    assert!(login.poll(&mut session, clock.now()).is_pending());
    assert_eq!(
        login.deadline(),
        Some(clock.now() + Duration::from_millis(100))
    );
    clock.advance(Duration::from_millis(100));
    assert!(matches!(
        login.poll(&mut session, clock.now()),
        Poll::Ready(Ok(_))
    ));
    assert_eq!(session.transmit(), b"");

    // A mark of the peer spares the wait.
    let (mut session, clock) = received(b"Password: \xFF\xF9");
    let mut login = Login::new(&cli, "me", "secret", WHILE);
    assert!(login.poll(&mut session, clock.now()).is_pending());
    assert_eq!(session.transmit(), b"secret\r\n");
    session.transmitted(8);
    session.receive(b"\r\nrouter1>\xFF\xF9");
    let Poll::Ready(Ok(said)) = login.poll(&mut session, clock.now()) else {
        panic!("it goes on");
    };
    assert_eq!(said[..], b"Password: \nrouter1>"[..]);
}

#[test]
fn last_login_is_no_question() {
    let cli = Cli::default();
    let greeting =
        b"Password: \xFF\xF9\r\nLast login: Fri Jan  1\r\n$ \xFF\xF9";
    let (mut session, clock) = received(greeting);
    let mut login = Login::new(&cli, "me", "secret", WHILE);
    let step = login.poll(&mut session, clock.now());
    assert!(matches!(step, Poll::Ready(Ok(_))), "{step:?}");
}

#[test]
fn prompts_in_colours_match_behind_the_filter() {
    let config = Config::default().strip_ansi(true);
    let mut session = Session::new(config);
    session.receive(b"\x1b[1;32mrouter1\x1b[0m> \x1b[K\xFF\xF9");
    assert_eq!(session.unread(), b"router1> ");
    let prompt = Pattern::prompt("router1> ").unwrap();
    let mut wait = telnet_session::expect::Expect::new(
        &session.pattern_set(prompt).unwrap(),
        None::<Duration>,
    );
    let step = wait.poll(&mut session, Clock::new().now());
    assert!(matches!(step, Poll::Ready(it) if it.is_match()));
}

/// A dialogue that is dropped has read nothing.
#[test]
fn what_a_dropped_dialogue_has_used_is_still_unread() {
    let cli = router();
    let (mut session, mut clock) = received(b"show\r\none\r\n --More-- ");
    let mut run = Run::new(&cli, "show", Duration::from_secs(1));
    assert!(run.poll(&mut session, clock.now()).is_pending());
    session.receive(b"\x08\x08two\r\n");
    assert!(run.poll(&mut session, clock.now()).is_pending());
    drop(run);
    let text = b"show\r\none\r\n --More-- \x08\x08two\r\n";
    assert_eq!(session.unread(), text);

    let (mut session, _) = received(b"Hello\r\nlogin: \xFF\xF9");
    let mut login = Login::new(&cli, "me", "secret", WHILE);
    assert!(login.poll(&mut session, clock.now()).is_pending());
    assert_eq!(session.transmit(), b"me\r\n");
    session.receive(b"me\r\nPassword: ");
    clock.advance(Duration::from_millis(1));
    assert!(login.poll(&mut session, clock.now()).is_pending());
    drop(login);
    assert_eq!(session.unread(), b"Hello\r\nlogin: me\r\nPassword: ");
}
