//! Clients that edit lines by themselves.

use std::task::Poll;
use std::time::Duration;

use telnet_session::linemode::LinemodeSettings;
use telnet_session::proto::sub::linemode::Mode;
use telnet_session::server::{Entry, ReadLine};
use telnet_session::{Config, Policy, Session, Side, TelnetOption, Wait};
use telnet_testkit::clock::Clock;
use telnet_testkit::talk::talk;

use crate::terminal::{Terminal, time};

fn line() -> ReadLine {
    ReadLine::new("> ", time())
}

fn secret() -> ReadLine {
    ReadLine::secret("? ", time())
}

/// What is sent for octets that come.
fn sent(session: &mut Session) -> String {
    let sent = session.transmit().escape_ascii().to_string();
    let len = session.transmit().len();
    session.transmitted(len);
    sent
}

#[test]
fn nothing_is_echoed_to_a_client_that_echoes() {
    let mut session = Session::new(Config::default());
    let now = Clock::new().now();
    let mut wait = line();
    assert!(wait.poll(&mut session, now).is_pending());
    assert_eq!(sent(&mut session), "> \\xff\\xf9");
    session.receive(b"abd\x7Fc\x1B[D\x01!\r\n");
    let Poll::Ready(Ok(entry)) = wait.poll(&mut session, now) else { panic!() };
    assert_eq!(entry, Entry::Line("abc!".into()));
    assert_eq!(sent(&mut session), "");
}

/// RFC 857: WILL ECHO before the prompt, WONT ECHO behind the line.
#[test]
fn echo_is_taken_for_a_secret_alone() {
    let mut session = Session::new(Config::default());
    let now = Clock::new().now();
    let mut wait = secret();
    assert!(wait.poll(&mut session, now).is_pending());
    assert_eq!(sent(&mut session), "\\xff\\xfb\\x01? \\xff\\xf9");
    session.receive(b"\xFF\xFD\x01sword\r\n");
    let Poll::Ready(Ok(entry)) = wait.poll(&mut session, now) else { panic!() };
    assert_eq!(entry, Entry::Line("sword".into()));
    assert_eq!(sent(&mut session), "\\r\\n\\xff\\xfc\\x01");
    session.receive(b"\xFF\xFE\x01");
    let mut wait = line();
    assert!(wait.poll(&mut session, now).is_pending());
    assert_eq!(sent(&mut session), "> \\xff\\xf9");
}

/// The client must know that ECHO was given up before it can be asked for again;
/// one that does not say so is asked for the secret all the same, a second later.
#[test]
fn a_secret_waits_for_the_answer_to_wont_echo() {
    for answers in [true, false] {
        let mut session = Session::new(Config::default());
        let mut clock = Clock::new();
        session.receive(b"one\r\n");
        assert!(secret().poll(&mut session, clock.now()).is_ready());
        session.receive(b"\xFF\xFD\x01");
        let _first = sent(&mut session);
        let mut wait = secret();
        assert!(wait.poll(&mut session, clock.now()).is_pending());
        assert_eq!(sent(&mut session), "");
        if answers {
            session.receive(b"\xFF\xFE\x01");
        } else {
            let held = clock.now() + Duration::from_secs(1);
            assert_eq!(wait.deadline(), Some(held));
            clock.advance(Duration::from_secs(1));
        }
        assert!(wait.poll(&mut session, clock.now()).is_pending());
        let will = if answers { "\\xff\\xfb\\x01" } else { "" };
        assert_eq!(sent(&mut session), format!("{will}? \\xff\\xf9"));
        session.receive(b"two\r\n");
        assert!(wait.poll(&mut session, clock.now()).is_ready());
    }
}

/// A client that has refused ECHO shows the secret; it is read all the same.
#[test]
fn a_secret_is_read_of_a_client_that_refuses_echo() {
    let mut session = Session::new(Config::server());
    let now = Clock::new().now();
    let mut wait = secret();
    assert!(wait.poll(&mut session, now).is_pending());
    let _asked = sent(&mut session);
    session.receive(b"\xFF\xFE\x01sword\r\n");
    assert!(wait.poll(&mut session, now).is_ready());
    assert_eq!(sent(&mut session), "");
}

fn linemode() -> (Config, Config) {
    let settings = LinemodeSettings::server(Mode::EDIT.with(Mode::TRAPSIG));
    let server = Config::server().linemode(settings);
    let client = Config::default().linemode(LinemodeSettings::client());
    (server, client)
}

#[test]
fn echo_is_given_up_while_the_client_edits() {
    let (server, client) = linemode();
    let mut terminal = Terminal::between(server, client, 80, line);
    let echo = TelnetOption::ECHO;
    assert!(!terminal.server.is_enabled(Side::Local, echo));
    terminal.receive(b"one\x1B[A\r\n");
    assert_eq!(terminal.entries, [Entry::Line("one".into())]);
    // The client has shown the line.
    assert_eq!(terminal.rows(), ["> >"]);
    terminal.server.request_mode(Mode::TRAPSIG).unwrap();
    terminal.settle();
    assert!(terminal.server.is_enabled(Side::Local, echo));
    terminal.receive(b"tx\x7Fwo\r\n");
    assert_eq!(terminal.entries[1..], [Entry::Line("two".into())]);
    assert_eq!(terminal.rows(), ["> > two", ">"]);
}

#[test]
fn a_secret_is_edited_unseen_where_the_client_edits() {
    let (server, client) = linemode();
    let mut terminal = Terminal::between(server, client, 80, secret);
    assert!(terminal.server.is_enabled(Side::Local, TelnetOption::ECHO));
    terminal.receive(b"sword\r\n");
    assert_eq!(terminal.entries, [Entry::Line("sword".into())]);
    // The end of the line is shown; the next one waits for the client's answer.
    assert_eq!(terminal.rows(), ["?"]);
    assert_eq!(terminal.screen.screen().cursor_position(), (1, 0));
}

/// Of a line that nobody has seen cut no part is run.
#[test]
fn a_line_of_the_client_that_is_too_long_is_dropped() {
    let mut session = Session::new(Config::default().max_line(8));
    let now = Clock::new().now();
    let mut wait = line();
    assert!(wait.poll(&mut session, now).is_pending());
    let _prompt = sent(&mut session);
    session.receive(b"erase everything\r\nok\r\n");
    let Poll::Ready(Ok(entry)) = wait.poll(&mut session, now) else { panic!() };
    assert_eq!(entry, Entry::Line("ok".into()));
    assert_eq!(sent(&mut session), "\\x07> ");
}

#[test]
fn a_prompt_ends_as_agreed() {
    let eor = TelnetOption::EOR;
    let config = Config::server().policy(Side::Local, eor, Policy::Accept);
    let mut server = Session::new(config);
    let accepts = Config::default().request(Side::Remote, eor).events(true);
    let mut client = Session::new(accepts);
    talk(&mut server, &mut client, usize::MAX);
    let mut wait = line();
    assert!(wait.poll(&mut server, Clock::new().now()).is_pending());
    assert_eq!(server.transmit(), b"> \xFF\xEF");
}
