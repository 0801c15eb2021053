//! The hosts of the testkit.

use std::io;
use std::task::Poll;
use std::time::Duration;

use telnet_session::dialogue::{DialogueError, Login, Run};
use telnet_session::{Cli, Config, Session, Wait};
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
