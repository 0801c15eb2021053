//! Dialogues with the hosts of the testkit, without sockets.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

use std::io;
use std::task::Poll;
use std::time::Duration;

use telnet_session::{
    Cause, Cli, Config, DialogueError, Login, Pattern, Run, Session, Wait,
};
use telnet_testkit::clock::Clock;
use telnet_testkit::host::router::{ENABLE_PASSWORD, PASSWORD, Router, USER};
use telnet_testkit::host::{self, Host, Shell};

/// A client and a host, and the time that passes between them.
struct Line<H> {
    client: Session,
    host: H,
    clock: Clock,
    /// Octets that cross at once.
    piece: usize,
}

impl<H: Host> Line<H> {
    fn new(host: H, piece: usize) -> Self {
        let client = Session::new(Config::default());
        Self { client, host, clock: Clock::new(), piece }
    }

    /// Moves one piece each way. Whether there was anything.
    fn cross(&mut self) -> bool {
        self.host.advance();
        let (client, host) = (&mut self.client, self.host.session());
        push(client, host, usize::MAX) | push(host, client, self.piece)
    }

    fn wait<W: Wait>(&mut self, wait: &mut W) -> W::Output {
        for _ in 0..1_000_000 {
            let step = wait.poll(&mut self.client, self.clock.now());
            if let Poll::Ready(output) = step {
                return output;
            }
            if !self.cross() {
                let end = wait.deadline().expect("it would wait for ever");
                let now = self.clock.now();
                let step = end.saturating_duration_since(now);
                self.clock.advance(step.max(Duration::from_millis(1)));
            }
        }
        panic!("it never ends");
    }

    fn run(&mut self, cli: &Cli, line: &str) -> String {
        let reply = self.wait(&mut Run::new(cli, line, WHILE)).unwrap();
        String::from_utf8(reply.text.to_vec()).unwrap()
    }
}

fn push(from: &mut Session, to: &mut Session, most: usize) -> bool {
    let octets = from.transmit();
    let n = octets.len().min(most);
    if n == 0 || !to.wants_read() {
        return false;
    }
    to.receive(&octets[..n]);
    from.transmitted(n);
    true
}

const WHILE: Duration = Duration::from_secs(30);
const PIECES: [usize; 4] = [1, 7, 100, usize::MAX];

fn router() -> Cli {
    Cli::with_prompt(r"router1(?:\([\w-]+\))?[>#]").unwrap()
}

#[test]
fn a_router_is_logged_in_to_and_shows_its_pages() {
    let mut texts = Vec::new();
    for piece in PIECES {
        let mut line = Line::new(Router::new(), piece);
        let cli = router();
        let said = Login::new(&cli, USER, PASSWORD, WHILE);
        let said = line.wait(&mut { said }).unwrap();
        assert!(said.ends_with(b"router1>"), "{}", said.escape_ascii());
        line.client.send_line(b"enable").unwrap();
        let mut enable = Login::new(&cli, "", ENABLE_PASSWORD, WHILE);
        let said = line.wait(&mut enable).unwrap();
        assert!(said.ends_with(b"router1#"), "{}", said.escape_ascii());

        let paged = line.run(&cli, "show running-config");
        assert!(paged.lines().count() > 100);
        assert!(!paged.contains("More") && !paged.contains('\x08'));
        assert!(!paged.starts_with("show"), "{paged}");
        assert_eq!(line.run(&cli, "terminal length 0"), "");
        let whole = line.run(&cli, "show running-config");
        assert_eq!(paged, whole);
        assert!(line.run(&cli, "nonsense").contains("% "));
        texts.push(whole);
    }
    assert!(texts.iter().all(|it| *it == texts[0]));
}

#[test]
fn a_shell_is_logged_in_to() {
    for piece in PIECES {
        let mut line = Line::new(Shell::new(), piece);
        let cli = Cli::default();
        let mut login = Login::new(&cli, host::USER, host::PASSWORD, WHILE);
        line.wait(&mut login).unwrap();
        assert_eq!(line.run(&cli, "echo one two"), "one two\n");
        assert!(line.run(&cli, "ls").contains("motd"));
    }
}

#[test]
fn a_wrong_password_is_refused() {
    for piece in PIECES {
        let mut line = Line::new(Shell::new(), piece);
        let cli = Cli::default();
        let mut login = Login::new(&cli, host::USER, "wrong", WHILE);
        let error = line.wait(&mut login).unwrap_err();
        let DialogueError::Refused { said } = &error else {
            panic!("{error}");
        };
        assert!(said.ends_with(b"\nLogin incorrect\nlogin: "), "{said:?}");
        let error = io::Error::from(error);
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);

        let mut line = Line::new(Router::new(), piece);
        let mut login = Login::new(&router(), USER, "wrong", WHILE);
        let error = line.wait(&mut login).unwrap_err();
        assert!(matches!(error, DialogueError::Refused { .. }), "{error}");
    }
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
fn an_output_beyond_the_cap_is_said() {
    let cli = router();
    let mut config = Config::default();
    config.max_unread = 40;
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
    let mut config = Config::default();
    config.strip_ansi = true;
    let mut session = Session::new(config);
    session.receive(b"\x1b[1;32mrouter1\x1b[0m> \x1b[K\xFF\xF9");
    assert_eq!(session.unread(), b"router1> ");
    let prompt = Pattern::prompt("router1> ").unwrap();
    let mut wait = telnet_session::Expect::new(
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
