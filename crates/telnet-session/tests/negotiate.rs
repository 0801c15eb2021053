//! The waits for what the peer says to a request: any option, timing marks,
//! LOGOUT, in both directions.

use std::io::{self, ErrorKind};
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_session::proto::Change;
use telnet_session::wait::{Logout, Negotiate, TimingMark};
use telnet_session::{
    Config, EventKind, Policy, Session, Side, TelnetOption, Wait,
};
use telnet_testkit::clock::Clock;
use telnet_testkit::split;
use telnet_testkit::talk::talk;

const SECOND: Duration = Duration::from_secs(1);

/// What the wait gives once it is over.
fn ready<T>(poll: Poll<io::Result<T>>) -> Result<T, ErrorKind> {
    match poll {
        Poll::Ready(output) => output.map_err(|error| error.kind()),
        Poll::Pending => Err(ErrorKind::WouldBlock),
    }
}

fn sent(session: &mut Session) -> Vec<u8> {
    let sent = session.transmit().to_vec();
    session.transmitted(sent.len());
    sent
}

fn changes(session: &mut Session, of: TelnetOption) -> Vec<(u64, Change)> {
    let events = std::iter::from_fn(|| session.poll_event());
    let change = |event: telnet_session::Event| {
        if let EventKind::Option { option, change, .. } = event.kind {
            return (option == of).then_some((event.offset, change));
        }
        None
    };
    events.filter_map(change).collect()
}

fn watched() -> Session {
    let config = Config::default().events(true);
    Session::new(config)
}

#[test]
fn a_timing_mark_ends_a_wait_however_it_is_cut_and_leaves_the_text() {
    for answer in [b"before\xFF\xFB\x06after", b"before\xFF\xFC\x06after"] {
        split::every("mark", answer, |chunks| {
            let now = Clock::new().now();
            let mut session = watched();
            let mut wait = TimingMark::new(SECOND);
            assert!(wait.poll(&mut session, now).is_pending());
            assert_eq!(sent(&mut session), b"\xFF\xFD\x06");
            for chunk in chunks {
                session.receive(chunk);
            }
            assert_eq!(ready(wait.poll(&mut session, now)), Ok(()));
            assert_eq!(session.unread(), b"beforeafter");
            // Its place in the text is known.
            let marked = (6, Change::Marked);
            let seen = changes(&mut session, TelnetOption::TM);
            assert_eq!(seen, [(0, Change::Requested), marked]);
            assert_eq!(sent(&mut session), b"");
        });
    }
}

/// A mark that is under way says nothing of what was sent since it was asked for.
#[test]
fn a_mark_that_was_asked_for_before_is_waited_for_first() {
    let now = Clock::new().now();
    let mut session = watched();
    let mut first = TimingMark::new(SECOND);
    assert!(first.poll(&mut session, now).is_pending());
    assert_eq!(session.send(b"line"), 4);
    let mut second = TimingMark::new(SECOND);
    assert!(second.poll(&mut session, now).is_pending());
    assert_eq!(sent(&mut session), b"\xFF\xFD\x06line");
    session.receive(b"\xFF\xFC\x06");
    assert_eq!(ready(first.poll(&mut session, now)), Ok(()));
    assert!(second.poll(&mut session, now).is_pending());
    assert_eq!(sent(&mut session), b"\xFF\xFD\x06");
    session.receive(b"\xFF\xFC\x06");
    assert_eq!(ready(second.poll(&mut session, now)), Ok(()));
}

/// Each DO is answered at its place: behind the answers to what came before it.
#[test]
fn marks_are_given_in_the_order_of_what_is_asked() {
    let stream = b"\xFF\xFD\x63\xFF\xFD\x06a\xFF\xFD\x06\xFF\xFD\x62";
    for (policy, mark) in [(Policy::Accept, 251), (Policy::Refuse, 252)] {
        split::every("marks", stream, |chunks| {
            let config =
                Config::default().policy(Side::Local, TelnetOption::TM, policy);
            let mut session = Session::new(config);
            chunks.iter().for_each(|chunk| session.receive(chunk));
            let [a, b] = [[255, 252, 0x63], [255, 252, 0x62]];
            let mark = [255, mark, 6];
            assert_eq!(sent(&mut session), [a, mark, mark, b].concat());
        });
    }
}

