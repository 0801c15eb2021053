//! What is received behind the unread text is the same as what is received from a
//! buffer.

use proptest::{collection::vec, prelude::*};
use telnet_session::{Config, Session};
use telnet_testkit::{oracle::Note, split};

use crate::role::{Role, poll_events};
use crate::stream::{cases, cuts, stream};

/// So much text there is before room is lent.
static TEXT: [u8; 64 << 10] = [b'x'; 64 << 10];

/// Receives through the room, if there is some, in the place of `receive`.
fn receive(session: &mut Session, octets: &[u8]) -> bool {
    let Some(room) = session.input_room() else {
        session.receive(octets);
        return false;
    };
    room.extend_from_slice(octets);
    session.received();
    true
}

/// All that can be seen of a connection.
fn seen(
    session: &mut Session,
    notes: &mut Vec<Note>,
) -> (Vec<u8>, u64, Vec<u8>) {
    poll_events(session, notes);
    let text = session.unread().to_vec();
    (text, session.offset(), session.transmit().to_vec())
}

fn filled(config: &Config) -> Session {
    let mut session = Session::new(config.clone());
    session.receive(&TEXT);
    session
}

/// Two connections beside each other, one with a buffer: what they show is the
/// same behind each chunk, whatever is taken in between.
fn holds(role: &Role, chunks: &[&[u8]], takes: &[usize]) {
    let [mut plain, mut other] = [(); 2].map(|()| filled(&role.config));
    let [mut notes, mut others] = [const { Vec::new() }; 2];
    assert!(other.input_room().is_some(), "{}", role.name);
    for (at, chunk) in chunks.iter().enumerate() {
        plain.receive(chunk);
        receive(&mut other, chunk);
        if let Some(&n) = takes.get(at) {
            assert_eq!(plain.take(n), other.take(n));
        }
        let shown = seen(&mut other, &mut others);
        assert_eq!(seen(&mut plain, &mut notes), shown, "{}", role.name);
    }
    for session in [&mut plain, &mut other] {
        session.receive_eof();
    }
    let shown = seen(&mut other, &mut others);
    assert_eq!(seen(&mut plain, &mut notes), shown, "{}", role.name);
    assert_eq!(notes, others, "{}", role.name);
}

#[test]
fn text_stays_where_it_was_received() {
    let mut session = filled(&Config::default());
    let room = session.input_room().unwrap();
    let place = room.as_ptr();
    room.extend_from_slice(b"text\r\n");
    assert_eq!(session.unread().len(), TEXT.len());
    session.received();
    assert_eq!(session.unread().as_ptr(), place);
    assert!(session.unread().ends_with(b"xtext\r\n"));
    assert_eq!(session.take_all().as_ptr(), place);
}

#[test]
fn what_was_not_announced_is_forgotten() {
    let mut session = filled(&Config::default());
    session.input_room().unwrap().extend_from_slice(b"lost");
    assert!(session.input_room().unwrap().ends_with(b"x"));
    session.input_room().unwrap().extend_from_slice(b"lost");
    assert_eq!(session.take(1), &b"x"[..]);
    session.received();
    assert_eq!(session.unread(), &TEXT[1..]);
}

#[test]
fn no_more_is_lent_than_may_be_unread() {
    for spare in [0, 1, (64 << 10) - 1, 64 << 10, 100_000] {
        let mut config = Config::default();
        config.max_unread = TEXT.len() + spare;
        let mut session = filled(&config);
        let room = session.input_room();
        assert_eq!(room.is_some(), spare >= 64 << 10, "{spare}");
        if let Some(room) = room {
            assert!(room.capacity() <= config.max_unread);
            // A `Vec` grows if one insists.
            room.extend(vec![b'y'; spare + 9]);
            session.received();
            assert_eq!(session.unread().len(), config.max_unread);
            assert!(!session.wants_read());
            assert_eq!(session.take(TEXT.len()), &TEXT[..]);
            assert_eq!(session.unread().len(), spare + 9);
        }
    }
}

#[test]
fn memory_that_is_there_already_is_not_lent_beyond_the_cap() {
    let mut config = Config::default();
    config.max_unread = 180_000;
    let mut session = Session::new(config);
    // It doubles, so that there is memory for more than may be unread.
    for len in [100_000, 70_000] {
        session.receive(&vec![b'x'; len]);
    }
    session.consume(100_000);
    assert!(session.input_room().is_none_or(|it| it.capacity() <= 180_000));
    session.receive(&[b'y'; 110_000]);
    assert_eq!(session.unread().len(), 180_000);
    assert!(session.unread().starts_with(&[b'x'; 70_000]));
}

/// What a CR waits for is forgotten where BINARY begins.
#[test]
fn in_binary_and_behind_it() {
    let chunks = [&b"a\r"[..], b"\xFF\xFB\0", b"b\0\r", b"\xFF\xFC\0", b"\0c"];
    for role in Role::all() {
        holds(&role, &chunks, &[]);
    }
    let mut role = Role::all();
    let role = role.iter_mut().find(|it| it.name == "client").unwrap();
    let mut session = filled(&role.config);
    for chunk in chunks {
        assert!(receive(&mut session, chunk));
    }
    assert_eq!(&session.unread()[TEXT.len()..], b"a\rb\0\r\0c");
}

/// Each has to be asked for when the octets are there: it may have come in between.
#[test]
fn where_text_does_not_stay_as_it_is_nothing_is_lent() {
    type Change = fn(&mut Session);
    let changes: [(&str, Change); 5] = [
        ("urgent", Session::receive_urgent),
        ("a trace", |it| it.set_trace(|_line| {})),
        ("a transcript", |it| it.set_transcript(std::io::sink())),
        ("a command begun", |it| it.receive(b"\xFF")),
        ("the end", Session::receive_eof),
    ];
    for (name, change) in changes {
        let mut session = filled(&Config::default());
        change(&mut session);
        assert!(session.input_room().is_none(), "{name}");
    }
    let mut ansi = Config::default();
    ansi.strip_ansi = true;
    for (name, config) in [("ansi", ansi), ("telnetlib", Config::telnetlib())] {
        assert!(filled(&config).input_room().is_none(), "{name}");
    }
    let mut session = filled(&Config::default());
    session.input_room().unwrap().extend_from_slice(b"gone\xFF\xF2kept");
    session.receive_urgent();
    session.received();
    assert_eq!(&session.unread()[TEXT.len()..], b"kept");
}

#[test]
fn at_every_split() {
    for octets in [
        &b"a\r\0b\r\nc"[..],
        b"a\0\r\r\0\0b",
        b"a\xFF\xFFb\xFF\xF9c\xFF\xEFd",
        b"\xFF\xFD\x18ab\xFF\xFB\x00\r\0\0c\xFF\xFC\x00\r\0\0",
        b"a\xFF\xFA\x18\x01\xFF\xF0b\xFF\xF6c",
    ] {
        for role in Role::all() {
            split::every(role.name, octets, |chunks| {
                holds(&role, chunks, &[]);
            });
        }
    }
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn in_random_cuts(
        stream in stream(),
        cuts in cuts(),
        takes in vec(0..9000usize, 0..4),
    ) {
        for role in Role::all() {
            split::at(role.name, &stream, &cuts, |chunks| {
                holds(&role, chunks, &takes);
            });
        }
    }
}
