//! The end of a connection, from this side.

use std::io::ErrorKind;

use telnet_adapter::session::Config;
use telnet_adapter::{Closing, Progress};

use crate::script::{Line, SECOND};

#[test]
fn a_close_sends_finishes_and_drains() {
    let mut line =
        Line::new().reads([Ok(b"bye"), Err(ErrorKind::WouldBlock), Ok(b"")]);
    assert_eq!(line.session.send(b"last"), 4);
    let mut closing = Closing::new(None);
    let mut calls = Vec::new();
    let sent = loop {
        let step = line.close(&mut closing);
        calls.push(line.calls());
        match step {
            Progress::Ready(sent) => break sent,
            Progress::Moved => {}
            Progress::Stuck => {
                let end = closing.deadline().unwrap();
                assert_eq!(end, line.now + SECOND);
            }
        }
    };
    sent.unwrap();
    let expected = ["write", "flush", "finish", "read", "read", "read"];
    assert_eq!(calls.concat(), expected);
    assert_eq!(line.script.written, b"last");
    assert_eq!(line.session.unread(), b"bye");
    assert!(line.session.is_eof() && line.flow.is_closed());
    assert_eq!(line.output().unwrap_err().kind(), ErrorKind::NotConnected);
}

/// No event tells when to go on behind a signal.
#[test]
fn a_signal_does_not_hold_up_a_close() {
    let mut line = Line::new().reads([Err(ErrorKind::Interrupted), Ok(b"")]);
    assert_eq!(line.session.send(b"last"), 4);
    let mut closing = Closing::new(None);
    let sent = loop {
        match line.close(&mut closing) {
            Progress::Ready(sent) => break sent,
            Progress::Moved => {}
            Progress::Stuck => panic!("it waits"),
        }
    };
    sent.unwrap();
}

#[test]
fn a_close_without_a_word_sent_does_not_wait_for_the_peer() {
    let mut line = Line::new();
    let mut closing = Closing::new(None);
    let sent = loop {
        match line.close(&mut closing) {
            Progress::Ready(sent) => break sent,
            Progress::Moved => {}
            Progress::Stuck => panic!("it waits"),
        }
    };
    sent.unwrap();
    assert!(line.flow.is_closed());
    assert_eq!(line.calls(), ["finish"]);
}

#[test]
fn a_drain_that_is_not_over_in_time_tells_of_a_peer_that_still_sends() {
    for still_sends in [false, true] {
        let mut line = Line::new();
        assert_eq!(line.session.send(b"last"), 4);
        let mut closing = Closing::new(Some(line.now + SECOND / 2));
        while let Progress::Moved = line.close(&mut closing) {}
        if still_sends {
            line.script.reads.push_back(Ok(b"more"));
        }
        while let Progress::Moved = line.close(&mut closing) {}
        line.now += SECOND / 2;
        let Progress::Ready(sent) = line.close(&mut closing) else {
            panic!("its time is over");
        };
        let kind = sent.map_err(|error| error.kind());
        let expected =
            if still_sends { Err(ErrorKind::TimedOut) } else { Ok(()) };
        assert_eq!(kind, expected);
        assert!(line.flow.is_closed());
    }
}

/// What does not fit is read and dropped: the peer has to get rid of it.
#[test]
fn a_drain_reads_on_though_there_is_no_room() {
    let config = Config::default().max_unread(2);
    let mut line =
        Line::with(config).reads([Ok(b"ab"), Ok(b"cd"), Ok(b"ef"), Ok(b"")]);
    assert_eq!(line.session.send(b"last"), 4);
    let mut closing = Closing::new(None);
    let sent = loop {
        if let Progress::Ready(sent) = line.close(&mut closing) {
            break sent;
        }
    };
    sent.unwrap();
    assert_eq!(line.session.take_all(), "ab");
    assert!(line.script.reads.is_empty());
}

#[test]
fn what_cannot_finish_is_closed_and_what_does_not_come_to_it_is_bounded() {
    for (kind, ends) in [
        (ErrorKind::Unsupported, Ok(())),
        (ErrorKind::NotConnected, Ok(())),
        (ErrorKind::ConnectionReset, Err(ErrorKind::ConnectionReset)),
        (ErrorKind::WouldBlock, Err(ErrorKind::TimedOut)),
    ] {
        let mut line = Line::new();
        line.script.finish = Some(kind);
        assert_eq!(line.session.send(b"last"), 4);
        let mut closing = Closing::new(Some(line.now + SECOND));
        let sent = loop {
            match line.close(&mut closing) {
                Progress::Ready(sent) => break sent,
                Progress::Moved => {}
                Progress::Stuck => {
                    assert_eq!(kind, ErrorKind::WouldBlock);
                    assert_eq!(closing.deadline(), Some(line.now + SECOND));
                    line.now += SECOND;
                }
            }
        };
        assert_eq!(sent.map_err(|error| error.kind()), ends);
        assert!(line.flow.is_closed());
    }
}