fn at_the_end<W, T>(mut wait: W, session: &mut Session) -> Result<T, ErrorKind>
where
    W: Wait<Output = io::Result<T>>,
{
    let now: Instant = Clock::new().now();
    assert!(wait.poll(session, now).is_pending());
    session.receive_eof();
    ready(wait.poll(session, now))
}

#[test]
fn a_peer_that_never_answers_is_waited_for_no_longer_than_said() {
    let now = Clock::new().now();
    let mut session = watched();
    let mut wait = TimingMark::new(SECOND);
    assert!(wait.poll(&mut session, now).is_pending());
    assert_eq!(wait.deadline(), Some(now + SECOND));
    let late = wait.poll(&mut session, now + SECOND);
    assert_eq!(ready(late), Err(ErrorKind::TimedOut));
    let closed = at_the_end(TimingMark::new(SECOND), &mut watched());
    assert_eq!(closed, Err(ErrorKind::UnexpectedEof));
    let option = TelnetOption::BINARY;
    let wait = Negotiate::new(Side::Local, option, true, SECOND);
    let closed = at_the_end(wait, &mut watched());
    assert_eq!(closed, Err(ErrorKind::UnexpectedEof));
}

#[test]
fn an_option_is_asked_for_and_waited_for() {
    let now = Clock::new().now();
    let option = TelnetOption::BINARY;
    for (answer, is_on) in [(b"\xFF\xFB\0", true), (b"\xFF\xFC\0", false)] {
        let mut session = watched();
        let mut wait = Negotiate::new(Side::Remote, option, true, SECOND);
        assert!(wait.poll(&mut session, now).is_pending());
        assert_eq!(sent(&mut session), b"\xFF\xFD\0");
        session.receive(answer);
        assert_eq!(ready(wait.poll(&mut session, now)), Ok(is_on));
        assert_eq!(session.is_enabled(Side::Remote, option), is_on);
        // As it is already: at once.
        let mut wait = Negotiate::new(Side::Remote, option, is_on, SECOND);
        assert_eq!(ready(wait.poll(&mut session, now)), Ok(is_on));
        assert_eq!(sent(&mut session), b"");
    }
}

#[test]
fn a_user_is_logged_off_where_the_peer_agrees() {
    let now = Clock::new().now();
    for (policy, agrees) in [(Policy::Accept, true), (Policy::Refuse, false)] {
        for step in [1, 2, 3, 1000] {
            let config = Config::server().events(true).policy(
                Side::Local,
                TelnetOption::LOGOUT,
                policy,
            );
            let mut server = Session::new(config);
            let mut client = watched();
            let mut wait = Logout::new(SECOND);
            assert!(wait.poll(&mut client, now).is_pending());
            talk(&mut server, &mut client, step);
            assert_eq!(ready(wait.poll(&mut client, now)), Ok(agrees));
            let seen = changes(&mut server, TelnetOption::LOGOUT);
            let change = if agrees { Change::Enabled } else { Change::Denied };
            assert_eq!(seen, [(0, change)]);
        }
    }
    // "A truly impatient user": so is a server that closes at once.
    assert_eq!(at_the_end(Logout::new(SECOND), &mut watched()), Ok(true));
}

/// The server warns, and the client does not want to be logged off: page 3.
#[test]
fn a_server_warns_of_a_logout_and_hears_whether_the_user_is_there() {
    let now = Clock::new().now();
    for (policy, agrees) in [(Policy::Refuse, false), (Policy::Accept, true)] {
        let mut client = watched();
        let option = TelnetOption::LOGOUT;
        client.set_policy(Side::Remote, option, policy);
        let mut server = watched();
        let mut wait = Negotiate::new(Side::Local, option, true, SECOND);
        assert!(wait.poll(&mut server, now).is_pending());
        talk(&mut server, &mut client, 1);
        assert_eq!(ready(wait.poll(&mut server, now)), Ok(agrees));
        let change = if agrees { Change::Enabled } else { Change::Denied };
        assert_eq!(changes(&mut client, option), [(0, change)]);
    }
}
