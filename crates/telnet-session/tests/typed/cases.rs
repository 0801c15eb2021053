//! One key after the other: what is sent for it, octet by octet.

use std::task::Poll;

use telnet_session::server::{Entry, ReadLine};
use telnet_session::{Config, Session, Wait};
use telnet_testkit::clock::Clock;

use crate::terminal::{Terminal, time};

/// What is echoed for octets, behind a prompt.
fn echo(typed: &[u8]) -> String {
    let mut session = Session::new(Config::server());
    let mut line = ReadLine::new("> ", time());
    let now = Clock::new().now();
    session.receive(b"\xFF\xFD\x01\xFF\xFD\x03");
    assert!(line.poll(&mut session, now).is_pending());
    let len = session.transmit().len();
    session.transmitted(len);
    session.receive(typed);
    let _ended = line.poll(&mut session, now);
    session.transmit().escape_ascii().to_string()
}

#[test]
fn each_key_costs_few_octets() {
    for (typed, echoed) in [
        (&b"a"[..], "a"),
        (b"ab\x7F", "ab\\x08 \\x08"),
        (b"ab\r\0", "ab\\r\\n"),
        (b"ab\x1B[D", "ab\\x08"),
        (b"ab\x01", "ab\\x08\\x08"),
        (b"ab\x01\x05", "ab\\x08\\x08\\x1b[2C"),
        (b"ab\x01c", "ab\\x08\\x08cab\\x08\\x08"),
        (b"abc\x15", "abc\\x08\\x08\\x08\\x1b[K"),
        (b"\x7F", "\\x07"),
        (b"a\x12", "a\\r\\n> a"),
        (b"a\x0C", "a\\x1b[H\\x1b[2J> a"),
        (b"a\x03", "a^C\\r\\n"),
        (b"a\xFF\xF4", "a^C\\r\\n"),
        (b"a\xFF\xF3", "a^C\\r\\n"),
        (b"ab\xFF\xF7", "ab\\x08 \\x08"),
        (b"a\xFF\xF8", "a\\x08\\x1b[K"),
        (b"\x1B[1~\x1B[5~\x1BO", ""),
    ] {
        assert_eq!(echo(typed), echoed, "{}", typed.escape_ascii());
    }
}

#[test]
fn commands_end_a_line_as_their_keys_do() {
    let mut terminal = Terminal::new(80);
    terminal.receive(b"a\xFF\xF4b\xFF\xEEc\xFF\xEDd\xFF\xF8\xFF\xEC");
    let all = [Entry::Interrupt, Entry::Abort, Entry::Suspend, Entry::End];
    assert_eq!(terminal.entries, all);
}

#[test]
fn the_line_is_shown_again_behind_the_answer_to_ayt() {
    let mut terminal = Terminal::new(80);
    terminal.receive(b"abc");
    terminal.receive(b"\xFF\xF6");
    terminal.receive(b"d");
    let rows = terminal.rows();
    assert_eq!(rows.last().unwrap(), "> abcd");
    assert!(rows.contains(&"[Yes]".to_owned()), "{rows:?}");
}

#[test]
fn a_line_has_an_end_with_a_bell() {
    let mut session = Session::new(Config::server().max_line(4));
    let mut line = ReadLine::new("", time());
    let now = Clock::new().now();
    session.receive(b"\xFF\xFD\x01");
    assert!(line.poll(&mut session, now).is_pending());
    let len = session.transmit().len();
    session.transmitted(len);
    session.receive("abc\u{E9}d".as_bytes());
    assert!(line.poll(&mut session, now).is_pending());
    assert_eq!(session.transmit(), b"abc\x07d");
    session.receive(b"\r\n");
    let Poll::Ready(Ok(entry)) = line.poll(&mut session, now) else { panic!() };
    assert_eq!(entry, Entry::Line("abcd".into()));
}

#[test]
fn lines_that_were_pasted_are_read_one_by_one() {
    let mut session = Session::new(Config::server());
    let now = Clock::new().now();
    session.receive(b"\xFF\xFD\x01one\r\ntwo\r\nthr");
    for line in ["one", "two"] {
        let mut wait = ReadLine::new("> ", time());
        let Poll::Ready(Ok(entry)) = wait.poll(&mut session, now) else {
            panic!()
        };
        assert_eq!(entry.into_line().unwrap(), line);
    }
    assert_eq!(session.unread(), b"thr");
    // What was taken of a line is there for the next wait.
    let mut dropped = ReadLine::new("> ", time());
    assert!(dropped.poll(&mut session, now).is_pending());
    session.receive(b"ee\r\0");
    let mut wait = ReadLine::new("> ", time());
    let Poll::Ready(Ok(entry)) = wait.poll(&mut session, now) else { panic!() };
    assert_eq!(entry, Entry::Line("three".into()));
}

