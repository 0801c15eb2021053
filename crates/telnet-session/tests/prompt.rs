//! The marks behind prompts: EOR where it is agreed, else GA unless SGA.

use telnet_session::watch::{Direction, Trace};
use telnet_session::{
    Command, Config, EventKind, Newline, Policy, Session, Side, TelnetOption,
};
use telnet_testkit::split;

fn agreed(options: &[u8]) -> Session {
    let config = Config::default()
        .events(true)
        .policy(Side::Local, TelnetOption::EOR, Policy::Accept)
        .policy(Side::Local, TelnetOption::BINARY, Policy::Accept);
    let mut session = Session::new(config);
    for option in options {
        session.receive(&[255, 253, *option]);
    }
    let n = session.transmit().len();
    session.transmitted(n);
    session
}

#[test]
fn a_prompt_ends_as_the_options_have_it() {
    for (options, sent) in [
        (&[][..], &b"name: \xFF\xF9"[..]),
        (&[3], b"name: "),
        (&[25], b"name: \xFF\xEF"),
        // Records are records, whoever goes ahead.
        (&[25, 3], b"name: \xFF\xEF"),
    ] {
        let mut session = agreed(options);
        session.send_prompt(b"name: ").unwrap();
        assert_eq!(session.transmit(), sent, "{options:?}");
        // The mark alone.
        session.transmitted(sent.len());
        session.send_prompt(b"").unwrap();
        assert_eq!(session.transmit(), &sent[6..], "{options:?}");
    }
}

#[test]
fn a_prompt_is_text_like_a_line_without_its_end() {
    let mut session = agreed(&[]);
    session.send_prompt(b"one\ntwo\xFF> ").unwrap();
    assert_eq!(session.transmit(), b"one\r\ntwo\xFF\xFF> \xFF\xF9");
    let mut session = agreed(&[0]);
    session.send_prompt(b"one\ntwo> ").unwrap();
    assert_eq!(session.transmit(), b"one\ntwo> \xFF\xF9");
    let config = Config::default().newline(Newline::CrNul);
    let mut session = Session::new(config);
    session.send_prompt(b"a\nb").unwrap();
    assert_eq!(session.transmit(), b"a\r\0b\xFF\xF9");
}

#[test]
fn a_prompt_without_room_for_its_mark_is_not_sent() {
    let config = Config::default().max_output(64);
    let mut session = Session::new(config);
    assert!(session.send_prompt(&[b'x'; 64]).is_err());
    assert!(!session.wants_write());
    assert!(session.send_prompt(&[b'x'; 20]).is_ok());
}

#[test]
fn the_mark_is_traced() {
    let (to, lines) = std::sync::mpsc::channel();
    let mut session = agreed(&[]);
    session.set_trace(move |line| {
        if let Trace::Command(way, command) = line {
            to.send((*way, *command)).unwrap();
        }
    });
    session.send_prompt(b"> ").unwrap();
    let seen: Vec<_> = lines.try_iter().collect();
    assert_eq!(seen, [(Direction::Sent, Command::GA)]);
}

/// What one end marks the other end sees at its place.
#[test]
fn the_peer_sees_each_mark_at_its_place_however_it_is_cut() {
    for (options, command) in [(&[][..], Command::GA), (&[25], Command::EOR)] {
        let mut server = agreed(options);
        server.send_prompt(b"> ").unwrap();
        let _ = server.send(b"log");
        let wire = server.transmit().to_vec();
        split::every("prompt", &wire, |chunks| {
            let mut client = agreed(&[]);
            for chunk in chunks {
                client.receive(chunk);
            }
            let mark = std::iter::from_fn(|| client.poll_event())
                .find(|it| it.kind == EventKind::Command(command));
            assert_eq!(mark.unwrap().offset, 2);
            assert_eq!(client.unread(), b"> log");
        });
    }
}