#[test]
fn no_line_feed_is_left_behind_a_line() {
    for cut in [false, true] {
        let mut session = Session::new(Config::server());
        let now = Clock::new().now();
        let mut wait = ReadLine::new("> ", time());
        assert!(wait.poll(&mut session, now).is_pending());
        session.receive(b"one\r");
        if !cut {
            session.receive(b"\ntwo");
        }
        assert!(wait.poll(&mut session, now).is_ready());
        if cut {
            session.receive(b"\ntwo");
        }
        assert_eq!(session.unread(), b"two");
    }
}

#[test]
fn a_key_that_stops_leaves_the_line() {
    let help = || ReadLine::new("> ", time()).stop_at("?\t");
    let mut terminal = Terminal::asked(80, help);
    terminal.receive(b"show ip\x1B[D\x1B[D?");
    let before = "show ".into();
    assert_eq!(terminal.entries, [Entry::Key { key: b'?', before }]);
    assert_eq!(terminal.rows(), ["> show ip", "> show ip"]);
    let (_, column) = terminal.screen.screen().cursor_position();
    assert_eq!(column, 7);
    terminal.receive(b"v6 \x05 a\t");
    let before = "show v6 ip a".into();
    assert_eq!(terminal.entries[1..], [Entry::Key { key: 9, before }]);
}

#[test]
fn a_line_may_be_filled_before() {
    let filled = || ReadLine::new("> ", time()).filled("one\rtwo\u{4E16}");
    let mut terminal = Terminal::asked(80, filled);
    assert_eq!(terminal.rows(), ["> onetwo\u{4E16}"]);
    terminal.receive(b"\x7F!\r\0");
    assert_eq!(terminal.entries, [Entry::Line("onetwo!".into())]);
}

#[test]
fn a_line_is_put_aside_for_something_else() {
    let mut terminal = Terminal::new(10);
    terminal.receive(b"a line of three rows");
    terminal.server.put_line_aside().unwrap();
    terminal.server.send_line(b"news").unwrap();
    terminal.server.put_line_aside().unwrap();
    terminal.go_on();
    let rows = ["news", "> a line o", "f three ro", "ws"];
    assert_eq!(terminal.rows(), rows);
    terminal.receive(b"!\r\0");
    let line = Entry::Line("a line of three rows!".into());
    assert_eq!(terminal.entries, [line]);
}

#[test]
fn a_window_of_another_width_has_the_line_drawn_again() {
    let mut terminal = Terminal::new(40);
    terminal.receive(b"0123456789abcdef");
    terminal.screen.screen_mut().set_size(200, 10);
    terminal.receive(b"\xFF\xFA\x1F\x00\x0A\x00\xC8\xFF\xF0");
    terminal.receive(b"\x7F\x7F\x7F\x7F\x7F\x7F\x7F\x7F\x7F");
    assert_eq!(terminal.rows().last().unwrap(), "> 0123456");
}

#[test]
fn text_that_turns_directions_is_refused() {
    let mut terminal = Terminal::new(80);
    let typed = "a\u{202E}b\u{2066}c\u{9B}d\u{2028}e\r\n";
    terminal.receive(typed.as_bytes());
    assert_eq!(terminal.entries, [Entry::Line("abcde".into())]);
}

#[test]
fn the_history_has_a_cap() {
    let mut session = Session::new(Config::server().max_history(2));
    let now = Clock::new().now();
    session.receive(b"\xFF\xFD\x01a\r\0b\r\0b\r\0c\r\0\r\0");
    session.receive(b"\x1B[A\x1B[A\x1B[A\r\0");
    let mut last = None;
    for _ in 0..6 {
        let mut wait = ReadLine::new("> ", time());
        let Poll::Ready(Ok(entry)) = wait.poll(&mut session, now) else {
            panic!()
        };
        last = Some(entry);
    }
    assert_eq!(last.unwrap(), Entry::Line("b".into()));
}

/// A peer that takes nothing has its keys wait; memory does not grow.
#[test]
fn keys_wait_where_their_echo_has_no_room() {
    let mut session = Session::new(Config::server().max_output(2048));
    let now = Clock::new().now();
    let mut wait = ReadLine::new("> ", time());
    session.receive(b"\xFF\xFD\x01");
    assert!(wait.poll(&mut session, now).is_pending());
    for _ in 0..200 {
        session.receive(b"\x12\x12\x12\x12\x12\x12\x12\x12abc\x15");
        assert!(wait.poll(&mut session, now).is_pending());
    }
    assert!(session.transmit().len() <= 2048 + 1024);
    while session.wants_write() {
        let len = session.transmit().len();
        session.transmitted(len);
        assert!(wait.poll(&mut session, now).is_pending());
    }
    assert_eq!(session.unread(), b"");
}
